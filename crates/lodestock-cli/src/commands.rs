//! The commands, a file each.

mod check;
mod compare;
mod new;
mod portfolio;
mod rules;
mod run;
mod scenarios;
mod size;
mod trace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Monte Carlo supply-disruption simulator for critical minerals: how much reserve, of what, and
/// what does it buy?
#[derive(Debug, Parser)]
#[command(
    name = "lodestock",
    version,
    max_term_width = 100,
    after_help = "Example: lodestock run scenarios/cobalt-drc.toml --paths 10_000\n\nExit codes: 0 done, 1 error, 2 wrong usage, 130 interrupted."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Arguments),
    Size(size::Arguments),
    Check(check::Arguments),
    Compare(compare::Arguments),
    Rules(rules::Arguments),
    Portfolio(portfolio::Arguments),
    Trace(trace::Arguments),
    New(new::Arguments),
    Scenarios(scenarios::Arguments),
}

/// Does what the command line asks for.
pub fn dispatch(cli: &Cli) -> anyhow::Result<ExitCode> {
    match &cli.command {
        Command::Run(arguments) => run::run(arguments),
        Command::Size(arguments) => size::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Compare(arguments) => compare::run(arguments),
        Command::Rules(arguments) => rules::run(arguments),
        Command::Portfolio(arguments) => portfolio::run(arguments),
        Command::Trace(arguments) => trace::run(arguments),
        Command::New(arguments) => new::run(arguments),
        Command::Scenarios(arguments) => scenarios::run(arguments),
    }
}
