//! The folder of a run.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::{Context, bail};
use lodestock_report::provenance::{self, Origin};
use lodestock_report::{csv, json};
use lodestock_runner::{Run, Summary};
use lodestock_scenario::Loaded;

use super::Arguments;
use crate::format;

const SERIES: &str = "series.csv";
const FILES: [&str; 6] = [
    "summary.json",
    "reserves.csv",
    "paths.csv",
    SERIES,
    "provenance.toml",
    "scenario.toml",
];

/// Makes the folder, or sees that it may be used.
pub fn claim(out: &Path, force: bool) -> anyhow::Result<()> {
    let shown = out.display();
    fs::create_dir_all(out).with_context(|| format!("cannot make the folder {shown}"))?;
    let mut entries =
        fs::read_dir(out).with_context(|| format!("cannot read the folder {shown}"))?;
    if entries.next().is_some() && !force {
        bail!("the folder {shown} is not empty; --force overwrites the files of a run in it");
    }
    Ok(())
}

/// What was written where. There is no series.csv of weighted futures.
pub fn names(out: &Path, run: &Run) -> String {
    let files: Vec<&str> = FILES
        .into_iter()
        .filter(|&name| name != SERIES || run.series.is_some())
        .collect();
    format!("{}/ ({})", out.display(), files.join(", "))
}

/// Writes the files.
pub fn write(
    out: &Path,
    arguments: &Arguments,
    loaded: &Loaded,
    run: &Run,
    summary: &Summary,
) -> anyhow::Result<()> {
    let model = &loaded.model;
    let set: Vec<String> = arguments
        .scenario
        .set
        .iter()
        .map(ToString::to_string)
        .collect();
    let origin = Origin {
        version: env!("CARGO_PKG_VERSION"),
        file: &arguments.scenario.file.display().to_string(),
        hash: &loaded.hash,
        set: &set,
        date: &format::today(),
        command: &arguments.command(run),
    };
    let [
        summary_file,
        reserves_file,
        paths_file,
        series_file,
        provenance_file,
        scenario_file,
    ] = FILES;
    file(out, summary_file, |to| {
        writeln!(to, "{:#}", json::summary(model, run, summary))
    })?;
    file(out, reserves_file, |to| csv::reserves(summary, to))?;
    file(out, paths_file, |to| csv::paths(model, run, to))?;
    match &run.series {
        Some(series) => file(out, series_file, |to| csv::series(model, series, to))?,
        None => forget(out, series_file)?,
    }
    file(out, provenance_file, |to| {
        to.write_all(provenance::toml(run, &origin).as_bytes())
    })?;
    file(out, scenario_file, |to| {
        to.write_all(loaded.resolved.as_bytes())
    })
}

/// Takes away what another run has left.
fn forget(out: &Path, name: &str) -> anyhow::Result<()> {
    let path = out.join(name);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
}

fn file(
    out: &Path,
    name: &str,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> anyhow::Result<()> {
    let path = out.join(name);
    let write_all = || {
        let mut to = BufWriter::new(File::create(&path)?);
        write(&mut to)?;
        to.flush()
    };
    write_all().with_context(|| format!("cannot write {}", path.display()))
}
