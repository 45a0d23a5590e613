//! The `lodestock` command.

mod answer;
mod bundled;
mod commands;
mod format;
mod interrupt;
mod machine;
mod output;
mod progress;
mod sampling;
mod scenario;
mod variance;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let command = commands::Cli::parse();
    commands::dispatch(&command).unwrap_or_else(|error| output::report(&error))
}
