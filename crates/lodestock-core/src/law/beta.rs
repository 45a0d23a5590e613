//! The beta law on [0, 1].

use super::gamma::nonzero;
use super::normal::normal_quantile;
use super::numeric::{Tails, deviance, solve, stirling_error};

/// A beta law on [0, 1], with what does not depend on the point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Beta {
    alpha: f64,
    beta: f64,
    /// Factor of the density: √(ab/2πn) e^(Stirling errors), n = a + b.
    factor: f64,
}

impl Beta {
    /// Of shapes already checked.
    pub fn new(alpha: f64, beta: f64) -> Self {
        let sum = alpha + beta;
        let errors = stirling_error(sum) - stirling_error(alpha) - stirling_error(beta);
        let root = (alpha / sum * beta / (2.0 * std::f64::consts::PI)).sqrt();
        Self {
            alpha,
            beta,
            factor: root * libm::exp(errors),
        }
    }

    pub fn mean(&self) -> f64 {
        self.alpha / (self.alpha + self.beta)
    }

    /// The law whose density is this one's times x, over its mean.
    pub fn size_biased(&self) -> Self {
        Self::new(self.alpha + 1.0, self.beta)
    }

    /// Both tails at `x`, given with `y` = 1 − x, and x · y · density.
    ///
    /// Continued fraction of Press et al., "Numerical Recipes", 3rd edition, §6.4, there (6.4.5),
    /// taken from the side where it converges fast.
    pub fn tails(&self, x: f64, y: f64) -> Tails {
        let (a, b) = (self.alpha, self.beta);
        if x <= 0.0 || y <= 0.0 {
            let lower = if x <= 0.0 { 0.0 } else { 1.0 };
            let (upper, density) = (1.0 - lower, 0.0);
            return Tails {
                lower,
                upper,
                density,
            };
        }
        let sum = a + b;
        let density = self.factor * libm::exp(-deviance(a, sum * x) - deviance(b, sum * y));
        let (lower, upper) = if x * (sum + 2.0) < a + 1.0 {
            let lower = (density * fraction(a, b, x)).min(1.0);
            (lower, 1.0 - lower)
        } else {
            let upper = (density * fraction(b, a, y)).min(1.0);
            (1.0 - upper, upper)
        };
        Tails {
            lower,
            upper,
            density,
        }
    }

    /// The value below which the probability is `u`, searched over the odds x/(1 − x).
    pub fn quantile(&self, u: f64) -> f64 {
        let odds = solve(self.guess(u), u, |odds| {
            let y = 1.0 / (1.0 + odds);
            self.tails(odds * y, y)
        });
        if odds > 1e300 {
            1.0
        } else {
            odds / (1.0 + odds)
        }
    }

    /// First guess of the odds: Abramowitz and Stegun 26.5.22, or the power laws at both ends.
    fn guess(&self, u: f64) -> f64 {
        let (a, b) = (self.alpha, self.beta);
        if a >= 1.0 && b >= 1.0 {
            let z = -normal_quantile(u);
            let (over_a, over_b) = (1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0));
            let h = 2.0 / (over_a + over_b);
            let l = (z * z - 3.0) / 6.0;
            let skew = (over_b - over_a) * (l + 5.0 / 6.0 - 2.0 / (3.0 * h));
            let w = z * (l + h).sqrt() / h - skew;
            return a / b * libm::exp((-2.0 * w).clamp(-600.0, 600.0));
        }
        let left = libm::exp(a * libm::log(a / (a + b))) / a;
        let right = libm::exp(b * libm::log(b / (a + b))) / b;
        let both = left + right;
        if u * both < left {
            let x = libm::exp(libm::log(a * both * u) / a).min(0.999);
            x / (1.0 - x)
        } else {
            let y = libm::exp(libm::log(b * both * (1.0 - u)) / b).min(0.999);
            (1.0 - y) / y
        }
    }
}

/// The continued fraction of the incomplete beta function, over `a`, in Lentz's form.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / nonzero(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for i in 1..100_000 {
        let m = f64::from(i);
        let at = a + 2.0 * m;
        let even = m * (b - m) * x / ((at - 1.0) * at);
        d = 1.0 / nonzero(1.0 + even * d);
        c = nonzero(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / (at * (at + 1.0));
        d = 1.0 / nonzero(1.0 + odd * d);
        c = nonzero(1.0 + odd / c);
        let change = d * c;
        h *= change;
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    h / a
}
