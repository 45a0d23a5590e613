//! The model of Lodestock and one block of paths through it.
//!
//! What goes in is a [`spec::Scenario`]: plain numbers and names. [`Model::new`] checks it and
//! resolves it. A [`Future`] is what happens on one path; a [`Simulation`] steps blocks of futures
//! through the model and leaves a row of numbers per path. Nothing here reads files, clocks,
//! threads or TOML, and nothing random happens here: a path is a deterministic function of model
//! and future.

mod block;
pub mod calendar;
pub mod indices;
pub mod lanes;
pub mod law;
pub mod model;
pub mod problem;
pub mod record;
pub mod simulation;
pub mod spec;
mod step;
pub mod stream;
pub mod time;

pub use calendar::{Event, Future};
pub use law::Law;
pub use model::Model;
pub use problem::Problem;
pub use record::Groups;
pub use simulation::{Kernel, LANES, Observer, Readings, Simulation};
