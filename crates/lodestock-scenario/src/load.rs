//! From a file to a model.

use std::path::Path;

use lodestock_core::model::Model;
use lodestock_core::problem::Severity;
use lodestock_core::spec::Scenario;
use toml::de::DeTable;

use crate::context::Context;
use crate::diagnostic::{Diagnostic, Failure, Log};
use crate::entry::Entry;
use crate::files::{Files, Folder, read_limited, why};
use crate::source::{Overlay, Sources};
use crate::{check, document, overlay, resolved, syntax};

/// Largest scenario file, in bytes.
pub const LARGEST_SCENARIO: u64 = 16 << 20;

/// A scenario that runs.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// What the file says.
    pub scenario: Scenario,
    /// Checked and ready to run.
    pub model: Model,
    /// What is odd about it.
    pub warnings: Vec<Diagnostic>,
    /// The texts that warnings point into.
    pub sources: Sources,
    /// The document with its changes, as TOML in a fixed order.
    pub resolved: String,
    /// SHA-256, in hex, of `resolved` and the files it names.
    pub hash: String,
}

/// Loads a scenario file, with changes. Files it names are looked up beside it.
///
/// # Errors
/// Everything that is wrong with the file, each with its place.
pub fn load(path: impl AsRef<Path>, overlays: &[Overlay]) -> Result<Loaded, Failure> {
    let path = path.as_ref();
    let name = path.display().to_string();
    let text = std::fs::File::open(path)
        .map_err(|e| why(&e))
        .and_then(|file| read_limited(file, LARGEST_SCENARIO));
    match text {
        Ok(text) => load_str(&name, &text, overlays, &Folder::of(path)),
        Err(why) => Err(unreadable(&name, &why)),
    }
}

/// Loads a scenario from its text. `name` stands in messages.
///
/// # Errors
/// Everything that is wrong with the text, each with its place.
pub fn load_str(
    name: &str,
    text: &str,
    overlays: &[Overlay],
    files: &dyn Files,
) -> Result<Loaded, Failure> {
    if text.len() as u64 > LARGEST_SCENARIO {
        let limit = LARGEST_SCENARIO >> 20;
        return Err(unreadable(name, &format!("it is larger than {limit} MB")));
    }
    let sources = Sources::new(name, text, overlays);
    let cx = Context::new(files);
    let parsed = syntax::parse(&sources.list()[0].text, &cx.log);
    let Some(mut root) = parsed else {
        return Err(failure(&cx.log, sources));
    };
    set_all(&mut root, overlays, &sources, &cx.log);
    let scenario = document::scenario(&Entry::root(&cx, &root));
    let model = check::model(&cx, &root, &scenario);
    let resolved = resolved::text(&root);
    drop(root);
    let Some(model) = model.filter(|_| !cx.log.has_errors()) else {
        return Err(failure(&cx.log, sources));
    };
    let (warnings, _) = cx.log.diagnostics(&sources);
    Ok(Loaded {
        scenario,
        model,
        warnings,
        sources,
        hash: resolved::hash(&resolved, &cx.into_files()),
        resolved,
    })
}

fn set_all<'a>(root: &mut DeTable<'a>, overlays: &[Overlay], sources: &'a Sources, log: &Log) {
    for (index, overlay) in overlays.iter().enumerate() {
        let source = &sources.list()[index + 1];
        overlay::apply(root, overlay, source, sources.base(index + 1), log);
    }
}

fn unreadable(name: &str, why: &str) -> Failure {
    let message = format!("the file cannot be read: {why}");
    Failure {
        diagnostics: vec![Diagnostic::about_file(name, message)],
        more: 0,
        sources: Sources::new(name, "", &[]),
    }
}

fn failure(log: &Log, sources: Sources) -> Failure {
    let (diagnostics, more) = log.diagnostics(&sources);
    debug_assert!(diagnostics.iter().any(|d| d.severity == Severity::Error));
    Failure {
        diagnostics,
        more,
        sources,
    }
}
