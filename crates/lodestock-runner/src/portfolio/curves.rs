//! Response curves: what the shortfall of each reserve's consumers costs, path by path, at a few
//! sizes of the reserve, all on the same paths.

use super::Aim;
use super::purse::Purse;
use crate::cover::{CoverError, DAYS, Outcome};
use crate::measure::{Estimate, Measure, Quantity};
use crate::progress::Progress;
use crate::run::Options;
use crate::statistics::sum;
use crate::summary::CONFIDENCE;

/// Days of cover at which all reserves are run first.
const LEVELS: [f64; 13] = [
    0.0, 15.0, 30.0, 60.0, 90.0, 120.0, 180.0, 270.0, 365.0, 540.0, 730.0, 1095.0, 1825.0,
];
/// How often the curves are looked at more closely around what they lead to, and at how many sizes
/// each time.
const CLOSER: usize = 2;
const SIZES: usize = 3;
/// Sums that differ by a smaller share are the same.
const ROUNDING: f64 = 1e-9;
/// USD avoided per USD below which nothing is bought: what rounding leaves is far smaller.
pub(super) const LEAST: f64 = 1e-6;

/// A size that was run.
#[derive(Debug, Clone)]
pub(super) struct Point {
    /// Cost of its fill, USD.
    pub dollars: f64,
    /// Shortfall cost of every path, USD; empty for a target.
    pub cost: Vec<f64>,
    /// The mean of these, USD.
    pub mean: f64,
    /// The target's measure; `None` for a cost.
    pub risk: Option<Estimate>,
}

/// What a reserve's size does, by dollars.
#[derive(Debug, Clone, Default)]
pub(super) struct Curve {
    pub points: Vec<Point>,
}

/// The curves of all reserves, by place.
#[derive(Debug, Clone)]
pub(super) struct Curves {
    pub curves: Vec<Curve>,
}

impl Curves {
    /// Runs all reserves at common levels, then closer around the choice that these lead to.
    /// `None` if it was stopped.
    pub fn trained(
        purse: &Purse<'_>,
        options: &Options,
        progress: &dyn Progress,
    ) -> Result<Option<Self>, CoverError> {
        let levels = levels(purse);
        let mut curves = Self {
            curves: vec![Curve::default(); purse.unit_cost.len()],
        };
        let after = CLOSER * SIZES + super::judgement::RUNS + 1;
        progress.begin((levels.len() + after) as u64 * options.paths);
        let mut ever_changed = false;
        for (done, &days) in levels.iter().enumerate() {
            let places = 0..purse.unit_cost.len();
            let dollars = places.map(|place| (days * purse.day(place)).min(purse.budget));
            let dollars: Vec<f64> = dollars.collect();
            let Some(changed) = curves.run(purse, &dollars, options, progress)? else {
                return Ok(None);
            };
            // A store that must be large to help at all changes nothing at first.
            if ever_changed && !changed {
                progress.begin((done + 1 + after) as u64 * options.paths);
                break;
            }
            ever_changed |= done > 0 && changed;
        }
        for _ in 0..CLOSER {
            if !curves.look_closer(purse, options, progress)? {
                return Ok(None);
            }
        }
        Ok(Some(curves))
    }

