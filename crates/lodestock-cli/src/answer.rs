//! How a command that answers a question prints and ends.

use std::process::ExitCode;

use clap::ValueEnum;

use crate::{interrupt, output};

/// What to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The planner's text
    Table,
    /// Every number with its error
    Json,
    /// Rows for a spreadsheet
    Csv,
}

/// The end of a command whose answer is printed; `what` was stopped early, if it was.
pub fn end(format: Format, partial: bool, what: &str) -> ExitCode {
    if !partial {
        return ExitCode::SUCCESS;
    }
    if format != Format::Table {
        output::note(&format!("PARTIAL: the {what} was stopped early\n"));
    }
    ExitCode::from(interrupt::INTERRUPTED)
}

/// The end of a command that was stopped before it had anything to say.
pub fn nothing(what: &str) -> ExitCode {
    output::note(&format!("stopped before any {what} was done\n"));
    ExitCode::from(interrupt::INTERRUPTED)
}
