//! The shortfall of one group over futures, as bars.

use lodestock_core::record::GroupMetric;
use lodestock_runner::statistics::{Proportion, Sample};
use lodestock_runner::summary::{CONFIDENCE, GroupSummary};

use super::{Report, column, commodity_of, is_short};
use crate::grid::length;
use crate::{number, words};

/// Characters of the longest bar.
const LONGEST: f64 = 40.0;
/// Where paths without a shortage stand.
const NEVER: f64 = f64::NEG_INFINITY;
/// Bins above 0, about.
const BINS: f64 = 8.0;

/// The bars: futures without a shortage, then the others by how much they lack.
pub(super) fn of(report: &Report<'_>, group: &GroupSummary) -> String {
    let unit = group.group.unit.as_deref().unwrap_or_default();
    let who = words::within_sentence(&words::group(report.model, &group.group));
    let what = commodity_of(report.model, group)
        .map(|commodity| words::commodity(&report.model.commodities()[commodity]));
    let what = what.unwrap_or_default();
    if !is_short(group) {
        return format!("In no future {who} is short of {what}.\n");
    }
    let first = column(report, group, GroupMetric::FirstShort);
    let shortfall = column(report, group, GroupMetric::Shortfall);
    let mut short: Vec<f64> = shortfall
        .iter()
        .zip(&first)
        .filter(|(_, f)| f.is_finite())
        .map(|(x, _)| *x)
        .collect();
    short.sort_unstable_by(f64::total_cmp);
    let edges = edges(&short);
    // Who is never short lies below all bins.
    let lacks: Vec<f64> = shortfall
        .iter()
        .zip(&first)
        .map(|(x, f)| if f.is_finite() { *x } else { NEVER })
        .collect();
    let design = report.run.design();
    let share = |low: f64, high: f64| {
        Sample::new(&lacks, &design).share(|x| x > low && x <= high, CONFIDENCE)
    };
    let never = Sample::new(&lacks, &design).share(|x| x == NEVER, CONFIDENCE);
    let mut bins = vec![("never short".to_string(), never)];
    let mut below = NEVER;
    for (index, edge) in edges.iter().enumerate() {
        let low = if index == 0 { 0.0 } else { edges[index - 1] };
        let label = format!("{}–{} {unit}", number::exact(low), number::exact(*edge));
        bins.push((label, share(below, *edge)));
        below = *edge;
    }
    if short.last().is_some_and(|&most| most > below) {
        let label = format!("> {} {unit}", number::exact(below));
        bins.push((label, share(below, f64::INFINITY)));
    }
    let end = words::end(report.model.clock());
    let mut widths = edges.windows(2).map(|pair| pair[1] - pair[0]);
    let even = widths.all(|width| width <= 1.001 * edges[0]);
    let bins_widen = if even { "" } else { " (bins widen)" };
    let title = format!(
        "What {who} lacks of {what} before {end}, share of futures{bins_widen}
"
    );
    title + &bars(&bins)
}

/// Upper edges of the bins: equal widths to the 99th percentile, or if one of those would hold
/// nearly all, edges at 1, 2, 5, 10 …; the rest lies above the last.
fn edges(short: &[f64]) -> Vec<f64> {
    let at = |share: f64| short[((short.len() - 1) as f64 * share) as usize];
    let high = at(0.99);
    if high <= 0.0 {
        return vec![round_up(at(1.0).max(f64::MIN_POSITIVE))];
    }
    let width = round_up(high / BINS);
    let crowded = short.partition_point(|&x| x <= width) as f64 > 0.7 * short.len() as f64;
    if !crowded {
        let count = (high / width * (1.0 - 1e-12)).ceil() as usize;
        return (1..=count).map(|i| i as f64 * width).collect();
    }
    let mut edge = round_up(high);
    let mut edges = vec![edge];
    while edges.len() < BINS as usize && edge > at(0.05) {
        edge = next_below(edge);
        edges.push(edge);
    }
    edges.reverse();
    edges
}

/// The next of 1, 2, 5, 10, 20 … at or above a positive number.
fn round_up(value: f64) -> f64 {
    let unit = 10f64.powi(value.log10().floor() as i32);
    let lead = value / unit * (1.0 - 1e-12);
    let next = [1.0, 2.0, 5.0].into_iter().find(|&step| step >= lead);
    next.unwrap_or(10.0) * unit
}

/// The one before in 1, 2, 5, 10, 20 …
fn next_below(edge: f64) -> f64 {
    let unit = 10f64.powi((edge * (1.0 + 1e-12)).log10().floor() as i32);
    match (edge / unit).round() as u32 {
        5 => 2.0 * unit,
        2 => unit,
        _ => 0.5 * unit,
    }
}

fn bars(bins: &[(String, Option<Proportion>)]) -> String {
    let widest = bins
        .iter()
        .map(|(label, _)| length(label))
        .max()
        .unwrap_or(0);
    let shares = bins.iter().filter_map(|(_, share)| Some((*share)?.value));
    let most = shares.fold(f64::MIN_POSITIVE, f64::max);
    let mut text = String::new();
    for (label, share) in bins {
        let space = " ".repeat(widest - length(label));
        let bar = bar(LONGEST * share.map_or(0.0, |share| share.value) / most);
        let share = share.map(number::share);
        let gap = if bar.is_empty() { "" } else { " " };
        text += &format!(
            "  {space}{label}  {bar}{gap}{}\n",
            share.unwrap_or_default()
        );
    }
    text
}

/// A bar of so many characters, to an eighth; at least an eighth if there is anything.
fn bar(length: f64) -> String {
    let eighths = (8.0 * length)
        .round()
        .max(if length > 0.0 { 1.0 } else { 0.0 }) as usize;
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    "█".repeat(eighths / 8) + parts[eighths % 8]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_in_proportion_and_nothing_has_none() {
        assert_eq!(bar(0.0), "");
        assert_eq!(bar(0.001), "▏");
        assert_eq!(bar(2.5), "██▌");
    }

    #[test]
    fn round_numbers_follow_each_other() {
        let mut edge = 1000.0;
        let mut list = vec![edge];
        while edge > 0.1 {
            edge = next_below(edge);
            list.push(edge);
        }
        assert_eq!(
            list,
            [
                1000.0, 500.0, 200.0, 100.0, 50.0, 20.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1
            ]
        );
        assert_eq!(
            [round_up(1.1), round_up(5.0), round_up(0.07)],
            [2.0, 5.0, 0.1]
        );
    }

    #[test]
    fn edges_are_round_and_even_unless_one_bin_would_hold_nearly_all() {
        let even: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!(edges(&even), [20.0, 40.0, 60.0, 80.0, 100.0]);
        let skew: Vec<f64> = (1..=100).map(|i| 1.2f64.powi(i)).collect();
        let edges = edges(&skew);
        assert!(
            edges
                .windows(2)
                .all(|pair| pair[0] < pair[1] && pair[1] / pair[0] <= 2.6),
            "{edges:?}"
        );
        assert!(*edges.last().unwrap() >= 1.2f64.powi(98));
    }
}
