//! From names to indices: checks a scenario and builds its model, reporting all that is wrong.

mod claims;
mod disruptions;
mod finish;
mod hits;
mod links;
mod markets;
mod numbers;
mod people;
mod regime;
mod reserves;
mod world;

use std::collections::BTreeMap;

use super::{Calm, Model};
use crate::problem::{Problem, Severity};
use crate::spec::{Baseline, Scenario};
use crate::time::Clock;

/// Most of each kind that a model may have; beyond, a clear refusal instead of a full memory.
mod limits {
    /// Size of a number, so that sums and products of a run stay finite.
    pub const NUMBER: f64 = 1e30;
    /// Steps, warm-up included.
    pub const STEPS: f64 = 1_000_000.0;
    pub const COUNTRIES: usize = 1_000;
    pub const COMMODITIES: usize = 500;
    pub const SELLERS: usize = 20_000;
    pub const CONSUMERS: usize = 20_000;
    pub const LANES: usize = 200_000;
    pub const RESERVES: usize = 5_000;
    pub const DISRUPTIONS: usize = 50_000;
    /// Numbers in tables over time.
    pub const TABLE: usize = 200_000_000;
    /// Bytes of one block of paths.
    pub const BLOCK: usize = 1 << 31;
}

/// A scenario on its way to a model.
struct Resolver<'s> {
    scenario: &'s Scenario,
    model: Model,
    problems: Vec<Problem>,
    /// Country id → index; commodity id → index.
    countries: BTreeMap<&'s str, usize>,
    commodities: BTreeMap<&'s str, usize>,
    /// `producer.x` → indices of its copies.
    sellers: BTreeMap<String, Vec<usize>>,
    /// Numbers in tables over time so far.
    table: usize,
}

pub(super) fn resolve(scenario: &Scenario) -> Result<Model, Vec<Problem>> {
    let clock = clock(scenario)?;
    let mut resolver = Resolver {
        scenario,
        model: empty(scenario, clock),
        problems: Vec::new(),
        countries: BTreeMap::new(),
        commodities: BTreeMap::new(),
        sellers: BTreeMap::new(),
        table: 0,
    };
    resolver.world();
    resolver.stop_at_errors(|r| r.limits())?;
    resolver.people();
    resolver.markets();
    resolver.reserves();
    resolver.disruptions();
    resolver.stop_at_errors(|r| r.finish())?;
    resolver.stop_at_errors(|r| r.tilt())?;
    resolver.model.warnings = resolver.problems;
    Ok(resolver.model)
}

impl Resolver<'_> {
    /// Runs one more check where nothing is wrong so far; stops where something is.
    fn stop_at_errors(&mut self, check: impl FnOnce(&mut Self)) -> Result<(), Vec<Problem>> {
        let wrong = |problems: &[Problem]| problems.iter().any(|p| p.severity == Severity::Error);
        if !wrong(&self.problems) {
            check(self);
        }
        if wrong(&self.problems) {
            return Err(std::mem::take(&mut self.problems));
        }
        Ok(())
    }

    /// Checks the tilt of the run.
    fn tilt(&mut self) {
        if let Err(problems) = self.model.tilted(&self.scenario.run.tilt) {
            self.problems.extend(problems);
        }
    }

    fn error(&mut self, at: impl Into<String>, message: impl Into<String>) -> &mut Problem {
        self.problems.push(Problem::error(at, message));
        self.problems.last_mut().expect("just pushed")
    }

    fn warn(&mut self, at: impl Into<String>, message: impl Into<String>) {
        self.problems.push(Problem::warning(at, message));
    }

    /// Refuses what no memory holds, before anything of that size is made.
    fn limits(&mut self) {
        let s = self.scenario;
        let copies = |count: u32| count.max(1) as usize;
        let sellers: usize = (s.producers.values().map(|p| copies(p.seller.count)))
            .chain(s.processors.values().map(|p| copies(p.seller.count)))
            .sum();
        let counted = [
            ("country", "countries", s.countries.len(), limits::COUNTRIES),
            (
                "commodity",
                "commodities",
                s.commodities.len(),
                limits::COMMODITIES,
            ),
            (
                "producer",
                "sellers, copies included,",
                sellers,
                limits::SELLERS,
            ),
            (
                "consumer",
                "consumers",
                s.consumers.len(),
                limits::CONSUMERS,
            ),
            ("reserve", "reserves", s.reserves.len(), limits::RESERVES),
        ];
        for (at, what, count, most) in counted {
            if count > most {
                self.error(
                    at,
                    format!("{count} {what} are more than the {most} a model may have"),
                );
            }
        }
    }
}

fn clock(scenario: &Scenario) -> Result<Clock, Vec<Problem>> {
    let time = &scenario.time;
    let year = time.step.per_year();
    let mut problems = Vec::new();
    let whole = |years: f64| (years * year + 1e-6).round();
    let (steps, warm_up) = (whole(time.horizon), whole(time.warm_up));
    if steps.is_nan() || steps < 1.0 {
        problems.push(Problem::error(
            "time.horizon",
            format!(
                "a horizon of {} years has no {} step",
                time.horizon, time.step
            ),
        ));
    }
    if warm_up.is_nan() || warm_up < 0.0 {
        problems.push(Problem::error(
            "run.warm_up",
            "a warm-up cannot be negative",
        ));
    }
    if steps + warm_up > limits::STEPS {
        let message = format!(
            "{:.0} steps are more than the {:.0} a model may have",
            steps + warm_up,
            limits::STEPS
        );
        problems.push(
            Problem::error("time.horizon", message).help("look less far, or take longer steps"),
        );
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Clock {
        start: time.start,
        length: time.step,
        steps: steps as usize,
        warm_up: warm_up as usize,
    })
}

fn empty(scenario: &Scenario, clock: Clock) -> Model {
    Model {
        name: scenario.name.clone(),
        clock,
        given: scenario.baseline == Baseline::Given,
        discount: 0.0,
        focus: Vec::new(),
        countries: Vec::new(),
        commodities: Vec::new(),
        sellers: Vec::new(),
        consumers: Vec::new(),
        markets: Vec::new(),
        order: Vec::new(),
        exporters: Vec::new(),
        buyers: Vec::new(),
        lanes: Vec::new(),
        claims: Vec::new(),
        quotas: Vec::new(),
        corridors: Vec::new(),
        mothballed: Vec::new(),
        switching: Vec::new(),
        reserves: Vec::new(),
        funds: Vec::new(),
        projects: Vec::new(),
        parameters: Vec::new(),
        noisy: Vec::new(),
        disruptions: Vec::new(),
        disruption_order: Vec::new(),
        regime: None,
        calm: Calm::default(),
        calm_varies: false,
        warnings: Vec::new(),
    }
}

/// Id under which something stands in the scenario: that of a copy without its number.
pub(super) fn written_id(id: &str) -> &str {
    id.split_once('#').map_or(id, |(written, _)| written)
}

/// Countries behind a name: a bloc's members, or the name itself.
fn countries_of<'n>(scenario: &'n Scenario, name: &'n String) -> &'n [String] {
    scenario
        .blocs
        .get(name)
        .map_or(std::slice::from_ref(name), |members| members)
}
