//! The command as people and scripts use it.

mod helpers;
mod questions;
mod refusals;
mod results;
