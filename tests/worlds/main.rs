//! Random worlds with everything in them: mass and bounds hold in every step of every path, and a
//! world in which nothing happens stays as it is.
//!
//! Mass balance of every market and step is a debug assertion of the step itself: a run in the test
//! profile that ends has kept it.

mod build;

use build::Dice;
use lodestock::core::spec::Scenario;
use lodestock::runner::{Futures, Sampled};
use lodestock::{Future, Groups, LANES, Model, Observer, Readings, Simulation};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngSeed, TestRunner};

/// Dice that a calm world and its troubles take at most.
const CALM: usize = 200;
const TROUBLE: usize = 240;

/// What a path must keep to in every step.
struct Bounds<'m> {
    model: &'m Model,
    paths: usize,
    /// Stock of each consumer's country at the end of the first step, if it must stay.
    calm: Option<Vec<f64>>,
    short: bool,
}

impl Bounds<'_> {
    fn consumer(&mut self, r: &dyn Readings, c: usize, path: usize) {
        let demand = r.demand(c)[path];
        let slip = 1e-9 * (1.0 + demand);
        let served = r.served(c)[path];
        assert!(
            served >= -slip && served <= demand + slip,
            "{served} of {demand}"
        );
        let (unmet, curtailed, deferred) =
            (r.unmet(c)[path], r.curtailed(c)[path], r.deferred(c)[path]);
        assert!(unmet >= -slip && curtailed >= -slip && deferred >= -slip);
        assert!(deferred <= unmet + slip, "{deferred} put off of {unmet}");
        let parts = served + unmet + curtailed;
        assert!((parts - demand).abs() <= slip, "{parts} make {demand}");
        let cap = self.model.commodities()[self.model.consumers()[c].commodity].price_cap;
        let price = r.price(c)[path];
        assert!(
            (1.0..=cap * (1.0 + 1e-12)).contains(&price),
            "price {price}, cap {cap}"
        );
        assert!(r.stock(c)[path] >= -slip, "stock {}", r.stock(c)[path]);
        self.short |= served < demand - slip;
    }

    fn unchanged(&mut self, r: &dyn Readings, c: usize) {
        let Some(stocks) = &mut self.calm else { return };
        let (demand, stock) = (r.demand(c)[0], r.stock(c)[0]);
        assert!((r.served(c)[0] - demand).abs() <= 1e-12 * demand);
        assert_eq!(r.price(c)[0], 1.0);
        if stocks.len() == c {
            stocks.push(stock);
        }
        assert!(
            (stock - stocks[c]).abs() <= 1e-12 * stocks[c].max(demand),
            "{stock} {}",
            stocks[c]
        );
    }
}

impl Observer for Bounds<'_> {
    fn step(&mut self, readings: &dyn Readings) {
        for path in 0..self.paths {
            for c in 0..self.model.consumers().len() {
                self.consumer(readings, c, path);
            }
            for (r, reserve) in self.model.reserves().iter().enumerate() {
                let (level, capacity) = (readings.level(r)[path], reserve.capacity);
                let slip = 1e-12 * capacity;
                assert!(
                    level >= -slip && level <= capacity + slip,
                    "{level} of {capacity}"
                );
                assert!(self.calm.is_none() || (level - capacity).abs() <= slip);
            }
        }
        for c in 0..self.model.consumers().len() {
            self.unchanged(readings, c);
        }
    }
}

fn model(scenario: &Scenario) -> Model {
    Model::new(scenario).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// Runs a block of a troubled world; says whether anybody was short.
fn troubled(dice: &[f64], seed: u64) -> bool {
    let mut scenario = build::calm(&mut Dice(dice[..CALM].iter()));
    build::trouble(&mut scenario, &mut Dice(dice[CALM..].iter()));
    let model = model(&scenario);
    let groups = Groups::all(&model);
    let source = Sampled::new(&model, seed);
    let mut futures = vec![Future::default(); LANES];
    for (path, future) in futures.iter_mut().enumerate() {
        source.fill(path as u64, future);
    }
    let mut bounds = Bounds {
        model: &model,
        paths: LANES,
        calm: None,
        short: false,
    };
    let mut simulation = Simulation::<LANES>::new(&model, &groups);
    simulation.run(&futures, Some(&mut bounds));
    for column in 0..groups.columns().len() {
        assert!(
            (0..LANES).all(|lane| !simulation.value(column, lane).is_nan()),
            "column {column}"
        );
    }
    bounds.short
}

fn dice(count: usize) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(0.0..1.0f64, count)
}

fn config() -> Config {
    Config {
        cases: 96,
        rng_seed: RngSeed::Fixed(20_272),
        failure_persistence: None,
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_calm_world_stays_as_it_is(dice in dice(CALM)) {
        let model = model(&build::calm(&mut Dice(dice.iter())));
        let groups = Groups::all(&model);
        let mut bounds = Bounds { model: &model, paths: 1, calm: Some(Vec::new()), short: false };
        Simulation::<1>::new(&model, &groups).run(&[Future::calm(&model)], Some(&mut bounds));
        prop_assert!(!bounds.short);
    }

    #[test]
    fn a_troubled_world_keeps_mass_and_bounds(dice in dice(CALM + TROUBLE), seed in any::<u64>()) {
        troubled(&dice, seed);
    }
}

/// Troubled worlds are no worlds in which nothing happens.
#[test]
fn troubled_worlds_are_short() {
    let mut runner = TestRunner::new(config());
    let worlds = (dice(CALM + TROUBLE), any::<u64>());
    let short = (0..32).filter(|_| {
        let (dice, seed) = worlds.new_tree(&mut runner).unwrap().current();
        troubled(&dice, seed)
    });
    assert!(short.count() >= 30);
}
