//! One on/off supplier and a reserve that is full again as soon as supply is.
//!
//! The supplier fails at a rate λ and recovers at a rate μ, both exponential; while it is down the
//! reserve drains at a rate d. Refilled at once, the reserve runs dry in an outage that lasts
//! longer than B/d, so that the long-run unserved rate is d · π · e^(−μB/d), π = λ/(λ + μ).
//!
//! A reserve that refills slowly leaves more unserved, and needs more room for the same limit.
//!
//! Source: an exponential outage outlasts the stock with probability e^(−μB/d), and then lasts 1/μ
//! more on average; the limit of fast refill of the fluid queues of D. Anick, D. Mitra and M. M.
//! Sondhi, Bell System Technical Journal 61 (1982).

use super::TheoryError;
use super::check::{not_negative, positive};

/// The supplier and the drain, checked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InstantRefill {
    failure_rate: f64,
    recovery_rate: f64,
    drain: f64,
}

impl InstantRefill {
    /// Failures a unit of time while up, recoveries a unit of time while down, and what is missing
    /// a unit of time while down.
    ///
    /// ```
    /// use lodestock_runner::theory::InstantRefill;
    ///
    /// // Fails every ten years for a year and a half; one unit a year is then missing.
    /// let supply = InstantRefill::new(0.1, 2.0 / 3.0, 1.0)?;
    /// let size = supply.size(0.01)?;
    /// assert!((size - 3.852432388).abs() < 1e-9);
    /// assert!((supply.unserved(size)? - 0.01).abs() < 1e-15);
    /// # Ok::<(), lodestock_runner::theory::TheoryError>(())
    /// ```
    ///
    /// # Errors
    /// Unless all three are finite and above 0.
    pub fn new(failure_rate: f64, recovery_rate: f64, drain: f64) -> Result<Self, TheoryError> {
        Ok(Self {
            failure_rate: positive("the failure rate", failure_rate)?,
            recovery_rate: positive("the recovery rate", recovery_rate)?,
            drain: positive("the drain", drain)?,
        })
    }

    /// Long-run share of time in which the supplier is down.
    pub fn share_down(&self) -> f64 {
        1.0 / (1.0 + self.recovery_rate / self.failure_rate)
    }

    /// Long-run unserved quantity a unit of time with a reserve of a size.
    ///
    /// # Errors
    /// Unless the size is finite and at least 0.
    pub fn unserved(&self, size: f64) -> Result<f64, TheoryError> {
        let size = not_negative("the size", size)?;
        let outlasts = libm::exp(-self.recovery_rate * size / self.drain);
        Ok(self.drain * self.share_down() * outlasts)
    }

    /// Least reserve that keeps the long-run unserved quantity a unit of time at or below a limit;
    /// 0 if it needs none.
    ///
    /// # Errors
    /// Unless the limit is finite and above 0.
    pub fn size(&self, unserved: f64) -> Result<f64, TheoryError> {
        let unserved = positive("the unserved rate", unserved)?;
        let outages = libm::log(self.share_down() * self.drain / unserved);
        Ok((self.drain / self.recovery_rate * outages).max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_reserve_leaves_what_outages_take() {
        let supply = InstantRefill::new(0.1, 0.4, 3.0).unwrap();
        assert!((supply.unserved(0.0).unwrap() - 0.6).abs() < 1e-15);
        assert_eq!(supply.size(0.6001).unwrap(), 0.0);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        assert!(InstantRefill::new(0.0, 1.0, 1.0).is_err());
        assert!(InstantRefill::new(1.0, f64::NAN, 1.0).is_err());
        let supply = InstantRefill::new(1.0, 1.0, 1.0).unwrap();
        assert!(supply.size(0.0).is_err());
        let error = supply.unserved(-1.0).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the size is -1, but must be a finite number of at least 0"
        );
    }
}
