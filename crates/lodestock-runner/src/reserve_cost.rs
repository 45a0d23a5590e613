//! What a reserve costs.

use lodestock_core::record::ReserveMetric;
use lodestock_core::{Groups, Model};

use crate::table::Table;

/// Share of the fill below which a cost is rounding.
const ROUNDING: f64 = 1e-9;

/// Cost of a reserve on every path, USD at step 0: its fill at the reference price, refills and
/// holding, less what it releases and what it still holds at the end, both at the reference price.
/// What capital costs is in the discounting. `None` without a price.
pub(crate) fn reserve_cost(
    model: &Model,
    groups: &Groups,
    reserve: usize,
    table: &Table,
) -> Option<Vec<f64>> {
    let of = &model.reserves()[reserve];
    let price = model.commodities()[of.commodity].price?;
    let fill = price * of.initial;
    let left = price * model.present_value(model.clock().steps as f64);
    let column = |metric| table.column(groups.reserve_column(reserve, metric));
    let mut cost = column(ReserveMetric::PurchaseCost);
    let holding = column(ReserveMetric::HoldingCost);
    let sales = column(ReserveMetric::SalesValue);
    let last = column(ReserveMetric::FinalLevel);
    for (path, cost) in cost.iter_mut().enumerate() {
        *cost += fill + holding[path] - sales[path] - last[path] * left;
        // What is paid and got back in full must not leave rounding.
        if cost.abs() < ROUNDING * fill {
            *cost = 0.0;
        }
    }
    Some(cost)
}
