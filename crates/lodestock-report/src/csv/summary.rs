//! The consumer table: a row per consumer and group, a column per statistic.

use std::io::{self, Write};

use lodestock_core::Model;
use lodestock_core::record::GroupId;
use lodestock_runner::Summary;
use lodestock_runner::statistics::{Distribution, Mean, Proportion};
use lodestock_runner::summary::GroupSummary;

use super::{cell, into_io};

/// A named number of a row.
pub(crate) type Cell = (String, String);

/// Writes the table: consumers, countries, commodities, sectors, the total. A cell is empty where
/// nothing is known.
///
/// # Errors
/// If the writer fails.
pub fn groups(model: &Model, summary: &Summary, out: impl Write) -> io::Result<()> {
    let rows = summary.groups.iter().map(|group| row(model, group));
    write(rows, out)
}

/// Writes rows of the same names under them.
pub(crate) fn write(rows: impl Iterator<Item = Vec<Cell>>, out: impl Write) -> io::Result<()> {
    let mut writer = ::csv::Writer::from_writer(out);
    for (index, cells) in rows.enumerate() {
        if index == 0 {
            let names = cells.iter().map(|(name, _)| name);
            writer.write_record(names).map_err(into_io)?;
        }
        let values = cells.iter().map(|(_, value)| value);
        writer.write_record(values).map_err(into_io)?;
    }
    writer.flush()
}

fn row(model: &Model, group: &GroupSummary) -> Vec<Cell> {
    let mut cells = names(model, group);
    proportion(&mut cells, "p_short", group.p_short);
    let has_unit = group.group.unit.is_some();
    let quantities = [
        ("shortfall", &group.shortfall),
        ("curtailed", &group.curtailed),
        ("unmet", &group.unmet),
        ("deepest_step", &group.deepest_step),
    ];
    for (name, quantity) in quantities {
        distribution(&mut cells, name, has_unit.then_some(quantity));
    }
    mean(&mut cells, "deferred", has_unit.then_some(group.deferred));

    proportion(&mut cells, "p_unmet", group.p_unmet);
    distribution(&mut cells, "steps_short", Some(&group.steps_short));
    mean(&mut cells, "years_short", Some(group.years_short));
    distribution(
        &mut cells,
        "first_short_step",
        group.first_short_step.as_ref(),
    );
    distribution(&mut cells, "longest_spell", Some(&group.longest_spell));
    mean(&mut cells, "spells", Some(group.spells));
    distribution(&mut cells, "peak_price", Some(&group.peak_price));
    distribution(&mut cells, "import_cost", group.import_cost.as_ref());
    distribution(&mut cells, "shortfall_cost", group.shortfall_cost.as_ref());
    let worst = group
        .worst_path
        .map_or(String::new(), |path| path.to_string());
    cells.push(("worst_path".into(), worst));
    cells
}

fn names(model: &Model, group: &GroupSummary) -> Vec<Cell> {
    let (kind, country, commodity, sector) = match &group.group.id {
        GroupId::Consumer(c) => {
            let consumer = &model.consumers()[*c];
            let sector = consumer.sector.clone();
            (
                "consumer",
                Some(consumer.country),
                Some(consumer.commodity),
                sector,
            )
        }
        GroupId::Country { country, commodity } => {
            ("country", Some(*country), Some(*commodity), None)
        }
        GroupId::Commodity(commodity) => ("commodity", None, Some(*commodity), None),
        GroupId::Sector { sector, commodity } => {
            ("sector", None, Some(*commodity), Some(sector.clone()))
        }
        GroupId::Served(r) => (
            "served-by",
            None,
            Some(model.reserves()[*r].commodity),
            None,
        ),
        GroupId::Total => ("total", None, None, None),
    };
    let country = country.map(|c| model.countries()[c].id.clone());
    let commodity = commodity.map(|c| model.commodities()[c].id.clone());
    let text = |name: &str, value: Option<String>| (name.to_string(), value.unwrap_or_default());
    vec![
        text("kind", Some(kind.into())),
        text("name", Some(group.group.name.clone())),
        text("country", country),
        text("commodity", commodity),
        text("sector", sector),
        text("unit", group.group.unit.clone()),
        text(
            "yearly_demand",
            group.group.unit.as_ref().map(|_| cell(group.yearly_demand)),
        ),
    ]
}

pub(super) fn proportion(cells: &mut Vec<Cell>, name: &str, p: Proportion) {
    cells.push((name.into(), cell(p.value)));
    cells.push((format!("{name}_low"), cell(p.low)));
    cells.push((format!("{name}_high"), cell(p.high)));
}

pub(super) fn mean(cells: &mut Vec<Cell>, name: &str, mean: Option<Mean>) {
    let known = |value: fn(Mean) -> f64| mean.map_or(String::new(), |m| cell(value(m)));
    cells.push((format!("{name}_mean"), known(|m| m.value)));
    cells.push((format!("{name}_se"), known(|m| m.se)));
}

pub(super) fn distribution(cells: &mut Vec<Cell>, name: &str, values: Option<&Distribution>) {
    mean(cells, name, values.map(|d| d.mean));
    for (index, level) in Distribution::LEVELS.into_iter().enumerate() {
        let quantile = values.map(|d| d.quantiles[index]);
        let percent = (100.0 * level).round();
        let known = |value: Option<f64>| value.map_or(String::new(), cell);
        cells.push((
            format!("{name}_p{percent}"),
            known(quantile.map(|q| q.value)),
        ));
        cells.push((
            format!("{name}_p{percent}_low"),
            known(quantile.map(|q| q.low)),
        ));
        cells.push((
            format!("{name}_p{percent}_high"),
            known(quantile.map(|q| q.high)),
        ));
    }
    let tail = values.map(|d| d.cvar95);
    cells.push((
        format!("{name}_cvar95"),
        tail.map_or(String::new(), |t| cell(t.value)),
    ));
    cells.push((
        format!("{name}_cvar95_se"),
        tail.map_or(String::new(), |t| cell(t.se)),
    ));
}
