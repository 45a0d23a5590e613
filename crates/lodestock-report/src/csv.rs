//! Tables for machines, as CSV.

mod comparison;
mod paths;
mod reserves;
mod series;
mod summary;
mod trace;

pub use comparison::comparison;
pub use paths::paths;
pub use reserves::reserves;
pub use series::series;
pub use summary::groups;
pub(crate) use summary::write;
pub use trace::Trace;

use std::io;

pub(crate) fn into_io(error: ::csv::Error) -> io::Error {
    // The kind of an I/O error must survive: a reader who went away is no failure.
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// A number in full, or nothing if it is not finite.
pub(crate) fn cell(value: f64) -> String {
    if value.is_finite() {
        (value + 0.0).to_string()
    } else {
        String::new()
    }
}
