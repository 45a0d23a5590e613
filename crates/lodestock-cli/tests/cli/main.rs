//! The command as people and scripts use it.

mod begin;
mod compare;
mod helpers;
mod questions;
mod refusals;
mod results;
mod sizes;
mod variance;
