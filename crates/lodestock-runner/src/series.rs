//! Fans over time: the law of a quantity in every step, from counts.
//!
//! Each step of each quantity has a histogram of integer counts and an integer sum, so that the
//! order in which paths are added never matters and memory does not grow with paths. Sixteen bins
//! an octave, with interpolation inside a bin, keep a percentile within about 3 % of its value.

use lodestock_core::record::Group;
use lodestock_core::{Groups, Model, Observer, Readings};

/// What a fan is of.
#[derive(Debug, Clone, PartialEq)]
pub enum SeriesId {
    /// Shortfall of a group, units a step.
    Shortfall(Group),
    /// Level of a reserve, units, by index.
    Level(usize),
    /// Price where a consumer buys, in reference prices, by index of the consumer.
    Price(usize),
}

/// Bins an octave, as bits of the mantissa.
const FINE: u32 = 4;
/// Smallest value, in scales, that is told from 0: 2^−20.
const OCTAVES_BELOW: u64 = 20;
/// Largest, 2^12; larger ones count as this.
const OCTAVES_ABOVE: u64 = 12;
const BINS: usize = 1 + (((OCTAVES_BELOW + OCTAVES_ABOVE) as usize) << FINE);
/// Sums are kept in this part of a scale.
const GRAIN: f64 = (1u64 << 40) as f64;

/// The fans of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    ids: Vec<SeriesId>,
    /// Value of one scale, of each series.
    scales: Vec<f64>,
    steps: usize,
    paths: u64,
    /// `[series][step][bin]`.
    counts: Vec<u32>,
    /// `[series][step]`.
    sums: Vec<i128>,
}

impl Series {
    /// Empty fans of every group's shortfall, every reserve's level and every market's prices.
    pub fn new(model: &Model, groups: &Groups) -> Self {
        let (ids, scales): (Vec<_>, Vec<_>) = quantities(model, groups).into_iter().unzip();
        let steps = model.clock().steps;
        Self {
            steps,
            paths: 0,
            counts: vec![0; ids.len() * steps * BINS],
            sums: vec![0; ids.len() * steps],
            ids,
            scales,
        }
    }

    /// Bytes that the fans of a model take, with one block under way.
    pub fn bytes(model: &Model, groups: &Groups) -> u64 {
        let quantities = quantities(model, groups).len() as u64;
        let block = 8 * lodestock_core::LANES as u64;
        quantities * model.clock().steps as u64 * (4 * BINS as u64 + 16 + block)
    }

    /// What the fans are of.
    pub fn ids(&self) -> &[SeriesId] {
        &self.ids
    }

    /// Steps of the horizon.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Adds the counts of other paths.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.paths += other.paths;
        for (all, part) in self.counts.iter_mut().zip(&other.counts) {
            *all += part;
        }
        for (all, part) in self.sums.iter_mut().zip(&other.sums) {
            *all += part;
        }
    }

    /// Adds a block that has been watched to its end.
    pub(crate) fn add(&mut self, log: &Log) {
        self.paths += log.paths as u64;
        for (cell, values) in log.values.chunks_exact(log.paths).enumerate() {
            // The log is [step][series], the counts [series][step].
            let (step, series) = (cell / self.ids.len(), cell % self.ids.len());
            let place = series * self.steps + step;
            for value in values {
                let share = value / self.scales[series];
                self.counts[place * BINS + bin(share)] += 1;
                self.sums[place] += grains(share);
            }
        }
    }

    /// Mean over paths in a step; 0 without paths.
    pub fn mean(&self, series: usize, step: usize) -> f64 {
        let sum = self.sums[series * self.steps + step] as f64;
        sum / GRAIN / self.paths.max(1) as f64 * self.scales[series]
    }

    /// Quantile over paths in a step, within about 3 % of its value.
    pub fn quantile(&self, series: usize, step: usize, level: f64) -> f64 {
        let place = series * self.steps + step;
        let counts = &self.counts[place * BINS..(place + 1) * BINS];
        let target = level * self.paths as f64;
        let mut below = 0.0;
        for (bin, &count) in counts.iter().enumerate() {
            let count = f64::from(count);
            if count > 0.0 && below + count >= target {
                let (low, high) = edges(bin);
                let part = ((target - below) / count).clamp(0.0, 1.0);
                return (low + (high - low) * part) * self.scales[series];
            }
            below += count;
        }
        0.0
    }
}

