//! `lodestock compare`: the same futures under several scenarios.

mod variants;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use lodestock_core::Model;
use lodestock_report::comparison::{self, Compared};
use lodestock_report::{csv, json};
use lodestock_runner::{Comparison, Options, Variant, compare};
use lodestock_scenario::Overlay;

use crate::answer::Format;
use crate::sampling::{Sampling, watched};
use crate::scenario::overlay;
use crate::{answer, interrupt, output};
use variants::{One, With};

/// Compare scenarios, or changes of one, on the same futures: what each change does, with its error
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lodestock compare scenarios/cobalt-drc.toml --with 'reserve.us-vault.capacity=90 days'
  lodestock compare scenarios/cobalt-drc.toml --with 'no project: !project.indonesia-expansion' --with 'no vault: !reserve.us-vault'
  lodestock compare mine.toml theirs.toml --set 'time.horizon=5 years' --for us.gallium --format csv

Every variant is compared with the first. Paths and seed are those of the first file unless said; a stopping rule is not used.
Ctrl-C ends early: the futures that all variants have are shown, marked PARTIAL, and the exit code is 130.")]
pub struct Arguments {
    /// Scenario files (TOML) with the same horizon and steps
    #[arg(value_name = "SCENARIO", required = true)]
    files: Vec<PathBuf>,
    /// Change a key of every file, such as reserve.vault.capacity="90 days", or remove one, such as
    /// '!reserve.vault'; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = overlay)]
    set: Vec<Overlay>,
    /// One more variant: the first file with these changes, separated by `;`, after `LABEL:` if it
    /// is to have a name; may be repeated
    #[arg(long = "with", value_name = "CHANGES", value_parser = With::parse)]
    with: Vec<With>,
    /// Consumers to show, such as us.gallium, us-chips, gallium, total, or all; may be repeated
    /// [default: what the scenario is about; all in JSON and CSV]
    #[arg(long = "for", value_name = "GROUP")]
    groups: Vec<String>,
    #[command(flatten)]
    sampling: Sampling,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// Exit code of wrong usage.
const USAGE: u8 = 2;

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let Arguments {
        files, set, with, ..
    } = arguments;
    if files.len() + with.len() < 2 {
        output::note(
            "error: a comparison needs at least two variants; name another file, or change this one with --with 'KEY=VALUE'\n",
        );
        return Ok(ExitCode::from(USAGE));
    }
    let all = variants::load(files, set, with)?;
    let options = Options {
        precision: None,
        ..arguments.sampling.plain_options(&all[0].loaded)
    };
    let names = arguments.names(&all);
    let compared: Vec<Variant<'_>> = all.iter().map(One::variant).collect();
    let found = watched(|bar| compare(&compared, names.as_deref(), &options, bar))??;
    if found.paths == 0 {
        if found.partial {
            output::note("stopped before any future was done in every variant\n");
            return Ok(ExitCode::from(interrupt::INTERRUPTED));
        }
        let first = found
            .failed
            .first()
            .map(|(_, failed)| failed.message.as_str());
        bail!("no path could be simulated: {}", first.unwrap_or_default());
    }
    print(arguments, &all, &found)?;
    Ok(answer::end(arguments.format, found.partial, "comparison"))
}

impl Arguments {
    /// The groups to keep; `None` for all.
    fn names(&self, all: &[One]) -> Option<Vec<String>> {
        if self.groups.iter().any(|name| name == "all") {
            return None;
        }
        if !self.groups.is_empty() {
            return Some(self.groups.clone());
        }
        (self.format == Format::Table).then(|| comparison::main_groups(&models(all)))
    }
}

fn models(all: &[One]) -> Vec<&Model> {
    all.iter().map(|one| &one.loaded.model).collect()
}

fn print(arguments: &Arguments, all: &[One], found: &Comparison) -> anyhow::Result<()> {
    let models = models(all);
    let made_of: Vec<String> = all.iter().map(|one| one.made_of.clone()).collect();
    match arguments.format {
        Format::Json => {
            let value = json::comparison(&models, found, &made_of);
            output::print(&format!("{value:#}\n"))?;
        }
        Format::Csv => {
            let mut out = std::io::stdout().lock();
            csv::comparison(found, &mut out)?;
            out.flush()?;
        }
        Format::Table => output::print(&comparison::text(&Compared {
            models: &models,
            comparison: found,
            made_of: &made_of,
            asked: !arguments.groups.is_empty(),
            width: output::width(),
        }))?,
    }
    Ok(())
}
