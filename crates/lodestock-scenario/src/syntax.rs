//! From text to a table of TOML, with what is wrong with its syntax.

use std::ops::Range;

use toml::de::DeTable;

use crate::diagnostic::{Fault, Log};

/// Most keys given twice whose first line is looked up.
const LOOKED_UP: usize = 150;

/// Parses a file. `None` if its syntax is so wrong that reading on would only add noise; a key given
/// twice is reported, but not that wrong.
pub(crate) fn parse<'a>(text: &'a str, log: &Log) -> Option<DeTable<'a>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut readable = true;
    // Keys of a table that is there twice are not reported one by one.
    let mut quiet = 0;
    for (index, error) in errors.into_iter().enumerate() {
        let span = error.span().unwrap_or(0..0);
        if error.message() != "duplicate key" {
            readable = false;
            let empty = text.get(span.clone()).is_none_or(|at| at.trim().is_empty());
            log.error(span, Fault::new(sentence(error.message(), empty)));
        } else if span.start >= quiet {
            let header = header(text, &span);
            quiet = header.map_or(0, |_| next_header(text, span.end));
            // Looking for the first takes time, and so many are not shown anyway.
            let fault = twice(text, &span, header, index < LOOKED_UP);
            log.error(span, fault);
        }
    }
    readable.then(|| table.into_inner())
}

/// A key or the header of a table that is there twice, with the line of the first.
fn twice(text: &str, span: &Range<usize>, header: Option<&str>, look_up: bool) -> Fault {
    if let Some(list) = header.filter(|header| header.starts_with("[[")) {
        let fault = Fault::new(format!("`{list}` lists a table that has names"));
        return fault.help("give it a name, such as [producer.some-id]");
    }
    let what = header.or_else(|| text.get(span.clone())).unwrap_or("a key");
    let fault = Fault::new(format!("`{what}` is there twice"));
    let first = match header {
        _ if !look_up => None,
        Some(header) => first_line(text, |line| line == header),
        None => first_key(text, span),
    };
    fault.maybe_help(first.map(|line| format!("the first is on line {line}")))
}

/// Messages of the parser; a missing value it takes for a text without quotes.
fn sentence(message: &str, empty: bool) -> String {
    let message = match message {
        m if m.starts_with("string values must be quoted") && empty => "a value is missing",
        m if m.starts_with("string values must be quoted") => "a text must stand in quotes",
        other => other,
    };
    format!("the file is not TOML here: {message}")
}

/// The line of a table header in which a span lies.
fn header<'a>(text: &'a str, span: &Range<usize>) -> Option<&'a str> {
    let start = text.get(..span.start)?.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..)?.lines().next()?;
    without_comment(line).filter(|line| line.starts_with('['))
}

fn without_comment(line: &str) -> Option<&str> {
    line.split('#').next().map(str::trim)
}

fn next_header(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    rest.find("\n[").map_or(text.len(), |at| from + at)
}

/// Number of the first line that, without its comment, is as wanted.
fn first_line(text: &str, wanted: impl Fn(&str) -> bool) -> Option<usize> {
    let mut lines = text.lines();
    lines
        .position(|line| without_comment(line).is_some_and(&wanted))
        .map(|index| index + 1)
}

/// Number of the line that gives the same key first, in the table of the second.
fn first_key(text: &str, second: &Range<usize>) -> Option<usize> {
    let before = text.get(..second.start)?;
    let key = text.get(second.clone())?;
    let mut end = before.rfind('\n')?;
    loop {
        let start = before[..end].rfind('\n').map_or(0, |at| at + 1);
        let line = before[start..end].trim_start();
        let rest = line.strip_prefix(key).map(str::trim_start);
        if rest.is_some_and(|rest| rest.starts_with('=') || rest.starts_with('.')) {
            return Some(before[..start].matches('\n').count() + 1);
        }
        if line.starts_with('[') || start == 0 {
            return None;
        }
        end = start - 1;
    }
}
