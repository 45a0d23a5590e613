//! The cheapest size: where a unit more costs what it saves.

use super::sizes::Sizes;
use super::{CONFIDENCE, SizingError};
use crate::measure::{Estimate, Measure, Quantity};
use crate::paired::Paired;
use crate::statistics::Mean;

/// Sizes of the first look, evenly from 0 to the largest that any path makes use of.
const LOOKS: usize = 16;
/// A size is as good as the cheapest if it costs at most this share of the gain more.
const FLAT: f64 = 0.05;
/// Sizes are searched to this part of the precision asked for.
const FINER: f64 = 5.0;
/// Below this share of the largest useful size, sizes need not be told apart more finely.
const SMALL: f64 = 0.02;
/// 1 / golden ratio.
const GOLDEN: f64 = 0.618_033_988_749_894_8;

/// The cheapest size of a reserve, and how flat the cost is around it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cheapest {
    /// Its size, units.
    pub size: f64,
    /// Mean cost of reserve and shortfall with it, USD.
    pub cost: Mean,
    /// That cost less the cost without a reserve, USD.
    pub against_none: Estimate,
    /// From and to which size the cost is at most 5 % of the gain above the lowest.
    pub flat: (f64, f64),
    /// From and to which size the sample cannot tell the cost from the lowest, at 95 %.
    pub alike: (f64, f64),
}

/// Path by path, the cost at a size.
fn cost(sizes: &mut Sizes<'_>, size: f64) -> Result<Vec<f64>, SizingError> {
    Ok(sizes.at(size)?.net_cost())
}

fn mean(costs: &[f64]) -> f64 {
    crate::statistics::sum(costs) / costs.len() as f64
}

/// Cost at a size less that of the cheapest.
fn above(costs: &[f64], cheapest: &[f64]) -> Estimate {
    let measure = Measure::Mean(Quantity::ShortfallCost);
    let nothing = Estimate {
        value: 0.0,
        se: 0.0,
        low: 0.0,
        high: 0.0,
    };
    Paired::of(measure, cheapest, costs, CONFIDENCE).map_or(nothing, |paired| paired.difference)
}

/// The cheapest size, and how many times more paths it takes until the sizes that cannot be told
/// apart lie within the precision asked for or within the flat region.
pub(super) fn cheapest(
    sizes: &mut Sizes<'_>,
    precision: f64,
) -> Result<(Cheapest, Option<f64>), SizingError> {
    sizes.at(sizes.unlimited)?;
    let top = sizes.largest_useful();
    let (mut low, mut high) = around_best(sizes, top)?;
    let fine = |size: f64| precision / FINER * size.max(top * SMALL);
    while high - low > fine(high) {
        let (a, b) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
        if mean(&cost(sizes, a)?) <= mean(&cost(sizes, b)?) {
            high = b;
        } else {
            low = a;
        }
    }
    let size = best_known(sizes, top);
    let costs = cost(sizes, size)?;
    let none = cost(sizes, 0.0)?;
    let against_none = above(&costs, &none);
    let gain = -against_none.value;
    let flat = region(sizes, (size, top), fine, |more| more.value <= FLAT * gain)?;
    let alike = region(sizes, (size, top), fine, |more| more.low <= 0.0)?;
    let nothing = Mean {
        value: 0.0,
        se: 0.0,
    };
    let found = Cheapest {
        size,
        cost: Mean::of(&costs).unwrap_or(nothing),
        against_none,
        flat,
        alike,
    };
    // Sizes that cost the same need not be told apart.
    let wide = 0.5 * (alike.1 - alike.0);
    let enough = (precision * size).max(0.5 * (flat.1 - flat.0));
    let more = (wide > enough && enough > 0.0).then(|| (wide / enough).powi(2).clamp(1.1, 4.0));
    Ok((found, more))
}

/// The sizes beside the best of an even look.
fn around_best(sizes: &mut Sizes<'_>, top: f64) -> Result<(f64, f64), SizingError> {
    let gap = top / LOOKS as f64;
    let mut best = (0, f64::INFINITY);
    for look in 0..=LOOKS {
        let cost = mean(&cost(sizes, gap * look as f64)?);
        if cost < best.1 {
            best = (look, cost);
        }
    }
    let low = gap * best.0.saturating_sub(1) as f64;
    Ok((low, gap * (best.0 + 1).min(LOOKS) as f64))
}

/// The cheapest of all sizes known so far.
fn best_known(sizes: &Sizes<'_>, top: f64) -> f64 {
    let known = sizes.known().filter(|(size, _)| *size <= top);
    let costs = known.map(|(size, outcomes)| (size, mean(&outcomes.net_cost())));
    let best = costs.min_by(|a, b| a.1.total_cmp(&b.1));
    best.map_or(0.0, |(size, _)| size)
}

/// From and to which size a statement about the cost above the lowest holds, around the cheapest.
fn region(
    sizes: &mut Sizes<'_>,
    (size, top): (f64, f64),
    fine: impl Fn(f64) -> f64,
    holds: impl Fn(Estimate) -> bool,
) -> Result<(f64, f64), SizingError> {
    let cheapest = cost(sizes, size)?;
    let mut end = |far: f64| -> Result<f64, SizingError> {
        let (mut inside, mut outside) = (size, far);
        if holds(above(&cost(sizes, far)?, &cheapest)) {
            return Ok(far);
        }
        while (outside - inside).abs() > fine(outside.max(inside)) {
            let middle = 0.5 * (inside + outside);
            if holds(above(&cost(sizes, middle)?, &cheapest)) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        Ok(inside)
    };
    Ok((end(0.0)?, end(top)?))
}
