//! Probabilities from counts.

use super::two_sided;

/// A probability and its Wilson interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proportion {
    /// The share counted, in `[0, 1]`.
    pub value: f64,
    /// Lower end of the interval, in `[0, 1]`.
    pub low: f64,
    /// Upper end of the interval, in `[0, 1]`.
    pub high: f64,
    /// Confidence of the interval, in `(0, 1)`.
    pub confidence: f64,
}

impl Proportion {
    /// Of `count` out of `trials`, for a confidence in `(0, 1)`; `None` without trials.
    ///
    /// E. B. Wilson (1927), "Probable inference, the law of succession, and statistical inference",
    /// Journal of the American Statistical Association 22, 209–212.
    pub fn of(count: u64, trials: u64, confidence: f64) -> Option<Self> {
        Self::of_alike(count, trials, trials as f64, confidence)
    }

    /// The same where trials are not independent: the interval is that of an `effective` number of
    /// independent ones with the same share.
    pub(crate) fn of_alike(
        count: u64,
        trials: u64,
        effective: f64,
        confidence: f64,
    ) -> Option<Self> {
        if trials == 0 {
            return None;
        }
        let value = count as f64 / trials as f64;
        Some(Self::of_share(value, effective, confidence))
    }

    /// Of a share, as known as it would be from `n` independent trials.
    pub(super) fn of_share(value: f64, n: f64, confidence: f64) -> Self {
        let z = two_sided(confidence);
        let weight = z * z / n;
        let centre = value + 0.5 * weight;
        let half = z * (value * (1.0 - value) / n + 0.25 * weight / n).sqrt();
        let end = |numerator: f64| (numerator / (1.0 + weight)).clamp(0.0, 1.0);
        Self {
            value,
            // The ends are exact where nothing, or everything, was counted.
            low: if value == 0.0 {
                0.0
            } else {
                end(centre - half)
            },
            high: if value == 1.0 {
                1.0
            } else {
                end(centre + half)
            },
            confidence,
        }
    }

    /// Share of a column for which something holds; `None` if it is empty.
    pub fn where_true(
        values: &[f64],
        holds: impl Fn(f64) -> bool,
        confidence: f64,
    ) -> Option<Self> {
        let count = values.iter().filter(|&&x| holds(x)).count();
        Self::of(count as u64, values.len() as u64, confidence)
    }
}
