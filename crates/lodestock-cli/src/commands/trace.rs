//! `lodestock trace`: one future, step by step.

use std::io::{self, BufWriter};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use lodestock_core::{Future, Groups, Model, Simulation};
use lodestock_report::csv::Trace;
use lodestock_report::events;
use lodestock_runner::{Futures, Options, RunError, Sampled};

use crate::scenario::Chosen;
use crate::variance::Variance;
use crate::{format, output};

/// Replay one future step by step: CSV on standard output, its events on standard error
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lodestock trace scenarios/cobalt-drc.toml --path 73412 > path.csv
  lodestock trace scenarios/cobalt-drc.toml --dated > dated.csv

Path N is the same future as path N of `lodestock run` with the same scenario, changes, seed, draws and tilt.")]
pub struct Arguments {
    #[command(flatten)]
    scenario: Chosen,
    /// Number of the path
    #[arg(long, value_name = "N", default_value = "0", value_parser = format::whole)]
    path: u64,
    /// Seed of all random numbers [default: the scenario's]
    #[arg(long, value_name = "N", value_parser = format::whole)]
    seed: Option<u64>,
    #[command(flatten)]
    variance: Variance,
    /// The future in which only dated disruptions happen, and everything uncertain has its median
    #[arg(long, conflicts_with_all = ["path", "seed", "draws", "tilt"])]
    dated: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let loaded = arguments.scenario.load()?;
    let model = &loaded.model;
    let seed = arguments.seed.unwrap_or(loaded.scenario.run.seed);
    let options = Options {
        seed,
        ..Options::default()
    };
    let options = arguments.variance.options(&loaded, options);
    let (future, title) = if arguments.dated {
        (Future::dated(model), "Dated disruptions only".to_string())
    } else {
        let path = arguments.path;
        (
            quietly(|| sampled(model, &options, path))??,
            format!("Path {path}, seed {seed}"),
        )
    };
    let events = events::text(&loaded.scenario, model, &future);
    output::note(&format!("{}: {title}\n{events}", model.name()));
    let groups = Groups::all(model);
    let mut trace = Trace::new(model, BufWriter::new(io::stdout().lock()));
    quietly(|| Simulation::<1>::new(model, &groups).run(&[future], Some(&mut trace)))?;
    trace.finish()?;
    Ok(ExitCode::SUCCESS)
}

fn sampled(model: &Model, options: &Options, path: u64) -> Result<Future, RunError> {
    let mut future = Future::default();
    Sampled::of(model, options)?.fill(path, &mut future);
    Ok(future)
}

/// Does something that must not fail; if it does, says so in a sentence.
fn quietly<T>(work: impl FnOnce() -> T) -> anyhow::Result<T> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let done = catch_unwind(AssertUnwindSafe(work));
    std::panic::set_hook(hook);
    match done {
        Ok(value) => Ok(value),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
            bail!(
                "this path fails, which is a defect of the program; please report it: {}",
                text.unwrap_or_default()
            )
        }
    }
}
