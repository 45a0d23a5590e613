//! The scenarios inside the binary.

use lodestock_core::problem::suggest;
use lodestock_scenario::{InMemory, Loaded, load_str};

/// Names and texts, by name.
const SCENARIOS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/bundled.rs"));

/// A scenario inside the binary.
#[derive(Debug, Clone, Copy)]
pub struct Bundled {
    /// Its name, such as `cobalt-drc`.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// All of them, by name.
pub fn all() -> impl Iterator<Item = Bundled> {
    SCENARIOS.iter().map(|&(name, text)| Bundled { name, text })
}

/// The one of a name, with or without `.toml`.
///
/// # Errors
/// If there is none, with the nearest name.
pub fn named(name: &str) -> anyhow::Result<Bundled> {
    let wanted = name.strip_suffix(".toml").unwrap_or(name);
    all().find(|bundled| bundled.name == wanted).ok_or_else(|| {
        let help = suggest(wanted, all().map(|bundled| bundled.name));
        let help = help.map_or(String::new(), |help| format!(": {help}"));
        anyhow::anyhow!("no bundled scenario `{wanted}`{help}")
    })
}

impl Bundled {
    /// Loads it; `None` if it does not load, which a test of every scenario forbids.
    pub fn load(self) -> Option<Loaded> {
        load_str(self.name, self.text, &[], &InMemory::default()).ok()
    }
}
