//! The first draws of every law and of every kind of address, to the bit.
//!
//! A change here changes every published number: it is a results change, and the changelog says so
//! and why (CONTRIBUTING). `UPDATE_PINS=1 cargo test --test pinned` writes the file anew.

use std::path::{Path, PathBuf};

use lodestock::core::stream::Address;
use lodestock::core::{Groups, Observer, Readings, Simulation};
use lodestock::runner::{Futures, Sampled};
use lodestock::{Event, Future, Model};

const SEED: u64 = 2027;
/// A yes or no of each of so many paths is pinned together, path 0 in the lowest bit.
const PATHS: u64 = 64;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}

/// The list: what, its bits, and the number for people.
#[derive(Default)]
struct Pins(String);

impl Pins {
    fn value(&mut self, what: &str, value: f64) {
        self.0 += &format!("{what:<48} {:016x}  {value}\n", value.to_bits());
    }

    fn bits(&mut self, what: &str, bits: u64) {
        self.0 += &format!("{what:<48} {bits:016x}\n");
    }

    /// In which paths something holds.
    fn paths(&mut self, what: &str, futures: &[Future], holds: impl Fn(&Future) -> bool) {
        let bit = |(path, future)| u64::from(holds(future)) << path;
        let mask = futures.iter().enumerate().map(bit).sum();
        self.bits(&format!("{what}, paths 0-63"), mask);
    }
}

/// Events of one disruption.
fn of<'a>(model: &Model, future: &'a Future, id: &str) -> Vec<&'a Event> {
    let index = model.disruptions().iter().position(|d| d.id == id);
    let index = index.unwrap_or_else(|| panic!("no {id}")) as u32;
    let events = future.events.iter();
    events.filter(|event| event.disruption == index).collect()
}

/// Uniform numbers of streams by themselves.
fn streams(pins: &mut Pins) {
    for (entity, quantity) in [
        ("outage.clock", "arrival"),
        ("outage.clock", "occurs"),
        ("outage.clock", "initial"),
        ("outage.clock", "follows"),
        ("outage.clock", "delay"),
        ("outage.clock", "duration"),
        ("outage.clock", "recovery"),
        ("outage.clock", "after-severity"),
        ("outage.clock", "after-duration"),
        ("outage.clock/ore", "included"),
        ("outage.clock/ore", "severity"),
        ("regime", "start"),
        ("regime", "stay"),
        ("regime", "next"),
        ("consumer.gamma.demand", "value"),
        ("project.late", "comes"),
        ("project.late", "delay"),
        ("consumer.mill", "noise"),
    ] {
        let stream = Address::new(entity, quantity).stream(SEED, 0);
        for event in 0..2 {
            let what = format!("stream {entity} {quantity} {event}");
            pins.value(&what, stream.uniform(event));
        }
    }
}

/// Parameters, a law each, and the project.
fn once_a_path(model: &Model, futures: &[Future], pins: &mut Pins) {
    for (path, future) in futures.iter().enumerate().take(2) {
        for (parameter, &value) in model.parameters().iter().zip(&future.parameters) {
            pins.value(&format!("{}, path {path}", parameter.id), value);
        }
    }
    pins.paths("project.late comes", futures, |f| f.projects[0].is_finite());
    let mut starts = futures.iter().map(|future| future.projects[0]);
    let first = starts.find(|start| start.is_finite());
    pins.value("project.late first start", first.unwrap());
}

/// Every part of the first events of a clock.
fn parts_of_events(model: &Model, future: &Future, pins: &mut Pins) {
    for event in &of(model, future, "outage.clock")[..2] {
        for (part, value) in [
            ("start", event.start),
            ("duration", event.duration),
            ("severity", event.severity),
            ("recovery", event.recovery),
            ("after-severity", event.after_severity),
            ("after-duration", event.after_duration),
        ] {
            pins.value(&format!("outage.clock {} {part}", event.number), value);
        }
    }
}

