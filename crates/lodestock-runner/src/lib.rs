//! Sampling, parallel runs and statistics of Lodestock.
//!
//! [`run()`] samples many futures of a model, steps them in fixed blocks on all cores and keeps a
//! row of numbers per path; [`Summary`] turns the rows into estimates with their errors. The same
//! model, seed and options give the same bits on any number of threads.

pub mod compare;
pub mod cover;
pub mod emptied;
pub mod futures;
pub mod measure;
pub mod paired;
pub mod portfolio;
mod precision;
pub mod progress;
mod reserve_cost;
pub mod rules;
pub mod run;
pub mod sampling;
pub mod series;
pub mod sizing;
pub mod statistics;
pub mod summary;
pub mod table;
pub mod target;
pub mod theory;

pub use compare::{Comparison, Variant, compare};
pub use cover::{Cover, CoverError};
pub use emptied::{Emptied, EmptiedBy};
pub use futures::{Futures, Sampled};
pub use measure::{Estimate, Measure, Per, Quantity, Subject};
pub use paired::Paired;
pub use progress::{Part, Progress, Silent};
pub use run::{FailedPath, Options, Run, RunError, run, run_for, run_futures};
pub use summary::Summary;
pub use target::{Bound, Target, TargetError};
