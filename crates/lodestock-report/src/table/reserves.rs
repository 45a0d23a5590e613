//! What reserves did.

use lodestock_runner::statistics::Mean;
use lodestock_runner::summary::ReserveSummary;

use super::Report;
use crate::grid::Grid;
use crate::{number, words};

/// Columns that may go where the table is too wide.
const EXPENDABLE: [&str; 2] = ["mean level", "lowest (median)"];

/// The table; `None` without reserves.
pub(super) fn table(report: &Report<'_>) -> Option<String> {
    let mut grid = Grid::new([
        "Reserve",
        "capacity",
        "P(empty)",
        "first empty",
        "released ± s.e.",
        "bought back",
        "mean level",
        "lowest (median)",
    ]);
    for reserve in &report.summary.reserves {
        grid.row(cells(report, reserve));
    }
    grid.fit(report.width, &EXPENDABLE);
    (!grid.is_empty()).then(|| grid.text())
}

fn cells(report: &Report<'_>, reserve: &ReserveSummary) -> [String; 8] {
    let unit = &reserve.unit;
    let with_unit = |text: String| format!("{text} {unit}");
    let part = |value: f64, error: f64| {
        let percent = 100.0 / reserve.capacity.max(f64::MIN_POSITIVE);
        format!("{} %", number::rounded(value * percent, error * percent))
    };
    let days = match reserve.days {
        days if days > 0.0 => format!(" = {} d", number::significant(days, 3)),
        _ => String::new(),
    };
    let median = reserve.lowest.quantiles[0];
    let Mean { value, se } = reserve.mean_level;
    [
        reserve.id.clone(),
        with_unit(number::significant(reserve.capacity, 4)) + &days,
        number::share(reserve.p_empty),
        words::median_month(report.model.clock(), reserve.first_empty_step.as_ref()),
        with_unit(number::mean(reserve.released.mean)),
        with_unit(number::rounded(reserve.refilled.mean.value, reserve.refilled.mean.se)),
        part(value, se),
        part(median.value, 0.5 * (median.high - median.low)),
    ]
}
