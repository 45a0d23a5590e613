//! Rows do not depend on who works on them: kernels and lanes on every bundled scenario, runs that
//! are stopped on several threads, failures among other paths.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use lodestock::core::record::{GroupId, GroupMetric};
use lodestock::runner::{
    Futures, Options, Progress, Run, Sampled, Silent, run, run_for, run_futures,
};
use lodestock::{Future, Groups, Kernel, Model, Simulation};

const SEED: u64 = 17;

fn model(path: &Path) -> Model {
    let loaded = lodestock::scenario::load(path, &[]);
    loaded.unwrap_or_else(|failure| panic!("{failure}")).model
}

/// Bundled scenarios, and what the benchmarks run.
fn bundled() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<PathBuf> = Vec::new();
    for folder in ["scenarios", "benches/scenarios", "tests/data"] {
        let entries = std::fs::read_dir(root.join(folder)).unwrap();
        paths.extend(entries.map(|entry| entry.unwrap().path()));
    }
    paths.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    assert!(paths.len() >= 5, "{paths:?}");
    paths.sort();
    paths
}

fn options(paths: u64, threads: usize) -> Options {
    Options {
        paths,
        seed: SEED,
        threads: Some(threads),
        ..Options::default()
    }
}

fn row(run: &Run, path: u64) -> Option<Vec<u64>> {
    let columns = run.table.columns();
    let found = run.table.by_path().find(|(number, _)| *number == path);
    found.map(|(_, value)| (0..columns).map(|column| value(column).to_bits()).collect())
}

/// Paths 0 to 32 by every kernel, and one of them alone.
#[test]
fn every_bundled_scenario_gives_the_same_bits_by_any_kernel_and_lane() {
    for path in bundled() {
        let name = path.display().to_string();
        let model = model(&path);
        let groups = Groups::all(&model);
        let of = |kernel| {
            let options = Options {
                kernel: Some(kernel),
                ..options(33, 1)
            };
            run(&model, &options, &Silent).unwrap()
        };
        let base = of(Kernel::Base);
        for kernel in Kernel::available() {
            let other = of(kernel);
            for path in 0..33 {
                assert_eq!(
                    row(&base, path),
                    row(&other, path),
                    "{name} path {path} {kernel:?}"
                );
            }
        }
        let mut future = Future::default();
        for path in [5, 32] {
            Sampled::new(&model, SEED).fill(path, &mut future);
            let mut alone = Simulation::<1>::with_kernel(&model, &groups, Kernel::Base);
            alone.run(std::slice::from_ref(&future), None);
            let bits = (0..groups.columns().len()).map(|column| alone.value(column, 0).to_bits());
            assert_eq!(
                row(&base, path),
                Some(bits.collect()),
                "{name} path {path} alone"
            );
        }
    }
}

fn small() -> Model {
    model(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/format.toml"))
}

/// Says stop once so many paths are done, by whichever thread.
struct StopAt {
    done: AtomicU64,
    limit: u64,
}

impl Progress for StopAt {
    fn advance(&self, paths: u64) {
        self.done.fetch_add(paths, Ordering::SeqCst);
    }
    fn stopped(&self) -> bool {
        self.done.load(Ordering::SeqCst) >= self.limit
    }
}

#[test]
fn a_run_stopped_on_several_threads_keeps_the_rows_that_it_has() {
    let model = small();
    let whole = run(&model, &options(3_000, 2), &Silent).unwrap();
    assert!(!whole.partial);
    for threads in [1, 3] {
        let stop = StopAt {
            done: AtomicU64::new(0),
            limit: 700,
        };
        let part = run(&model, &options(3_000, threads), &stop).unwrap();
        assert!(part.partial);
        let rows = part.table.rows() as u64;
        assert!(
            (700..3_000).contains(&rows),
            "{rows} rows on {threads} threads"
        );
        assert_eq!(rows, stop.done.load(Ordering::SeqCst));
        assert_eq!(part.wanted, 3_000);
        let paths: Vec<u64> = part.table.paths().collect();
        assert!(
            paths.windows(2).all(|pair| pair[0] < pair[1]),
            "paths in order"
        );
        for path in paths.into_iter().step_by(7) {
            assert_eq!(
                row(&part, path),
                row(&whole, path),
                "path {path} on {threads} threads"
            );
        }
    }
}

#[test]
fn a_run_stopped_before_it_began_has_no_rows() {
    let stop = StopAt {
        done: AtomicU64::new(0),
        limit: 0,
    };
    let model = small();
    let none = run(&model, &options(500, 2), &stop).unwrap();
    assert!(none.partial);
    assert_eq!(none.table.rows(), 0);
    assert!(lodestock::runner::Summary::of(&model, &none).is_none());
}

#[test]
fn failures_on_several_threads_are_named_in_order_and_fans_leave_them_out() {
    let model = small();
    let sampled = Sampled::new(&model, SEED);
    let bad = [0, 37, 38, 300, 699];
    let source = |path: u64, future: &mut Future| {
        sampled.fill(path, future);
        if bad.contains(&path) {
            panic!("path {path} is broken on purpose");
        }
    };
    let of = |threads| {
        let options = Options {
            series: true,
            ..options(700, threads)
        };
        run_futures(&model, &source, &options, &Silent).unwrap()
    };
    let (one, three) = (of(1), of(3));
    let whole = run(&model, &options(700, 2), &Silent).unwrap();
    for run in [&one, &three] {
        let failed: Vec<u64> = run.failed.iter().map(|failed| failed.path).collect();
        assert_eq!(failed, bad);
        assert_eq!(run.failed[1].message, "path 37 is broken on purpose");
        assert_eq!(run.table.rows(), 695);
        assert!(!run.partial);
        for path in (0..700).step_by(3) {
            let expected = if bad.contains(&path) {
                None
            } else {
                row(&whole, path)
            };
            assert_eq!(row(run, path), expected, "path {path}");
        }
    }
    assert_eq!(one.series, three.series);
}

/// A part of a run from any path on, for some groups only, has the rows that the whole run has.
#[test]
fn a_run_may_begin_at_any_path_and_keep_some_groups_only() {
    let model = small();
    let whole = run(&model, &options(300, 2), &Silent).unwrap();
    let total = || Groups::of(&model, [GroupId::Total]);
    let options = Options {
        first_path: 77,
        ..options(100, 2)
    };
    let sampled = Sampled::new(&model, SEED);
    let part = run_for(&model, total(), &sampled, &options, &Silent).unwrap();
    assert!(part.table.paths().eq(77..177));
    assert!(part.table.columns() < whole.table.columns());
    for metric in GroupMetric::ALL {
        let column = |run: &Run| {
            let group = run.groups.named("total").unwrap();
            run.table.column(run.groups.column(group, metric))
        };
        assert_eq!(column(&part), column(&whole)[77..177], "{}", metric.name());
    }
}
