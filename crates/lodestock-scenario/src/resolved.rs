//! The document with its changes, as TOML again: always the same text for the same content.

use std::collections::BTreeMap;
use std::fmt::Write;

use sha2::{Digest, Sha256};
use toml::de::{DeTable, DeValue};

use crate::schema::{Form, ROOT};
use crate::value::is_id;

/// The document as text. Tables and keys come in byte order, comments are gone; within a value
/// the order written stays.
pub(crate) fn text(root: &DeTable<'_>) -> String {
    let mut out = String::new();
    for (name, node) in root.iter() {
        let name = name.get_ref();
        let entries = matches!(ROOT.field(name).map(|f| f.form), Some(Form::Entries(_)));
        match node.get_ref() {
            DeValue::Table(table) if entries => {
                for (id, entry) in table.iter() {
                    let header = format!("{}.{}", key(name), key(id.get_ref()));
                    section(&mut out, &header, entry.get_ref());
                }
            }
            value => section(&mut out, &key(name), value),
        }
    }
    out
}

/// A stable hash, in hex, of a document and the files it names.
pub(crate) fn hash(text: &str, files: &BTreeMap<String, Result<String, String>>) -> String {
    let mut hasher = Sha256::new();
    let mut add = |part: &str| {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    };
    add(text);
    for (path, content) in files {
        add(path);
        add(content.as_deref().unwrap_or_default());
    }
    hasher
        .finalize()
        .iter()
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

fn section(out: &mut String, header: &str, value: &DeValue<'_>) {
    let gap = if out.is_empty() { "" } else { "\n" };
    let DeValue::Table(table) = value else {
        return;
    };
    let _ = writeln!(out, "{gap}[{header}]");
    for (name, node) in table.iter() {
        let _ = write!(out, "{} = ", key(name.get_ref()));
        inline(out, node.get_ref());
        out.push('\n');
    }
}

fn inline(out: &mut String, value: &DeValue<'_>) {
    match value {
        DeValue::String(text) => out.push_str(&quoted(text)),
        DeValue::Integer(integer) => out.push_str(&integer.to_string()),
        DeValue::Float(float) => out.push_str(float.as_str()),
        DeValue::Boolean(boolean) => out.push_str(&boolean.to_string()),
        DeValue::Datetime(at) => out.push_str(&at.to_string()),
        DeValue::Array(array) => {
            out.push('[');
            for (index, item) in array.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                inline(out, item.get_ref());
            }
            out.push(']');
        }
        DeValue::Table(table) => {
            let mut items: Vec<_> = table.iter().collect();
            items.sort_by_key(|(key, _)| key.span().start);
            out.push_str("{ ");
            for (index, (name, item)) in items.into_iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                let _ = write!(out, "{} = ", key(name.get_ref()));
                inline(out, item.get_ref());
            }
            out.push_str(" }");
        }
    }
}

fn key(name: &str) -> String {
    if is_id(name) {
        name.into()
    } else {
        quoted(name)
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.into()).to_string()
}
