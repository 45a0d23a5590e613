//! Honest estimates from a column: one finite number per path.
//!
//! Every estimate comes with its error. Where a sample says nothing about an error, the error or
//! the end of the interval is infinite, never 0 and never NaN. An empty column has no estimates.
//! Sums are compensated (Neumaier 1974) and taken in the order of the column, so that the same
//! column gives the same bits.

mod design;
mod proportion;
mod rank;
mod sample;
mod skewed;
mod sum;
#[cfg(test)]
mod tests;

use lodestock_core::law::normal_quantile;

pub use design::Design;
pub use proportion::Proportion;
pub use sample::Sample;
use sum::{Moments, Sum};

/// An interval that holds the true value with a given confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end; may be −∞.
    pub low: f64,
    /// Upper end; may be ∞.
    pub high: f64,
    /// Probability, in `(0, 1)`, that an interval so made holds the true value.
    pub confidence: f64,
}

impl Interval {
    /// Of the mean of a column, for a confidence in `(0, 1)`, corrected for skewness (Hall 1992,
    /// Journal of the Royal Statistical Society B 54, 221–228); `None` if the column is empty.
    ///
    /// It covers about as often as it says from some twenty paths with a loss on; the normal
    /// interval needs some hundreds.
    pub fn of_mean(values: &[f64], confidence: f64) -> Option<Self> {
        Sample::plain(values).mean_interval(confidence)
    }

    /// Of the CVaR of a column at a level in `(0, 1)`, for a confidence in `(0, 1)`: that of the
    /// mean which [`Tail::cvar`] is made of, corrected for skewness as [`Interval::of_mean`];
    /// `None` if the column is empty.
    pub fn of_cvar(values: &[f64], level: f64, confidence: f64) -> Option<Self> {
        Sample::plain(values).cvar_interval(level, confidence)
    }
}

/// A mean and its standard error, in the unit of the column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// The mean.
    pub value: f64,
    /// Its standard error: s/√n with the unbiased variance; infinite for one path.
    pub se: f64,
}

impl Mean {
    /// Of a column; `None` if it is empty.
    pub fn of(values: &[f64]) -> Option<Self> {
        Sample::plain(values).mean()
    }

    /// In another unit, so many times as many.
    pub fn times(&self, factor: f64) -> Self {
        Self {
            value: self.value * factor,
            se: self.se * factor.abs(),
        }
    }

    /// Half the width of its normal interval, for a confidence in `(0, 1)`.
    pub fn half_width(&self, confidence: f64) -> f64 {
        self.se * two_sided(confidence)
    }

    /// Its normal interval, for a confidence in `(0, 1)`. Of few and skewed values it covers less
    /// often than it says: [`Interval::of_mean`] then.
    pub fn interval(&self, confidence: f64) -> Interval {
        let half = self.half_width(confidence);
        Interval {
            low: self.value - half,
            high: self.value + half,
            confidence,
        }
    }
}

/// A quantile and its interval, in the unit of the column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantile {
    /// Probability, in `(0, 1)`, of at most this value. VaR is a quantile.
    pub level: f64,
    /// The ⌈n·level⌉-th smallest value.
    pub value: f64,
    /// Lower end of its interval; −∞ if the sample is too small to have one.
    pub low: f64,
    /// Upper end of its interval; ∞ if the sample is too small to have one.
    pub high: f64,
}

impl Quantile {
    /// A quantile of which nothing is known.
    const UNKNOWN: Self = Self {
        level: 0.5,
        value: f64::NAN,
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
    };

    /// Quantiles of a column at some levels in `(0, 1)`, with intervals of a confidence in `(0, 1)`;
    /// `None` if the column is empty.
    ///
    /// The ends are order statistics: the count of values at or below the true quantile is
    /// binomial, whatever the law (David and Nagaraja 2003, "Order Statistics", §7.1). Half of what
    /// the confidence leaves goes to each side; the coverage is at least the confidence. The
    /// binomial quantile is exact up to a million paths, above by Cornish and Fisher's expansion,
    /// which is then within one rank.
    pub fn at<const N: usize>(
        values: &[f64],
        levels: [f64; N],
        confidence: f64,
    ) -> Option<[Self; N]> {
        Sample::plain(values).quantiles(levels, confidence)
    }
}

/// The mean of a tail and its standard error, in the unit of the column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tail {
    /// The mean of the worst values.
    pub value: f64,
    /// Its standard error; infinite if fewer than two paths are in the tail.
    pub se: f64,
}

