//! Risk and cost by size.

use super::outcomes::Outcomes;
use super::sizes::Sizes;
use super::{CONFIDENCE, SizingError};
use crate::measure::{Estimate, Measure, Quantity};
use crate::paired::Paired;
use crate::statistics::Mean;

/// Gaps between the sizes of a curve.
const GAPS: usize = 10;
/// A curve goes so far beyond what it is drawn for.
const BEYOND: f64 = 1.5;

/// A size and what it leaves.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Capacity, units.
    pub size: f64,
    /// Capacity in days of the need that the reserve serves.
    pub days: f64,
    /// The measure of the target, if there is one.
    pub target: Option<Estimate>,
    /// Probability that the consumers run short.
    pub p_short: Estimate,
    /// Mean shortfall, units.
    pub shortfall: Estimate,
    /// Mean shortfall of the worst 5 % of futures, units.
    pub cvar95: Estimate,
    /// Probability that the reserve is ever empty.
    pub p_empty: Estimate,
    /// Money, if its commodity has a price.
    pub cost: Option<PointCost>,
}

/// What a size costs and saves, USD at step 0.
#[derive(Debug, Clone, PartialEq)]
pub struct PointCost {
    /// Mean cost of the reserve: fill, refills and holding, less sales and what is left.
    pub reserve: Mean,
    /// Mean cost of the shortfall.
    pub shortfall: Mean,
    /// Both together.
    pub net: Mean,
    /// Both together, less what it is without a reserve.
    pub against_none: Estimate,
}

/// Simulates the sizes of a curve, evenly from 0 to beyond the answers and today's size, and says
/// which they are.
pub(super) fn fill(
    sizes: &mut Sizes<'_>,
    answers: [Option<f64>; 2],
) -> Result<Vec<f64>, SizingError> {
    let reserve = &sizes.model.reserves()[sizes.reserve()];
    let (need, today) = (reserve.yearly_need, reserve.capacity);
    let asked = answers.into_iter().flatten().fold(today, f64::max);
    sizes.at(sizes.unlimited)?;
    let useful = sizes.largest_useful();
    let top = match asked {
        0.0 => useful,
        asked => (asked * BEYOND).min(useful.max(asked)),
    };
    let gap = round_gap(top / GAPS as f64, need);
    let even = (0..).map(|i| gap * f64::from(i));
    let even = even.take_while(|size| gap > 0.0 && *size <= top * (1.0 + 1e-9));
    let mut chosen: Vec<f64> = even.collect();
    let named = answers.into_iter().flatten().chain([0.0, today]);
    let named: Vec<f64> = named.collect();
    // What has a name stands for the even size that it nearly is.
    chosen.retain(|size| named.iter().all(|other| (size - other).abs() > 1e-6 * gap));
    chosen.extend(named);
    chosen.sort_unstable_by(f64::total_cmp);
    chosen.dedup();
    for &size in &chosen {
        sizes.at(size)?;
    }
    Ok(chosen)
}

/// A gap of 1, 2 or 5 times a power of ten days of need; of units, without need.
fn round_gap(gap: f64, yearly_need: f64) -> f64 {
    let unit = if yearly_need > 0.0 {
        yearly_need / 365.0
    } else {
        1.0
    };
    let in_units = gap / unit;
    if !(in_units.is_finite() && in_units > 0.0) {
        return 0.0;
    }
    let power = libm::pow(10.0, in_units.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].into_iter();
    let round = steps
        .map(|step| step * power)
        .find(|step| *step >= in_units * (1.0 - 1e-9));
    round.unwrap_or(in_units) * unit
}

/// What is known on all paths of the sizes that `chosen` holds.
pub(super) fn points(
    sizes: &Sizes<'_>,
    measure: Option<Measure>,
    chosen: impl Fn(f64) -> bool,
) -> Vec<Point> {
    let none = sizes.known().next().filter(|(size, _)| *size == 0.0);
    let none = none.map(|(_, outcomes)| outcomes.net_cost());
    let known = sizes.known().filter(|(size, _)| chosen(*size));
    let points =
        known.filter_map(|(size, outcomes)| point(sizes, measure, size, outcomes, none.as_deref()));
    points.collect()
}

fn point(
    sizes: &Sizes<'_>,
    measure: Option<Measure>,
    size: f64,
    outcomes: &Outcomes,
    none: Option<&[f64]>,
) -> Option<Point> {
    let reserve = &sizes.model.reserves()[sizes.reserve()];
    let commodity = &sizes.model.commodities()[reserve.commodity];
    let mean = Measure::Mean(Quantity::Shortfall);
    let cost = commodity.price.and_then(|_| {
        let net = outcomes.net_cost();
        let paired = Paired::of(mean, none?, &net, CONFIDENCE)?;
        Some(PointCost {
            reserve: Mean::of(&outcomes.reserve_cost)?,
            shortfall: Mean::of(&outcomes.shortfall_cost)?,
            net: Mean::of(&net)?,
            against_none: paired.difference,
        })
    });
    Some(Point {
        size,
        days: match reserve.yearly_need {
            0.0 => 0.0,
            need => size / need * 365.0,
        },
        target: measure.and_then(|m| m.estimate(&outcomes.target, CONFIDENCE)),
        p_short: Measure::ProbabilityShort.estimate(&outcomes.short, CONFIDENCE)?,
        shortfall: mean.estimate(&outcomes.shortfall, CONFIDENCE)?,
        cvar95: Measure::Cvar(Quantity::Shortfall, 0.95)
            .estimate(&outcomes.shortfall, CONFIDENCE)?,
        p_empty: Measure::ProbabilityEmpty.estimate(&outcomes.empty, CONFIDENCE)?,
        cost,
    })
}
