//! A portfolio as CSV: a row per policy and reserve, and a row of all reserves per policy.

use std::io::{self, Write};

use lodestock_core::Model;
use lodestock_runner::cover::DAYS;
use lodestock_runner::portfolio::{Holding, Policy, PolicyKind, Portfolio, Risk};

use crate::csv::{cell, write};
use crate::estimate::{cells, pair_cells};

type Row = Vec<(String, String)>;

/// Writes the table. Quantities are in the unit of the row, costs in USD. The row of all reserves
/// has no id. If the allocation was not judged, its sizes stand alone.
///
/// # Errors
/// If the writer fails.
pub fn csv(model: &Model, portfolio: &Portfolio, out: impl Write) -> io::Result<()> {
    if portfolio.policies.is_empty() {
        let holdings = portfolio.holdings.iter();
        let rows = holdings.map(|of| {
            reserve(
                model,
                PolicyKind::Allocation,
                of,
                (of.dollars, of.capacity),
                None,
            )
        });
        return write(rows, out);
    }
    let rows = portfolio.policies.iter().flat_map(|policy| {
        let own = portfolio
            .holdings
            .iter()
            .enumerate()
            .map(|(place, holding)| {
                let size = (policy.dollars[place], policy.capacities[place]);
                reserve(model, policy.kind, holding, size, Some(policy.risks[place]))
            });
        own.chain([all(policy)])
    });
    write(rows, out)
}

fn reserve(
    model: &Model,
    kind: PolicyKind,
    holding: &Holding,
    (dollars, capacity): (f64, f64),
    risk: Option<Risk>,
) -> Row {
    let known = &model.reserves()[holding.reserve];
    let commodity = &model.commodities()[known.commodity];
    let own = kind == PolicyKind::Allocation;
    let mut row = vec![
        ("policy".into(), kind.name().into()),
        ("reserve".into(), known.id.clone()),
        ("unit".into(), commodity.unit.clone()),
        ("dollars".into(), cell(dollars)),
        ("capacity".into(), cell(capacity)),
        ("days".into(), cell(capacity / known.yearly_need * DAYS)),
    ];
    cells(
        &mut row,
        "last_dollar_avoids",
        holding.last_dollar.filter(|_| own),
    );
    cells(
        &mut row,
        "next_dollar_avoids",
        holding.next_dollar.filter(|_| own),
    );
    cells(&mut row, "p_short", risk.map(|risk| risk.p_short));
    cells(&mut row, "p_unmet", risk.map(|risk| risk.p_unmet));
    cells(&mut row, "shortfall", risk.map(|risk| risk.shortfall));
    cells(&mut row, "measure", risk.and_then(|risk| risk.measure));
    cells(
        &mut row,
        "shortfall_cost",
        risk.and_then(|risk| risk.shortfall_cost),
    );
    totals(&mut row, None);
    row
}

fn all(policy: &Policy) -> Row {
    let mut row: Row = vec![
        ("policy".into(), policy.kind.name().into()),
        ("reserve".into(), String::new()),
        ("unit".into(), String::new()),
        ("dollars".into(), cell(policy.dollars.iter().sum())),
        ("capacity".into(), String::new()),
        ("days".into(), policy.days.map_or(String::new(), cell)),
    ];
    for name in [
        "last_dollar_avoids",
        "next_dollar_avoids",
        "p_short",
        "p_unmet",
        "shortfall",
        "measure",
    ] {
        cells(&mut row, name, None);
    }
    cells(&mut row, "shortfall_cost", policy.shortfall_cost);
    totals(&mut row, Some(policy));
    row
}

fn totals(row: &mut Row, of: Option<&Policy>) {
    cells(row, "shortfall_cost_cvar95", of.and_then(|of| of.cvar_cost));
    cells(row, "reserve_cost", of.map(|of| of.reserve_cost));
    cells(row, "net", of.and_then(|of| of.net));
    cells(row, "reserves_short", of.map(|of| of.short));
    pair_cells(row, "allocation_less", of.and_then(|of| of.allocation_less));
    pair_cells(row, "net_allocation_less", of.and_then(|of| of.net_less));
}
