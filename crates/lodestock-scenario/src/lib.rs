//! Scenario files of Lodestock: TOML to model, with errors that point at the line.
//!
//! [`load`] reads a file, merges changes from the command line, turns the document into a
//! [`Scenario`](lodestock_core::spec::Scenario) and checks it with
//! [`Model::new`](lodestock_core::model::Model::new). Everything that is wrong comes at once, as
//! [`Diagnostic`]s with a place in the file; [`render`] shows them with the lines they are about.
//!
//! The keys of every table are listed in [`schema`], the one place to add one.

mod check;
mod context;
mod diagnostic;
mod document;
mod entry;
mod files;
mod law;
mod load;
mod overlay;
mod render;
mod resolved;
pub mod schema;
mod series;
mod source;
mod syntax;
mod value;

pub use diagnostic::{Diagnostic, Failure};
pub use files::{Files, Folder, InMemory, LARGEST_COLUMN_FILE};
pub use load::{LARGEST_SCENARIO, Loaded, load, load_str};
pub use render::{render, render_diagnostics};
pub use source::{Overlay, Source, Sources};
