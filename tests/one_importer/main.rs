//! Monotonicity in the size of a reserve, path by path, over random worlds of one importer without
//! supply elasticity and substitution.
//!
//! It is exact where nothing is deferred and nothing bought back: then no order depends on the
//! reserve. `exceptions.rs` has one small world for each way in which it fails elsewhere.

mod exceptions;
mod small;
mod world;

use lodestock::core::spec::ReleaseRule;
use lodestock::runner::{Futures, Sampled};
use lodestock::{Future, Groups, Observer, Readings, Simulation};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use world::{Policy, World, policies, worlds};

const SIZES: [f64; 5] = [0.0, 40.0, 41.0, 120.0, 600.0];

fn config() -> Config {
    Config {
        cases: 100,
        rng_seed: RngSeed::Fixed(20_271),
        failure_persistence: None,
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(config())]

    /// Any trigger, delay, rule and limit of release.
    #[test]
    fn more_reserve_never_hurts_and_removes_up_to_as_much(world in worlds(), policy in policies()) {
        let world = World { defer: 0.0, ..world };
        let policy = Policy { refill: None, ..policy };
        let runs = SIZES.map(|tonnes| world.shortfalls(tonnes, &policy));
        for (pair, size) in runs.windows(2).zip(SIZES.windows(2)) {
            for (path, (less, more)) in pair[0].iter().zip(&pair[1]).enumerate() {
                let (removed, tonnes) = (less - more, size[1] - size[0]);
                prop_assert!(
                    removed >= -1e-7 && removed <= tonnes + 1e-7,
                    "path {path}: from {size:?} t removed {removed} t"
                );
            }
        }
    }

    /// A refill buys S − cover·need and no more: what users hold as their own cover stays theirs.
    #[test]
    fn a_refill_leaves_commercial_cover_alone(world in worlds(), policy in policies()) {
        let policy = Policy { refill: policy.refill.or(Some(120.0)), ..policy };
        let model = world.model(120.0, &policy);
        let groups = Groups::all(&model);
        let mut simulation = Simulation::<1>::new(&model, &groups);
        for path in 0..8 {
            let mut future = Future::calm(&model);
            Sampled::new(&model, world.seed).fill(path, &mut future);
            let mut watch = Cover { steps: world.cover * 12.0, level: 120.0, eaten: None };
            simulation.run(&[future], Some(&mut watch));
            prop_assert!(watch.eaten.is_none(), "path {path}: {:?}", watch.eaten);
        }
    }
}

/// Looks for a step that bought while commercial stock ended below its cover.
struct Cover {
    steps: f64,
    level: f64,
    eaten: Option<(f64, f64, f64)>,
}

impl Observer for Cover {
    fn step(&mut self, readings: &dyn Readings) {
        let (stock, level) = (readings.stock(0)[0], readings.level(0)[0]);
        let need = readings.demand(0)[0] + readings.demand(1)[0];
        if level > self.level + 1e-9 && stock < self.steps * need - 1e-9 * need {
            self.eaten = Some((readings.time(), stock, self.steps * need));
        }
        self.level = level;
    }
}

/// The worlds are none in which nothing happens: most are short, reserves help in most, and every
/// rule and the limits are among them.
#[test]
fn the_worlds_are_short_and_reserves_help() {
    let mut runner = TestRunner::new(config());
    let (mut short, mut helped, mut limited, mut waits) = (0, 0, 0, 0);
    let mut rules = [0; 3];
    for _ in 0..64 {
        let (world, policy) = (worlds(), policies())
            .new_tree(&mut runner)
            .unwrap()
            .current();
        let sum = |tonnes| world.shortfalls(tonnes, &policy).iter().sum::<f64>();
        short += usize::from(sum(0.0) > 1.0);
        helped += usize::from(sum(120.0) < sum(0.0) - 1.0);
        limited += usize::from(policy.limit.is_some());
        waits += usize::from(policy.delay > 0.0);
        rules[match policy.rule {
            ReleaseRule::Cover => 0,
            ReleaseRule::Spread { .. } => 1,
            ReleaseRule::Hold { .. } => 2,
        }] += 1;
    }
    assert!(
        short > 48 && helped > 32,
        "{short} short, {helped} helped, of 64"
    );
    assert!(limited > 15 && waits > 15 && rules.iter().all(|&n| n > 10));
}
