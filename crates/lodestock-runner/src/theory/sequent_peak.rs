//! The least reserve that leaves no shortfall under a known series of supply and demand.
//!
//! The reserve is full at first, takes every surplus it has room for, and covers every deficit. Its
//! depletion is K(t) = max(0, K(t−1) + demand(t) − supply(t)), K(0) = 0, and the least reserve is
//! the largest depletion. A series that repeats for ever may begin in the middle of a long deficit:
//! a second pass, begun with what the first one left, is then enough.
//!
//! Sources: W. Rippl, "The capacity of storage-reservoirs for water-supply", Minutes of the
//! Proceedings of the Institution of Civil Engineers 71 (1883); as a recursion commonly credited to
//! H. A. Thomas and R. P. Burden (1963).

use super::TheoryError;
use super::check::not_negative;

/// The least reserve and when it is lowest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SequentPeak {
    /// Least capacity without shortfall, in the unit of the series.
    pub capacity: f64,
    /// First step at whose end such a reserve is empty; `None` if none is needed.
    pub emptied: Option<usize>,
}

/// How often a series is gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passes {
    /// Once: one path.
    Once,
    /// Again and again: a year that repeats.
    Repeated,
}

/// The least reserve without shortfall for supply and demand a step, both in units a step.
///
/// A reserve with a limited refill rate r is one whose supply is at most demand + r.
///
/// ```
/// use lodestock_runner::theory::sequent_peak::{Passes, sequent_peak};
///
/// let supply = [1.0, 3.0, 3.0, 5.0, 8.0, 6.0, 7.0, 2.0, 1.0];
/// let once = sequent_peak(&supply, &[3.5; 9], Passes::Once)?;
/// assert_eq!((once.capacity, once.emptied), (4.0, Some(8)));
/// let repeated = sequent_peak(&supply, &[3.5; 9], Passes::Repeated)?;
/// assert_eq!((repeated.capacity, repeated.emptied), (7.5, Some(11)));
/// # Ok::<(), lodestock_runner::theory::TheoryError>(())
/// ```
///
/// # Errors
/// If the series are empty, differ in length or hold anything but finite numbers of at least 0; or
/// if a repeated one demands more than it supplies (by more than 1e-9 of it).
pub fn sequent_peak(
    supply: &[f64],
    demand: &[f64],
    passes: Passes,
) -> Result<SequentPeak, TheoryError> {
    check(supply, demand)?;
    if passes == Passes::Repeated {
        starves(supply, demand)?;
    }
    let rounds = match passes {
        Passes::Once => 1,
        Passes::Repeated => 2,
    };
    let steps = supply.iter().zip(demand).cycle();
    let mut depletion = 0.0f64;
    let mut peak = SequentPeak {
        capacity: 0.0,
        emptied: None,
    };
    for (step, (supply, demand)) in steps.take(rounds * supply.len()).enumerate() {
        depletion = (depletion + demand - supply).max(0.0);
        if depletion > peak.capacity {
            peak.capacity = depletion;
            peak.emptied = Some(step);
        }
    }
    Ok(peak)
}

fn check(supply: &[f64], demand: &[f64]) -> Result<(), TheoryError> {
    if supply.is_empty() {
        return Err(TheoryError::Empty { what: "steps" });
    }
    if supply.len() != demand.len() {
        return Err(TheoryError::Length {
            what: "steps of demand",
            found: demand.len(),
            wanted: supply.len(),
        });
    }
    for &value in supply {
        not_negative("supply", value)?;
    }
    for &value in demand {
        not_negative("demand", value)?;
    }
    Ok(())
}

/// Refuses a cycle that ends with less than it began with.
fn starves(supply: &[f64], demand: &[f64]) -> Result<(), TheoryError> {
    let supply: f64 = supply.iter().sum();
    let demand: f64 = demand.iter().sum();
    if demand > supply * (1.0 + 1e-9) {
        Err(TheoryError::Starves { supply, demand })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plenty_needs_no_reserve() {
        let peak = sequent_peak(&[2.0, 1.0], &[1.0, 1.0], Passes::Repeated).unwrap();
        assert_eq!((peak.capacity, peak.emptied), (0.0, None));
    }

    #[test]
    fn a_cycle_that_starves_is_refused() {
        let cycle = ([1.0, 1.0], [1.0, 2.0]);
        assert_eq!(
            sequent_peak(&cycle.0, &cycle.1, Passes::Once)
                .unwrap()
                .capacity,
            1.0
        );
        let error = sequent_peak(&cycle.0, &cycle.1, Passes::Repeated).unwrap_err();
        let (supply, demand) = (2.0, 3.0);
        assert_eq!(error, TheoryError::Starves { supply, demand });
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        assert!(sequent_peak(&[], &[], Passes::Once).is_err());
        assert!(sequent_peak(&[1.0], &[1.0, 1.0], Passes::Once).is_err());
        assert!(sequent_peak(&[f64::INFINITY], &[1.0], Passes::Once).is_err());
        assert!(sequent_peak(&[1.0], &[-1.0], Passes::Once).is_err());
    }
}
