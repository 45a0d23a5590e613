//! Estimates from a column and the design it was drawn by.
//!
//! Paths that were drawn together are taken as one, and weighted estimates are ratios Σ w x / Σ w:
//! they carry a bias of order 1/n, but do not change when all values are moved, and shares lie
//! between 0 and 1 (A. B. Owen 2013, "Monte Carlo theory, methods and examples", §9.2). The error is
//! that of the linear part, the sum over units of w (x − mean).

use super::rank::{Ranking, Ranks, order_statistics, rank, ranks};
use super::{
    Design, Distribution, Excess, Interval, Mean, Moments, Proportion, Quantile, Tail, skewed,
};

/// A column, one finite number per path, and how its paths were drawn.
#[derive(Debug, Clone, Copy)]
pub struct Sample<'a> {
    pub(super) values: &'a [f64],
    pub(super) design: &'a Design,
}

impl<'a> Sample<'a> {
    /// A column of paths drawn by a design.
    pub fn new(values: &'a [f64], design: &'a Design) -> Self {
        Self { values, design }
    }

    /// A column of paths that count the same and were drawn apart.
    pub fn plain(values: &'a [f64]) -> Self {
        Self::new(values, &Design::PLAIN)
    }

    /// The column.
    pub fn values(&self) -> &'a [f64] {
        self.values
    }

    /// The mean; `None` without paths.
    pub fn mean(&self) -> Option<Mean> {
        Some(self.moments()?.estimate())
    }

    /// The interval of the mean, corrected for skewness as [`Interval::of_mean`].
    pub fn mean_interval(&self, confidence: f64) -> Option<Interval> {
        let moments = self.moments()?;
        Some(skewed::interval(&moments, (0.0, 1.0), confidence))
    }

    /// CVaR as [`Tail::cvar`].
    pub fn cvar(&self, level: f64) -> Option<Tail> {
        Some(Excess::of(*self, level)?.tail())
    }

    /// The interval of the CVaR as [`Interval::of_cvar`].
    pub fn cvar_interval(&self, level: f64, confidence: f64) -> Option<Interval> {
        Some(Excess::of(*self, level)?.interval(confidence))
    }

    /// Share of paths for which something holds, with its Wilson interval; where the design is not
    /// plain, that of as many independent paths as would give the same error, which is approximate.
    pub fn share(&self, holds: impl Fn(f64) -> bool, confidence: f64) -> Option<Proportion> {
        if self.design.is_plain() {
            return Proportion::where_true(self.values, holds, confidence);
        }
        let (share, effective) = self.effective(holds)?;
        Some(Proportion::of_share(share, effective, confidence))
    }

    /// Quantiles as [`Quantile::at`]. Where the design is not plain the ends are those of as many
    /// independent paths as would give the same error of the share of paths up to the quantile
    /// (R. S. Woodruff 1952, Journal of the American Statistical Association 47, 635–646), which
    /// is approximate.
    pub fn quantiles<const N: usize>(
        &self,
        levels: [f64; N],
        confidence: f64,
    ) -> Option<[Quantile; N]> {
        if self.design.is_plain() {
            return plain_quantiles(self.values, levels, confidence);
        }
        let ranking = self.ranking()?;
        let mut known = None;
        let mut quantiles = [Quantile::UNKNOWN; N];
        for (level, quantile) in levels.into_iter().zip(&mut quantiles) {
            let value = ranking.at(level);
            let count = match known {
                Some((of, count)) if of == value => count,
                _ => self.effective_at(value)?,
            };
            known = Some((value, count));
            let Ranks { low, high, .. } = ranks(count as usize, level, confidence);
            let end = |rank: usize| ranking.at(rank as f64 / count);
            *quantile = Quantile {
                level,
                value,
                low: low.map_or(f64::NEG_INFINITY, end),
                high: high.map_or(f64::INFINITY, end),
            };
        }
        Some(quantiles)
    }

    /// What is reported of the column; `None` without paths.
    pub fn distribution(&self, confidence: f64) -> Option<Distribution> {
        let quantiles = self.quantiles(Distribution::LEVELS, confidence)?;
        let moments = self.moments()?;
        let excess = Excess::beyond(*self, 0.95, quantiles[2].value)?;
        Some(Distribution {
            count: self.values.len(),
            mean: moments.estimate(),
            mean_interval: skewed::interval(&moments, (0.0, 1.0), confidence),
            cvar95: excess.tail(),
            cvar95_interval: excess.interval(confidence),
            quantiles,
        })
    }

    /// Mean and what units scatter about it.
    fn moments(&self) -> Option<Moments> {
        self.moments_of(|x| x)
    }

    /// The same of a function of the values.
    pub(super) fn moments_of(&self, of: impl Fn(f64) -> f64 + Copy) -> Option<Moments> {
        if self.design.is_plain() {
            return Moments::of(self.values.iter().map(|&x| of(x)));
        }
        let weight = |path: usize| self.design.weight(path);
        let paths = self.values.len();
        let mean = Moments::weighted_mean((0..paths).map(|i| (of(self.values[i]), weight(i))))?;
        let residual = |i: usize| weight(i) * (of(self.values[i]) - mean);
        let residuals = self.design.by_unit(paths, residual);
        let total: f64 = (0..paths).map(weight).sum();
        Some(Moments::of_residuals(mean, total, &residuals))
    }

    /// A share, and how many independent paths would give its error; where it shows none, how
    /// many the sample is worth at least.
    fn effective(&self, holds: impl Fn(f64) -> bool) -> Option<(f64, f64)> {
        let moments = self.moments_of(|x| f64::from(u8::from(holds(x))))?;
        let (share, variance) = (moments.mean, moments.standard_error().powi(2));
        let spread = share * (1.0 - share);
        let effective = if spread > 0.0 && variance > 0.0 && variance.is_finite() {
            spread / variance * moments.unbiasing()
        } else {
            self.design.least_units(self.values.len())
        };
        Some((share, effective))
    }

    /// The quantile at a level alone.
    pub(super) fn value_at(&self, level: f64) -> Option<f64> {
        if self.design.is_plain() {
            let rank = rank(self.values.len(), level);
            return Some(order_statistics(self.values, &mut vec![rank])?[0]);
        }
        Some(self.ranking()?.at(level))
    }

    /// A whole number of independent paths that would know as much of the share up to a quantile.
    fn effective_at(&self, quantile: f64) -> Option<f64> {
        // Below the quantile there is less than its level, up to it at least as much.
        let (_, below) = self.effective(|x| x < quantile)?;
        let (_, upto) = self.effective(|x| x <= quantile)?;
        Some(below.min(upto).min(MOST_EFFECTIVE).round())
    }

    fn ranking(&self) -> Option<Ranking> {
        Ranking::of(self.values, |path| self.design.weight(path))
    }

    /// How many units count, as many of equal weight.
    pub(super) fn units(&self) -> f64 {
        if self.design.is_plain() {
            return self.values.len() as f64;
        }
        self.design.effective_units(self.values.len())
    }
}

/// More effective paths than this make no interval narrower.
const MOST_EFFECTIVE: f64 = 1e12;

fn plain_quantiles<const N: usize>(
    values: &[f64],
    levels: [f64; N],
    confidence: f64,
) -> Option<[Quantile; N]> {
    let ranks = levels.map(|level| ranks(values.len(), level, confidence));
    let mut wanted: Vec<usize> = ranks.iter().flat_map(|r| r.inside(values.len())).collect();
    let found = order_statistics(values, &mut wanted)?;
    let value = |rank: usize| {
        let place = wanted.partition_point(|&other| other < rank);
        found[place]
    };
    Some(std::array::from_fn(|i| Quantile {
        level: levels[i],
        value: value(ranks[i].value),
        low: ranks[i].low.map_or(f64::NEG_INFINITY, value),
        high: ranks[i].high.map_or(f64::INFINITY, value),
    }))
}
