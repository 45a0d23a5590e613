//! Lodestock: a Monte Carlo supply-disruption simulator for critical minerals.
//!
//! This crate is a facade: the model and one block of paths ([`lodestock_core`], re-exported here),
//! scenario files ([`scenario`]), sampling, runs and statistics ([`runner`]), and texts for people
//! and machines ([`report`]).
//!
#![doc = include_str!("../../README.md")]

pub use lodestock_core as core;
pub use lodestock_core::*;
pub use lodestock_report as report;
pub use lodestock_runner as runner;
pub use lodestock_scenario as scenario;
