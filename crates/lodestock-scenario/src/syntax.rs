//! From text to a table of TOML, with what is wrong with its syntax.

use std::ops::Range;

use toml::de::DeTable;

use crate::diagnostic::{Fault, Log};

/// Parses a file. `None` if its syntax is so wrong that reading on would only add noise; a key given
/// twice is reported, but not that wrong.
pub(crate) fn parse<'a>(text: &'a str, log: &Log) -> Option<DeTable<'a>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut readable = true;
    // Keys of a table that is there twice are not reported one by one.
    let mut quiet = 0;
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        if error.message() != "duplicate key" {
            readable = false;
            let empty = text.get(span.clone()).is_none_or(|at| at.trim().is_empty());
            log.error(span, Fault::new(sentence(error.message(), empty)));
            continue;
        }
        if span.start < quiet {
            continue;
        }
        if let Some(header) = header(text, &span) {
            quiet = next_header(text, span.end);
            let first = first_line(text, |line| line == header);
            log.error(span, header_twice(header, first));
        } else {
            let key = text.get(span.clone()).unwrap_or("a key").to_string();
            let first = first_key(text, &span);
            log.error(span, twice(&key, first));
        }
    }
    readable.then(|| table.into_inner())
}

fn twice(what: &str, first: Option<usize>) -> Fault {
    let fault = Fault::new(format!("`{what}` is there twice"));
    fault.maybe_help(first.map(|line| format!("the first is on line {line}")))
}

fn header_twice(header: &str, first: Option<usize>) -> Fault {
    if header.starts_with("[[") {
        let fault = Fault::new(format!("`{header}` lists a table that has names"));
        return fault.help("give it a name, such as [producer.some-id]");
    }
    twice(header, first)
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
    let own = before.matches('\n').count();
    let lines: Vec<&str> = before.lines().take(own).collect();
    for (index, line) in lines.iter().enumerate().rev() {
        let line = line.trim_start();
        if line.starts_with('[') {
            return None;
        }
        let rest = line.strip_prefix(key).map(str::trim_start);
        if rest.is_some_and(|rest| rest.starts_with('=') || rest.starts_with('.')) {
            return Some(index + 1);
        }
    }
    None
}