impl Tail {
    /// CVaR at a level in `(0, 1)`: the mean of the largest share 1 − level of a column, the value
    /// at the boundary counted in part. `None` if the column is empty.
    ///
    /// In the form of Rockafellar and Uryasev (2002), Journal of Banking & Finance 26, 1443–1471:
    /// VaR + mean of (x − VaR)⁺ over (1 − level); the standard error is that of this mean, which is
    /// right for large samples (Trindade et al. 2007, same journal 31, 3524–3538).
    pub fn cvar(values: &[f64], level: f64) -> Option<Self> {
        Sample::plain(values).cvar(level)
    }
}

/// What lies beyond VaR, path by path, of which CVaR is made.
struct Excess {
    var: f64,
    moments: Moments,
    /// 1 − level.
    share: f64,
    /// Whether two paths at least are in the tail.
    known: bool,
}

impl Excess {
    fn of(sample: Sample<'_>, level: f64) -> Option<Self> {
        Self::beyond(sample, level, sample.value_at(level)?)
    }

    /// The same with VaR known.
    fn beyond(sample: Sample<'_>, level: f64, var: f64) -> Option<Self> {
        let share = 1.0 - level;
        Some(Self {
            var,
            moments: sample.moments_of(|x| (x - var).max(0.0))?,
            share,
            known: sample.units() * share >= 2.0 - 1e-9,
        })
    }

    fn tail(&self) -> Tail {
        Tail {
            value: self.var + self.moments.mean / self.share,
            se: if self.known {
                self.moments.standard_error() / self.share
            } else {
                f64::INFINITY
            },
        }
    }

    fn interval(&self, confidence: f64) -> Interval {
        if self.known {
            skewed::interval(&self.moments, (self.var, 1.0 / self.share), confidence)
        } else {
            Interval {
                low: f64::NEG_INFINITY,
                high: f64::INFINITY,
                confidence,
            }
        }
    }
}

/// What is reported of a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    /// Number of paths.
    pub count: usize,
    /// The mean.
    pub mean: Mean,
    /// Its interval, corrected for skewness.
    pub mean_interval: Interval,
    /// The quantiles at [`Distribution::LEVELS`].
    pub quantiles: [Quantile; 4],
    /// The mean of the worst 5 %.
    pub cvar95: Tail,
    /// Its interval, corrected for skewness.
    pub cvar95_interval: Interval,
}

impl Distribution {
    /// Levels of the quantiles reported.
    pub const LEVELS: [f64; 4] = [0.5, 0.9, 0.95, 0.99];

    /// Of a column, with intervals of a confidence in `(0, 1)`; `None` if it is empty.
    pub fn of(values: &[f64], confidence: f64) -> Option<Self> {
        Sample::plain(values).distribution(confidence)
    }
}

/// A point of an exceedance curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exceedance {
    /// A level, in the unit of the column.
    pub level: f64,
    /// Share of paths above it.
    pub above: Proportion,
}

/// Share of a column strictly above each of some levels, with Wilson intervals of a confidence in
/// `(0, 1)`, in the order of the levels; empty if the column is.
pub fn exceedance(values: &[f64], levels: &[f64], confidence: f64) -> Vec<Exceedance> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let points = levels.iter().filter_map(|&level| {
        let above = sorted.len() - sorted.partition_point(|&x| x <= level);
        let above = Proportion::of(above as u64, sorted.len() as u64, confidence)?;
        Some(Exceedance { level, above })
    });
    points.collect()
}

/// Levels for a curve: `count` of them, equally spaced from 0 or the least value, whichever is
/// lower, to the largest value. Empty if the column is.
pub fn even_levels(values: &[f64], count: usize) -> Vec<f64> {
    let low = values.iter().copied().fold(0.0, f64::min);
    let high = values.iter().copied().fold(low, f64::max);
    if values.is_empty() {
        return Vec::new();
    }
    let gaps = count.saturating_sub(1).max(1) as f64;
    (0..count)
        .map(|i| low + (high - low) * (i as f64 / gaps))
        .collect()
}

/// Sum of a column, compensated, in its order.
pub fn sum(values: &[f64]) -> f64 {
    let mut sum = Sum::default();
    values.iter().for_each(|&x| sum.add(x));
    sum.total()
}

/// The normal quantile of a two-sided interval.
fn two_sided(confidence: f64) -> f64 {
    -normal_quantile(0.5 * (1.0 - confidence))
}