    /// Runs some sizes between those next to what the curves lead to now. `false` if it was stopped.
    fn look_closer(
        &mut self,
        purse: &Purse<'_>,
        options: &Options,
        progress: &dyn Progress,
    ) -> Result<bool, CoverError> {
        let chosen = purse.choose(self).dollars;
        let chosen = self.curves.iter().zip(&chosen);
        let ends = chosen.map(|(curve, &dollars)| curve.around(dollars));
        let ends: Vec<(f64, f64)> = ends.collect();
        for size in 1..=SIZES {
            let part = size as f64 / (SIZES + 1) as f64;
            let dollars = ends.iter().map(|&(low, high)| mix(low, high, part));
            let dollars: Vec<f64> = dollars.collect();
            if self.run(purse, &dollars, options, progress)?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Runs a size of each reserve and keeps what it does. Says whether any path differs from the
    /// next smaller size.
    fn run(
        &mut self,
        purse: &Purse<'_>,
        dollars: &[f64],
        options: &Options,
        progress: &dyn Progress,
    ) -> Result<Option<bool>, CoverError> {
        let capacities = purse.capacities(dollars);
        let Some(outcome) = purse.cover.run(&capacities, options, progress)? else {
            return Ok(None);
        };
        let mut changed = false;
        for (place, curve) in self.curves.iter_mut().enumerate() {
            changed |= curve.add(Point::of(purse, place, dollars[place], &outcome));
        }
        Ok(Some(changed))
    }

    /// Cost of all reserves' consumers on every path, if each gets so many dollars.
    pub fn total(&self, dollars: &[f64]) -> Vec<f64> {
        let mut total = vec![0.0; self.curves[0].points[0].cost.len()];
        for (curve, &dollars) in self.curves.iter().zip(dollars) {
            let (low, high, part) = curve.between(dollars);
            for (path, total) in total.iter_mut().enumerate() {
                *total += mix(low.cost[path], high.cost[path], part);
            }
        }
        total
    }

    /// The worst paths, a share 1 − level of all, if each reserve gets so many dollars.
    pub fn tail(&self, dollars: &[f64], level: f64) -> Vec<usize> {
        worst(&self.total(dollars), level)
    }
}

/// Days at which all reserves are run: no more than the budget buys of any, and no more than the
/// whole horizon needs.
fn levels(purse: &Purse<'_>) -> Vec<f64> {
    let places = 0..purse.unit_cost.len();
    let affordable = places
        .map(|place| purse.budget / purse.day(place))
        .fold(0.0, f64::max);
    let most = affordable.min(purse.cover.model().clock().years() * DAYS);
    let mut levels: Vec<f64> = LEVELS.into_iter().filter(|&days| days < most).collect();
    levels.push(most);
    levels
}

/// The worst share 1 − level of some paths.
pub(super) fn worst(total: &[f64], level: f64) -> Vec<usize> {
    let count = ((1.0 - level) * total.len() as f64 - 1e-9).ceil().max(1.0) as usize;
    let mut paths: Vec<usize> = (0..total.len()).collect();
    // Equal costs are told apart by path, so that the same paths are taken everywhere.
    let order = |a: &usize, b: &usize| total[*b].total_cmp(&total[*a]).then(a.cmp(b));
    if count < paths.len() {
        paths.select_nth_unstable_by(count - 1, order);
        paths.truncate(count);
    }
    paths.sort_unstable();
    paths
}

fn mix(low: f64, high: f64, part: f64) -> f64 {
    low + (high - low) * part
}

impl Point {
    fn of(purse: &Purse<'_>, place: usize, dollars: f64, outcome: &Outcome<'_>) -> Self {
        let (cost, risk) = match purse.aim {
            Aim::BelowTarget(target) => {
                let values = outcome.values(place, target.measure, target.per);
                (Vec::new(), target.measure.estimate(&values, CONFIDENCE))
            }
            _ => (outcome.own_cost(place), None),
        };
        Self {
            dollars,
            mean: sum(&cost) / (cost.len().max(1)) as f64,
            cost,
            risk,
        }
    }
}

impl Curve {
    /// Adds a size, unless it is there. Says whether any path differs from the next smaller one.
    fn add(&mut self, point: Point) -> bool {
        let place = self
            .points
            .partition_point(|other| other.dollars < point.dollars);
        let there = self
            .points
            .get(place)
            .is_some_and(|p| p.dollars == point.dollars);
        if there {
            return false;
        }
        let smaller = place.checked_sub(1).map(|before| &self.points[before]);
        let changed = smaller.is_none_or(|s| s.cost != point.cost || s.risk != point.risk);
        self.points.insert(place, point);
        changed
    }

    /// The points on both sides of a sum, and how far between them it lies.
    pub fn between(&self, dollars: f64) -> (&Point, &Point, f64) {
        let above = self.points.partition_point(|point| point.dollars < dollars);
        let high = &self.points[above.min(self.points.len() - 1)];
        let low = &self.points[above.saturating_sub(1).min(self.points.len() - 1)];
        let width = high.dollars - low.dollars;
        let part = if width > 0.0 {
            (dollars - low.dollars) / width
        } else {
            0.0
        };
        (low, high, part)
    }

    /// The sizes next to a sum, USD.
    fn around(&self, dollars: f64) -> (f64, f64) {
        let slack = ROUNDING * dollars;
        let below = self
            .points
            .iter()
            .rev()
            .find(|point| point.dollars < dollars - slack);
        let above = self
            .points
            .iter()
            .find(|point| point.dollars > dollars + slack);
        let own = |point: Option<&Point>| point.map_or(dollars, |point| point.dollars);
        (own(below), own(above))
    }

    /// Points of the lower convex envelope of the mean cost, from the smallest size to the one of
    /// least cost.
    pub fn envelope(&self) -> Vec<&Point> {
        let mut hull: Vec<&Point> = Vec::new();
        for point in &self.points {
            while hull.len() > 1
                && saves(hull[hull.len() - 2], hull[hull.len() - 1])
                    <= saves(hull[hull.len() - 2], point)
            {
                hull.pop();
            }
            match hull.last() {
                Some(last) if saves(last, point) <= LEAST => {}
                _ => hull.push(point),
            }
        }
        hull
    }

    /// USD avoided per USD by the last dollar of a sum, or by a further one: along the curve's
    /// envelope, or on the paths of a tail between the sizes that were run.
    pub fn marginal(
        &self,
        dollars: f64,
        further: bool,
        tail: Option<&[usize]>,
    ) -> Option<Estimate> {
        let points: Vec<&Point> = match tail {
            Some(_) => self.points.iter().collect(),
            None => self.envelope(),
        };
        let slack = ROUNDING * dollars;
        let beyond = |point: &&Point| match further {
            true => point.dollars > dollars + slack,
            false => point.dollars >= dollars - slack,
        };
        let above = points.iter().position(beyond)?;
        let (low, high) = (points[above.checked_sub(1)?], points[above]);
        let width = high.dollars - low.dollars;
        let saved = |path: usize| (low.cost[path] - high.cost[path]) / width;
        let saved: Vec<f64> = match tail {
            Some(tail) => tail.iter().map(|&path| saved(path)).collect(),
            None => (0..low.cost.len()).map(saved).collect(),
        };
        Measure::Mean(Quantity::ShortfallCost).estimate(&saved, CONFIDENCE)
    }

    /// The least sum at which the target's measure is known to be at most so much; `None` if none
    /// that was run is.
    pub fn dollars_to(&self, most: f64) -> Option<f64> {
        let high = |point: &Point| point.risk.map_or(f64::INFINITY, |risk| risk.high);
        let first = self.points.iter().position(|point| high(point) <= most)?;
        let point = &self.points[first];
        let Some(before) = first.checked_sub(1).map(|before| &self.points[before]) else {
            return Some(point.dollars);
        };
        let part = (high(before) - most) / (high(before) - high(point));
        let part = if part.is_finite() { part } else { 1.0 };
        Some(mix(before.dollars, point.dollars, part))
    }
}

/// USD avoided per USD between two points.
pub(super) fn saves(low: &Point, high: &Point) -> f64 {
    (low.mean - high.mean) / (high.dollars - low.dollars)
}
