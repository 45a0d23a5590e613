//! The scenario that a command works on.

use std::path::{Path, PathBuf};

use clap::Args;
use lodestock_scenario::{InMemory, Loaded, Overlay, load, load_str, render, render_diagnostics};

use crate::bundled;
use crate::format::quoted;
use crate::output::{self, Rendered};

/// Arguments that name a scenario.
#[derive(Debug, Args)]
pub struct Chosen {
    /// Scenario file (TOML), or the name of a bundled one such as cobalt-drc
    #[arg(value_name = "SCENARIO")]
    pub file: PathBuf,
    /// Change a key of the scenario, such as reserve.vault.capacity="90 days", or remove one with
    /// all that is in it, such as '!reserve.vault'; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = overlay)]
    pub set: Vec<Overlay>,
}

/// Reads one change.
pub fn overlay(text: &str) -> Result<Overlay, String> {
    Overlay::parse(text)
        .ok_or_else(|| "expected KEY=VALUE, such as run.paths=1000, or !KEY to remove it".into())
}

/// Loads a scenario with changes; what is wrong with it comes as text.
pub fn open(file: &Path, changes: &[Overlay]) -> anyhow::Result<Loaded> {
    // The name of a bundled scenario serves where no file is called so.
    let name = file.to_str().filter(|_| !file.exists());
    let loaded = match name.and_then(|name| bundled::named(name).ok()) {
        Some(case) => load_str(case.name, case.text, changes, &InMemory::default()),
        None => load(file, changes),
    };
    Ok(loaded.map_err(|failure| Rendered(render(&failure, output::styled())))?)
}

/// What is odd about a scenario; nothing if it is fine.
pub fn warnings(loaded: &Loaded) -> String {
    if loaded.warnings.is_empty() {
        return String::new();
    }
    render_diagnostics(&loaded.warnings, &loaded.sources, output::styled()) + "\n"
}

impl Chosen {
    /// Loads it; warnings go to standard error.
    pub fn load(&self) -> anyhow::Result<Loaded> {
        let loaded = open(&self.file, &self.set)?;
        output::note(&warnings(&loaded));
        Ok(loaded)
    }

    /// The file and the changes, as words of a command.
    pub fn words(&self) -> String {
        let mut words = quoted(&self.file.display().to_string());
        for overlay in &self.set {
            words += &format!(" --set {}", quoted(&overlay.to_string()));
        }
        words
    }
}
