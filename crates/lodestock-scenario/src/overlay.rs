//! Changes of keys from the command line, merged into the document.

use std::ops::Range;

use lodestock_core::problem::suggest;
use toml::Spanned;
use toml::de::{DeArray, DeString, DeTable, DeValue};

use crate::diagnostic::{Fault, Log};
use crate::schema::{Form, ROOT};
use crate::source::{Overlay, Source};
use crate::value;

/// Most parts of a dotted path.
const DEEPEST: usize = 16;

/// A part of a dotted path, and its place.
type Part<'a> = (&'a str, Range<usize>);

/// Makes one change. `source` is the text of the overlay, which begins at offset `base`.
pub(crate) fn apply<'a>(
    root: &mut DeTable<'a>,
    overlay: &Overlay,
    source: &'a Source,
    base: usize,
    log: &Log,
) {
    let done = match overlay.value {
        Some(_) => set(root, overlay, source, base),
        None => remove(root, &source.text['!'.len_utf8()..], base + 1),
    };
    if let Err((span, fault)) = done {
        log.error(span, fault);
    }
}

fn set<'a>(
    root: &mut DeTable<'a>,
    overlay: &Overlay,
    source: &'a Source,
    base: usize,
) -> Result<(), Wrong> {
    let length = overlay.path.len();
    let (path, value) = source.text.split_at(length);
    let value = value.get(1..).unwrap_or_default();
    let parts = parts(path, base)?;
    check(root, &parts)?;
    insert(root, &parts, parse(value, base + length + 1))
}

type Wrong = (Range<usize>, Fault);

fn parts(path: &str, base: usize) -> Result<Vec<Part<'_>>, Wrong> {
    let mut at = base;
    let mut parts = Vec::new();
    for part in path.split('.') {
        let span = at..at + part.len();
        if !value::is_id(part) {
            let fault = Fault::new(format!("\"{path}\" is not a path of keys"));
            return Err((span, fault.help("such as reserve.vault.capacity")));
        }
        at = span.end + 1;
        parts.push((part, span));
    }
    if parts.len() > DEEPEST {
        let fault = format!("a path has at most {DEEPEST} keys");
        return Err((base..base + path.len(), Fault::new(fault)));
    }
    Ok(parts)
}

/// Refuses tables that no scenario has, and entries that this one does not have.
fn check(root: &DeTable<'_>, parts: &[Part<'_>]) -> Result<(), Wrong> {
    let (name, span) = &parts[0];
    let Some(field) = ROOT.field(name) else {
        let fault = Fault::new(format!("a scenario has no table `{name}`"));
        let help = suggest(name, ROOT.names());
        return Err((span.clone(), fault.maybe_help(help)));
    };
    let (Form::Entries(kind), Some((id, span))) = (field.form, parts.get(1)) else {
        return Ok(());
    };
    let entries = root.get(*name).and_then(|v| v.get_ref().as_table());
    let known = entries.is_some_and(|entries| entries.contains_key(*id));
    // Without required keys a table may begin here; with them it could never be complete.
    if known || parts.len() == 2 || !kind.has_required() {
        return Ok(());
    }
    let ids = entries.into_iter().flat_map(|entries| entries.keys());
    let help = suggest(id, ids.map(|id| id.get_ref().as_ref()));
    let fault = Fault::new(format!("there is no {name} `{id}`"));
    Err((span.clone(), fault.maybe_help(help)))
}

/// The value, moved to where it stands among the sources. What is not TOML is a text.
fn parse(text: &str, base: usize) -> Spanned<DeValue<'_>> {
    match DeValue::parse(text) {
        Ok(value) => shift(value, base),
        Err(_) => Spanned::new(base..base + text.len(), DeValue::String(text.into())),
    }
}

fn shift(value: Spanned<DeValue<'_>>, by: usize) -> Spanned<DeValue<'_>> {
    let span = moved(value.span(), by);
    let inner = match value.into_inner() {
        DeValue::Array(array) => {
            let mut shifted = DeArray::new();
            for item in array {
                shifted.push(shift(item, by));
            }
            DeValue::Array(shifted)
        }
        DeValue::Table(table) => {
            let mut shifted = DeTable::new();
            for (key, item) in table {
                let key_span = moved(key.span(), by);
                let key = Spanned::new(key_span, key.into_inner());
                shifted.insert(key, shift(item, by));
            }
            DeValue::Table(shifted)
        }
        plain => plain,
    };
    Spanned::new(span, inner)
}

fn moved(span: Range<usize>, by: usize) -> Range<usize> {
    span.start + by..span.end + by
}

fn insert<'a>(
    root: &mut DeTable<'a>,
    parts: &[Part<'a>],
    value: Spanned<DeValue<'a>>,
) -> Result<(), Wrong> {
    let Some(((last, last_span), path)) = parts.split_last() else {
        return Ok(());
    };
    let mut table = root;
    for (name, span) in path {
        if !table.contains_key(*name) {
            let empty = DeValue::Table(DeTable::new());
            table.insert(key(name, span), Spanned::new(span.clone(), empty));
        }
        let child = table.get_mut(*name).map(Spanned::get_mut);
        match child {
            Some(DeValue::Table(child)) => table = child,
            _ => {
                let fault = format!("`{name}` is not a table, so nothing in it can be set");
                return Err((span.clone(), Fault::new(fault)));
            }
        }
    }
    // Taken out first: an insertion would keep the old key, which points into the file.
    table.remove(*last);
    table.insert(key(last, last_span), value);
    Ok(())
}

/// Takes a key away; what is not there is an error that names the nearest key that is.
fn remove(root: &mut DeTable<'_>, path: &str, base: usize) -> Result<(), Wrong> {
    let parts = parts(path, base)?;
    let Some(((last, last_span), above)) = parts.split_last() else {
        return Ok(());
    };
    let mut table = root;
    let mut known = String::new();
    for (name, span) in above {
        if !table.contains_key(*name) {
            return Err(absent(table, &known, name, span));
        }
        match table.get_mut(*name).map(Spanned::get_mut) {
            Some(DeValue::Table(child)) => table = child,
            _ => {
                let fault = format!("`{name}` is not a table, so nothing in it can be removed");
                return Err((span.clone(), Fault::new(fault)));
            }
        }
        known = if known.is_empty() {
            (*name).into()
        } else {
            format!("{known}.{name}")
        };
    }
    match table.remove(*last) {
        Some(_) => Ok(()),
        None => Err(absent(table, &known, last, last_span)),
    }
}

/// There is no such key in the table of a path, the document itself if that is empty.
fn absent(table: &DeTable<'_>, path: &str, name: &str, span: &Range<usize>) -> Wrong {
    let place = match path {
        "" => "the scenario".into(),
        path => format!("`{path}`"),
    };
    let fault = Fault::new(format!("{place} has no `{name}` to remove"));
    let help = suggest(name, table.keys().map(|key| key.get_ref().as_ref()));
    (span.clone(), fault.maybe_help(help))
}

fn key<'a>(name: &'a str, span: &Range<usize>) -> Spanned<DeString<'a>> {
    Spanned::new(span.clone(), DeString::Borrowed(name))
}
