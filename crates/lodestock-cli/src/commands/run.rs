//! `lodestock run`: simulates futures and says what they hold.

mod folder;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use lodestock_core::spec::Precision;
use lodestock_core::{Groups, Model};
use lodestock_report::table::Report;
use lodestock_report::{csv, json, table};
use lodestock_runner::{Options, Run, Summary};
use lodestock_scenario::Loaded;

use crate::answer::Format;
use crate::sampling::{Sampling, watched};
use crate::scenario::Chosen;
use crate::variance::Variance;
use crate::{answer, format, interrupt, output};

/// Simulate many futures of a scenario: who runs short, how often, of how much, and what reserves do
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lodestock run scenarios/cobalt-drc.toml
  lodestock run scenarios/cobalt-drc.toml --set 'reserve.us-vault.capacity=\"90 days\"' --paths 20_000
  lodestock run scenarios/cobalt-drc.toml --format json > cobalt.json
  lodestock run scenarios/cobalt-drc.toml --precision 1% --metric us.refined-cobalt.p_short
  lodestock run scenarios/cobalt-drc.toml --tilt export_restriction.ore-quota=5
  lodestock run scenarios/cobalt-drc.toml --out results/cobalt

Ctrl-C ends a run early: the paths done so far are shown, marked PARTIAL, and the exit code is 130.")]
pub struct Arguments {
    #[command(flatten)]
    scenario: Chosen,
    #[command(flatten)]
    sampling: Sampling,
    #[command(flatten)]
    variance: Variance,
    /// Stop once a metric's 95 % interval is this tight, such as 1%: half its width over the mean; --paths is then the most
    #[arg(long, value_name = "SHARE", value_parser = format::precision)]
    precision: Option<f64>,
    /// The metric, such as us.gallium.p_short, total.shortfall or reserve.vault.p_empty [default: the scenario's, or p_short of whom the first reserve serves]
    #[arg(long, value_name = "NAME", requires = "precision")]
    metric: Option<String>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Also write summary.json, reserves.csv, paths.csv, series.csv, provenance.toml and scenario.toml to this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write to a folder that is not empty
    #[arg(long, requires = "out")]
    force: bool,
}

impl Arguments {
    /// What to run: the scenario's own settings, unless the command line says otherwise.
    fn options(&self, loaded: &Loaded) -> Options {
        let options = self.sampling.options(loaded);
        let options = self.variance.options(loaded, options);
        Options {
            // Fans are counts, which know no weights.
            series: self.out.is_some() && options.tilt.is_empty(),
            emptied: true,
            precision: match self.precision {
                Some(relative) => Some(self.stopping(loaded, relative)),
                None => options.precision,
            },
            ..options
        }
    }

    /// The stopping rule that the command line asks for.
    fn stopping(&self, loaded: &Loaded, relative: f64) -> Precision {
        let given = loaded.scenario.run.precision.as_ref();
        let metric = self
            .metric
            .clone()
            .or(given.map(|rule| rule.metric.clone()));
        Precision {
            metric: metric.unwrap_or_else(|| first_served(&loaded.model)),
            relative,
            confidence: given.map_or(0.95, |rule| rule.confidence),
            max_paths: self
                .sampling
                .paths
                .unwrap_or(given.map_or(1_000_000, |rule| rule.max_paths)),
        }
    }

    /// The command that replays a path, but for its number.
    fn replay(&self, loaded: &Loaded, seed: u64) -> String {
        let seed = if seed == loaded.scenario.run.seed {
            String::new()
        } else {
            format!(" --seed {seed}")
        };
        let (scenario, variance) = (self.scenario.words(), self.variance.words());
        format!("lodestock trace {scenario}{seed}{variance} --path")
    }

    /// The command that repeats a run: so many paths, whatever made it stop there.
    fn command(&self, run: &Run) -> String {
        format!(
            "lodestock run {} --seed {} --paths {}{}",
            self.scenario.words(),
            run.seed,
            run.wanted,
            self.variance.words()
        )
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let loaded = arguments.scenario.load()?;
    if let Some(out) = &arguments.out {
        folder::claim(out, arguments.force)?;
    }
    let options = arguments.options(&loaded);
    let run = watched(|bar| lodestock_runner::run(&loaded.model, &options, bar))??;
    let Some(summary) = Summary::of(&loaded.model, &run) else {
        if run.partial {
            output::note("stopped before any path was done\n");
            return Ok(ExitCode::from(interrupt::INTERRUPTED));
        }
        bail!("no path could be simulated: {}", first_failure(&run));
    };
    if let Some(out) = &arguments.out {
        folder::write(out, arguments, &loaded, &run, &summary)?;
    }
    print(arguments, &loaded, &run, &summary)?;
    Ok(answer::end(arguments.format, run.partial, "run"))
}

/// How often those run short whom the first reserve serves; all, without one.
fn first_served(model: &Model) -> String {
    let groups = Groups::all(model);
    let served = match model.reserves() {
        [] => None,
        _ => groups.served_by(model, 0),
    };
    format!("{}.p_short", served.map_or("total", |group| &group.name))
}

fn first_failure(run: &Run) -> String {
    run.failed
        .first()
        .map_or_else(String::new, |failed| failed.message.clone())
}

fn print(
    arguments: &Arguments,
    loaded: &Loaded,
    run: &Run,
    summary: &Summary,
) -> anyhow::Result<()> {
    match arguments.format {
        Format::Json => {
            let value = json::summary(&loaded.model, run, summary);
            output::print(&format!("{value:#}\n"))?;
        }
        Format::Csv => {
            let mut out = std::io::stdout().lock();
            csv::groups(&loaded.model, summary, &mut out)?;
            out.flush()?;
        }
        Format::Table => {
            let files = arguments.out.as_ref().map(|out| folder::names(out, run));
            output::print(&table::text(&Report {
                model: &loaded.model,
                run,
                summary,
                sources: loaded.scenario.sources.len(),
                replay: &arguments.replay(loaded, run.seed),
                files: files.as_deref(),
                width: output::width(),
            }))?;
        }
    }
    Ok(())
}