/// The quantities with their scales: a year's or a capacity's worth, so that bins fit.
fn quantities(model: &Model, groups: &Groups) -> Vec<(SeriesId, f64)> {
    let positive = |x: f64| if x > 0.0 { x } else { 1.0 };
    let mut list = Vec::new();
    for group in groups.groups().iter().filter(|group| group.unit.is_some()) {
        let demand = model.calm_demand(groups, group);
        list.push((SeriesId::Shortfall(group.clone()), positive(demand)));
    }
    for (r, reserve) in model.reserves().iter().enumerate() {
        list.push((SeriesId::Level(r), positive(reserve.capacity)));
    }
    let mut seen = Vec::new();
    for (c, consumer) in model.consumers().iter().enumerate() {
        let place = (consumer.country, consumer.commodity);
        if !seen.contains(&place) {
            seen.push(place);
            list.push((SeriesId::Price(c), 1.0));
        }
    }
    list
}

/// A value in scales as whole grains, within what as many as 2³² of them can be added up to.
fn grains(share: f64) -> i128 {
    const MOST: f64 = (1u128 << 94) as f64;
    (share * GRAIN).clamp(-MOST, MOST) as i128
}

/// Bin of a value in scales: 0 for what is not told from 0, then by exponent and mantissa.
fn bin(share: f64) -> usize {
    let lowest = ((1023 - OCTAVES_BELOW) << FINE) as i64;
    let place = (share.max(0.0).to_bits() >> (52 - FINE)) as i64 - lowest;
    (place + 1).clamp(0, BINS as i64 - 1) as usize
}

/// Lower and upper edge of a bin. The bin that begins at 1 stands for 1 itself: a calm price, a
/// full reserve.
fn edges(bin: usize) -> (f64, f64) {
    if bin == 0 {
        return (0.0, 0.0);
    }
    let edge = |bin: usize| {
        f64::from_bits((bin as u64 - 1 + ((1023 - OCTAVES_BELOW) << FINE)) << (52 - FINE))
    };
    let low = edge(bin);
    (low, if low == 1.0 { 1.0 } else { edge(bin + 1) })
}

/// The readings of one block, kept until it has ended well.
#[derive(Debug, Default)]
pub(crate) struct Log {
    paths: usize,
    values: Vec<f64>,
}

impl Log {
    /// Begins a block of so many paths.
    pub fn watch<'l>(
        &'l mut self,
        series: &'l Series,
        groups: &'l Groups,
        paths: usize,
    ) -> Watcher<'l> {
        self.paths = paths;
        self.values.clear();
        Watcher {
            log: self,
            series,
            groups,
        }
    }
}

/// Writes a block's readings into a log.
pub(crate) struct Watcher<'l> {
    log: &'l mut Log,
    series: &'l Series,
    groups: &'l Groups,
}

impl Observer for Watcher<'_> {
    fn step(&mut self, readings: &dyn Readings) {
        for id in &self.series.ids {
            let values = match id {
                SeriesId::Shortfall(group) => readings.shortfall(self.groups.set_of(group)),
                SeriesId::Level(r) => readings.level(*r),
                SeriesId::Price(c) => readings.price(*c),
            };
            self.log.values.extend_from_slice(&values[..self.log.paths]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{GRAIN, bin, edges, grains};

    #[test]
    fn every_value_lies_between_the_edges_of_its_bin() {
        for i in -1000..1000 {
            let value = libm::exp(f64::from(i) * 0.008);
            let (low, high) = edges(bin(value));
            assert!(
                low <= value && value < high.max(low * 1.0626),
                "{value}: {low}..{high}"
            );
        }
        assert_eq!(edges(bin(0.0)), (0.0, 0.0));
        assert_eq!(edges(bin(-1.0)), (0.0, 0.0));
        assert_eq!(edges(bin(1.0)), (1.0, 1.0));
    }

    /// Found by fuzzing: demand of a Weibull law of shape 0.01 is beyond any scale in some paths.
    #[test]
    fn the_largest_values_of_all_paths_can_be_added_up() {
        for share in [f64::MAX, f64::INFINITY, -f64::MAX] {
            assert!(grains(share).checked_mul(1 << 32).is_some());
        }
        assert_eq!(grains(1.5), (1.5 * GRAIN) as i128);
        assert_eq!(grains(f64::NAN), 0);
    }
}
