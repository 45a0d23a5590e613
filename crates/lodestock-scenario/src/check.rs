//! What the model says about a scenario, placed in its file.

use std::collections::BTreeSet;
use std::ops::Range;

use lodestock_core::model::Model;
use lodestock_core::problem::{Problem, Severity};
use lodestock_core::spec::Scenario;
use toml::de::{DeTable, DeValue};

use crate::context::Context;
use crate::diagnostic::{Fault, Found};

/// Builds the model. Problems that are not the mere echo of what could not be read are reported.
pub(crate) fn model(cx: &Context<'_>, root: &DeTable<'_>, scenario: &Scenario) -> Option<Model> {
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

fn report(cx: &Context<'_>, root: &DeTable<'_>, problems: &[Problem], failed: &BTreeSet<String>) {
    let errors = problems.iter().any(|p| p.severity == Severity::Error) || !failed.is_empty();
    let lost = failed.iter().any(|entry| moves_goods(entry))
        || problems
            .iter()
            .any(|p| names_nothing(p) && moves_goods(&p.at));
    let follows = |problem: &Problem| {
        // Warnings may only follow from what is wrong.
        let warning = problem.severity == Severity::Warning;
        warning && errors || lost && is_of_flows(problem) || echoes(problem, failed)
    };
    for problem in problems.iter().filter(|problem| !follows(problem)) {
        push(cx, root, problem);
    }
    // Whatever refuses a scenario is said, even if it looked like the mere echo of something.
    if errors && !cx.log.has_errors() {
        problems.iter().for_each(|problem| push(cx, root, problem));
    }
}

fn push(cx: &Context<'_>, root: &DeTable<'_>, problem: &Problem) {
    cx.log.push(Found {
        severity: problem.severity,
        span: place(root, problem),
        fault: Fault {
            message: problem.message.clone(),
            help: problem.help.clone(),
        },
    });
}

/// Whether a problem is a name that nothing has.
fn names_nothing(problem: &Problem) -> bool {
    missing_name(problem).is_some()
}

/// The name of `there is no country `x``.
fn missing_name(problem: &Problem) -> Option<&str> {
    let rest = problem.message.strip_prefix("there is no ")?;
    let (what, rest) = rest.split_once('`')?;
    let (name, _) = rest.split_once('`')?;
    (!what.contains(':')).then_some(name)
}

/// Whether goods do not find their way, which a single unreadable entry can cause everywhere.
fn is_of_flows(problem: &Problem) -> bool {
    let said = OF_FLOWS.iter().any(|word| problem.message.contains(word));
    said || problem.at.ends_with(".initial")
}

/// Whether a problem only follows from an entry that could not be read: it stands there, or misses
/// a name from there.
fn echoes(problem: &Problem, failed: &BTreeSet<String>) -> bool {
    let within = |entry: &String| {
        let rest = problem.at.strip_prefix(entry.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let missed = |entry: &String| {
        let Some((kind, id)) = entry.split_once('.') else {
            return false;
        };
        let kind = if DISRUPTIONS.contains(&kind) {
            "disruption"
        } else {
            kind
        };
        let message = &problem.message;
        names_nothing(problem) && message.contains(kind) && mentions(message, id)
    };
    failed
        .iter()
        .any(|entry| !entry.is_empty() && (within(entry) || missed(entry)))
}

/// What the model says when goods do not find their way.
const OF_FLOWS: [&str; 4] = ["calm", "nobody", "neither capacity", "no lane"];

/// Whether an entry that could not be read may leave goods without a maker, user or way.
fn moves_goods(entry: &str) -> bool {
    let kind = entry.split('.').next().unwrap_or_default();
    let other = [
        "scenario",
        "run",
        "regime",
        "reserve",
        "fund",
        "price_floor",
    ];
    !other.contains(&kind) && !DISRUPTIONS.contains(&kind)
}

/// Kinds of disruptions.
const DISRUPTIONS: [&str; 5] = [
    "export_restriction",
    "outage",
    "route_closure",
    "demand_surge",
    "price_slump",
];

/// Whether an id stands in a text as a word of its own.
fn mentions(text: &str, id: &str) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    text.match_indices(id).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + id.len()..].chars().next();
        !before.is_some_and(inside) && !after.is_some_and(inside)
    })
}

/// The place of a problem: the longest part of its path that the document has, and there the name
/// that nothing has.
fn place(root: &DeTable<'_>, problem: &Problem) -> Range<usize> {
    let missing = missing_name(problem);
    let mut span = 0..0;
    let mut table = root;
    for part in problem.at.split('.') {
        let Some((key, node)) = table.get_key_value(part) else {
            break;
        };
        span = match missing {
            Some(name) if name == part => key.span(),
            _ => node.span(),
        };
        match node.get_ref() {
            DeValue::Table(child) => table = child,
            value => return missing.and_then(|n| find(value, n)).unwrap_or(span),
        }
    }
    missing
        .and_then(|name| find_in(table, name))
        .unwrap_or(span)
}

/// A name among the keys and values of a table.
fn find_in(table: &DeTable<'_>, name: &str) -> Option<Range<usize>> {
    table.iter().find_map(|(key, node)| match node.get_ref() {
        _ if key.get_ref() == name => Some(key.span()),
        DeValue::String(text) if text == name => Some(node.span()),
        value => find(value, name),
    })
}

/// A name within a value.
fn find(value: &DeValue<'_>, name: &str) -> Option<Range<usize>> {
    match value {
        DeValue::Array(array) => array.iter().find_map(|item| match item.get_ref() {
            DeValue::String(text) if text == name => Some(item.span()),
            value => find(value, name),
        }),
        DeValue::Table(table) => find_in(table, name),
        _ => None,
    }
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
        let at = |path: &str| &text[place(table.get_ref(), &Problem::error(path, "wrong"))];
        assert_eq!(at("market.gallium.imports.us"), "{ china = 1.0 }");
        assert_eq!(at("market.gallium.imports.us.china"), "1.0");
        assert_eq!(at("market.gallium.lead_time"), "[market.gallium]");
        assert_eq!(at("consumer.x"), "");
        let missing = Problem::error("market.gallium.imports.us", "there is no country `china`");
        assert_eq!(&text[place(table.get_ref(), &missing)], "china");
    }
}
