//! `lodestock portfolio`: one budget, many reserves.

use std::io::Write;
use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, ValueEnum};
use lodestock_report::portfolio as report;
use lodestock_runner::portfolio::{Aim, PortfolioError, portfolio, reserves_of};
use lodestock_runner::{Cover, Target};

use crate::answer::Format;
use crate::sampling::{Sampling, watched};
use crate::scenario::Chosen;
use crate::{answer, format, output};

/// Spread one budget over the reserves of a scenario: what to buy, what it brings, how sure that is
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lodestock portfolio scenarios/strategic-minerals-reserve.toml --budget '12 bn'
  lodestock portfolio scenarios/gallium-germanium-china.toml --fund vault --budget 2e7 --minimise cvar
  lodestock portfolio scenarios/cobalt-drc.toml --budget '200 M' --minimise below-target --target 'P(shortfall) <= 10%'

The budget pays initial fills at reference prices. The allocation is chosen on --paths futures and judged
on as many fresh ones, against nothing, equal days and equal dollars. Ctrl-C shows what is complete by
then, marked PARTIAL; the exit code is 130.")]
pub struct Arguments {
    #[command(flatten)]
    scenario: Chosen,
    /// USD to spend, such as 12e9, 12_000_000_000 or '12 bn'
    #[arg(long, value_name = "USD", value_parser = format::budget, allow_hyphen_values = true)]
    budget: f64,
    /// Only the reserves of a fund [default: all reserves]
    #[arg(long, value_name = "ID")]
    fund: Option<String>,
    /// What to make small
    #[arg(long, value_enum, default_value_t = Minimise::Cost)]
    minimise: Minimise,
    /// Target of below-target [default: P(shortfall) <= 5%]
    #[arg(long, value_name = "TARGET")]
    target: Option<String>,
    #[command(flatten)]
    sampling: Sampling,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Minimise {
    /// Mean cost of shortfalls
    Cost,
    /// Mean cost in the worst 5 % of futures
    Cvar,
    /// Number of reserves whose users miss a target
    BelowTarget,
}

/// Target of a reserve's users, where none is given.
const TARGET: &str = "P(shortfall) <= 5%";

impl Arguments {
    fn aim(&self) -> anyhow::Result<Aim> {
        Ok(match (self.minimise, &self.target) {
            (Minimise::BelowTarget, target) => {
                let text = target.as_deref().unwrap_or(TARGET);
                Aim::BelowTarget(Target::parse(text)?)
            }
            (_, Some(_)) => bail!("--target needs --minimise below-target"),
            (Minimise::Cost, None) => Aim::MeanCost,
            (Minimise::Cvar, None) => Aim::TailCost,
        })
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let aim = arguments.aim()?;
    let loaded = arguments.scenario.load()?;
    let model = &loaded.model;
    let reserves = reserves_of(model, arguments.fund.as_deref())?;
    let cover = Cover::new(model, reserves).map_err(PortfolioError::from)?;
    let options = arguments.sampling.plain_options(&loaded);
    let done = watched(|bar| portfolio(&cover, arguments.budget, &aim, &options, bar))??;
    let Some(done) = done else {
        return Ok(answer::nothing("allocation"));
    };
    match arguments.format {
        Format::Table => output::print(&report::text(model, &done, output::width()))?,
        Format::Json => output::print(&format!("{:#}\n", report::json(model, &done)))?,
        Format::Csv => {
            let mut out = std::io::stdout().lock();
            report::csv(model, &done, &mut out)?;
            out.flush()?;
        }
    }
    Ok(answer::end(arguments.format, done.partial, "command"))
}
