//! Fans over time.

use std::io::{self, Write};

use lodestock_core::Model;
use lodestock_runner::series::{Series, SeriesId};

use super::into_io;
use crate::number::digits12;

/// Percentiles of a fan.
const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// Writes mean and percentiles over paths of every series, a row per step and series: shortfall of
/// each group, level of each reserve, price (in reference prices) in each market.
///
/// # Errors
/// If the writer fails.
pub fn series(model: &Model, series: &Series, out: impl Write) -> io::Result<()> {
    let mut writer = ::csv::Writer::from_writer(out);
    let heading = [
        "step", "month", "series", "id", "unit", "mean", "p5", "p25", "p50", "p75", "p95",
    ];
    writer.write_record(heading).map_err(into_io)?;
    let names: Vec<[String; 3]> = series.ids().iter().map(|id| names(model, id)).collect();
    for step in 0..series.steps() {
        let month = model.clock().month_of(step as f64);
        for (index, [kind, id, unit]) in names.iter().enumerate() {
            let mut row = vec![
                step.to_string(),
                month.clone(),
                kind.clone(),
                id.clone(),
                unit.clone(),
            ];
            row.push(digits12(series.mean(index, step)));
            row.extend(LEVELS.map(|level| digits12(series.quantile(index, step, level))));
            writer.write_record(&row).map_err(into_io)?;
        }
    }
    writer.flush()
}

/// Kind, id and unit of a series.
fn names(model: &Model, id: &SeriesId) -> [String; 3] {
    match id {
        SeriesId::Shortfall(group) => [
            "shortfall".into(),
            group.name.clone(),
            group.unit.clone().unwrap_or_default(),
        ],
        SeriesId::Level(r) => {
            let reserve = &model.reserves()[*r];
            let unit = model.commodities()[reserve.commodity].unit.clone();
            ["level".into(), format!("reserve.{}", reserve.id), unit]
        }
        SeriesId::Price(c) => {
            let consumer = &model.consumers()[*c];
            let country = &model.countries()[consumer.country].id;
            let commodity = &model.commodities()[consumer.commodity].id;
            [
                "price".into(),
                format!("{country}.{commodity}"),
                "reference price".into(),
            ]
        }
    }
}
