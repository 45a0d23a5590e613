//! Compensated sums, and moments by them.

use super::Mean;

/// A sum that keeps what rounding loses.
///
/// A. Neumaier (1974), "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen",
/// ZAMM 54, 39–51.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sum {
    sum: f64,
    lost: f64,
}

impl Sum {
    pub fn add(&mut self, x: f64) {
        let next = self.sum + x;
        self.lost += if self.sum.abs() >= x.abs() {
            (self.sum - next) + x
        } else {
            (x - next) + self.sum
        };
        self.sum = next;
    }

    pub fn total(&self) -> f64 {
        self.sum + self.lost
    }
}

/// Count, mean and sums of squared and cubed deviations.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moments {
    count: f64,
    pub mean: f64,
    squares: f64,
    cubes: f64,
}

impl Moments {
    /// In two passes, measured from the first value, so that equal values have no variance at all.
    pub fn of(values: impl Iterator<Item = f64> + Clone) -> Option<Self> {
        let origin = values.clone().next()?;
        let (mut sum, mut count) = (Sum::default(), 0.0);
        for x in values.clone() {
            sum.add(x - origin);
            count += 1.0;
        }
        let shift = sum.total() / count;
        let (mut squares, mut cubes) = (Sum::default(), Sum::default());
        for x in values {
            let gap = (x - origin) - shift;
            squares.add(gap * gap);
            cubes.add(gap * gap * gap);
        }
        Some(Self {
            count,
            mean: origin + shift,
            squares: squares.total(),
            cubes: cubes.total(),
        })
    }

    /// Mean of values with weights above 0; without weights of any other size it has the bits of
    /// [`Moments::of`].
    pub fn weighted_mean(values: impl Iterator<Item = (f64, f64)> + Clone) -> Option<f64> {
        let (origin, _) = values.clone().next()?;
        let (mut sum, mut total) = (Sum::default(), Sum::default());
        for (x, weight) in values {
            sum.add(weight * (x - origin));
            total.add(weight);
        }
        Some(origin + sum.total() / total.total())
    }

    /// From a mean of total weight `total` and the weighted residuals of independent units.
    pub fn of_residuals(mean: f64, total: f64, residuals: &[f64]) -> Self {
        let count = residuals.len() as f64;
        let (mut squares, mut cubes) = (Sum::default(), Sum::default());
        for residual in residuals {
            let gap = residual * (count / total);
            squares.add(gap * gap);
            cubes.add(gap * gap * gap);
        }
        Self {
            count,
            mean,
            squares: squares.total(),
            cubes: cubes.total(),
        }
    }

    /// What a variance with the unbiased denominator is too large by: n/(n − 1).
    pub fn unbiasing(&self) -> f64 {
        self.count / (self.count - 1.0)
    }

    /// The mean with its error.
    pub fn estimate(&self) -> Mean {
        Mean {
            value: self.mean,
            se: self.standard_error(),
        }
    }

    /// Standard error of the mean; infinite for one value.
    pub fn standard_error(&self) -> f64 {
        if self.count < 2.0 {
            f64::INFINITY
        } else {
            (self.squares / (self.count - 1.0) / self.count).sqrt()
        }
    }

    /// Skewness of the mean as an estimate: that of the values over √n; 0 for equal values.
    pub fn skew_of_mean(&self) -> f64 {
        let skew = self.cubes / (self.squares * self.squares.sqrt());
        // Nothing over nothing, or values at the ends of what a number holds.
        if skew.is_finite() { skew } else { 0.0 }
    }
}
