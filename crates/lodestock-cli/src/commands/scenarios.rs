//! `lodestock scenarios`: the real cases inside the binary.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use lodestock_core::Model;

use crate::bundled::{self, Bundled};
use crate::output;

/// List, show and copy the scenarios that come with the program
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lodestock scenarios
  lodestock scenarios show cobalt-drc | less
  lodestock scenarios copy cobalt-drc mine.toml && lodestock run mine.toml")]
pub struct Arguments {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Print the name and size of each (the default)
    List,
    /// Print one as it is
    Show {
        /// Its name, as in the list
        name: String,
    },
    /// Write one to a file, to be changed and run
    Copy {
        /// Its name, as in the list
        name: String,
        /// The file [default: NAME.toml here]
        file: Option<PathBuf>,
        /// Write over a file that is there
        #[arg(long)]
        force: bool,
    },
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    match &arguments.action {
        None | Some(Action::List) => output::print(&bundled::all().map(entry).collect::<String>())?,
        Some(Action::Show { name }) => output::print(bundled::named(name)?.text)?,
        Some(Action::Copy { name, file, force }) => {
            let found = bundled::named(name)?;
            let default = || PathBuf::from(format!("{}.toml", found.name));
            let file = file.clone().unwrap_or_else(default);
            output::create(&file, found.text, *force)?;
            output::note(&format!("wrote {}\n", file.display()));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Two lines about a scenario: what it is called, and how large it is.
fn entry(bundled: Bundled) -> String {
    let Some(loaded) = bundled.load() else {
        return format!("{}\n", bundled.name);
    };
    let title = &loaded.scenario.name;
    format!(
        "{:<28} {title}\n{:<28} {}\n",
        bundled.name,
        "",
        size(&loaded.model)
    )
}

fn size(model: &Model) -> String {
    let clock = model.clock();
    let count = |number: usize, one: &str, many: &str| match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    };
    format!(
        "{} in {}, {}, {} {}s from {}",
        count(model.commodities().len(), "commodity", "commodities"),
        count(model.countries().len(), "country", "countries"),
        count(model.reserves().len(), "reserve", "reserves"),
        clock.steps,
        clock.length.name(),
        clock.start,
    )
}
