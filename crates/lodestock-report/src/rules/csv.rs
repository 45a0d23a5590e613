//! Rules as CSV: a row per rule and reserve, and a row of all reserves per rule.

use std::io::{self, Write};

use lodestock_core::Model;
use lodestock_runner::rules::{ReserveRule, Rule, Rules, Total};

use crate::csv::{cell, write};
use crate::estimate::{cells, pair_cells};

type Row = Vec<(String, String)>;

/// Writes the table. Quantities are in the unit of the row, costs in USD, differences are less the
/// first rule. The row of all reserves has no id.
///
/// # Errors
/// If the writer fails.
pub fn csv(model: &Model, rules: &Rules, out: impl Write) -> io::Result<()> {
    let rows = rules.rules.iter().flat_map(|rule| {
        let reserves = rule.reserves.iter().map(move |of| reserve(model, rule, of));
        reserves.chain(rule.total.map(|total| all(rule, total)))
    });
    write(rows, out)
}

fn reserve(model: &Model, rule: &Rule, of: &ReserveRule) -> Row {
    let known = &model.reserves()[of.reserve];
    let unit = model.commodities()[known.commodity].unit.clone();
    let mut row = start(rule, &known.id, &unit, Some(of.units));
    row.push(("fill_cost".into(), of.fill_cost.map_or(String::new(), cell)));
    cells(&mut row, "reserve_cost", of.reserve_cost);
    cells(&mut row, "shortfall_cost", of.shortfall_cost);
    cells(&mut row, "net", None);
    pair_cells(&mut row, "net_difference", None);
    risks(&mut row, Some(of));
    row
}

fn all(rule: &Rule, total: Total) -> Row {
    let mut row = start(rule, "", "", None);
    row.push(("fill_cost".into(), cell(total.fill_cost)));
    cells(&mut row, "reserve_cost", Some(total.reserve_cost));
    cells(&mut row, "shortfall_cost", Some(total.shortfall_cost));
    cells(&mut row, "net", Some(total.net));
    pair_cells(&mut row, "net_difference", total.against_first);
    risks(&mut row, None);
    row
}

fn start(rule: &Rule, id: &str, unit: &str, units: Option<f64>) -> Row {
    vec![
        ("days".into(), cell(rule.days)),
        ("reserve".into(), id.into()),
        ("unit".into(), unit.into()),
        ("capacity".into(), units.map_or(String::new(), cell)),
    ]
}

fn risks(row: &mut Row, of: Option<&ReserveRule>) {
    cells(row, "p_short", of.map(|of| of.p_short));
    cells(row, "p_unmet", of.map(|of| of.p_unmet));
    cells(row, "shortfall", of.map(|of| of.shortfall));
    cells(row, "cvar95", of.map(|of| of.cvar95));
    cells(row, "p_empty", of.and_then(|of| of.p_empty));
    pair_cells(
        row,
        "shortfall_each_further_30_days",
        of.and_then(|of| of.further),
    );
    let against = of.and_then(|of| of.against_first);
    pair_cells(row, "p_short_difference", against.map(|d| d.p_short));
    pair_cells(row, "shortfall_difference", against.map(|d| d.shortfall));
    pair_cells(row, "cvar95_difference", against.map(|d| d.cvar95));
    pair_cells(row, "p_empty_difference", against.and_then(|d| d.p_empty));
    pair_cells(
        row,
        "reserve_cost_difference",
        against.and_then(|d| d.reserve_cost),
    );
    pair_cells(
        row,
        "shortfall_cost_difference",
        against.and_then(|d| d.shortfall_cost),
    );
}
