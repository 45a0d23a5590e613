//! The same bits on any number of threads, lanes and instruction sets; replay; partial runs; failures.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use lodestock::core::spec::Precision;
use lodestock::runner::{
    Futures, Options, Progress, Run, RunError, Sampled, Silent, run, run_futures,
};
use lodestock::scenario::{Overlay, load};
use lodestock::{Event, Future, Groups, Kernel, Model, Simulation};

const PATHS: u64 = 1_000;

fn model(path: &str, overlays: &[Overlay]) -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    load(path, overlays)
        .unwrap_or_else(|failure| panic!("{failure}"))
        .model
}

fn gallium() -> Model {
    model("scenarios/gallium-germanium-china.toml", &[])
}

fn options(paths: u64) -> Options {
    Options {
        paths,
        seed: 11,
        ..Options::default()
    }
}

fn bits(run: &Run) -> Vec<u64> {
    let columns = 0..run.table.columns();
    columns
        .flat_map(|c| run.table.column(c))
        .map(f64::to_bits)
        .collect()
}

#[test]
fn threads_do_not_change_a_bit() {
    let model = gallium();
    let of = |threads| {
        let options = Options {
            threads: Some(threads),
            series: true,
            ..options(PATHS)
        };
        run(&model, &options, &Silent).unwrap()
    };
    let one = of(1);
    assert!(bits(&one).iter().any(|&bits| bits != 0));
    for threads in [2, 7] {
        let other = of(threads);
        assert_eq!(bits(&one), bits(&other), "{threads} threads");
        assert_eq!(one.series, other.series, "fans on {threads} threads");
    }
}

/// Markets of many countries, and of one.
const JOBS: [&str; 4] = [
    "scenarios/gallium-germanium-china.toml",
    "scenarios/cobalt-drc.toml",
    "benches/scenarios/j1.toml",
    "tests/data/validation/rts79-hourly.toml",
];

#[test]
fn instruction_sets_do_not_change_a_bit() {
    for name in JOBS {
        let model = model(name, &[]);
        let of = |kernel| {
            let options = Options {
                kernel: Some(kernel),
                ..options(96)
            };
            run(&model, &options, &Silent).unwrap()
        };
        let base = bits(&of(Kernel::Base));
        for kernel in Kernel::available() {
            assert_eq!(base, bits(&of(kernel)), "{name}, {kernel:?}");
        }
    }
}

/// The row that a future leaves, as bits.
fn row(model: &Model, groups: &Groups, future: &Future) -> Vec<u64> {
    let mut alone = Simulation::<1>::new(model, groups);
    alone.run(std::slice::from_ref(future), None);
    let columns = 0..groups.columns().len();
    columns.map(|c| alone.value(c, 0).to_bits()).collect()
}

#[test]
fn a_path_alone_is_the_path_of_the_run() {
    for name in JOBS {
        let model = model(name, &[]);
        let result = run(&model, &options(96), &Silent).unwrap();
        let source = Sampled::new(&model, 11);
        let mut future = Future::default();
        for path in [0, 31, 32, 77, 95] {
            source.fill(path, &mut future);
            let many = (0..result.table.columns()).map(|c| result.table.column(c)[path as usize]);
            let many: Vec<u64> = many.map(f64::to_bits).collect();
            let alone = row(&model, &result.groups, &future);
            assert_eq!(alone, many, "{name}, path {path}");
        }
    }
}

/// Plain outages in the order in which they are drawn are laid out beforehand, in any other they go
/// through the calendar step by step.
#[test]
fn the_order_of_events_does_not_change_a_bit() {
    for name in JOBS {
        let model = model(name, &[]);
        let groups = Groups::all(&model);
        let source = Sampled::new(&model, 11);
        let mut future = Future::default();
        for path in 0..8 {
            source.fill(path, &mut future);
            let drawn = row(&model, &groups, &future);
            future.events.reverse();
            assert_eq!(drawn, row(&model, &groups, &future), "{name}, path {path}");
        }
    }
}

#[test]
fn outages_of_one_plant_that_overlap_act_together() {
    let model = model("benches/scenarios/j1.toml", &[]);
    let groups = Groups::all(&model);
    let mut future = Future::default();
    Sampled::new(&model, 11).fill(0, &mut future);
    let event = Event {
        start: 3.0,
        duration: 20.0,
        severity: 0.5,
        superseded: f64::INFINITY,
        ..future.events[0]
    };
    future.events = vec![event; 2];
    let both = row(&model, &groups, &future);
    future.events = vec![Event {
        severity: 0.75,
        ..event
    }];
    let one = row(&model, &groups, &future);
    assert_eq!(both, one);
    future.events[0].severity = 0.5;
    assert_ne!(one, row(&model, &groups, &future));
}

