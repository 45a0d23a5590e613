//! Replays a disruption history of one's own through a scenario: a ban of five months in every path,
//! one month later in each.

use lodestock::runner::{Options, Silent, Summary, run_futures};
use lodestock::{Event, Future};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let loaded = lodestock::scenario::load("scenarios/cobalt-drc.toml", &[])?;
    let model = &loaded.model;
    let named = |d: &lodestock::model::Disruption| d.id == "export_restriction.drc-ban";
    let ban = model
        .disruptions()
        .iter()
        .position(named)
        .ok_or("no such disruption")?;
    let calm = Future::calm(model);
    let history = |path: u64, future: &mut Future| {
        future.clone_from(&calm);
        future.events.push(Event {
            disruption: ban as u32,
            item: 0,
            number: 0,
            start: path as f64,
            duration: 5.0,
            severity: 1.0,
            recovery: 0.0,
            after_severity: 0.0,
            after_duration: 0.0,
            superseded: f64::INFINITY,
        });
    };
    let options = Options {
        paths: 100,
        ..Options::default()
    };
    let result = run_futures(model, &history, &options, &Silent)?;
    let summary = Summary::of(model, &result).ok_or("no path was finished")?;
    let total = summary.group("total").ok_or("there is a total")?;
    println!(
        "mean shortfall {:.0} t over {} histories",
        total.shortfall.mean.value, summary.paths
    );
    Ok(())
}
