//! What reserves did.

use lodestock_core::record::ReserveMetric;
use lodestock_runner::EmptiedBy;
use lodestock_runner::statistics::Sample;
use lodestock_runner::summary::{CONFIDENCE, ReserveSummary};

use super::Report;
use crate::grid::{Grid, wrap};
use crate::{number, words};

/// Columns that may go where the table is too wide.
const EXPENDABLE: [&str; 3] = ["mean|level", "time|full", "bought|back"];
/// Most disruptions that are named for a reserve.
const NAMED: usize = 3;

/// The table; `None` without reserves.
pub(super) fn table(report: &Report<'_>) -> Option<String> {
    let mut grid = Grid::new([
        "Reserve",
        "capacity",
        "P(empty)",
        "first|empty",
        "released ± s.e.",
        "bought|back",
        "mean|level",
        "time|full",
        "lowest level:|median",
        "|P5",
    ]);
    for r in 0..report.summary.reserves.len() {
        grid.row(cells(report, r));
    }
    grid.fit(report.width, &EXPENDABLE);
    (!grid.is_empty()).then(|| grid.text() + &emptied(report))
}

/// The disruptions that most often empty each reserve.
fn emptied(report: &Report<'_>) -> String {
    let mut text = String::new();
    for reserve in &report.summary.reserves {
        let mut worst: Vec<&EmptiedBy> = reserve.emptied_by.iter().collect();
        worst.sort_by(|a, b| b.p.value.total_cmp(&a.p.value));
        let named = worst.iter().take(NAMED).map(|by| {
            let share = number::proportion(by.p);
            format!("{share} of events of {}", by.disruption)
        });
        let named: Vec<String> = named.collect();
        if !named.is_empty() {
            let line = format!("{} is empty during {}.", reserve.id, named.join(", "));
            text += &wrap(&line, report.width, 2);
        }
    }
    text
}

fn cells(report: &Report<'_>, r: usize) -> [String; 10] {
    let reserve = &report.summary.reserves[r];
    if reserve.capacity <= 0.0 {
        return nothing(reserve);
    }
    let unit = &reserve.unit;
    let with_unit = |text: String| format!("{text} {unit}");
    let (bought, level) = (reserve.refilled.mean, reserve.mean_level);
    let full = reserve.share_full.times(100.0);
    let column = report.run.groups.reserve_column(r, ReserveMetric::Lowest);
    let (levels, design) = (report.run.table.column(column), report.run.design());
    let lowest = Sample::new(&levels, &design).quantiles([0.5, 0.05], CONFIDENCE);
    let [median, low] = lowest.map_or([String::new(), String::new()], |both| {
        both.map(|q| filled(reserve, q.value, 0.5 * (q.high - q.low)))
    });
    [
        reserve.id.clone(),
        with_unit(number::significant(reserve.capacity, 4)) + &days(reserve),
        number::share(reserve.p_empty),
        words::median_month(report.model.clock(), reserve.first_empty_step.as_ref()),
        with_unit(number::mean(reserve.released.mean)),
        with_unit(number::rounded(bought.value, bought.se)),
        filled(reserve, level.value, level.se),
        format!("{} %", number::rounded(full.value, full.se)),
        median,
        low,
    ]
}

/// The row of a reserve that holds nothing: it is neither full nor empty.
fn nothing(reserve: &ReserveSummary) -> [String; 10] {
    let mut cells = std::array::from_fn(|_| "–".to_string());
    cells[0].clone_from(&reserve.id);
    cells[1] = format!("0 {}", reserve.unit);
    cells
}

/// The capacity in days of need, where there is any.
fn days(reserve: &ReserveSummary) -> String {
    match reserve.days {
        days if days > 0.0 => format!(" = {} d", number::significant(days, 3)),
        _ => String::new(),
    }
}

/// A level as a share of the capacity.
fn filled(reserve: &ReserveSummary, value: f64, error: f64) -> String {
    let percent = 100.0 / reserve.capacity.max(f64::MIN_POSITIVE);
    format!("{} %", number::rounded(value * percent, error * percent))
}
