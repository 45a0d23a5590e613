//! Throughput of the engine, in path-steps a second: `cargo bench --bench engine`.
//!
//! One core throughout, except where a name says so. Jobs are described in docs/performance.md.

use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use lodestock::runner::{Futures, Options, Sampled, Silent, run};
use lodestock::{Future, Groups, Kernel, LANES, Model, Simulation};

/// The jobs: a name, a scenario, and paths that take about a quarter of a second.
const JOBS: [(&str, &str, u64); 6] = [
    ("j1", "benches/scenarios/j1.toml", 65_536),
    ("j2", "benches/scenarios/j2.toml", 1_024),
    ("world", "benches/scenarios/world.toml", 512),
    ("rts-79", "tests/data/validation/rts79-hourly.toml", 1_024),
    ("cobalt", "scenarios/cobalt-drc.toml", 4_096),
    (
        "gallium-germanium",
        "scenarios/gallium-germanium-china.toml",
        4_096,
    ),
];

fn load(path: &str) -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let loaded = lodestock::scenario::load(path, &[]);
    loaded.unwrap_or_else(|failure| panic!("{failure}")).model
}

fn path_steps(model: &Model, paths: u64) -> Throughput {
    Throughput::Elements(paths * model.clock().steps as u64)
}

/// Sampling, stepping and keeping rows of whole jobs on one thread.
fn jobs(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("run");
    group.sample_size(10);
    for (name, path, paths) in JOBS {
        let model = load(path);
        group.throughput(path_steps(&model, paths));
        let options = Options {
            paths,
            seed: 7,
            threads: Some(1),
            ..Options::default()
        };
        group.bench_function(name, |b| {
            b.iter(|| run(&model, &options, &Silent).expect("it runs"))
        });
    }
    group.finish();
}

/// Sampling alone.
fn draws(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("draws");
    for (name, path, _) in JOBS {
        let model = load(path);
        let futures = Sampled::new(&model, 7);
        let mut future = Future::default();
        let mut path = 0;
        group.throughput(path_steps(&model, 1));
        group.bench_function(name, |b| {
            b.iter(|| {
                path += 1;
                futures.fill(path, &mut future);
            });
        });
    }
    group.finish();
}

/// One block through the horizon, on each instruction set, and one path alone.
fn block(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("block");
    for (name, path, _) in JOBS {
        let model = load(path);
        let groups = Groups::all(&model);
        let source = Sampled::new(&model, 7);
        let mut futures = vec![Future::default(); LANES];
        for (path, future) in futures.iter_mut().enumerate() {
            source.fill(path as u64, future);
        }
        group.throughput(path_steps(&model, LANES as u64));
        for kernel in Kernel::available() {
            let mut simulation = Simulation::<LANES>::with_kernel(&model, &groups, kernel);
            let id = BenchmarkId::new(name, format!("{kernel:?}"));
            group.bench_function(id, |b| b.iter(|| simulation.run(&futures, None)));
        }
        group.throughput(path_steps(&model, 1));
        let mut simulation = Simulation::<1>::new(&model, &groups);
        let id = BenchmarkId::new(name, "one lane");
        group.bench_function(id, |b| b.iter(|| simulation.run(&futures[..1], None)));
    }
    group.finish();
}

criterion_group!(benches, jobs, draws, block);
criterion_main!(benches);
