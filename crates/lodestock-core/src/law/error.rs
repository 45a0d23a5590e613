//! Why a law is refused.

/// Why a law cannot be.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum LawError {
    /// A parameter is not a number, infinite or beyond 1e100.
    #[error("{what} is {value}, but must be a finite number of at most 1e100")]
    NotFinite {
        /// Name of the parameter.
        what: &'static str,
        /// Its value.
        value: f64,
    },
    /// A parameter must be above 0.
    #[error("{what} is {value}, but must be above 0")]
    NotPositive {
        /// Name of the parameter.
        what: &'static str,
        /// Its value.
        value: f64,
    },
    /// A parameter lies where the law cannot be computed well.
    #[error("{what} is {value}, but must lie between {low} and {high}")]
    OutOfRange {
        /// Name of the parameter.
        what: &'static str,
        /// Its value.
        value: f64,
        /// Least value.
        low: f64,
        /// Largest value.
        high: f64,
    },
    /// The lower end is not below the upper one.
    #[error("low ({low}) must be below high ({high}); write a fixed number as a plain number")]
    EmptyRange {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// The mode is outside the range.
    #[error("mode ({mode}) must lie between low ({low}) and high ({high})")]
    ModeOutside {
        /// Lower end.
        low: f64,
        /// The mode.
        mode: f64,
        /// Upper end.
        high: f64,
    },
    /// A list of values is empty.
    #[error("there must be at least one value")]
    NoValues,
    /// Not as many weights as values.
    #[error("there are {values} values but {weights} weights")]
    Lengths {
        /// Number of values.
        values: usize,
        /// Number of weights.
        weights: usize,
    },
    /// A weight is negative.
    #[error("a weight is {value}, but weights must be 0 or more")]
    NegativeWeight {
        /// The weight.
        value: f64,
    },
    /// All weights are 0.
    #[error("at least one weight must be above 0")]
    NoWeight,
    /// No value is at most the maximum.
    #[error("max is {max}, but the law ({name}) has no values at or below it; its lowest is {low}")]
    NothingBelow {
        /// The maximum asked for.
        max: f64,
        /// Name of the law.
        name: &'static str,
        /// Lower end of its values.
        low: f64,
    },
}
