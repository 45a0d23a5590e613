//! The command as people and scripts use it.

mod compare;
mod helpers;
mod refusals;
mod results;
