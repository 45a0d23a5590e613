//! Closed forms and small exact programmes for the size of a reserve.
//!
//! A scenario has trade, prices and many suppliers, and is simulated. These functions answer the
//! same question for worlds simple enough to be solved: they bracket a simulated answer, start a
//! search, and prove the engine (`docs/validation.md` holds them against each other).
//!
//! | module | world | answer |
//! |---|---|---|
//! | [`fluid`] | one on/off supplier, a reserve refilled at once | unserved rate, size |
//! | [`base_stock`] | one on/off supplier, backlog and holding cost | level to order up to, cost |
//! | [`one_shot`] | one crisis of random size, nothing bought back | size, expected cost |
//! | [`sequent_peak`](mod@sequent_peak) | a known series of supply and demand | least size without shortfall |
//! | [`dynamic_programme`] | a reserve that buys and releases as its market moves | best policy, its cost |
//!
//! Quantities, times and money are in the caller's own units; each function says how they relate.

pub mod base_stock;
mod check;
pub mod dynamic_programme;
mod error;
pub mod fluid;
pub mod one_shot;
pub mod sequent_peak;

pub use base_stock::BaseStock;
pub use dynamic_programme::{Policy, Stockpile};
pub use error::TheoryError;
pub use fluid::InstantRefill;
pub use one_shot::OneShot;
pub use sequent_peak::{Passes, SequentPeak, sequent_peak};
