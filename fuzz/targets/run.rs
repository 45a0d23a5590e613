//! Whatever loads and is small runs: no panic, no path that fails, no number that is none.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target};
use lodestock::report::{balance, json, table};
use lodestock::runner::{Options, Run, Silent, Summary, run};
use lodestock::scenario::Loaded;
use lodestock::{Future, Groups, LANES, Model, Observer, Readings, Simulation};
use lodestock_fuzz::change;

/// Bytes of a workspace, and those times steps, of a scenario that is small.
const BYTES: usize = 4 << 20;
const WORK: usize = 200 << 20;

fuzz_target!(|text: &str| -> Corpus {
    // Kept, what does not load would crowd out what does; `load` looks at it.
    let Some(loaded) = lodestock_fuzz::load(text) else {
        return Corpus::Reject;
    };
    let model = &loaded.model;
    let bytes = Simulation::<LANES>::bytes(model);
    let steps = model.clock().steps + model.clock().warm_up;
    if bytes > BYTES || bytes.saturating_mul(steps) > WORK {
        return Corpus::Reject;
    }
    dated(model);
    sampled(&loaded);
    Corpus::Keep
});

/// The dated future, one path alone.
fn dated(model: &Model) {
    let groups = Groups::all(model);
    let mut watch = Watch {
        consumers: model.consumers().len(),
        reserves: model.reserves().len(),
    };
    let mut simulation = Simulation::<1>::new(model, &groups);
    simulation.run(&[Future::dated(model)], Some(&mut watch));
    for column in 0..groups.columns().len() {
        assert!(!simulation.value(column, 0).is_nan(), "column {column}");
    }
}

/// A few paths on one thread, with all that may be kept of them and shown.
fn sampled(loaded: &Loaded) {
    let model = &loaded.model;
    let options = Options {
        paths: 5,
        seed: loaded.scenario.run.seed,
        threads: Some(1),
        series: true,
        emptied: true,
        memory: 1 << 30,
        ..Options::default()
    };
    // Rows that do not fit are refused, which is no defect.
    let Ok(done) = run(model, &options, &Silent) else {
        return;
    };
    assert!(done.failed.is_empty(), "{:?}", done.failed);
    for column in 0..done.table.columns() {
        let values = done.table.column(column);
        assert!(values.iter().all(|x| !x.is_nan()), "column {column}");
    }
    show(loaded, &done);
}

fn show(loaded: &Loaded, run: &Run) {
    let model = &loaded.model;
    let summary = Summary::of(model, run).expect("paths have finished");
    let _ = json::summary(model, run, &summary).to_string();
    let _ = balance::text(&loaded.scenario, model, run.seed, 80);
    let _ = table::text(&table::Report {
        model,
        run,
        summary: &summary,
        sources: loaded.scenario.sources.len(),
        replay: "lodestock trace x.toml --path",
        files: None,
        width: 80,
    });
}

/// Looks at every reading of every step.
struct Watch {
    consumers: usize,
    reserves: usize,
}

impl Observer for Watch {
    fn step(&mut self, readings: &dyn Readings) {
        let number = |what: &str, values: &[f64]| {
            assert!(values.iter().all(|x| !x.is_nan()), "{what}");
        };
        for c in 0..self.consumers {
            number("demand", readings.demand(c));
            number("served", readings.served(c));
            number("curtailed", readings.curtailed(c));
            number("unmet", readings.unmet(c));
            number("deferred", readings.deferred(c));
            number("price", readings.price(c));
            number("stock", readings.stock(c));
        }
        for r in 0..self.reserves {
            number("level", readings.level(r));
        }
    }
}

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    change::mutate(data, size, max_size, seed)
});
