//! Checks of inputs, each once.

use super::TheoryError;

/// A finite number above 0.
pub(super) fn positive(what: &'static str, value: f64) -> Result<f64, TheoryError> {
    if value > 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err(TheoryError::NotPositive { what, value })
    }
}

/// A finite number of at least 0.
pub(super) fn not_negative(what: &'static str, value: f64) -> Result<f64, TheoryError> {
    if value >= 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err(TheoryError::Negative { what, value })
    }
}

/// A probability above 0.
pub(super) fn probability(what: &'static str, value: f64) -> Result<f64, TheoryError> {
    if value > 0.0 && value <= 1.0 {
        Ok(value)
    } else {
        Err(TheoryError::NotProbability { what, value })
    }
}
