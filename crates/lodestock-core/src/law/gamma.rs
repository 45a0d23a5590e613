//! The gamma law of scale 1.

use super::normal::normal_quantile;
use super::numeric::{Tails, deviance, solve, stirling_error};

/// A gamma law of scale 1, with what does not depend on the point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Gamma {
    shape: f64,
    /// Factor of the density: √(a/2π) e^(−stirling error).
    factor: f64,
}

impl Gamma {
    /// Of a shape already checked.
    pub fn new(shape: f64) -> Self {
        let root = (shape / (2.0 * std::f64::consts::PI)).sqrt();
        Self {
            shape,
            factor: root * libm::exp(-stirling_error(shape)),
        }
    }

    pub fn shape(&self) -> f64 {
        self.shape
    }

    /// Both tails at `x` and x · density.
    ///
    /// A series below a + 1, Legendre's continued fraction (in Lentz's form) above: Press et al.,
    /// "Numerical Recipes", 3rd edition, §6.2, there (6.2.5) and (6.2.7); Gautschi (1979), "A
    /// computational procedure for incomplete gamma functions".
    pub fn tails(&self, x: f64) -> Tails {
        if x <= 0.0 {
            let (lower, upper, density) = (0.0, 1.0, 0.0);
            return Tails {
                lower,
                upper,
                density,
            };
        }
        let density = self.factor * libm::exp(-deviance(self.shape, x));
        let (lower, upper) = if density == 0.0 {
            if x < self.shape {
                (0.0, 1.0)
            } else {
                (1.0, 0.0)
            }
        } else if x < self.shape + 1.0 {
            let lower = (density * self.series(x)).min(1.0);
            (lower, 1.0 - lower)
        } else {
            let upper = (density * self.fraction(x)).min(1.0);
            (1.0 - upper, upper)
        };
        Tails {
            lower,
            upper,
            density,
        }
    }

    /// Σ xⁿ / (a (a + 1) … (a + n)).
    fn series(&self, x: f64) -> f64 {
        let mut below = self.shape;
        let mut term = 1.0 / below;
        let mut sum = term;
        for _ in 0..100_000 {
            below += 1.0;
            term *= x / below;
            sum += term;
            if term < sum * (0.5 * f64::EPSILON) {
                break;
            }
        }
        sum
    }

    /// Γ(a, x) over xᵃ e⁻ˣ.
    fn fraction(&self, x: f64) -> f64 {
        const TINY: f64 = 1e-300;
        let mut b = x + 1.0 - self.shape;
        let mut c = 1.0 / TINY;
        let mut d = 1.0 / b;
        let mut h = d;
        for i in 1..100_000 {
            let n = f64::from(i);
            let a = -n * (n - self.shape);
            b += 2.0;
            d = nonzero(a * d + b);
            c = nonzero(b + a / c);
            d = 1.0 / d;
            let change = d * c;
            h *= change;
            if (change - 1.0).abs() <= f64::EPSILON {
                break;
            }
        }
        h
    }

    /// The value below which the probability is `u`.
    pub fn quantile(&self, u: f64) -> f64 {
        solve(self.guess(u), u, |x| self.tails(x))
    }

    /// Wilson and Hilferty (1931) for shapes above 1, else the power law near 0 or the
    /// exponential tail.
    fn guess(&self, u: f64) -> f64 {
        let a = self.shape;
        let spread = 1.0 / (9.0 * a);
        let root = 1.0 - spread + normal_quantile(u) * spread.sqrt();
        if a > 1.0 && root > 0.1 {
            return a * root * root * root;
        }
        let near_zero = libm::exp((libm::log(u) + libm::lgamma(a + 1.0)) / a);
        if a <= 1.0 && near_zero > 1.0 {
            1.0 - libm::log((1.0 - u) / (1.0 - u.min(0.5)))
        } else {
            near_zero
        }
    }
}

/// Keeps a continued fraction from dividing by zero.
pub(super) fn nonzero(x: f64) -> f64 {
    if x.abs() < 1e-300 { 1e-300 } else { x }
}
