//! Probability laws of durations, severities and uncertain numbers.
//!
//! Every draw is by inversion, from one uniform number ([`Law::quantile`]), so that a draw is a
//! function of its address and two laws can be compared on the same luck. All arithmetic is IEEE
//! and `libm`: a value has the same bits on every machine.

mod atoms;
mod beta;
mod error;
mod exponential;
mod gamma;
mod kind;
mod normal;
mod numeric;
#[cfg(test)]
mod tests;

use atoms::Atoms;
use beta::Beta;
pub use error::LawError;
pub use exponential::unit_exponential;
use gamma::Gamma;
use kind::{Kind, Triangle};
pub use normal::{normal_cdf, normal_quantile};

/// No parameter is larger than this, so that every draw and mean is finite.
const LARGEST: f64 = 1e100;
/// Shapes of gamma and beta laws lie between these.
const SHAPES: (f64, f64) = (1e-3, 1e6);
/// Shapes of Weibull laws; below, draws overflow.
const WEIBULL_SHAPES: (f64, f64) = (1e-2, 1e6);
/// Sigmas of lognormal laws; above, means overflow.
const SIGMAS: (f64, f64) = (1e-9, 20.0);
/// The least probability that a truncation may leave.
const LEAST_MASS: f64 = 1e-200;

/// Up to where a law is cut off, and the probability it had there before.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cut {
    max: f64,
    mass: f64,
}

/// A probability law, valid by construction.
#[derive(Debug, Clone, PartialEq)]
pub struct Law {
    kind: Kind,
    cut: Option<Cut>,
}

impl From<Kind> for Law {
    fn from(kind: Kind) -> Self {
        Self { kind, cut: None }
    }
}

impl Law {
    /// Exponential law: P(X > x) = exp(−x/mean).
    ///
    /// # Errors
    /// Unless 0 < mean ≤ 1e100.
    pub fn exponential(mean: f64) -> Result<Self, LawError> {
        positive("mean", mean)?;
        Ok(Kind::Exponential { mean }.into())
    }

    /// Gamma law of mean shape · scale and variance shape · scale².
    ///
    /// Relative error of a quantile: about 1e-13, divided by the shape if that is below 1.
    ///
    /// # Errors
    /// Unless 1e-3 ≤ shape ≤ 1e6 and 0 < scale ≤ 1e100.
    pub fn gamma(shape: f64, scale: f64) -> Result<Self, LawError> {
        within("shape", shape, SHAPES)?;
        positive("scale", scale)?;
        let gamma = Gamma::new(shape);
        Ok(Kind::Gamma { gamma, scale }.into())
    }

    /// Weibull law: P(X > x) = exp(−(x/scale)^shape).
    ///
    /// # Errors
    /// Unless 1e-2 ≤ shape ≤ 1e6 and 0 < scale ≤ 1e100.
    pub fn weibull(shape: f64, scale: f64) -> Result<Self, LawError> {
        within("shape", shape, WEIBULL_SHAPES)?;
        positive("scale", scale)?;
        let power = 1.0 / shape;
        Ok(Kind::Weibull {
            power,
            shape,
            scale,
        }
        .into())
    }

    /// Lognormal law: ln X is normal of mean ln(median) and standard deviation sigma.
    ///
    /// # Errors
    /// Unless 0 < median ≤ 1e100 and 1e-9 ≤ sigma ≤ 20.
    pub fn lognormal(median: f64, sigma: f64) -> Result<Self, LawError> {
        positive("median", median)?;
        within("sigma", sigma, SIGMAS)?;
        Ok(Kind::Lognormal { median, sigma }.into())
    }

    /// Uniform law on [low, high].
    ///
    /// # Errors
    /// Unless both are finite and low < high.
    pub fn uniform(low: f64, high: f64) -> Result<Self, LawError> {
        range(low, high)?;
        Ok(Kind::Uniform { low, high }.into())
    }

    /// Triangular law on [low, high] with its peak at the mode.
    ///
    /// # Errors
    /// Unless all are finite, low ≤ mode ≤ high and low < high.
    pub fn triangular(low: f64, mode: f64, high: f64) -> Result<Self, LawError> {
        range_with_mode(low, mode, high)?;
        Ok(Kind::Triangular(Triangle { low, mode, high }).into())
    }

    /// PERT law: the beta law on [low, high] of shapes 1 + 4 (mode − low)/(high − low) and
    /// 1 + 4 (high − mode)/(high − low), of mean (low + 4 mode + high)/6.
    ///
    /// Malcolm, Roseboom, Clark and Fazar (1959), Operations Research 7, 646–669.
    ///
    /// # Errors
    /// Unless all are finite, low ≤ mode ≤ high and low < high.
    pub fn pert(low: f64, mode: f64, high: f64) -> Result<Self, LawError> {
        range_with_mode(low, mode, high)?;
        let alpha = 1.0 + 4.0 * ((mode - low) / (high - low));
        let beta = 1.0 + 4.0 * ((high - mode) / (high - low));
        Ok(Self::on_range(alpha, beta, low, high, "pert"))
    }

    /// Beta law of shapes alpha and beta, stretched to [low, high].
    ///
    /// Relative error of a quantile on [0, 1]: about 1e-13, divided by alpha if that is below 1.
    ///
    /// # Errors
    /// Unless both shapes lie in [1e-3, 1e6], both ends are finite and low < high.
    pub fn beta(alpha: f64, beta: f64, low: f64, high: f64) -> Result<Self, LawError> {
        within("alpha", alpha, SHAPES)?;
        within("beta", beta, SHAPES)?;
        range(low, high)?;
        Ok(Self::on_range(alpha, beta, low, high, "beta"))
    }

