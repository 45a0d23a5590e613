//! How high to order up to, when at times nothing can be ordered.
//!
//! In each period a supplier that is up fails with probability α, one that is down recovers with
//! probability β. While it is up, stock is ordered up to a level S at once; demand is d a period,
//! what cannot be served waits (backlog). Each unit held at the end of a period costs h, each unit
//! of backlog p. In the n-th period of an outage S − (n + 1)d is left, and it is the n-th with
//! probability πₙ = αβ/(α + β) · (1 − β)^(n−1), π₀ = β/(α + β).
//!
//! Source: L. V. Snyder and Z.-J. M. Shen, *Fundamentals of Supply Chain Theory*, 2nd ed., Wiley
//! 2019: equations (9.14) and (9.18), lemma 9.2, example 9.3.

use super::TheoryError;
use super::check::{not_negative, positive, probability};

/// The supplier, demand and costs, checked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BaseStock {
    demand: f64,
    failure: f64,
    recovery: f64,
    holding: f64,
    backlog: f64,
}

impl BaseStock {
    /// Demand a period; probabilities a period of failing while up and of recovering while down;
    /// costs a unit and period of what is held and of what waits.
    ///
    /// ```
    /// use lodestock_runner::theory::BaseStock;
    ///
    /// let supply = BaseStock::new(2_000.0, 0.04, 0.25, 0.25, 3.0)?;
    /// assert_eq!(supply.best_level(), 8_000.0);
    /// assert!((supply.cost(8_000.0)? - 2_737.0689655).abs() < 1e-7);
    /// assert!((supply.cost(6_000.0)? - 2_741.3793103).abs() < 1e-7);
    /// # Ok::<(), lodestock_runner::theory::TheoryError>(())
    /// ```
    ///
    /// # Errors
    /// Unless demand and costs are finite and above 0, and both probabilities in (0, 1].
    pub fn new(
        demand: f64,
        failure: f64,
        recovery: f64,
        holding: f64,
        backlog: f64,
    ) -> Result<Self, TheoryError> {
        Ok(Self {
            demand: positive("demand", demand)?,
            failure: probability("the probability of failing", failure)?,
            recovery: probability("the probability of recovering", recovery)?,
            holding: positive("the holding cost", holding)?,
            backlog: positive("the cost of backlog", backlog)?,
        })
    }

    /// Long-run share of periods in which the supplier is down.
    fn share_down(&self) -> f64 {
        self.failure / (self.failure + self.recovery)
    }

    /// Probability that it has been down for more than so many whole periods.
    fn longer_than(&self, periods: f64) -> f64 {
        if periods <= 0.0 {
            return self.share_down();
        }
        self.share_down() * libm::exp(periods * libm::log1p(-self.recovery))
    }

    /// Long-run share of periods that are the n-th of an outage; n = 0: in which the supplier is up.
    pub fn share_of_periods(&self, n: u32) -> f64 {
        if n == 0 {
            1.0 - self.share_down()
        } else {
            self.longer_than(f64::from(n - 1)) * self.recovery
        }
    }

    /// The level that costs least: (n + 1)d for the least n at which the probability of an outage
    /// of at most n periods reaches p/(p + h).
    pub fn best_level(&self) -> f64 {
        let short = self.holding / (self.holding + self.backlog);
        let outlast = libm::log(short / self.share_down()) / libm::log1p(-self.recovery);
        // Rounding may be a period off at a tie, where both levels cost the same.
        let mut periods = (outlast.ceil() - 1.0).max(0.0);
        if self.longer_than(periods) > short {
            periods += 1.0;
        }
        (periods + 1.0) * self.demand
    }

    /// Mean cost a period of ordering up to a level.
    ///
    /// # Errors
    /// Unless the level is finite and at least 0.
    pub fn cost(&self, level: f64) -> Result<f64, TheoryError> {
        let backlog = self.mean_backlog(level)?;
        // x⁺ = x + (−x)⁺: what is held is what is left on average, and the backlog once more.
        let periods = 1.0 + self.share_down() / self.recovery;
        let held = level - periods * self.demand + backlog;
        Ok(self.holding * held + self.backlog * backlog)
    }

    /// Mean backlog at the ends of periods.
    ///
    /// # Errors
    /// Unless the level is finite and at least 0.
    pub fn mean_backlog(&self, level: f64) -> Result<f64, TheoryError> {
        let level = not_negative("the level", level)?;
        let periods = (level / self.demand).floor();
        if periods.is_infinite() {
            return Ok(0.0);
        }
        let over = (periods + 1.0) * self.demand - level;
        let reaches = if periods > 0.0 {
            self.longer_than(periods - 1.0)
        } else {
            1.0
        };
        // Each later period of the outage adds a period's demand.
        let later = self.longer_than(periods) / self.recovery;
        Ok(over * reaches + self.demand * later)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sum over outages as the book writes it.
    fn by_sum(supply: &BaseStock, level: f64) -> f64 {
        let period = |n: i32| {
            let up = supply.recovery / (supply.failure + supply.recovery);
            let fails = up * supply.failure;
            let probability = if n == 0 {
                up
            } else {
                fails * (1.0 - supply.recovery).powi(n - 1)
            };
            assert!((probability - supply.share_of_periods(n as u32)).abs() < 1e-15);
            let left = level - f64::from(n + 1) * supply.demand;
            probability * (supply.holding * left.max(0.0) + supply.backlog * (-left).max(0.0))
        };
        (0..2_000).map(period).sum()
    }

    #[test]
    fn the_cost_is_the_sum_over_outages() {
        for recovery in [0.1, 0.25, 1.0] {
            let supply = BaseStock::new(3.0, 0.2, recovery, 0.5, 4.0).unwrap();
            for level in [0.0, 1.0, 3.0, 4.5, 9.0, 31.0] {
                let (cost, sum) = (supply.cost(level).unwrap(), by_sum(&supply, level));
                assert!(
                    (cost / sum - 1.0).abs() < 1e-11,
                    "{recovery}, {level}: {cost} {sum}"
                );
            }
        }
    }

    #[test]
    fn the_best_level_costs_least() {
        for backlog in [0.01, 0.5, 3.0, 90.0] {
            let supply = BaseStock::new(2.0, 0.1, 0.3, 0.25, backlog).unwrap();
            let best = supply.best_level();
            let least = supply.cost(best).unwrap();
            for k in 0..400 {
                let cost = supply.cost(f64::from(k) * 0.25).unwrap();
                assert!(cost >= least - 1e-9, "{backlog}: {k}");
            }
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        assert!(BaseStock::new(1.0, 0.0, 0.5, 1.0, 1.0).is_err());
        assert!(BaseStock::new(1.0, 0.5, 1.5, 1.0, 1.0).is_err());
        assert!(BaseStock::new(-1.0, 0.5, 0.5, 1.0, 1.0).is_err());
        let supply = BaseStock::new(1.0, 0.5, 0.5, 1.0, 1.0).unwrap();
        assert!(supply.cost(f64::NAN).is_err());
    }
}
