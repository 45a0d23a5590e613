//! Every key of the schema is read by somebody.

use std::collections::BTreeSet;

use super::scenario;
use crate::context::Context;
use crate::entry::Entry;
use crate::files::InMemory;
use crate::schema::{Bound, Form, Kind, ROOT};
use crate::source::Sources;

/// A value of a form; where there are several ways to write it, the one with this number.
fn sample(form: Form, pick: usize) -> String {
    match form {
        Form::Text => "\"a\"".into(),
        Form::Word(words) => format!("\"{}\"", words[pick % words.len()]),
        Form::Names => "[\"a\"]".into(),
        Form::Number(bound) | Form::Amount(bound) => number(bound),
        Form::Numbers(count, bound) => {
            format!("[{}]", vec![number(bound); count.max(1)].join(", "))
        }
        Form::Whole(low, _) => low.to_string(),
        Form::Span | Form::SpanAmount | Form::Size => "\"1 month\"".into(),
        Form::Date => "\"2000-02\"".into(),
        Form::Rate => "\"1 day per month\"".into(),
        Form::Series(_, kind) if pick.is_multiple_of(2) => inline(kind, pick),
        Form::Series(bound, _) => number(bound),
        Form::Table(kind) => inline(kind, pick),
        Form::Tables(kind) => format!("[{}]", inline(kind, pick)),
        Form::Choice(kind) | Form::WordOrChoice(_, kind) => {
            let field = &kind.fields[pick % kind.fields.len()];
            format!("{{ {} = {} }}", field.name, sample(field.form, pick))
        }
        Form::Shares(bound) | Form::NamesOrShares(bound) => format!("{{ a = {} }}", number(bound)),
        Form::Grid(bound) => format!("{{ a = {{ a = {} }} }}", number(bound)),
        Form::SpanGrid => "{ a = { a = \"1 month\" } }".into(),
        Form::Entries(_) | Form::Parameter | Form::Parameters => unreachable!(),
    }
}

fn number(bound: Bound) -> String {
    let candidates = [0.5, 1.0, -0.5];
    let fits = candidates.iter().find(|&&n| bound.holds(n));
    fits.unwrap_or(&0.0).to_string()
}

fn inline(kind: &Kind, pick: usize) -> String {
    let keys = kind.fields.iter();
    let keys: Vec<String> = keys
        .map(|field| match field.name {
            // Names of a file that there is.
            "file" => "file = \"c.csv\"".into(),
            name => format!("{name} = {}", sample(field.form, pick)),
        })
        .collect();
    format!("{{ {} }}", keys.join(", "))
}

fn document(pick: usize) -> String {
    let tables = ROOT.fields.iter().map(|field| {
        let (header, kind) = match field.form {
            Form::Entries(kind) => (format!("{}.a", field.name), kind),
            Form::Table(kind) => (field.name.to_string(), kind),
            _ => unreachable!(),
        };
        let keys = kind.fields.iter();
        let keys: Vec<String> = keys
            .map(|field| format!("{} = {}", field.name, sample(field.form, pick)))
            .collect();
        format!("[{header}]\n{}\n", keys.join("\n"))
    });
    tables.collect()
}

/// What reading a document finds wrong.
fn wrong(text: &str) -> BTreeSet<String> {
    let files = InMemory::new().with("c.csv", "a\n1\n1\n1\n1\n");
    let cx = Context::new(&files);
    let root = crate::syntax::parse(text, &cx.log).expect("the sample is TOML");
    drop(scenario(&Entry::root(&cx, &root)));
    let (found, _) = cx.log.diagnostics(&Sources::new("sample", text, &[]));
    found.into_iter().map(|found| found.to_string()).collect()
}

#[test]
fn every_key_of_the_schema_is_read() {
    let mut ignored: Option<BTreeSet<String>> = None;
    for pick in 0..12 {
        let text = document(pick);
        let found = wrong(&text);
        let (idle, other): (BTreeSet<_>, BTreeSet<_>) = found
            .into_iter()
            .partition(|found| found.contains("has no effect"));
        // A month has no hour, and steps of a quarter make this horizon less than one.
        let other: Vec<_> = other.iter().filter(|f| !f.contains("horizon")).collect();
        assert!(other.is_empty(), "{other:?}\n{text}");
        let keys = idle
            .iter()
            .map(|found| found.split("error: ").nth(1).unwrap().to_string());
        let keys: BTreeSet<String> = keys.collect();
        ignored = Some(match ignored {
            Some(before) => before.intersection(&keys).cloned().collect(),
            None => keys,
        });
    }
    assert_eq!(ignored, Some(BTreeSet::new()), "keys that nobody reads");
}
