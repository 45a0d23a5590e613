//! Importance sampling: rare arrivals drawn too often, and how much likelier the path really is.
//!
//! A clock of f times its rate gives a path that is exp((f − 1)·Λ)·f^(−N) times as likely as it was
//! drawn, N being its arrivals and Λ the true hazard gathered while the clock ran (P. Brémaud 1981,
//! "Point Processes and Queues", ch. VI).

use super::regime::Hazard;

/// Largest size of the logarithm of a weight; more is no number any more.
const MOST: f64 = 700.0;

/// How much likelier a path is than it was drawn.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Odds {
    log: f64,
}

impl Odds {
    /// Something that comes with probability `p` was drawn with `factor` times that.
    pub fn chance(&mut self, p: f64, factor: f64, came: bool) {
        if factor != 1.0 {
            self.log += match came {
                true => -libm::log(factor),
                false => libm::log1p(-p) - libm::log1p(-p * factor),
            };
        }
    }

    /// A clock has run for some true hazard and then, perhaps, something came.
    fn ran(&mut self, factor: f64, hazard: f64, came: bool) {
        self.log += (factor - 1.0) * hazard;
        if came {
            self.log -= libm::log(factor);
        }
    }

    /// The weight of the path.
    pub fn weight(self) -> f64 {
        libm::exp(self.log.clamp(-MOST, MOST))
    }
}

/// A Poisson clock that may run at another rate than the true one.
#[derive(Debug)]
pub(super) struct Clock<'a> {
    /// The clock that arrivals are drawn from.
    drawn: Hazard<'a>,
    /// The true one, and how many times as fast the drawn one runs.
    tilted: Option<(Hazard<'a>, f64)>,
}

impl<'a> Clock<'a> {
    /// From a clock of the true rate, run so many times as fast.
    pub fn new(hazard: Hazard<'a>, factor: f64) -> Self {
        if factor == 1.0 {
            return Self {
                drawn: hazard,
                tilted: None,
            };
        }
        Self {
            drawn: Hazard {
                rate: hazard.rate * factor,
                regime: hazard.regime.clone(),
            },
            tilted: Some((hazard, factor)),
        }
    }

    /// When as much hazard has gathered from a time on as the unit exponential of a uniform number;
    /// infinite if that is at or after `end`.
    pub fn arrival(&mut self, from: f64, uniform: f64, end: f64, odds: &mut Odds) -> f64 {
        let start = self.drawn.arrival(from, uniform, end);
        if let Some((hazard, factor)) = &mut self.tilted {
            odds.ran(*factor, hazard.between(from, start.min(end)), start < end);
        }
        start
    }
}