/// First event of a disruption in the first path that has one.
fn first(model: &Model, futures: &[Future], id: &str, pins: &mut Pins) {
    let found = futures
        .iter()
        .find_map(|future| of(model, future, id).first().copied());
    let event = found.unwrap_or_else(|| panic!("no {id}"));
    pins.value(&format!("{id} first start"), event.start);
    pins.value(&format!("{id} first severity"), event.severity);
}

/// What is drawn as yes or no, or as a time, by the other kinds of arrival.
fn arrivals(model: &Model, futures: &[Future], pins: &mut Pins) {
    let comes = |id: &'static str| move |future: &Future| !of(model, future, id).is_empty();
    pins.paths("outage.once occurs", futures, comes("outage.once"));
    pins.paths("outage.unit initial", futures, |future| {
        of(model, future, "outage.unit")
            .iter()
            .any(|event| event.start == 0.0)
    });
    let list = model
        .disruptions()
        .iter()
        .find(|d| d.id == "export_restriction.list");
    for (item, hit) in list.unwrap().items.iter().enumerate() {
        pins.paths(&format!("list/{} included", hit.name), futures, |future| {
            let hits = of(model, future, "export_restriction.list");
            hits.iter().any(|event| event.item as usize == item)
        });
    }
    pins.paths("echo follows", futures, comes("export_restriction.echo"));
    pins.paths("tense in the first year", futures, |future| {
        of(model, future, "outage.tense")
            .iter()
            .any(|event| event.start < 12.0)
    });
    for id in [
        "outage.once",
        "export_restriction.list",
        "export_restriction.echo",
    ] {
        first(model, futures, id, pins);
    }
    for (path, future) in futures.iter().enumerate().take(4) {
        for event in of(model, future, "outage.tense").iter().take(2) {
            let what = format!("outage.tense, path {path}, {}", event.number);
            pins.value(&what, event.start);
        }
    }
}

/// Demand of the first steps of a consumer.
struct Demand(usize, Vec<f64>);

impl Observer for Demand {
    fn step(&mut self, readings: &dyn Readings) {
        self.1.push(readings.demand(self.0)[0]);
    }
}

fn noise(model: &Model, future: &Future, pins: &mut Pins) {
    let mill = model.consumers().iter().position(|c| c.id == "mill");
    let mut demand = Demand(mill.unwrap(), Vec::new());
    let groups = Groups::all(model);
    Simulation::<1>::new(model, &groups).run(std::slice::from_ref(future), Some(&mut demand));
    for (step, &value) in demand.1.iter().enumerate().take(3) {
        pins.value(&format!("consumer.mill noisy demand {step}"), value);
    }
}

#[test]
fn the_first_draws_are_pinned() {
    let loaded = lodestock::scenario::load(data("pinned.toml"), &[]);
    let model = loaded.unwrap_or_else(|failure| panic!("{failure}")).model;
    let sampled = Sampled::new(&model, SEED);
    let sample = |path| {
        let mut future = Future::default();
        sampled.fill(path, &mut future);
        future
    };
    let futures: Vec<Future> = (0..PATHS).map(sample).collect();
    let mut pins = Pins::default();
    streams(&mut pins);
    once_a_path(&model, &futures, &mut pins);
    parts_of_events(&model, &futures[0], &mut pins);
    arrivals(&model, &futures, &mut pins);
    noise(&model, &futures[0], &mut pins);

    let path = data("pinned.txt");
    if std::env::var_os("UPDATE_PINS").is_some() {
        std::fs::write(&path, &pins.0).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let moved: Vec<(&str, &str)> = kept
        .lines()
        .zip(pins.0.lines())
        .filter(|(a, b)| a != b)
        .collect();
    assert!(
        kept == pins.0,
        "draws have moved, which is a results change (CONTRIBUTING.md): kept and now {moved:#?}"
    );
}
