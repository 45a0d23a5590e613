//! Estimates and paired differences as text, JSON and cells.

use lodestock_core::Model;
use lodestock_runner::statistics::{Mean, Proportion};
use lodestock_runner::summary::CONFIDENCE;
use lodestock_runner::{Estimate, Paired};
use serde_json::{Value, json};

use crate::csv::cell;
use crate::grid::{length, wrap};
use crate::json::number as json_number;
use crate::{number, words};

/// An estimate of a probability.
pub(crate) fn probability(of: Estimate) -> Proportion {
    Proportion {
        value: of.value,
        low: of.low,
        high: of.high,
        confidence: CONFIDENCE,
    }
}

/// An estimate of a mean and its error: `412 ± 6`.
pub(crate) fn mean(of: Estimate) -> String {
    let Estimate { value, se, .. } = of;
    number::mean(Mean { value, se })
}

/// A difference and its error, in a unit so many times as large.
pub(crate) fn difference(of: Paired, unit: f64) -> String {
    if is_nothing(&of) {
        return "0".into();
    }
    let Estimate { value, se, .. } = of.difference;
    number::with_error(value / unit, se / unit)
}

/// Whether no future differs.
pub(crate) fn is_nothing(of: &Paired) -> bool {
    of.lower == 0.0 && of.higher == 0.0
}

/// How sure it is that something is lower, for a sentence: `99.8 %`, `more than 99.99 %`.
pub(crate) fn certainty(certainty: f64) -> String {
    match 100.0 * certainty {
        percent if percent > 99.99 => "more than 99.99 %".into(),
        percent if percent < 0.01 => "less than 0.01 %".into(),
        percent if percent > 99.0 => format!("{percent:.2} %"),
        percent => format!("{percent:.0} %"),
    }
}

/// An estimate as JSON.
pub(crate) fn json_of(of: Estimate) -> Value {
    json!({
        "value": json_number(of.value),
        "se": json_number(of.se),
        "low": json_number(of.low),
        "high": json_number(of.high),
    })
}

/// A paired difference as JSON.
pub(crate) fn json_of_pair(of: Paired) -> Value {
    json!({
        "difference": json_of(of.difference),
        "share_lower": json_number(of.lower),
        "share_higher": json_number(of.higher),
        "certainty_of_lower": json_number(of.certainty_of_lower()),
    })
}

/// Named cells of an estimate: its value, error and interval; empty where there is none.
pub(crate) fn cells(row: &mut Vec<(String, String)>, name: &str, of: Option<Estimate>) {
    let known = |number: fn(Estimate) -> f64| of.map_or(String::new(), |of| cell(number(of)));
    row.push((name.to_string(), known(|of| of.value)));
    row.push((format!("{name}_se"), known(|of| of.se)));
    row.push((format!("{name}_low"), known(|of| of.low)));
    row.push((format!("{name}_high"), known(|of| of.high)));
}

/// Named cells of a paired difference; empty where there is none.
pub(crate) fn pair_cells(row: &mut Vec<(String, String)>, name: &str, of: Option<Paired>) {
    cells(row, name, of.map(|of| of.difference));
    let known = |number: fn(Paired) -> f64| of.map_or(String::new(), |of| cell(number(of)));
    row.push((format!("{name}_share_lower"), known(|of| of.lower)));
    row.push((format!("{name}_share_higher"), known(|of| of.higher)));
    let certainty = known(|of| of.certainty_of_lower());
    row.push((format!("{name}_certainty_of_lower"), certainty));
}

/// Name of a scenario to the left and what was simulated to the right, if both fit in a line.
pub(crate) fn title(model: &Model, paths: u64, seed: u64, width: usize) -> String {
    let clock = model.clock();
    let size = format!(
        "{} × {} from {} · seed {seed}",
        words::count(paths, "path"),
        words::count(clock.steps as u64, clock.length.name()),
        clock.start,
    );
    let name = match model.name() {
        "" => "Scenario without a name",
        name => name,
    };
    match width.checked_sub(length(name) + length(&size)) {
        Some(space) if space >= 2 => format!("{name}{}{size}\n", " ".repeat(space)),
        _ => format!("{}{size}\n", wrap(name, width, 0)),
    }
}

/// Whom a reserve serves, within a sentence: `the United States`, `Japan and Korea`.
pub(crate) fn served(model: &Model, reserve: usize) -> String {
    let names = model
        .served_by(reserve)
        .map(|country| words::within_sentence(&words::country(model, country)));
    let mut names: Vec<String> = names.collect();
    let last = names.pop().unwrap_or_default();
    match names.is_empty() {
        true => last,
        false => format!("{} and {last}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::certainty;

    #[test]
    fn certainty_is_never_said_to_be_full() {
        for (value, expected) in [
            (1.0, "more than 99.99 %"),
            (0.998, "99.80 %"),
            (0.5, "50 %"),
            (0.0, "less than 0.01 %"),
        ] {
            assert_eq!(certainty(value), expected);
        }
    }
}
