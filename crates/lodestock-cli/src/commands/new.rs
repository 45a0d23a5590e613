//! `lodestock new`: a scenario to begin with.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use lodestock_core::problem::suggest;

use crate::bundled::{self, Bundled};
use crate::output;

/// A small world in which every line says what it means.
const STARTER: &str = include_str!("new/starter.toml");

/// Write a scenario to begin with: a small one that explains itself, or the real case nearest to a mineral
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lodestock new mine.toml                     a small world, every line explained
  lodestock new mine.toml --mineral gallium   the bundled case that has gallium")]
pub struct Arguments {
    /// The file to write
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Begin with the bundled case that has this mineral
    #[arg(long, value_name = "NAME")]
    mineral: Option<String>,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let (text, what) = match &arguments.mineral {
        None => (STARTER, "a small world that explains itself".to_string()),
        Some(mineral) => {
            let case = nearest(mineral)?;
            (case.text, format!("the bundled case {}", case.name))
        }
    };
    output::create(&arguments.file, text, arguments.force)?;
    let file = arguments.file.display();
    output::note(&format!(
        "wrote {file}: {what}\nnext: lodestock check {file}\n"
    ));
    Ok(ExitCode::SUCCESS)
}

/// The case with the fewest commodities of which one is named so.
fn nearest(mineral: &str) -> anyhow::Result<Bundled> {
    let wanted = mineral.trim().to_lowercase().replace([' ', '_'], "-");
    let mut cases: Vec<(Bundled, Vec<String>)> =
        bundled::all().map(|case| (case, minerals(case))).collect();
    cases.sort_by_key(|(_, minerals)| minerals.len());
    let has = |minerals: &[String]| {
        minerals
            .iter()
            .any(|id| id.split('-').any(|part| part == wanted) || *id == wanted)
    };
    if let Some((case, _)) = cases.iter().find(|(_, minerals)| has(minerals)) {
        return Ok(*case);
    }
    let known = cases
        .iter()
        .flat_map(|(_, minerals)| minerals)
        .map(String::as_str);
    let help = suggest(&wanted, known).map_or(String::new(), |help| format!(": {help}"));
    anyhow::bail!("no bundled case has `{mineral}`{help}")
}

/// Ids of a case's commodities.
fn minerals(case: Bundled) -> Vec<String> {
    let loaded = case.load();
    let ids = loaded.map(|loaded| loaded.scenario.commodities.into_keys().collect());
    ids.unwrap_or_default()
}
