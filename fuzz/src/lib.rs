//! What the targets share: changes of scenario text that mostly leave it a scenario, and keys of
//! the format.

pub mod change;
pub mod words;

use lodestock::scenario::{Failure, InMemory, Loaded, load_str, render, render_diagnostics};

/// Loads a text without any file, and shows whatever there is to say about it.
pub fn load(text: &str) -> Option<Loaded> {
    match load_str("x.toml", text, &[], &InMemory::new()) {
        Ok(loaded) => {
            let _ = render_diagnostics(&loaded.warnings, &loaded.sources, true);
            Some(loaded)
        }
        Err(failure) => {
            show(&failure);
            None
        }
    }
}

fn show(failure: &Failure) {
    assert!(!failure.diagnostics.is_empty(), "refused without a word");
    assert!(failure.diagnostics.len() <= 100, "too many messages");
    let _ = (
        render(failure, true),
        render(failure, false),
        failure.to_string(),
    );
}
