//! What can go wrong, how often, and which numbers are uncertain.

use std::ops::Range;

use lodestock_core::law::Law;
use lodestock_core::model::{Disruption, Draw};
use lodestock_core::spec::{Amount, Arrival, Effect, Measure, Scenario};
use lodestock_core::{Future, Model};
use lodestock_runner::statistics::{Mean, Proportion};
use lodestock_runner::summary::CONFIDENCE;
use lodestock_runner::{Futures, Sampled};

use crate::grid::{Align, Grid, wrap};
use crate::{events, number, words};

/// Futures from which events are counted.
const FUTURES: u64 = 4000;

/// Every disruption with its arrival in words and how often it comes; `None` without any.
pub(super) fn disruptions(scenario: &Scenario, model: &Model, seed: u64) -> Option<String> {
    let heading = [
        "Disruption",
        "arrives",
        "lasts",
        "severity",
        "events",
        "any in",
    ];
    let mut grid = Grid::new(heading).align(1, Align::Left);
    for (copies, counts) in counts(model, seed) {
        let disruption = &model.disruptions()[copies.start];
        let id = base(disruption);
        let said = scenario.disruptions.get(id);
        let any = Proportion::where_true(&counts, |n| n > 0.0, CONFIDENCE);
        let mean = Mean::of(&counts);
        grid.row([
            if copies.len() > 1 {
                format!("{id} ({} units)", copies.len())
            } else {
                id.into()
            },
            said.map_or(String::new(), |said| arrival(&said.arrival)),
            span(model, &disruption.duration),
            said.map_or(String::new(), |said| depth(&said.effect, disruption)),
            mean.map_or(String::new(), |mean| number::rounded(mean.value, mean.se)),
            any.map_or(String::new(), number::share),
        ]);
    }
    let title = format!(
        "What can go wrong: events until {}, mean over {} futures; spans and severities with 90 % ranges\n",
        words::end(model.clock()),
        number::exact(FUTURES as f64),
    );
    (!grid.is_empty()).then(|| title + &grid.text())
}

/// Id of a disruption without the number of the copy.
fn base(disruption: &Disruption) -> &str {
    disruption.id.split('#').next().unwrap_or_default()
}

/// Events that start in the horizon, future by future, of each disruption: the indices of its
/// copies, and their events together.
fn counts(model: &Model, seed: u64) -> Vec<(Range<usize>, Vec<f64>)> {
    let mut counts: Vec<(Range<usize>, Vec<f64>)> = Vec::new();
    let mut rows = Vec::new();
    for (d, disruption) in model.disruptions().iter().enumerate() {
        match counts.last_mut() {
            Some((copies, _)) if base(&model.disruptions()[copies.start]) == base(disruption) => {
                copies.end = d + 1;
            }
            _ => counts.push((d..d + 1, vec![0.0; FUTURES as usize])),
        }
        rows.push(counts.len() - 1);
    }
    let sampled = Sampled::new(model, seed);
    let mut future = Future::default();
    let steps = model.clock().steps as f64;
    for path in 0..FUTURES {
        sampled.fill(path, &mut future);
        // The items that one event hits stand next to each other.
        let mut last = None;
        for event in &future.events {
            let one = Some((event.disruption, event.number));
            if last != one && (0.0..steps).contains(&event.start) {
                counts[rows[event.disruption as usize]].1[path as usize] += 1.0;
            }
            last = one;
        }
    }
    counts
}

fn arrival(arrival: &Arrival) -> String {
    match arrival {
        Arrival::Poisson { per_year, regime } => {
            let by_regime = if regime.is_empty() { "" } else { ", by regime" };
            let rate = match per_year {
                Amount::Fixed(rate) => number::significant(*rate, 3),
                Amount::Uncertain(law) => number::significant(law.mean(), 2),
            };
            let about = if per_year.law().is_some() {
                "about "
            } else {
                ""
            };
            format!("{about}{rate} a year{by_regime}")
        }
        Arrival::Date(date) => format!("on {date}"),
        Arrival::WithinHorizon(p) => format!("once, {} %", number::significant(100.0 * p, 3)),
        Arrival::MeanUp(years) => format!("every {} years up", number::significant(*years, 3)),
        Arrival::After {
            disruption,
            probability,
            delay,
        } => format!(
            "{} % after {disruption}, {} months on",
            number::significant(100.0 * probability, 3),
            number::significant(12.0 * delay.median(), 2),
        ),
    }
}

/// Median and 90 % range of a span.
fn span(model: &Model, draw: &Draw) -> String {
    let (unit, scale) = words::span_unit(model.clock());
    match draw {
        Draw::Fixed(steps) => events::span(model.clock(), *steps),
        Draw::Law { .. } => format!("{} {unit}", range(|u| draw.at(u) * scale)),
    }
}

fn depth(effect: &Effect, disruption: &Disruption) -> String {
    match effect {
        Effect::Restriction {
            limit: Some(limit), ..
        } => format!("to {} a year", number::exact(*limit)),
        Effect::Restriction {
            measure: Measure::Tariff,
            ..
        } => percent(&disruption.severity) + " tax",
        _ => percent(&disruption.severity),
    }
}

fn percent(draw: &Draw) -> String {
    match draw {
        Draw::Fixed(share) => format!("{} %", number::significant(100.0 * share, 3)),
        Draw::Law { .. } => format!("{} %", range(|u| 100.0 * draw.at(u))),
    }
}

/// `5.7 (1.8–18)`: median and 90 % range.
fn range(at: impl Fn(f64) -> f64) -> String {
    let [median, low, high] = [0.5, 0.05, 0.95].map(|u| number::significant(at(u), 2));
    format!("{median} ({low}–{high})")
}

/// The states of the regime.
pub(super) fn regime(model: &Model, width: usize) -> Option<String> {
    let regime = model.regime()?;
    let year = model.clock().steps_per_year();
    let states: Vec<String> = regime
        .states
        .iter()
        .enumerate()
        .map(|(s, name)| {
            let leave: f64 = regime.switch[s].iter().sum::<f64>() * year;
            let stay = if leave > 0.0 {
                number::significant(1.0 / leave, 2) + " years"
            } else {
                "for good".into()
            };
            let start = number::significant(100.0 * regime.start[s], 3);
            format!("{name} (at the start in {start} % of futures, stays {stay} on average)")
        })
        .collect();
    Some(wrap(&format!("Regime: {}", states.join("; ")), width, 2))
}

/// Projects and when they come.
pub(super) fn projects(model: &Model) -> Option<String> {
    let mut grid = Grid::new(["Project", "planned", "comes in", "delay"]);
    for project in model.projects() {
        grid.row([
            project.id.clone(),
            model.clock().month_of(project.planned),
            format!("{} %", number::significant(100.0 * project.probability, 3)),
            span(model, &project.delay),
        ]);
    }
    (!grid.is_empty()).then(|| grid.text())
}

/// Numbers drawn once a path; `None` if all are known.
pub(super) fn parameters(model: &Model) -> Option<String> {
    let heading = [
        "Uncertain, drawn once a path",
        "law",
        "P5",
        "median",
        "P95",
        "mean",
    ];
    let mut grid = Grid::new(heading).align(1, Align::Left);
    for parameter in model.parameters() {
        let law: &Law = &parameter.law;
        let [low, median, high] =
            [0.05, 0.5, 0.95].map(|u| number::significant(law.quantile(u), 3));
        let mean = number::significant(law.mean(), 3);
        grid.row([
            parameter.id.clone(),
            law.name().into(),
            low,
            median,
            high,
            mean,
        ]);
    }
    (!grid.is_empty()).then(|| grid.text())
}
