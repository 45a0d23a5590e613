//! The scenario that a command works on.

use std::path::PathBuf;

use clap::Args;
use lodestock_scenario::{Loaded, Overlay, load, render, render_diagnostics};

use crate::format::quoted;
use crate::output::{self, Rendered};

/// Arguments that name a scenario.
#[derive(Debug, Args)]
pub struct Chosen {
    /// Scenario file (TOML)
    #[arg(value_name = "SCENARIO")]
    pub file: PathBuf,
    /// Change a key of the scenario, such as reserve.vault.capacity="90 days"; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = overlay)]
    pub set: Vec<Overlay>,
}

fn overlay(text: &str) -> Result<Overlay, String> {
    Overlay::parse(text).ok_or_else(|| "expected KEY=VALUE, such as run.paths=1000".into())
}

impl Chosen {
    /// Loads it; warnings go to standard error.
    pub fn load(&self) -> anyhow::Result<Loaded> {
        let loaded = load(&self.file, &self.set)
            .map_err(|failure| Rendered(render(&failure, output::styled())))?;
        if !loaded.warnings.is_empty() {
            let text = render_diagnostics(&loaded.warnings, &loaded.sources, output::styled());
            output::note(&(text + "\n"));
        }
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
