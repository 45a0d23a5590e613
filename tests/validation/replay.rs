//! The ordinary engine on the scenarios of `tests/data/validation`: one path step by step, or many.

use lodestock::runner::{Futures, Options, Sampled, Silent, Summary, run};
use lodestock::scenario::Overlay;
use lodestock::{Future, Groups, LANES, Model, Observer, Readings, Simulation};

use crate::engine::data;

/// A scenario of the folder, with keys changed as by `--set`.
pub fn scenario(name: &str, changes: &[(&str, &str)]) -> Model {
    let overlays = changes
        .iter()
        .map(|(key, value)| Overlay::new(*key, *value));
    let overlays: Vec<_> = overlays.collect();
    let loaded = lodestock::scenario::load(data(&format!("{name}.toml")), &overlays);
    loaded.unwrap_or_else(|failure| panic!("{failure}")).model
}

/// What one step of one path leaves: a number a consumer, a level a reserve.
#[derive(Debug, Clone, Default)]
pub struct Step {
    pub demand: Vec<f64>,
    pub served: Vec<f64>,
    pub unmet: Vec<f64>,
    pub shortfall: Vec<f64>,
    pub price: Vec<f64>,
    pub level: Vec<f64>,
}

struct Watch {
    consumers: usize,
    reserves: usize,
    steps: Vec<Step>,
}

impl Observer for Watch {
    fn step(&mut self, r: &dyn Readings) {
        let of = |read: &dyn Fn(usize) -> f64| (0..self.consumers).map(read).collect();
        self.steps.push(Step {
            demand: of(&|c| r.demand(c)[0]),
            served: of(&|c| r.served(c)[0]),
            unmet: of(&|c| r.unmet(c)[0]),
            shortfall: of(&|c| r.unmet(c)[0] + r.curtailed(c)[0] - r.deferred(c)[0]),
            price: of(&|c| r.price(c)[0]),
            level: (0..self.reserves).map(|k| r.level(k)[0]).collect(),
        });
    }
}

/// Every step of one future.
pub fn steps(model: &Model, future: &Future) -> Vec<Step> {
    let groups = Groups::all(model);
    let mut watch = Watch {
        consumers: model.consumers().len(),
        reserves: model.reserves().len(),
        steps: Vec::new(),
    };
    let future = std::slice::from_ref(future);
    Simulation::<1>::new(model, &groups).run(future, Some(&mut watch));
    watch.steps
}

/// What many sampled paths say.
pub fn sampled(model: &Model, paths: u64, seed: u64) -> Summary {
    let options = Options {
        paths,
        seed,
        ..Options::default()
    };
    let result = run(model, &options, &Silent).unwrap();
    assert!(result.failed.is_empty() && !result.partial);
    Summary::of(model, &result).unwrap()
}

/// Sampled paths, a block at a time, each watched by an observer of its own.
pub fn blocks<O: Observer>(model: &Model, blocks: u64, seed: u64, new: impl Fn() -> O) -> Vec<O> {
    let groups = Groups::all(model);
    let source = Sampled::new(model, seed);
    let mut simulation = Simulation::<LANES>::new(model, &groups);
    let mut futures = vec![Future::default(); LANES];
    let watched = (0..blocks).map(|block| {
        for (lane, future) in futures.iter_mut().enumerate() {
            source.fill(block * LANES as u64 + lane as u64, future);
        }
        let mut observer = new();
        simulation.run(&futures, Some(&mut observer));
        observer
    });
    watched.collect()
}
