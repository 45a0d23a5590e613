//! Lodestock: a Monte Carlo supply-disruption simulator for critical minerals.
pub use lodestock_core as core;
pub use lodestock_core::*;
pub use lodestock_report as report;
pub use lodestock_runner as runner;
pub use lodestock_scenario as scenario;
