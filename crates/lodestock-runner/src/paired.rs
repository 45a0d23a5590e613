//! Differences on common paths: the same futures under two policies.
//!
//! Path by path most of what happens by chance is the same under both and cancels, so a difference
//! is known far better than either side.

use lodestock_core::law::normal_cdf;

use crate::measure::{Estimate, Measure};
use crate::statistics::{Interval, Mean, Quantile};

/// The difference of a measure between two policies on the same paths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paired {
    /// After less before, with its error.
    pub difference: Estimate,
    /// Share of futures in which the path's number is lower after.
    pub lower: f64,
    /// Share of futures in which it is higher after.
    pub higher: f64,
}

impl Paired {
    /// Of the numbers of a measure on the same paths, before and after, with an interval of a
    /// confidence in `(0, 1)`. `None` without paths. They count the same and were drawn apart.
    ///
    /// The error of a difference of two CVaRs is that of the mean of what paths contribute to them
    /// ([`Measure::contributions`]), which is right for large samples.
    ///
    /// # Panics
    /// If the columns are not of the same paths, so not equally long.
    pub fn of(measure: Measure, before: &[f64], after: &[f64], confidence: f64) -> Option<Self> {
        assert_eq!(before.len(), after.len(), "paths before and after");
        let old = measure.contributions(before)?;
        let new = measure.contributions(after)?;
        let differences: Vec<f64> = new.iter().zip(&old).map(|(new, old)| new - old).collect();
        let mean = Mean::of(&differences)?;
        let interval = Interval::of_mean(&differences, confidence)?;
        let share = |holds: fn(f64, f64) -> bool| {
            let paths = before.iter().zip(after).filter(|(b, a)| holds(**a, **b));
            paths.count() as f64 / before.len() as f64
        };
        Some(Self {
            difference: Estimate {
                value: mean.value,
                se: mean.se,
                low: interval.low,
                high: interval.high,
            },
            lower: share(|after, before| after < before),
            higher: share(|after, before| after > before),
        })
    }

    /// Certainty, between 0 and 1, that the measure is lower after: one half where nothing is
    /// known. By the normal law of the mean difference.
    pub fn certainty_of_lower(&self) -> f64 {
        let Estimate { value, se, .. } = self.difference;
        match (value, se) {
            (value, 0.0) if value != 0.0 => f64::from(u8::from(value < 0.0)),
            (_, se) if se > 0.0 && se.is_finite() => normal_cdf(-value / se),
            _ => 0.5,
        }
    }
}

impl Measure {
    /// What each path contributes: numbers whose mean is the estimate. For a mean or a probability
    /// the path's own number; for CVaR at α the form of Rockafellar and Uryasev (2002),
    /// VaR + (x − VaR)⁺ / (1 − α). `None` without paths.
    pub fn contributions(self, values: &[f64]) -> Option<Vec<f64>> {
        let Self::Cvar(_, level) = self else {
            return (!values.is_empty()).then(|| values.to_vec());
        };
        let [Quantile { value: var, .. }] = Quantile::at(values, [level], 0.5)?;
        let beyond = |x: &f64| var + (x - var).max(0.0) / (1.0 - level);
        Some(values.iter().map(beyond).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Quantity;
    use crate::statistics::Tail;

    const CVAR: Measure = Measure::Cvar(Quantity::Shortfall, 0.8);
    const MEAN: Measure = Measure::Mean(Quantity::Shortfall);

    #[test]
    fn contributions_have_the_estimate_as_their_mean() {
        let values: Vec<f64> = (0..97).map(|i| f64::from(i * 37 % 89)).collect();
        let mean = |measure: Measure| Mean::of(&measure.contributions(&values).unwrap()).unwrap();
        assert_eq!(mean(MEAN), Mean::of(&values).unwrap());
        let tail = Tail::cvar(&values, 0.8).unwrap();
        assert!((mean(CVAR).value - tail.value).abs() < 1e-9);
        assert!((mean(CVAR).se - tail.se).abs() < 1e-9);
        assert_eq!(MEAN.contributions(&[]), None);
        assert_eq!(CVAR.contributions(&[]), None);
    }

    #[test]
    fn what_is_common_cancels() {
        let before = [0.0, 5.0, 100.0, 3.0];
        let after = [0.0, 4.0, 99.0, 2.0];
        let paired = Paired::of(MEAN, &before, &after, 0.95).unwrap();
        assert_eq!(paired.difference.value, -0.75);
        // Standard deviation of (0, −1, −1, −1) is a half, so the error of four is a quarter.
        assert!((paired.difference.se - 0.25).abs() < 1e-12);
        assert_eq!((paired.lower, paired.higher), (0.75, 0.0));
        // Φ(3) of Abramowitz and Stegun, table 26.1.
        assert!((paired.certainty_of_lower() - 0.998_650_10).abs() < 1e-7);
    }

    #[test]
    fn certainty_says_what_is_known() {
        let certainty = |before: &[f64], after: &[f64]| {
            let paired = Paired::of(MEAN, before, after, 0.95).unwrap();
            paired.certainty_of_lower()
        };
        assert_eq!(certainty(&[1.0, 2.0], &[1.0, 2.0]), 0.5);
        assert_eq!(certainty(&[1.0, 2.0], &[0.0, 1.0]), 1.0);
        assert_eq!(certainty(&[0.0, 1.0], &[1.0, 2.0]), 0.0);
        assert_eq!(certainty(&[1.0], &[0.0]), 0.5);
    }
}
