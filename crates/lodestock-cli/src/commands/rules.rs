//! `lodestock rules`: rules of thumb, priced.

use std::io::Write;
use std::process::ExitCode;

use clap::Args;
use lodestock_report::rules as report;
use lodestock_runner::Cover;
use lodestock_runner::rules::rules;

use crate::answer::Format;
use crate::sampling::{Sampling, watched};
use crate::scenario::Chosen;
use crate::{answer, format, output};

/// Compare rules of thumb, so many days of cover: what each costs and what shortfall it leaves
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lodestock rules scenarios/cobalt-drc.toml
  lodestock rules scenarios/cobalt-drc.toml --reserve us-vault --days 60,120
  lodestock rules scenarios/cobalt-drc.toml --format csv > rules.csv

All chosen reserves get the same number of days at once, on the same futures. Differences are less the
first number of the list. Ctrl-C shows the rules done so far, marked PARTIAL; the exit code is 130.")]
pub struct Arguments {
    #[command(flatten)]
    scenario: Chosen,
    /// Days of the need that a reserve serves
    #[arg(long, value_name = "DAYS", value_delimiter = ',', value_parser = format::days,
        default_value = "0,30,60,90,100,180", allow_hyphen_values = true)]
    days: Vec<f64>,
    /// A reserve that follows the rules; may be repeated [default: all]
    #[arg(long, value_name = "ID")]
    reserve: Vec<String>,
    #[command(flatten)]
    sampling: Sampling,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let loaded = arguments.scenario.load()?;
    let model = &loaded.model;
    let cover = Cover::named(model, &arguments.reserve)?;
    let options = arguments.sampling.plain_options(&loaded);
    let done = watched(|bar| rules(&cover, &arguments.days, &options, bar))??;
    let partial = done.rules.len() < done.wanted;
    if done.rules.is_empty() {
        return Ok(answer::nothing("rule"));
    }
    match arguments.format {
        Format::Table => output::print(&report::text(model, &done, output::width()))?,
        Format::Json => output::print(&format!("{:#}\n", report::json(model, &done)))?,
        Format::Csv => {
            let mut out = std::io::stdout().lock();
            report::csv(model, &done, &mut out)?;
            out.flush()?;
        }
    }
    Ok(answer::end(arguments.format, partial, "command"))
}
