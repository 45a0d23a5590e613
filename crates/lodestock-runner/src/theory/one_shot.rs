//! A reserve bought once, against one crisis of random size.
//!
//! With probability π a crisis comes in which a random quantity L goes missing. A reserve of Q costs
//! c a unit; each unit still missing costs v. The expected cost c·Q + v·π·E(L − Q)⁺ is least where
//! one more unit costs what it saves: P(L > Q) = c/(v·π).
//!
//! Source: the newsvendor of K. J. Arrow, T. Harris and J. Marschak, "Optimal inventory policy",
//! Econometrica 19 (1951), with a loss that comes only sometimes.

use lodestock_core::Law;

use super::TheoryError;
use super::check::{not_negative, positive, probability};

/// The crisis and the costs, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct OneShot {
    loss: Law,
    probability: f64,
    cost: f64,
    value: f64,
}

impl OneShot {
    /// What goes missing in a crisis (units), the probability of one, the cost of a unit of
    /// reserve, and that of a unit missing.
    ///
    /// ```
    /// use lodestock_core::Law;
    /// use lodestock_runner::theory::OneShot;
    ///
    /// let crisis = OneShot::new(Law::exponential(1.0)?, 0.15, 0.6, 10.0)?;
    /// assert!((crisis.size() - 2.5f64.ln()).abs() < 1e-12);
    /// // m·c·(1 + ln(vπ/c)) for an exponential loss.
    /// assert!((crisis.expected_cost(crisis.size())? - 0.6 * (1.0 + 2.5f64.ln())).abs() < 1e-12);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Unless the probability is in (0, 1], both costs are finite and above 0, and the loss has no
    /// negative values.
    pub fn new(loss: Law, chance: f64, cost: f64, value: f64) -> Result<Self, TheoryError> {
        not_negative("the least loss", loss.lower())?;
        Ok(Self {
            loss,
            probability: probability("the probability of a crisis", chance)?,
            cost: positive("the cost of a unit", cost)?,
            value: positive("the value of a unit missing", value)?,
        })
    }

    /// The reserve of least expected cost, units; 0 where none pays. Losses rarer than 1e-16 are not
    /// told apart.
    pub fn size(&self) -> f64 {
        let emptied = self.cost / (self.value * self.probability);
        if emptied >= 1.0 {
            0.0
        } else {
            // A quantile needs a probability below 1.
            self.loss.quantile(1.0 - emptied.max(f64::EPSILON / 2.0))
        }
    }

    /// Expected quantity missing with a reserve of a size, units.
    ///
    /// # Errors
    /// Unless the size is finite and at least 0.
    pub fn expected_shortfall(&self, size: f64) -> Result<f64, TheoryError> {
        let size = not_negative("the size", size)?;
        let below = self.loss.cdf(size);
        // E(L − Q)⁺ = E L − E(L; L ≤ Q) − Q·P(L > Q).
        let covered = match self.loss.clone().truncated(size) {
            Ok(law) => law.mean() * below,
            Err(_) => 0.0,
        };
        let missing = self.loss.mean() - covered - size * (1.0 - below);
        Ok(self.probability * missing.max(0.0))
    }

    /// Expected cost with a reserve of a size: of the reserve and of what is missing.
    ///
    /// # Errors
    /// Unless the size is finite and at least 0.
    pub fn expected_cost(&self, size: f64) -> Result<f64, TheoryError> {
        Ok(self.cost * size + self.value * self.expected_shortfall(size)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laws() -> Vec<Law> {
        vec![
            Law::exponential(2.0).unwrap(),
            Law::uniform(1.0, 4.0).unwrap(),
            Law::lognormal(1.5, 0.8).unwrap(),
            Law::weibull(0.7, 2.0).unwrap().truncated(9.0).unwrap(),
            Law::discrete(&[1.0, 2.0, 5.0], &[0.5, 0.3, 0.2]).unwrap(),
        ]
    }

    #[test]
    fn the_best_size_costs_least() {
        for law in laws() {
            let name = law.name();
            let crisis = OneShot::new(law, 0.2, 0.5, 7.0).unwrap();
            let least = crisis.expected_cost(crisis.size()).unwrap();
            for k in 0..100 {
                let cost = crisis.expected_cost(f64::from(k) * 0.1).unwrap();
                assert!(cost >= least - 1e-9, "{name}: {k}");
            }
        }
    }

    #[test]
    fn without_a_reserve_the_mean_is_missing() {
        for law in laws() {
            let mean = law.mean();
            let crisis = OneShot::new(law, 0.2, 0.5, 7.0).unwrap();
            let missing = crisis.expected_shortfall(0.0).unwrap();
            assert!((missing / (0.2 * mean) - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn a_loss_that_must_never_be_has_a_size() {
        let loss = Law::exponential(1.0).unwrap();
        let size = OneShot::new(loss, 1.0, 1e-300, 1e300).unwrap().size();
        assert!((size - 53.0 * 2.0f64.ln()).abs() < 1e-9);
    }

    #[test]
    fn too_dear_a_reserve_is_none() {
        let loss = Law::exponential(1.0).unwrap();
        assert_eq!(OneShot::new(loss, 0.1, 2.0, 10.0).unwrap().size(), 0.0);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let loss = || Law::exponential(1.0).unwrap();
        assert!(OneShot::new(loss(), 0.0, 1.0, 1.0).is_err());
        assert!(OneShot::new(loss(), 0.5, -1.0, 1.0).is_err());
        let negative = Law::uniform(-1.0, 1.0).unwrap();
        assert!(OneShot::new(negative, 0.5, 1.0, 1.0).is_err());
        assert!(
            OneShot::new(loss(), 0.5, 1.0, 1.0)
                .unwrap()
                .expected_cost(f64::INFINITY)
                .is_err()
        );
    }
}
