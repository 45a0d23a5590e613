//! `lodestock size`: how large a reserve must be.

use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::bail;
use clap::Args;
use lodestock_core::problem::suggest;
use lodestock_report::sizing::{self, SizingReport};
use lodestock_runner::Target;
use lodestock_runner::sizing::{Question, size};
use lodestock_scenario::Loaded;

use crate::answer::Format;
use crate::sampling::{Sampling, watched};
use crate::scenario::Chosen;
use crate::{answer, format, output};

/// Find the smallest reserve that meets a target, or the cheapest one, and draw risk against size
#[derive(Debug, Args)]
#[command(after_help = "Targets are a measure, <= and a number:
  P(shortfall) <= 5%               P(unmet) <= 5%         P(empty) <= 10%
  P(shortfall) <= 1% a year        months short <= 0.5    mean cost <= 1e6 USD a year
  mean shortfall <= 100 t a year   mean unmet <= 50 t     CVaR95(shortfall) <= 1 % of demand

Examples:
  lodestock size scenarios/cobalt-drc.toml --target 'P(shortfall) <= 5%'
  lodestock size scenarios/cobalt-drc.toml --cheapest --set run.discount_rate=0.05
  lodestock size scenarios/cobalt-drc.toml --target 'mean shortfall <= 100 t' --for us --format json

Every size sees the same futures. Paths are added until the answer is as precise as asked, up to --paths.
Ctrl-C ends it early: what is known so far is shown, marked PARTIAL, and the exit code is 130.")]
pub struct Arguments {
    #[command(flatten)]
    scenario: Chosen,
    /// The reserve [default: the only one]
    #[arg(long, value_name = "ID")]
    reserve: Option<String>,
    /// What the smallest size must bring about, such as "P(shortfall) <= 5%"
    #[arg(long, value_name = "TARGET", value_parser = target)]
    target: Option<Given>,
    /// Find the size at which reserve and shortage together cost least [default: without a target]
    #[arg(long)]
    cheapest: bool,
    /// Whose risk and cost: a consumer, country, commodity or total [default: whom the reserve serves]
    #[arg(long = "for", value_name = "NAME")]
    consumers: Option<String>,
    /// Half width of the answer's interval that is enough, as a share of the answer
    #[arg(long, value_name = "SHARE", value_parser = format::precision, default_value = "5%")]
    precision: f64,
    #[command(flatten)]
    sampling: Sampling,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// A target and its text.
#[derive(Debug, Clone)]
struct Given {
    text: String,
    target: Target,
}

fn target(text: &str) -> Result<Given, String> {
    let target = Target::parse(text).map_err(|error| error.to_string())?;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(Given { text, target })
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let loaded = arguments.scenario.load()?;
    let model = &loaded.model;
    let reserve = reserve(arguments, &loaded)?;
    let target = arguments.target.as_ref();
    let question = Question {
        reserve,
        consumers: Question::consumers(model, reserve, arguments.consumers.as_deref())?,
        target: target.map(|given| given.target.clone()),
        cheapest: arguments.cheapest || target.is_none(),
        precision: arguments.precision,
    };
    let options = arguments.sampling.plain_options(&loaded);
    let clock = Instant::now();
    let sizing = watched(|bar| size(model, &question, &options, bar))??;
    print(
        arguments,
        &SizingReport {
            model,
            question: &question,
            target: target.map(|given| given.text.as_str()),
            sizing: &sizing,
            seed: options.seed,
            seconds: clock.elapsed().as_secs_f64(),
            width: output::width(),
        },
    )?;
    Ok(answer::end(arguments.format, sizing.partial, "sizing"))
}

fn print(arguments: &Arguments, report: &SizingReport<'_>) -> anyhow::Result<()> {
    match arguments.format {
        Format::Table => output::print(&sizing::text(report))?,
        Format::Json => output::print(&format!("{:#}\n", sizing::json(report)))?,
        Format::Csv => {
            let mut out = std::io::stdout().lock();
            sizing::csv(report, &mut out)?;
            out.flush()?;
        }
    }
    Ok(())
}

/// The reserve that is meant.
fn reserve(arguments: &Arguments, loaded: &Loaded) -> anyhow::Result<usize> {
    let reserves = loaded.model.reserves();
    let ids = || reserves.iter().map(|reserve| reserve.id.as_str());
    let Some(id) = &arguments.reserve else {
        return match reserves.len() {
            0 => bail!("the scenario has no reserve"),
            1 => Ok(0),
            _ => {
                let all: Vec<&str> = ids().collect();
                bail!("say with --reserve which of {}", all.join(", "))
            }
        };
    };
    if let Some(found) = reserves.iter().position(|reserve| reserve.id == *id) {
        return Ok(found);
    }
    let help = suggest(id, ids()).map_or(String::new(), |help| format!(": {help}"));
    bail!("no reserve `{id}`{help}")
}
