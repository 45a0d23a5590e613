//! The ordinary engine on the scenario files of `tests/data/validation`.

use std::path::Path;

use lodestock::Model;
use lodestock::runner::statistics::Mean;
use lodestock::runner::{Futures, Options, Run, Silent, Summary, run, run_futures};
use lodestock::scenario::Overlay;

use crate::row::{Row, Within};

/// A scenario of `tests/data/validation`, with changes such as `time.step=hour`.
pub fn model(file: &str, changes: &[&str]) -> Model {
    let overlays: Vec<Overlay> = changes
        .iter()
        .map(|change| Overlay::parse(change).expect("a change has a key and a value"))
        .collect();
    let loaded = lodestock::scenario::load(data(file), &overlays);
    loaded.unwrap_or_else(|failure| panic!("{failure}")).model
}

/// Path of a file of `tests/data/validation`.
pub fn data(file: &str) -> std::path::PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/validation");
    folder.join(file)
}

/// A column of numbers of a CSV file of `tests/data/validation`.
pub fn column(file: &str, name: &str) -> Vec<f64> {
    let text = std::fs::read_to_string(data(file)).unwrap();
    let mut lines = text.lines();
    let header = lines.next().unwrap();
    let place = header.split(',').position(|h| h == name).unwrap();
    let cell = |line: &str| line.split(',').nth(place).unwrap().parse().unwrap();
    lines.map(cell).collect()
}

fn options(paths: u64) -> Options {
    Options {
        paths,
        seed: 2027,
        emptied: true,
        ..Options::default()
    }
}

/// Sampled futures of a model.
pub fn sampled(model: &Model, paths: u64) -> (Run, Summary) {
    summed(
        model,
        run(model, &options(paths), &Silent).expect("it begins"),
    )
}

/// The same on one thread, for callers that run several models at once.
pub fn sampled_alone(model: &Model, paths: u64) -> (Run, Summary) {
    let alone = Options {
        threads: Some(1),
        ..options(paths)
    };
    summed(model, run(model, &alone, &Silent).expect("it begins"))
}

/// Futures written by hand.
pub fn written(model: &Model, futures: &dyn Futures, paths: u64) -> (Run, Summary) {
    let run = run_futures(model, futures, &options(paths), &Silent).expect("it begins");
    summed(model, run)
}

fn summed(model: &Model, run: Run) -> (Run, Summary) {
    assert!(run.failed.is_empty(), "{:?}", run.failed);
    let summary = Summary::of(model, &run).expect("there are paths");
    (run, summary)
}

/// Does something with each of a list, all at once, results in the order of the list.
pub fn at_once<T: Sync, R: Send>(list: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    std::thread::scope(|scope| {
        let work = &work;
        let threads: Vec<_> = list
            .iter()
            .map(|one| scope.spawn(move || work(one)))
            .collect();
        let results = threads.into_iter().map(|thread| thread.join());
        results.map(|result| result.expect("it ends")).collect()
    })
}

/// A value to nine decimal places, as published ones are.
pub fn nine(value: f64) -> f64 {
    (value * 1e9).round() / 1e9
}

/// A row of a sampled mean against a value without an error.
pub fn near(what: impl Into<String>, published: f64, ours: Mean, source: &'static str) -> Row {
    Row {
        what: what.into(),
        published,
        ours: ours.value,
        within: Within::Sampled(ours.se),
        source,
    }
}

/// A row that is printed and not asserted.
pub fn shown(what: impl Into<String>, published: f64, ours: f64, source: &'static str) -> Row {
    Row {
        what: what.into(),
        published,
        ours,
        within: Within::Shown,
        source,
    }
}
