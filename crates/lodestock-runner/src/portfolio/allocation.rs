//! The best use of a budget by the curves: by what a dollar avoids, most first.

use super::curves::{Curve, Curves, LEAST, saves, worst};
use crate::statistics::Tail;

/// Steps in which a budget is spent where the tail must be found again after each.
const STEPS: f64 = 400.0;
/// Sums smaller than this share of the budget are rounding.
const ROUNDING: f64 = 1e-12;

/// Least mean cost: along each curve's convex envelope, the steepest part of all first. Exact for
/// the envelopes.
pub(super) fn by_mean(curves: &Curves, budget: f64) -> Vec<f64> {
    let mut parts: Vec<(f64, usize, f64)> = Vec::new();
    for (place, curve) in curves.curves.iter().enumerate() {
        let hull = curve.envelope();
        let pairs = hull.windows(2).map(|pair| {
            (
                saves(pair[0], pair[1]),
                place,
                pair[1].dollars - pair[0].dollars,
            )
        });
        parts.extend(pairs);
    }
    // Stable, so that a curve's own parts stay in their order.
    parts.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut dollars = vec![0.0; curves.curves.len()];
    let mut left = budget;
    for (_, place, width) in parts {
        let spent = width.min(left);
        dollars[place] += spent;
        left -= spent;
    }
    dollars
}

/// The target for as many reserves as the budget can bring there: the cheapest first.
pub(super) fn cheapest_first(prices: &[Option<f64>], budget: f64) -> Vec<f64> {
    let mut order: Vec<(f64, usize)> = prices
        .iter()
        .enumerate()
        .filter_map(|(place, price)| Some(((*price)?, place)))
        .collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut dollars = vec![0.0; prices.len()];
    let mut left = budget;
    for (price, place) in order {
        if price > left {
            break;
        }
        dollars[place] = price;
        left -= price;
    }
    dollars
}

/// Least CVaR: in small steps to where a dollar avoids most on the paths that are worst by then;
/// then small sums are moved as long as that helps.
pub(super) fn by_tail(curves: &Curves, budget: f64, level: f64) -> Vec<f64> {
    let mut dollars = vec![0.0; curves.curves.len()];
    let step = budget / STEPS;
    let mut left = budget;
    while left > ROUNDING * budget {
        let tail = worst(&curves.total(&dollars), level);
        let offers = curves.curves.iter().zip(&dollars).enumerate();
        let offers = offers.filter_map(|(place, (curve, &at))| {
            let (rate, to) = best_offer(curve, at, left, &tail)?;
            Some((rate, place, to))
        });
        let Some((_, place, to)) = offers.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
        else {
            break;
        };
        let spent = step.min(to - dollars[place]).min(left);
        dollars[place] += spent;
        left -= spent;
    }
    exchanged(curves, dollars, step, level)
}

/// The best average rate that a curve offers beyond a sum on the paths of a tail, and up to where:
/// a reserve that must be large to help at all is seen from afar.
fn best_offer(curve: &Curve, at: f64, left: f64, tail: &[usize]) -> Option<(f64, f64)> {
    let here = tail_mean(curve, at, tail);
    let last = curve.points.last()?.dollars.min(at + left);
    let ends = curve.points.iter().map(|point| point.dollars);
    let ends = ends
        .filter(|&to| to > at * (1.0 + ROUNDING) && to < last)
        .chain([last]);
    let ends = ends.filter(|&to| to > at * (1.0 + ROUNDING));
    let offers = ends.map(|to| ((here - tail_mean(curve, to, tail)) / (to - at), to));
    let best = offers.max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(rate, _)| *rate > LEAST)
}

fn tail_mean(curve: &Curve, dollars: f64, tail: &[usize]) -> f64 {
    let (low, high, part) = curve.between(dollars);
    let costs = tail
        .iter()
        .map(|&path| low.cost[path] + (high.cost[path] - low.cost[path]) * part);
    costs.sum::<f64>() / tail.len() as f64
}

/// Moves sums from the reserve that would miss them least to the one that would use them best, as
/// long as the CVaR falls; in ever smaller sums.
fn exchanged(curves: &Curves, mut dollars: Vec<f64>, step: f64, level: f64) -> Vec<f64> {
    let cvar = |dollars: &[f64]| Tail::cvar(&curves.total(dollars), level).map_or(0.0, |t| t.value);
    let mut best = cvar(&dollars);
    let mut sum = step;
    let mut tries = 0;
    while sum > step / 64.0 && tries < 200 {
        tries += 1;
        let tail = worst(&curves.total(&dollars), level);
        let Some((from, to)) = worst_and_best_place(curves, &dollars, sum, &tail) else {
            break;
        };
        let mut moved = dollars.clone();
        let given = sum.min(moved[from]);
        moved[from] -= given;
        moved[to] += given;
        let after = cvar(&moved);
        if after < best {
            (best, dollars) = (after, moved);
        } else {
            sum *= 0.5;
        }
    }
    dollars
}

/// Where a sum is missed least, and where it helps most.
fn worst_and_best_place(
    curves: &Curves,
    dollars: &[f64],
    sum: f64,
    tail: &[usize],
) -> Option<(usize, usize)> {
    let places = || curves.curves.iter().zip(dollars).enumerate();
    let change = |curve: &Curve, from: f64, to: f64| {
        tail_mean(curve, from, tail) - tail_mean(curve, to, tail)
    };
    let missed = places()
        .filter(|(_, (_, at))| **at > 0.0)
        .map(|(place, (curve, &at))| {
            let given = sum.min(at);
            (change(curve, at - given, at) / given, place)
        });
    let from = missed.min_by(|a, b| a.0.total_cmp(&b.0))?.1;
    let helps = places().filter(|(place, (curve, at))| {
        *place != from && curve.points.last().is_some_and(|last| last.dollars > **at)
    });
    let helps = helps.map(|(place, (curve, &at))| (change(curve, at, at + sum), place));
    Some((from, helps.max_by(|a, b| a.0.total_cmp(&b.0))?.1))
}
