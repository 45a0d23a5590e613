//! What is refused, threads, and comparisons that are stopped.

use std::sync::atomic::{AtomicU64, Ordering};

use lodestock::Model;
use lodestock::runner::compare::{CompareError, compare};
use lodestock::runner::{Comparison, Options, Progress, Silent};

use crate::world::{model, options, variants};

#[test]
fn what_cannot_be_compared_is_refused() {
    let plain = model("", &[]);
    let refused = |other: &Model| {
        let both = variants(&[("a.toml", &plain), ("b.toml", other)]);
        compare(&both, None, &options(10), &Silent)
            .unwrap_err()
            .to_string()
    };
    let one = variants(&[("a", &plain)]);
    let alone = compare(&one, None, &options(10), &Silent).unwrap_err();
    assert_eq!(alone, CompareError::TooFew);
    let text = refused(&model("", &["time.horizon=3 years"]));
    for part in [
        "a.toml has 24 months from 2027-01",
        "b.toml has 36 months from 2027-01",
    ] {
        assert!(text.contains(part), "{text}");
    }
    assert!(
        refused(&model("", &["time.start=2028-01"])).contains("b.toml has 24 months from 2028-01")
    );
    assert!(refused(&model("", &["time.step=week"])).contains("104 weeks from 2027-01"));
    assert!(refused(&model("", &["run.warm_up=1 year"])).contains("after 12 of warm-up"));
    let text = refused(&model("", &["commodity.tin.unit=kg"]));
    assert!(
        text.contains("in t in a.toml, and in kg in b.toml"),
        "{text}"
    );
    let both = variants(&[("a", &plain), ("b", &plain)]);
    for (wrong, part) in [
        (
            Options {
                paths: 0,
                ..options(0)
            },
            "at least one path",
        ),
        (options(u64::from(u32::MAX) + 1), "more than"),
        (
            Options {
                memory: 1 << 20,
                ..options(10_000)
            },
            "ask for at most",
        ),
    ] {
        let text = compare(&both, None, &wrong, &Silent)
            .unwrap_err()
            .to_string();
        assert!(text.contains(part), "{text}");
    }
}

/// All numbers of a comparison, to the bit as text shows them.
fn numbers(comparison: &Comparison) -> String {
    format!(
        "{:?} {:?} {}",
        comparison.groups, comparison.reserves, comparison.paths
    )
}

#[test]
fn numbers_do_not_depend_on_threads() {
    let (small, large) = (model("", &[]), model("", &["reserve.vault.capacity=150"]));
    let both = variants(&[("small", &small), ("large", &large)]);
    let of = |threads| {
        let options = Options {
            threads: Some(threads),
            ..options(3_000)
        };
        numbers(&compare(&both, None, &options, &Silent).unwrap())
    };
    let one = of(1);
    assert_eq!(one, of(2));
    assert_eq!(one, of(5));
}

/// Asks to stop after so many batches, and counts paths.
struct Stopper {
    batches: u64,
    begun: AtomicU64,
    seen: AtomicU64,
    paths: AtomicU64,
}

impl Progress for Stopper {
    fn begin(&self, paths: u64) {
        self.begun.fetch_add(paths, Ordering::SeqCst);
    }

    fn advance(&self, paths: u64) {
        self.seen.fetch_add(1, Ordering::SeqCst);
        self.paths.fetch_add(paths, Ordering::SeqCst);
    }

    fn stopped(&self) -> bool {
        self.seen.load(Ordering::SeqCst) >= self.batches
    }
}

fn stopper(batches: u64) -> Stopper {
    Stopper {
        batches,
        begun: AtomicU64::new(0),
        seen: AtomicU64::new(0),
        paths: AtomicU64::new(0),
    }
}

#[test]
fn a_comparison_that_is_stopped_keeps_the_paths_that_all_have() {
    let (small, large) = (model("", &[]), model("", &["reserve.vault.capacity=150"]));
    let both = variants(&[("small", &small), ("large", &large)]);
    let of = |batches| {
        let stopper = stopper(batches);
        let options = Options {
            threads: Some(1),
            ..options(4_000)
        };
        let found = compare(&both, None, &options, &stopper).unwrap();
        assert_eq!(stopper.begun.load(Ordering::SeqCst), 8_000);
        (found, stopper.paths.load(Ordering::SeqCst))
    };
    // One batch of each, two of each, and one more of the first.
    let (found, simulated) = of(7);
    assert!(found.partial && simulated == 7 * 256, "{simulated}");
    assert_eq!((found.paths, found.wanted), (3 * 256, 4_000));
    let shorter = compare(&both, None, &options(3 * 256), &Silent).unwrap();
    assert_eq!(numbers(&found), numbers(&shorter));
    let (found, _) = of(1);
    assert_eq!((found.partial, found.paths), (true, 0));
    assert!(
        found
            .groups
            .iter()
            .all(|group| group.rows.iter().all(|row| row.cells == [None, None]))
    );
    let (found, simulated) = of(u64::MAX);
    assert_eq!(
        (found.partial, found.paths, simulated),
        (false, 4_000, 8_000)
    );
}
