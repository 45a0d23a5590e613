//! A comparison as a table: a row per variant, group or reserve, and figure.

use std::io::{self, Write};

use lodestock_runner::Comparison;
use lodestock_runner::compare::{Cell as Compared, Row};
use lodestock_runner::measure::Estimate;

use super::cell;
use super::summary::{Cell, write};
use crate::comparison::figures::{self, share};

/// Writes the table. Cells are empty where a variant has no such thing, where there is nothing to
/// compare it with, and where nothing is known.
///
/// # Errors
/// If the writer fails.
pub fn comparison(comparison: &Comparison, out: impl Write) -> io::Result<()> {
    let mut rows = Vec::new();
    for group in &comparison.groups {
        let unit = group.unit.as_deref();
        add(
            &mut rows,
            comparison,
            ("group", &group.name),
            unit,
            &group.rows,
        );
    }
    for reserve in &comparison.reserves {
        let unit = Some(reserve.unit.as_str());
        add(
            &mut rows,
            comparison,
            ("reserve", &reserve.id),
            unit,
            &reserve.rows,
        );
    }
    write(rows.into_iter(), out)
}

fn add(
    rows: &mut Vec<Vec<Cell>>,
    comparison: &Comparison,
    (kind, name): (&str, &str),
    unit: Option<&str>,
    figures: &[Row],
) {
    for row in figures {
        for (label, one) in comparison.labels.iter().zip(&row.cells) {
            let text = |name: &str, value: &str| (name.to_string(), value.to_string());
            let mut cells = vec![
                text("variant", label),
                text("kind", kind),
                text("name", name),
                text("figure", &figures::key(row.figure)),
                text("unit", figures::unit(row.figure, unit)),
            ];
            numbers(&mut cells, one.as_ref(), comparison.paths);
            rows.push(cells);
        }
    }
}

fn numbers(cells: &mut Vec<Cell>, one: Option<&Compared>, paths: u64) {
    estimate(cells, "", one.map(|one| one.estimate));
    let paired = one.and_then(|one| one.difference);
    estimate(cells, "difference_", paired.map(|paired| paired.difference));
    for (name, of) in [
        ("lower_in", paired.map(|paired| paired.lower)),
        ("higher_in", paired.map(|paired| paired.higher)),
    ] {
        let found = of.and_then(|of| share(of, paths));
        let known = |value: Option<f64>| value.map_or(String::new(), cell);
        cells.push((name.into(), known(found.map(|p| p.value))));
        cells.push((format!("{name}_low"), known(found.map(|p| p.low))));
        cells.push((format!("{name}_high"), known(found.map(|p| p.high))));
    }
}

fn estimate(cells: &mut Vec<Cell>, before: &str, of: Option<Estimate>) {
    let numbers = of.map(|of| [of.value, of.se, of.low, of.high].map(cell));
    let names = ["value", "se", "low", "high"].into_iter();
    for (name, number) in names.zip(numbers.unwrap_or_default()) {
        cells.push((format!("{before}{name}"), number));
    }
}
