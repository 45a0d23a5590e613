//! `[scenario]`, `[time]`, `[run]` and `[regime]`.

use lodestock_core::spec::{Baseline, Draws, Precision, Regime, RegimeStart, Scenario};
use lodestock_core::time::{Date, StepLength};

use crate::diagnostic::Fault;
use crate::entry::Entry;
use crate::value;

/// Most steps of the horizon and the time before it.
const MOST_STEPS: f64 = 1e6;

pub(crate) fn read(root: &Entry<'_>, scenario: &mut Scenario) {
    let log = &root.cx.log;
    log.enter("scenario");
    if let Some(entry) = root.table("scenario") {
        scenario.name = entry.name("name");
        scenario.description = entry.name("description");
        scenario.sources = entry.names("sources").unwrap_or_default();
        scenario.focus = entry.names("focus").unwrap_or_default();
    }
    log.enter("run");
    let run = root.table("run");
    if let Some(entry) = &run {
        read_run(entry, scenario);
    }
    log.enter("time");
    if let Some(entry) = root.table("time") {
        read_time(&entry, run.as_ref(), scenario);
    }
    drop(run);
    log.enter("regime");
    scenario.regime = root.table("regime").and_then(|entry| regime(&entry));
    log.enter("");
}

fn read_run(entry: &Entry<'_>, scenario: &mut Scenario) {
    let run = &mut scenario.run;
    run.paths = entry.whole("paths").unwrap_or(run.paths);
    run.seed = entry.whole("seed").unwrap_or(run.seed);
    run.precision = entry.table("precision").and_then(|entry| precision(&entry));
    if entry.word("draws") == Some(Draws::Antithetic.name()) {
        run.draws = Draws::Antithetic;
    }
    run.tilt = entry
        .shares("tilt")
        .unwrap_or_default()
        .into_iter()
        .collect();
    scenario.discount_rate = entry.number("discount_rate").unwrap_or(0.0);
    if entry.word("baseline") == Some("given") {
        scenario.baseline = Baseline::Given;
    }
    scenario.time.warm_up = entry.span("warm_up").unwrap_or(0.0);
}

fn precision(entry: &Entry<'_>) -> Option<Precision> {
    let (metric, relative) = (entry.text("metric"), entry.number("relative"));
    let confidence = entry.number("confidence").unwrap_or(0.95);
    let max_paths = entry.whole("max_paths").unwrap_or(1_000_000);
    Some(Precision {
        metric: metric?,
        relative: relative?,
        confidence,
        max_paths,
    })
}

fn read_time(entry: &Entry<'_>, run: Option<&Entry<'_>>, scenario: &mut Scenario) {
    // What is not sensible is left at its default, which the model can be checked with.
    let time = &mut scenario.time;
    let start: Option<Date> = entry.date("start");
    time.start = start.unwrap_or(time.start);
    let step = entry.word("step").and_then(StepLength::from_name);
    let horizon = entry.span("horizon");
    let (Some(step), Some(horizon)) = (step, horizon) else {
        return;
    };
    let whole = |years: f64| (years * step.per_year() + 1e-6).round();
    let steps = whole(horizon);
    let before = whole(time.warm_up);
    let most = format!("the most is {MOST_STEPS} steps, with the time before it");
    if steps < 1.0 {
        let fault = Fault::new(format!("the horizon is shorter than half a {step}"));
        entry.error_at("horizon", fault.help("a scenario has at least one step"));
    } else if steps > MOST_STEPS {
        let fault = Fault::new(format!("the horizon is {steps} {step}s long"));
        entry.error_at("horizon", fault.help(most));
    } else if steps + before > MOST_STEPS {
        let fault = Fault::new(format!(
            "the time before the horizon is {before} {step}s long"
        ));
        run.unwrap_or(entry).error_at("warm_up", fault.help(most));
        time.warm_up = 0.0;
    } else {
        time.step = step;
        time.horizon = horizon;
        entry.cx.steps.set(Some(steps as usize));
    }
}

fn regime(entry: &Entry<'_>) -> Option<Regime> {
    let (states, start) = (entry.names("states"), entry.text("start"));
    let switch = entry.grid("switch", |label, value, field| {
        value::number(label, value, crate::entry::bound(field))
    });
    let start = match start?.as_str() {
        "stationary" => RegimeStart::Stationary,
        state => RegimeStart::State(state.into()),
    };
    Some(Regime {
        states: states?,
        start,
        switch,
    })
}