    fn on_range(alpha: f64, beta: f64, low: f64, high: f64, name: &'static str) -> Self {
        let beta = Beta::new(alpha, beta);
        Self::from(Kind::Beta {
            beta,
            low,
            high,
            name,
        })
    }

    /// Each value with a probability in proportion to its weight; the order does not matter.
    ///
    /// # Errors
    /// Unless there is a value, a weight for each, all are finite, no weight is negative and one
    /// is above 0.
    pub fn discrete(values: &[f64], weights: &[f64]) -> Result<Self, LawError> {
        Self::on_values(values, weights, "discrete")
    }

    /// Each value with the same probability, so that a value given twice is twice as likely.
    ///
    /// # Errors
    /// Unless there is a value and all are finite.
    pub fn empirical(values: &[f64]) -> Result<Self, LawError> {
        Self::on_values(values, &vec![1.0; values.len()], "empirical")
    }

    fn on_values(values: &[f64], weights: &[f64], name: &'static str) -> Result<Self, LawError> {
        if values.len() != weights.len() {
            let (values, weights) = (values.len(), weights.len());
            return Err(LawError::Lengths { values, weights });
        }
        if values.is_empty() {
            return Err(LawError::NoValues);
        }
        values.iter().try_for_each(|&v| finite("a value", v))?;
        weights.iter().try_for_each(|&w| finite("a weight", w))?;
        if let Some(&value) = weights.iter().find(|&&weight| weight < 0.0) {
            return Err(LawError::NegativeWeight { value });
        }
        if weights.iter().all(|&weight| weight == 0.0) {
            return Err(LawError::NoWeight);
        }
        let atoms = Atoms::new(values, weights);
        Ok(Kind::Atoms { atoms, name }.into())
    }

    /// The law of X given X ≤ max; of two truncations the lower one holds.
    ///
    /// # Errors
    /// If max is not finite, or the law has no value at or below it (less than 1e-200 of its
    /// probability).
    pub fn truncated(self, max: f64) -> Result<Self, LawError> {
        finite("max", max)?;
        let mass = self.kind.cdf(max);
        if mass < LEAST_MASS {
            return Err(LawError::NothingBelow {
                max,
                name: self.kind.name(),
                low: self.kind.lower(),
            });
        }
        let cut = if max < self.upper() {
            Some(Cut { max, mass })
        } else {
            self.cut
        };
        Ok(Self { cut, ..self })
    }

    /// The value below which the probability is `u`, in `(0, 1)`: finite, and never falling as `u`
    /// rises (to rounding). For laws on values, the lowest one whose cumulated probability is at
    /// least `u`.
    #[inline]
    pub fn quantile(&self, u: f64) -> f64 {
        debug_assert!(u > 0.0 && u < 1.0, "quantile at {u}");
        match self.cut {
            None => self.kind.quantile(u),
            Some(cut) => self.kind.quantile(u * cut.mass).min(cut.max),
        }
    }

    /// Probability of a value of at most `x`.
    pub fn cdf(&self, x: f64) -> f64 {
        match self.cut {
            None => self.kind.cdf(x),
            Some(cut) if x >= cut.max => 1.0,
            Some(cut) => (self.kind.cdf(x) / cut.mass).min(1.0),
        }
    }

    /// The quantile at one half.
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// The expected value, truncation included.
    pub fn mean(&self) -> f64 {
        match self.cut {
            None => self.kind.mean(),
            Some(cut) => {
                let mean = self.kind.mean_below(cut.max) / cut.mass;
                mean.clamp(self.lower(), cut.max)
            }
        }
    }

    /// The lower end of the values.
    pub fn lower(&self) -> f64 {
        self.kind.lower()
    }

    /// The upper end of the values; may be infinite.
    pub fn upper(&self) -> f64 {
        match self.cut {
            None => self.kind.upper(),
            Some(cut) => match &self.kind {
                Kind::Atoms { atoms, .. } => atoms.quantile(cut.mass),
                _ => cut.max,
            },
        }
    }

    /// Whether it is the exponential law, not truncated: the one without memory.
    pub fn is_exponential(&self) -> bool {
        self.cut.is_none() && matches!(self.kind, Kind::Exponential { .. })
    }

    /// Its name in a scenario file.
    pub fn name(&self) -> &'static str {
        self.kind.name()
    }
}

fn finite(what: &'static str, value: f64) -> Result<(), LawError> {
    if value.abs() <= LARGEST {
        Ok(())
    } else {
        Err(LawError::NotFinite { what, value })
    }
}

fn positive(what: &'static str, value: f64) -> Result<(), LawError> {
    finite(what, value)?;
    if value > 0.0 {
        Ok(())
    } else {
        Err(LawError::NotPositive { what, value })
    }
}

fn within(what: &'static str, value: f64, (low, high): (f64, f64)) -> Result<(), LawError> {
    positive(what, value)?;
    if (low..=high).contains(&value) {
        Ok(())
    } else {
        Err(LawError::OutOfRange {
            what,
            value,
            low,
            high,
        })
    }
}

fn range(low: f64, high: f64) -> Result<(), LawError> {
    finite("low", low)?;
    finite("high", high)?;
    if low < high {
        Ok(())
    } else {
        Err(LawError::EmptyRange { low, high })
    }
}

fn range_with_mode(low: f64, mode: f64, high: f64) -> Result<(), LawError> {
    finite("mode", mode)?;
    range(low, high)?;
    if (low..=high).contains(&mode) {
        Ok(())
    } else {
        Err(LawError::ModeOutside { low, mode, high })
    }
}
