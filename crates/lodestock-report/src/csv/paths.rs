//! A row per path.

use std::io::{self, Write};

use lodestock_core::Model;
use lodestock_core::record::{Group, GroupMetric, ReserveMetric};
use lodestock_runner::Run;

use super::{cell, into_io};

/// Writes a row per path that counts: its number, and every metric of every distinct group and of
/// every reserve, in full; behind the number its weight, where paths are weighted. An event that does not happen has an empty cell.
///
/// Columns are named `us-chips.shortfall_t` or `reserve.vault.lowest_t`: the unit stands behind
/// quantities, `usd` behind costs; steps and prices (in reference prices) have none.
///
/// # Errors
/// If the writer fails.
pub fn paths(model: &Model, run: &Run, out: impl Write) -> io::Result<()> {
    let columns = columns(model, run);
    let mut writer = ::csv::Writer::from_writer(out);
    let weights = run.table.weights();
    let first = ["path", "weight"];
    let first = first.into_iter().take(1 + usize::from(weights.is_some()));
    let names = columns.iter().map(|(name, _)| name.as_str());
    writer.write_record(first.chain(names)).map_err(into_io)?;
    for (row, (path, value)) in run.table.by_path().enumerate() {
        writer.write_field(path.to_string()).map_err(into_io)?;
        if let Some(weights) = &weights {
            writer.write_field(cell(weights[row])).map_err(into_io)?;
        }
        for (_, column) in &columns {
            writer.write_field(cell(value(*column))).map_err(into_io)?;
        }
        writer.write_record(None::<&[u8]>).map_err(into_io)?;
    }
    writer.flush()
}

/// Names of the columns, and their places in the run's table.
fn columns(model: &Model, run: &Run) -> Vec<(String, usize)> {
    let mut columns = Vec::new();
    let mut seen = Vec::new();
    for group in run.groups.groups() {
        let set = run.groups.set_of(group);
        if seen.contains(&set) {
            continue;
        }
        seen.push(set);
        for metric in GroupMetric::ALL {
            let unit = group_unit(group, metric);
            let name = format!("{}.{}{unit}", group.name, metric.name());
            columns.push((name, run.groups.column(group, metric)));
        }
    }
    for (r, reserve) in model.reserves().iter().enumerate() {
        let unit = &model.commodities()[reserve.commodity].unit;
        for metric in ReserveMetric::ALL {
            let suffix = reserve_unit(unit, metric);
            let name = format!("reserve.{}.{}{suffix}", reserve.id, metric.name());
            columns.push((name, run.groups.reserve_column(r, metric)));
        }
    }
    columns
}

fn group_unit(group: &Group, metric: GroupMetric) -> String {
    use GroupMetric as M;
    match (metric, &group.unit) {
        (M::Shortfall | M::Curtailed | M::Unmet | M::Deferred | M::DeepestStep, Some(unit)) => {
            format!("_{unit}")
        }
        (M::ImportCost | M::ShortfallCost, _) => "_usd".into(),
        _ => String::new(),
    }
}

fn reserve_unit(unit: &str, metric: ReserveMetric) -> String {
    use ReserveMetric as M;
    match metric {
        M::Lowest | M::Released | M::Refilled | M::MeanLevel | M::FinalLevel => format!("_{unit}"),
        M::PurchaseCost | M::HoldingCost | M::SalesValue => "_usd".into(),
        M::FirstEmpty | M::StepsEmpty | M::StepsFull => String::new(),
    }
}
