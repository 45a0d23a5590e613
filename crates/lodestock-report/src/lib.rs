//! What a run says, as text: the planner's table, JSON, CSV, provenance, and the calm balance.
//!
//! Everything here is a function from data to text. Nothing reads a clock or opens a file; long
//! texts go to a writer that the caller passes in.

pub mod balance;
pub mod comparison;
pub mod csv;
mod estimate;
pub mod events;
mod focus;
mod grid;
pub mod json;
mod money;
pub mod number;
pub mod portfolio;
pub mod provenance;
pub mod rules;
pub mod sizing;
pub mod table;
mod words;
