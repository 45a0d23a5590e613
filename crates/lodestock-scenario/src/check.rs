//! What the model says about a scenario, placed in its file.

use std::collections::BTreeSet;
use std::ops::Range;

use lodestock_core::model::Model;
use lodestock_core::problem::{Problem, Severity};
use lodestock_core::spec::Scenario;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Fault, Found};
use crate::entry::Context;

/// Builds the model. Problems that are not the mere echo of what could not be read are reported.
pub(crate) fn model(cx: &Context<'_>, root: &DeTable<'_>, scenario: &Scenario) -> Option<Model> {
    // Without a sensible horizon nothing may be allocated by it.
    cx.grid.get()?;
    let failed = cx.log.failed();
    match Model::new(scenario) {
        Ok(model) => {
            report(cx, root, model.warnings(), &failed);
            Some(model)
        }
        Err(problems) => {
            report(cx, root, &problems, &failed);
            None
        }
    }
}

fn report(
    cx: &Context<'_>,
    root: &DeTable<'_>,
    problems: &[Problem],
    failed: &BTreeSet<String>,
) {
    for problem in problems.iter().filter(|problem| !echoes(problem, failed)) {
        let fault = Fault {
            message: problem.message.clone(),
            help: problem.help.clone(),
        };
        cx.log.push(Found {
            severity: problem.severity,
            span: place(root, &problem.at),
            fault,
        });
    }
    debug_assert!(problems.iter().all(|p| p.severity <= Severity::Warning));
}

/// Whether a problem only follows from an entry that could not be read: it stands there, or
/// mentions it, or sums over entries like it.
fn echoes(problem: &Problem, failed: &BTreeSet<String>) -> bool {
    let within = |entry: &String| {
        let rest = problem.at.strip_prefix(entry.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let mentioned = |entry: &String| {
        let id = entry.split_once('.').map(|(_, id)| id);
        id.is_some_and(|id| mentions(&problem.message, id))
    };
    failed
        .iter()
        .any(|entry| !entry.is_empty() && (within(entry) || mentioned(entry)))
}

/// Whether an id stands in a text as a word of its own.
fn mentions(text: &str, id: &str) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    text.match_indices(id).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + id.len()..].chars().next();
        !before.is_some_and(inside) && !after.is_some_and(inside)
    })
}

/// The place of the longest part of a dotted path that the document has.
pub(crate) fn place(root: &DeTable<'_>, path: &str) -> Range<usize> {
    let mut span = 0..0;
    let mut table = root;
    for part in path.split('.') {
        let Some(node) = table.get(part) else {
            break;
        };
        span = node.span();
        match node.get_ref() {
            DeValue::Table(child) => table = child,
            _ => break,
        }
    }
    span
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_mentioned_as_words() {
        assert!(mentions("no `us` here", "us"));
        assert!(mentions("us", "us"));
        assert!(!mentions("us-chips and bus", "us"));
    }

    #[test]
    fn paths_are_placed_as_deep_as_the_document_goes() {
        let text = "[market.gallium]\nimports.us = { china = 1.0 }\n";
        let (table, _) = DeTable::parse_recoverable(text);
        let at = |path: &str| &text[place(table.get_ref(), path)];
        assert_eq!(at("market.gallium.imports.us"), "{ china = 1.0 }");
        assert_eq!(at("market.gallium.imports.us.china"), "1.0");
        assert_eq!(at("market.gallium.lead_time"), "[market.gallium]");
        assert_eq!(at("consumer.x"), "");
    }
}
