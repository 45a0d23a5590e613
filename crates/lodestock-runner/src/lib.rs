//! Sampling, parallel runs and statistics of Lodestock.

pub mod sampling;
pub mod statistics;
