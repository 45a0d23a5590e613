//! The laws before truncation: distribution function, quantile and mean of each.

use super::atoms::Atoms;
use super::beta::Beta;
use super::exponential::unit_exponential;
use super::gamma::Gamma;
use super::normal::{normal_cdf, normal_quantile};

/// A law and its parameters, already checked.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Exponential {
        mean: f64,
    },
    Gamma {
        gamma: Gamma,
        scale: f64,
    },
    Weibull {
        /// One over the shape.
        power: f64,
        shape: f64,
        scale: f64,
    },
    Lognormal {
        median: f64,
        sigma: f64,
    },
    Uniform {
        low: f64,
        high: f64,
    },
    Triangular(Triangle),
    Beta {
        beta: Beta,
        low: f64,
        high: f64,
        name: &'static str,
    },
    Atoms {
        atoms: Atoms,
        name: &'static str,
    },
}

impl Kind {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Exponential { .. } => "exponential",
            Self::Gamma { .. } => "gamma",
            Self::Weibull { .. } => "weibull",
            Self::Lognormal { .. } => "lognormal",
            Self::Uniform { .. } => "uniform",
            Self::Triangular(_) => "triangular",
            Self::Beta { name, .. } | Self::Atoms { name, .. } => name,
        }
    }

    pub fn lower(&self) -> f64 {
        match self {
            Self::Uniform { low, .. } | Self::Beta { low, .. } => *low,
            Self::Triangular(triangle) => triangle.low,
            Self::Atoms { atoms, .. } => atoms.lower(),
            _ => 0.0,
        }
    }

    pub fn upper(&self) -> f64 {
        match self {
            Self::Uniform { high, .. } | Self::Beta { high, .. } => *high,
            Self::Triangular(triangle) => triangle.high,
            Self::Atoms { atoms, .. } => atoms.upper(),
            _ => f64::INFINITY,
        }
    }

    #[inline]
    pub fn quantile(&self, u: f64) -> f64 {
        match self {
            Self::Exponential { mean } => mean * unit_exponential(u),
            Self::Gamma { gamma, scale } => scale * gamma.quantile(u),
            Self::Weibull { power, scale, .. } => scale * libm::pow(unit_exponential(u), *power),
            Self::Lognormal { median, sigma } => median * libm::exp(sigma * normal_quantile(u)),
            Self::Uniform { low, high } => low + (high - low) * u,
            Self::Triangular(triangle) => triangle.quantile(u),
            Self::Beta {
                beta, low, high, ..
            } => low + (high - low) * beta.quantile(u),
            Self::Atoms { atoms, .. } => atoms.quantile(u),
        }
    }

    pub fn cdf(&self, x: f64) -> f64 {
        if x < self.lower() {
            return 0.0;
        }
        if x >= self.upper() {
            return 1.0;
        }
        match self {
            Self::Exponential { mean } => -libm::expm1(-x / mean),
            Self::Gamma { gamma, scale } => gamma.tails(x / scale).lower,
            Self::Weibull { shape, scale, .. } => -libm::expm1(-libm::pow(x / scale, *shape)),
            Self::Lognormal { median, sigma } => normal_cdf(libm::log(x / median) / sigma),
            Self::Uniform { low, high } => (x - low) / (high - low),
            Self::Triangular(triangle) => 1.0 - triangle.above(x),
            Self::Beta {
                beta, low, high, ..
            } => {
                beta.tails(share(x, *low, *high), share(x, *high, *low))
                    .lower
            }
            Self::Atoms { atoms, .. } => atoms.cdf(x),
        }
    }

    pub fn mean(&self) -> f64 {
        match self {
            Self::Exponential { mean } => *mean,
            Self::Gamma { gamma, scale } => gamma.shape() * scale,
            Self::Weibull { power, scale, .. } => scale * libm::tgamma(1.0 + power),
            Self::Lognormal { median, sigma } => median * libm::exp(0.5 * sigma * sigma),
            Self::Uniform { low, high } => low + 0.5 * (high - low),
            Self::Triangular(triangle) => triangle.mean(),
            Self::Beta {
                beta, low, high, ..
            } => low + (high - low) * beta.mean(),
            Self::Atoms { atoms, .. } => atoms.mean_below(f64::INFINITY),
        }
    }

    /// Mean of X where X is at most `x`, counted as 0 elsewhere; `x` is inside the support.
    pub fn mean_below(&self, x: f64) -> f64 {
        match self {
            Self::Exponential { mean } => mean * Gamma::new(2.0).tails(x / mean).lower,
            Self::Gamma { gamma, scale } => {
                self.mean() * Gamma::new(gamma.shape() + 1.0).tails(x / scale).lower
            }
            Self::Weibull {
                power,
                shape,
                scale,
            } => {
                let reached = libm::pow(x / scale, *shape);
                self.mean() * Gamma::new(1.0 + power).tails(reached).lower
            }
            Self::Lognormal { median, sigma } => {
                self.mean() * normal_cdf(libm::log(x / median) / sigma - sigma)
            }
            Self::Uniform { low, .. } => self.cdf(x) * (low + 0.5 * (x - low)),
            Self::Triangular(triangle) => triangle.mean_below(x),
            Self::Beta {
                beta, low, high, ..
            } => {
                let (x, y) = (share(x, *low, *high), share(x, *high, *low));
                let biased = beta.size_biased().tails(x, y).lower;
                low * beta.tails(x, y).lower + (high - low) * beta.mean() * biased
            }
            Self::Atoms { atoms, .. } => atoms.mean_below(x),
        }
    }
}

/// How far `x` is on the way from `from` to `to`.
fn share(x: f64, from: f64, to: f64) -> f64 {
    (x - from) / (to - from)
}

/// A triangular law; `low` ≤ `mode` ≤ `high` and `low` < `high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Triangle {
    pub low: f64,
    pub mode: f64,
    pub high: f64,
}

impl Triangle {
    fn quantile(&self, u: f64) -> f64 {
        let width = self.high - self.low;
        if u * width < self.mode - self.low {
            self.low + (u * width * (self.mode - self.low)).sqrt()
        } else {
            self.high - ((1.0 - u) * width * (self.high - self.mode)).sqrt()
        }
    }

    /// Probability of more than `x`, which lies in the support.
    fn above(&self, x: f64) -> f64 {
        if x < self.mode {
            1.0 - self.below_mode(x)
        } else {
            share(x, self.high, self.low) * share(x, self.high, self.mode)
        }
    }

    /// Probability of at most `x`, which lies between low and mode.
    fn below_mode(&self, x: f64) -> f64 {
        share(x, self.low, self.high) * share(x, self.low, self.mode)
    }

    fn mean(&self) -> f64 {
        (self.low + self.mode + self.high) / 3.0
    }

    fn mean_below(&self, x: f64) -> f64 {
        if x < self.mode {
            self.below_mode(x) * (self.low + 2.0 / 3.0 * (x - self.low))
        } else {
            self.mean() - self.above(x) * (self.high - 2.0 / 3.0 * (self.high - x))
        }
    }
}
