//! `lodestock check`: reads a scenario and shows what it says.

use std::process::ExitCode;

use clap::Args;
use lodestock_report::balance;

use crate::output;
use crate::scenario::Chosen;

/// Check a scenario without running it: its calm balance, reserves and what can go wrong
#[derive(Debug, Args)]
#[command(after_help = "Example:
  lodestock check scenarios/cobalt-drc.toml")]
pub struct Arguments {
    #[command(flatten)]
    scenario: Chosen,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let loaded = arguments.scenario.load()?;
    let seed = loaded.scenario.run.seed;
    output::print(&balance::text(
        &loaded.scenario,
        &loaded.model,
        seed,
        output::width(),
    ))?;
    Ok(ExitCode::SUCCESS)
}
