//! Who lacks how much: a table for each commodity.

use lodestock_core::record::GroupId;
use lodestock_runner::statistics::Mean;
use lodestock_runner::summary::GroupSummary;

use super::{Report, commodity_of};
use crate::grid::Grid;
use crate::{number, words};

/// Most consumers of a commodity that get a row.
const CONSUMERS: usize = 20;
/// Most countries of a commodity that get a row.
const COUNTRIES: usize = 20;
/// Columns that may go where the table is too wide, first the ones that are missed least.
const EXPENDABLE: [&str; 5] = ["P90", "P50", "first|short", "P99", "missing|in"];

/// The tables, commodities upstream first.
pub(super) fn tables(report: &Report<'_>) -> Vec<String> {
    let order = report.model.upstream_first().iter();
    order
        .filter_map(|&commodity| table(report, commodity))
        .collect()
}

fn table(report: &Report<'_>, commodity: usize) -> Option<String> {
    let (rows, left_out) = rows(report, commodity);
    let what = &report.model.commodities()[commodity];
    let (spans, _) = words::span_unit(report.model.clock());
    let title = format!("Shortfall of {}, {}", words::commodity(what), what.unit);
    let spans = format!("{spans}|short");
    let mut grid = Grid::new([
        "",
        "prio.",
        "mean ± s.e.",
        "P50",
        "P90",
        "P95",
        "P99",
        "CVaR95",
        "short|in",
        "missing|in",
        &spans,
        "first|short",
    ]);
    rows.iter().for_each(|group| grid.row(cells(report, group)));
    if one_priority(report, &rows) {
        grid.without("prio.");
    }
    grid.fit(report.width, &EXPENDABLE);
    let mut text = format!("{title}\n{}", grid.text());
    if left_out > 0 {
        text += &format!("  and {left_out} with less, see --format csv\n");
    }
    (!grid.is_empty()).then_some(text)
}

/// Consumers, then countries, then the commodity, each set of consumers once; and how many
/// consumers and countries had no room.
fn rows<'a>(report: &Report<'a>, commodity: usize) -> (Vec<&'a GroupSummary>, usize) {
    let mut consumers = Vec::new();
    let mut countries = Vec::new();
    let mut all = Vec::new();
    let mut seen = Vec::new();
    for group in &report.summary.groups {
        let list = match group.group.id {
            GroupId::Consumer(_) => &mut consumers,
            GroupId::Country { .. } => &mut countries,
            GroupId::Commodity(_) => &mut all,
            GroupId::Sector { .. } | GroupId::Served(_) | GroupId::Total => continue,
        };
        let set = report.run.groups.set_of(&group.group);
        if commodity_of(report.model, group) == Some(commodity) && !seen.contains(&set) {
            seen.push(set);
            list.push(group);
        }
    }
    let left_out = worst(&mut consumers, CONSUMERS) + worst(&mut countries, COUNTRIES);
    consumers.extend(countries);
    consumers.extend(all);
    (consumers, left_out)
}

/// Keeps those with the largest mean shortfall, in their order; says how many went.
fn worst(groups: &mut Vec<&GroupSummary>, most: usize) -> usize {
    let all = groups.len();
    if all > most {
        let mut means: Vec<f64> = groups.iter().map(|g| g.shortfall.mean.value).collect();
        means.sort_by(|a, b| b.total_cmp(a));
        groups.retain(|g| g.shortfall.mean.value >= means[most - 1]);
        groups.truncate(most);
    }
    all - groups.len()
}

/// Whether all consumers of a table have the same priority.
fn one_priority(report: &Report<'_>, rows: &[&GroupSummary]) -> bool {
    let mut known = rows.iter().filter_map(|group| priority(report, group));
    let first = known.next();
    known.all(|other| Some(other) == first)
}

fn priority(report: &Report<'_>, group: &GroupSummary) -> Option<u32> {
    match group.group.id {
        GroupId::Consumer(c) => Some(report.model.consumers()[c].priority),
        _ => None,
    }
}

fn cells(report: &Report<'_>, group: &GroupSummary) -> [String; 12] {
    let clock = report.model.clock();
    let (_, scale) = words::span_unit(clock);
    let short = group.steps_short.mean;
    let short = Mean {
        value: short.value * scale,
        se: short.se * scale,
    };
    let [p50, p90, p95, p99] = group.shortfall.quantiles.map(number::quantile);
    [
        words::group(report.model, &group.group),
        priority(report, group).map_or(String::new(), |p| p.to_string()),
        number::mean(group.shortfall.mean),
        p50,
        p90,
        p95,
        p99,
        number::tail(group.shortfall.cvar95),
        number::share(group.p_short),
        number::share(group.p_unmet),
        number::rounded(short.value, short.se),
        words::median_month(clock, group.first_short_step.as_ref()),
    ]
}
