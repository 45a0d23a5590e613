//! The command as people and scripts use it.

mod helpers;
mod refusals;
mod results;
mod sizes;
mod variance;
