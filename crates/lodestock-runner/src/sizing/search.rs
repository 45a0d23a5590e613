//! Where the risk meets the target.

use super::limits;
use super::outcomes::Outcomes;
use super::sizes::Sizes;
use super::{CONFIDENCE, Never, SizeEstimate, SizingError, Smallest};
use crate::measure::{Estimate, Measure};

/// Sizes are searched to this part of the precision asked for.
const FINER: f64 = 10.0;
/// Sizes are not told apart below this share of the largest useful one.
const SMALLEST: f64 = 1e-4;
/// Days of need below which an answer need not be more precise.
const SMALL_DAYS: f64 = 30.0;
/// Steps away from a known size before the search halves what is left.
const REACH: [f64; 3] = [0.05, 0.15, 0.4];

/// A search for the smallest size that meets a target.
pub(super) struct Search {
    pub measure: Measure,
    /// The most that the measure may be.
    pub most: f64,
    pub precision: f64,
}

impl Search {
    /// The smallest size, and how many times more paths it takes to be as precise as asked, if it
    /// is not.
    pub fn smallest(&self, sizes: &mut Sizes<'_>) -> Result<(Smallest, Option<f64>), SizingError> {
        let unlimited = sizes.unlimited;
        let left = self.risk(sizes.at(unlimited)?);
        if left.value > self.most {
            let certain = left.low > self.most;
            let never = Smallest::Never(Never {
                left,
                certain,
                ..limits::without(sizes, self.measure, left)?
            });
            return Ok((never, (!certain).then_some(4.0)));
        }
        let size = self.crossing(sizes, |risk| risk.value, &self.guesses(sizes))?;
        let around = |sign: f64| REACH.map(|reach| size * (1.0 + sign * reach));
        let low = self.crossing(sizes, |risk| risk.low, &around(-1.0))?;
        let high = if left.high > self.most {
            f64::INFINITY
        } else {
            self.crossing(sizes, |risk| risk.high, &around(1.0))?
        };
        let risk = self.risk(sizes.at(size)?);
        let found = SizeEstimate {
            size,
            low,
            high,
            risk,
        };
        let need = sizes.model.reserves()[sizes.reserve()].yearly_need;
        let scale = size.max(need * SMALL_DAYS / 365.0).max(f64::MIN_POSITIVE);
        let ratio = 0.5 * (high - low) / (self.precision * scale);
        let more = match ratio {
            ratio if ratio <= 1.0 => None,
            ratio if ratio.is_finite() => Some((1.05 * ratio * ratio).clamp(1.1, 4.0)),
            _ => Some(4.0),
        };
        Ok((Smallest::Size(found), more))
    }

    fn risk(&self, outcomes: &Outcomes) -> Estimate {
        let nothing = Estimate {
            value: 0.0,
            se: 0.0,
            low: 0.0,
            high: 0.0,
        };
        let estimate = self.measure.estimate(&outcomes.target, CONFIDENCE);
        estimate.unwrap_or(nothing)
    }

    /// The smallest size at which an end of the risk's interval, or the risk itself, is at most the
    /// target. A size without limit is known to be enough. `guesses` are tried first.
    fn crossing(
        &self,
        sizes: &mut Sizes<'_>,
        end: impl Fn(Estimate) -> f64,
        guesses: &[f64],
    ) -> Result<f64, SizingError> {
        if end(self.risk(sizes.at(0.0)?)) <= self.most {
            return Ok(0.0);
        }
        let (mut low, mut high) = (0.0, sizes.unlimited);
        for (size, outcomes) in sizes.known() {
            if end(self.risk(outcomes)) > self.most {
                low = size;
            } else {
                high = size;
                break;
            }
        }
        let useful = sizes.largest_useful();
        let mut guesses = guesses.iter().copied().chain([useful]);
        let least = useful * SMALLEST;
        while high - low > (self.precision / FINER * high).max(least) {
            let inside = |guess: &f64| *guess > low && *guess < high;
            let size = guesses.find(inside).unwrap_or(0.5 * (low + high));
            if end(self.risk(sizes.at(size)?)) > self.most {
                low = size;
            } else {
                high = size;
            }
        }
        Ok(high)
    }

    /// Sizes near the answer, where drawdowns tell: the one that as many paths would empty as the
    /// target allows to be short.
    fn guesses(&self, sizes: &Sizes<'_>) -> Vec<f64> {
        let (Some(drawdowns), true) = (sizes.drawdowns(), self.measure.is_probability()) else {
            return Vec::new();
        };
        let mut sorted = drawdowns.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let place = ((1.0 - self.most) * sorted.len() as f64) as usize;
        let guess = sorted[place.min(sorted.len() - 1)];
        vec![guess, guess * 1.02, guess * 0.98]
    }
}
