//! Quantities that change over time: a number, a schedule, or a column of a file.

use lodestock_core::problem::suggest;
use lodestock_core::spec::Series;
use lodestock_core::time::{Date, StepLength};
use toml::de::DeValue;

use crate::context::{Context, Node};
use crate::diagnostic::Fault;
use crate::entry::{Entry, bound};
use crate::law::{Dimension, amount};
use crate::schema::{Field, Form, Kind, SCHEDULE};
use crate::value;

/// Reads a quantity that may change over time.
pub(crate) fn series<'a>(
    cx: &'a Context<'a>,
    name: &str,
    node: Node<'a>,
    field: &Field,
) -> Option<Series> {
    let Form::Series(_, column_kind) = field.form else {
        panic!("{name} is not a series");
    };
    match node.get_ref() {
        DeValue::Array(_) => schedule(cx, name, node).map(Series::Schedule),
        DeValue::Table(table) if table.contains_key("file") || table.contains_key("column") => {
            column(cx, name, node, column_kind).map(Series::Column)
        }
        DeValue::Table(_) | DeValue::Integer(_) | DeValue::Float(_) => {
            amount(cx, name, node, bound(field), Dimension::Number).map(Series::Constant)
        }
        DeValue::String(text) if value::is_number(text) => {
            let number = value::number(name, node.get_ref(), bound(field));
            cx.report(node.span(), number).map(Series::from)
        }
        other => {
            let wanted = "a number, a law, a schedule or a column of a file";
            cx.log
                .error(node.span(), value::mismatch(name, wanted, other));
            None
        }
    }
}

fn schedule<'a>(
    cx: &'a Context<'a>,
    name: &str,
    node: Node<'a>,
) -> Option<Vec<(Option<Date>, f64)>> {
    let DeValue::Array(array) = node.get_ref() else {
        return None;
    };
    let mut list: Vec<(Option<Date>, f64)> = Vec::new();
    let mut complete = !array.is_empty();
    if array.is_empty() {
        let fault = Fault::new(format!("the schedule of `{name}` is empty"));
        cx.log.error(node.span(), fault);
    }
    for item in array.iter() {
        let entry = Entry::new(cx, name, item, &SCHEDULE);
        let read = entry
            .as_ref()
            .and_then(|entry| scheduled(entry, list.last()));
        match read {
            Some(read) => list.push(read),
            None => complete = false,
        }
    }
    complete.then_some(list)
}

/// An entry of a schedule; `before` is the one before it.
fn scheduled(
    entry: &Entry<'_>,
    before: Option<&(Option<Date>, f64)>,
) -> Option<(Option<Date>, f64)> {
    let (value, from) = (entry.number("value"), entry.date("from"));
    if entry.has("from") && from.is_none() {
        return None;
    }
    match (before, from) {
        (Some(_), None) => {
            let fault = Fault::new("only the first entry of a schedule may lack `from`");
            entry.error(fault);
            None
        }
        (Some(&(Some(earlier), _)), Some(date)) if date <= earlier => {
            let fault = Fault::new(format!("{date} is not after {earlier}"));
            entry.error_at("from", fault.help("the dates of a schedule increase"));
            None
        }
        _ => Some((from, value?)),
    }
}

fn column<'a>(
    cx: &'a Context<'a>,
    name: &str,
    node: Node<'a>,
    kind: &'static Kind,
) -> Option<Vec<f64>> {
    let entry = Entry::new(cx, name, node, kind)?;
    let (file, column) = (entry.text("file"), entry.text("column"));
    let per = if kind.field("per").is_some() {
        entry.word("per")
    } else {
        None
    };
    let per_year = per
        .and_then(StepLength::from_name)
        .map_or(1.0, StepLength::per_year);
    // Without a sensible horizon there is no telling how many rows are needed.
    let steps = cx.steps.get()?;
    let (file, column) = (file?, column?);
    cx.report(entry.span.clone(), cx.take_cells(steps))?;
    let read = cx.file(&file, |content| match content {
        Ok(text) => values(text, &file, &column, steps),
        Err(why) => Err((
            "file",
            Fault::new(format!("`{file}` cannot be read: {why}")),
        )),
    });
    match read {
        Ok(values) => Some(values.into_iter().map(|value| value * per_year).collect()),
        Err((key, fault)) => {
            entry.error_at(key, fault);
            None
        }
    }
}

/// The first `steps` values of a column, or what is wrong and with which key.
fn values(
    text: &str,
    file: &str,
    column: &str,
    steps: usize,
) -> Result<Vec<f64>, (&'static str, Fault)> {
    let at_file = |fault: Fault| ("file", fault);
    let at_column = |fault: Fault| ("column", fault);
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|e| at_file(broken(file, &e)))?;
    let index = headers.iter().position(|h| h == column).ok_or_else(|| {
        let fault = Fault::new(format!("`{file}` has no column \"{column}\""));
        at_column(fault.maybe_help(suggest(column, headers.iter())))
    })?;
    let mut list = Vec::new();
    for (row, record) in reader.records().take(steps).enumerate() {
        let record = record.map_err(|e| at_file(broken(file, &e)))?;
        let line = record
            .position()
            .map_or(row as u64 + 2, csv::Position::line);
        let cell = record.get(index).unwrap_or_default();
        list.push(cell_value(cell, file, line).map_err(at_column)?);
    }
    if list.len() < steps {
        let rows = list.len();
        let fault = format!("`{file}` has {rows} rows, but the horizon has {steps} steps");
        return Err(at_file(Fault::new(fault)));
    }
    Ok(list)
}

fn broken(file: &str, error: &csv::Error) -> Fault {
    Fault::new(format!("`{file}` cannot be read: {error}"))
}

fn cell_value(cell: &str, file: &str, line: u64) -> Result<f64, Fault> {
    let number = cell.parse::<f64>().ok();
    number
        .filter(|n| n.is_finite() && *n >= 0.0)
        .ok_or_else(|| {
            let cell: String = cell.chars().take(40).collect();
            let what = "a finite number of at least 0";
            Fault::new(format!(
                "line {line} of `{file}` says \"{cell}\", not {what}"
            ))
        })
}
