//! Names, dates and spans in words.

use lodestock_core::Model;
use lodestock_core::model::Commodity;
use lodestock_core::record::{Group, GroupId};
use lodestock_core::time::{Clock, StepLength};
use lodestock_runner::statistics::Distribution;

use crate::number::UNKNOWN;

/// A commodity as people write it: `refined cobalt`.
pub fn commodity(commodity: &Commodity) -> String {
    commodity.id.replace('-', " ")
}

/// A country within a sentence: `the United States`, `Japan`.
pub fn within_sentence(name: &str) -> String {
    let with_article = [
        "United ",
        "European ",
        "Rest of ",
        "Netherlands",
        "Philippines",
    ];
    if !with_article.iter().any(|start| name.starts_with(start)) {
        return name.to_string();
    }
    match name.strip_prefix("Rest ") {
        Some(rest) => format!("the rest {rest}"),
        None => format!("the {name}"),
    }
}

/// Name of a country; an id that stands for itself gets capitals: `Japan`, `EU`.
pub fn country(model: &Model, index: usize) -> String {
    let country = &model.countries()[index];
    if country.name != country.id {
        return country.name.clone();
    }
    if country.id.len() <= 3 {
        return country.id.to_uppercase();
    }
    country
        .id
        .split('-')
        .map(capital)
        .collect::<Vec<_>>()
        .join(" ")
}

fn capital(word: &str) -> String {
    let mut rest = word.chars();
    let first = rest.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + rest.as_str()
}

/// Whose results a row shows: `us-chips`, `United States`, `All gallium`.
pub fn group(model: &Model, group: &Group) -> String {
    match &group.id {
        GroupId::Consumer(c) => model.consumers()[*c].id.clone(),
        GroupId::Country { country: c, .. } => country(model, *c),
        GroupId::Commodity(c) => format!("All {}", commodity(&model.commodities()[*c])),
        GroupId::Sector { sector, .. } => sector.clone(),
        GroupId::Served(r) => format!("Served by {}", model.reserves()[*r].id),
        GroupId::Total => "All".into(),
    }
}

/// In which unit spans are shown: its name in plural and how many of it are a step.
///
/// Months, unless steps are shorter than that.
pub fn span_unit(clock: &Clock) -> (&'static str, f64) {
    match clock.length {
        StepLength::Hour => ("hours", 1.0),
        StepLength::Day => ("days", 1.0),
        StepLength::Week => ("weeks", 1.0),
        StepLength::Month | StepLength::Quarter | StepLength::Year => {
            ("months", 12.0 / clock.steps_per_year())
        }
    }
}

/// So many of a thing: `1 path`, `100,000 paths`.
pub fn count(number: u64, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!(
        "{} {thing}{plural}",
        crate::number::significant(number as f64, 18)
    )
}

/// The median month of an event, to the year if its interval is wider than a year.
pub fn median_month(clock: &Clock, steps: Option<&Distribution>) -> String {
    let Some(median) = steps.map(|steps| steps.quantiles[0]) else {
        return UNKNOWN.into();
    };
    let year = clock.steps_per_year();
    let width = (median.high - median.low) / year;
    match width {
        w if w <= 1.0 => clock.month_of(median.value),
        w if w.is_finite() => clock.month_of(median.value)[..4].to_string(),
        _ => UNKNOWN.into(),
    }
}

/// The end of the horizon: `2037`, or `2037-04` within a year.
pub fn end(clock: &Clock) -> String {
    let month = clock.month_of(clock.steps as f64);
    month
        .strip_suffix("-01")
        .map_or(month.clone(), String::from)
}

/// A span in days: `60 d`.
pub fn days(days: f64) -> String {
    format!("{} d", crate::number::significant(days, 3))
}
