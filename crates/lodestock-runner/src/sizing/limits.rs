//! What keeps a reserve from helping, however large it is.

use lodestock_core::model::Limit;

use super::sizes::Sizes;
use super::{CONFIDENCE, Never, SizingError};
use crate::measure::{Estimate, Measure};

/// The risk that an unlimited reserve leaves once each of its limits, and once all, are lifted.
pub(super) fn without(
    sizes: &mut Sizes<'_>,
    measure: Measure,
    left: Estimate,
) -> Result<Never, SizingError> {
    let reserve = sizes.reserve();
    let unlimited = sizes.model.resized(reserve, sizes.unlimited);
    let limits: Vec<Limit> = Limit::ALL
        .into_iter()
        .filter(|&limit| unlimited.has_limit(reserve, limit))
        .collect();
    let mut risk = |limits: &[Limit]| -> Result<Estimate, SizingError> {
        let outcomes = sizes.simulate_other(&unlimited.without_limits(reserve, limits))?;
        let estimate = measure.estimate(&outcomes.target, CONFIDENCE);
        Ok(estimate.unwrap_or(left))
    };
    let mut never = Never {
        left,
        certain: false,
        without: Vec::new(),
        without_all: None,
    };
    for &limit in &limits {
        never.without.push((limit, risk(&[limit])?));
    }
    never.without_all = match limits.len() {
        0 => None,
        1 => Some(never.without[0].1),
        _ => Some(risk(&limits)?),
    };
    Ok(never)
}