#[test]
fn more_paths_keep_the_earlier_rows() {
    let model = gallium();
    let few = run(&model, &options(100), &Silent).unwrap();
    let many = run(&model, &options(300), &Silent).unwrap();
    for column in 0..few.table.columns() {
        assert_eq!(
            few.table.column(column)[..],
            many.table.column(column)[..100]
        );
    }
}

#[test]
fn a_change_of_policy_leaves_every_draw_as_it_was() {
    let bigger = [
        Overlay::new("reserve.us-vault-gallium.capacity", "\"200 days\""),
        Overlay::new("reserve.us-vault-gallium.initial", "\"200 days\""),
    ];
    let (base, bigger) = (
        gallium(),
        model("scenarios/gallium-germanium-china.toml", &bigger),
    );
    let (a, b) = (Sampled::new(&base, 3), Sampled::new(&bigger, 3));
    let (mut x, mut y) = (Future::default(), Future::default());
    for path in 0..50 {
        a.fill(path, &mut x);
        b.fill(path, &mut y);
        let key = |f: &Future| {
            f.events
                .iter()
                .map(|e| (e.disruption, e.start.to_bits(), e.duration.to_bits()))
                .collect::<Vec<_>>()
        };
        assert_eq!(key(&x), key(&y), "path {path}");
        assert_eq!(x.parameters, y.parameters);
        assert_eq!(x.projects, y.projects);
    }
}

#[test]
fn a_stopping_rule_stops_at_the_same_path_on_any_threads() {
    let model = gallium();
    let precision = Precision {
        metric: "us.gallium.shortfall".into(),
        relative: 0.2,
        confidence: 0.95,
        max_paths: 50_000,
    };
    let of = |threads| {
        let options = Options {
            precision: Some(precision.clone()),
            threads: Some(threads),
            ..options(1)
        };
        run(&model, &options, &Silent).unwrap()
    };
    let (one, two) = (of(1), of(2));
    assert!(
        one.table.rows() >= 4_096 && one.table.rows() < 50_000,
        "{} rows",
        one.table.rows()
    );
    assert_eq!(bits(&one), bits(&two));
    let mean = lodestock::runner::Summary::of(&model, &one).unwrap();
    let mean = mean.group("us.gallium").unwrap().shortfall.mean;
    assert!(mean.half_width(0.95) <= 0.2 * mean.value);
}

struct StopAfter(AtomicU64);

impl Progress for StopAfter {
    fn advance(&self, paths: u64) {
        self.0
            .fetch_sub(paths.min(self.0.load(Ordering::SeqCst)), Ordering::SeqCst);
    }
    fn stopped(&self) -> bool {
        self.0.load(Ordering::SeqCst) == 0
    }
}

#[test]
fn an_interrupted_run_keeps_what_was_finished() {
    let model = gallium();
    let options = Options {
        threads: Some(1),
        ..options(2_000)
    };
    let part = run(&model, &options, &StopAfter(AtomicU64::new(512))).unwrap();
    assert!(part.partial);
    assert_eq!(part.table.rows(), 512);
    let whole = run(&model, &options, &Silent).unwrap();
    assert!(!whole.partial);
    assert_eq!(part.table.column(0)[..], whole.table.column(0)[..512]);
}

#[test]
fn a_path_that_fails_is_named_and_the_others_count() {
    let model = gallium();
    let sampled = Sampled::new(&model, 11);
    let broken = |path: u64, future: &mut Future| {
        assert!(path != 37, "path 37 is broken on purpose");
        sampled.fill(path, future);
    };
    std::panic::set_hook(Box::new(|_| {}));
    let result = run_futures(&model, &broken, &options(64), &Silent).unwrap();
    let _ = std::panic::take_hook();
    assert_eq!(result.failed.len(), 1);
    assert_eq!(result.failed[0].path, 37);
    assert!(result.failed[0].message.contains("on purpose"));
    let whole = run(&model, &options(64), &Silent).unwrap();
    for column in 0..whole.table.columns() {
        let mut expected = whole.table.column(column);
        expected.remove(37);
        let got: Vec<u64> = result
            .table
            .column(column)
            .iter()
            .map(|x| x.to_bits())
            .collect();
        assert_eq!(
            got,
            expected.iter().map(|x| x.to_bits()).collect::<Vec<_>>()
        );
    }
}

#[test]
fn what_cannot_run_is_refused() {
    let model = gallium();
    assert_eq!(
        run(&model, &options(0), &Silent).err(),
        Some(RunError::NoPaths)
    );
    let many = u64::from(u32::MAX) + 1;
    assert_eq!(
        run(&model, &options(many), &Silent).err(),
        Some(RunError::TooManyPaths(many))
    );
    let error = run(
        &model,
        &Options {
            memory: 1 << 20,
            ..options(100_000)
        },
        &Silent,
    )
    .err();
    assert!(matches!(error, Some(RunError::Memory { .. })), "{error:?}");
}
