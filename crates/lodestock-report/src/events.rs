//! What happens on one path, in words.

use lodestock_core::calendar::Event;
use lodestock_core::spec::{Effect, Scenario};
use lodestock_core::time::Clock;
use lodestock_core::{Future, Model};

use crate::grid::{Align, Grid};
use crate::{number, words};

/// The events of a future that touch the horizon, by start; then its projects and its uncertain
/// numbers.
pub fn text(scenario: &Scenario, model: &Model, future: &Future) -> String {
    let steps = model.clock().steps as f64;
    let inside = |event: &&Event| event.end() > 0.0 && event.start < steps;
    let mut events: Vec<&Event> = future.events.iter().filter(inside).collect();
    events.sort_by(|a, b| a.start.total_cmp(&b.start));
    let mut grid = Grid::new(["Start", "disruption", "goods", "lasts", "severity", "then"]);
    for column in [1, 2, 5] {
        grid = grid.align(column, Align::Left);
    }
    for event in &events {
        grid.row(cells(scenario, model, event));
    }
    let mut text = if grid.is_empty() {
        "No disruption touches the horizon.\n".into()
    } else {
        grid.text()
    };
    text += &projects(model, future);
    text + &parameters(model, future)
}

fn cells(scenario: &Scenario, model: &Model, event: &Event) -> [String; 6] {
    let clock = model.clock();
    let disruption = &model.disruptions()[event.disruption as usize];
    let item = disruption
        .items
        .get(event.item as usize)
        .map_or("", |item| item.name.as_str());
    let mut then = Vec::new();
    if event.recovery > 0.0 {
        then.push(format!("recovers over {}", span(clock, event.recovery)));
    }
    if event.after_duration > 0.0 {
        let left = number::significant(event.after_severity, 3);
        then.push(format!(
            "{left} stays until {}",
            clock.month_of(event.start + event.after_duration)
        ));
    }
    if event.superseded < event.cut_end() {
        then.push(format!(
            "superseded in {}",
            clock.month_of(event.superseded)
        ));
    }
    [
        clock.month_of(event.start),
        disruption.id.clone(),
        item.into(),
        span(clock, event.duration),
        limit(scenario, &disruption.id).unwrap_or_else(|| number::significant(event.severity, 3)),
        then.join(", "),
    ]
}

/// What a quota lets out, where it is a quantity.
fn limit(scenario: &Scenario, id: &str) -> Option<String> {
    match scenario.disruptions.get(id)?.effect {
        Effect::Restriction {
            limit: Some(limit), ..
        } => Some(format!("to {} a year", number::exact(limit))),
        _ => None,
    }
}

/// A number of steps in words.
pub(crate) fn span(clock: &Clock, steps: f64) -> String {
    let (unit, scale) = words::span_unit(clock);
    format!("{} {unit}", number::significant(steps * scale, 3))
}

fn projects(model: &Model, future: &Future) -> String {
    let mut text = String::new();
    for (project, &start) in model.projects().iter().zip(&future.projects) {
        let when = match start.is_finite() {
            true => format!("delivers from {}", model.clock().month_of(start)),
            false => "never comes".into(),
        };
        text += &format!("{}: {when}\n", project.id);
    }
    text
}

fn parameters(model: &Model, future: &Future) -> String {
    let mut text = String::new();
    for (parameter, &value) in model.parameters().iter().zip(&future.parameters) {
        text += &format!("{} = {}\n", parameter.id, number::significant(value, 4));
    }
    text
}
