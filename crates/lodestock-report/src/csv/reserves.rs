//! The reserve table: a row per reserve, a column per statistic.

use std::io::{self, Write};

use lodestock_runner::Summary;
use lodestock_runner::summary::ReserveSummary;

use super::cell;
use super::summary::{Cell, distribution, mean, proportion, write};

/// Writes the table, reserves by id. Quantities are in the unit of the row, costs in USD, shares of
/// 1. A cell is empty where nothing is known.
///
/// # Errors
/// If the writer fails.
pub fn reserves(summary: &Summary, out: impl Write) -> io::Result<()> {
    write(summary.reserves.iter().map(row), out)
}

fn row(reserve: &ReserveSummary) -> Vec<Cell> {
    let number = |name: &str, value: f64| (name.to_string(), cell(value));
    let mut cells = vec![
        ("id".to_string(), reserve.id.clone()),
        ("unit".to_string(), reserve.unit.clone()),
        number("capacity", reserve.capacity),
        number("days", reserve.days),
        number("initial", reserve.initial),
    ];
    proportion(&mut cells, "p_empty", reserve.p_empty);
    let first = reserve.first_empty_step.as_ref();
    distribution(&mut cells, "first_empty_step", first);
    distribution(&mut cells, "steps_empty", Some(&reserve.steps_empty));
    mean(&mut cells, "steps_full", Some(reserve.steps_full));
    mean(&mut cells, "share_empty", Some(reserve.share_empty));
    mean(&mut cells, "share_full", Some(reserve.share_full));
    mean(&mut cells, "mean_level", Some(reserve.mean_level));
    mean(&mut cells, "final_level", Some(reserve.final_level));
    distribution(&mut cells, "lowest", Some(&reserve.lowest));
    distribution(&mut cells, "released", Some(&reserve.released));
    distribution(&mut cells, "refilled", Some(&reserve.refilled));
    let initial_cost = reserve.initial_cost.map_or(String::new(), cell);
    cells.push(("initial_cost".to_string(), initial_cost));
    distribution(&mut cells, "purchase_cost", reserve.purchase_cost.as_ref());
    distribution(&mut cells, "holding_cost", reserve.holding_cost.as_ref());
    distribution(&mut cells, "sales_value", reserve.sales_value.as_ref());
    cells
}
