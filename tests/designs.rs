//! Runs of mirror images and of weighted futures, sampled or of one's own.

use std::path::Path;

use lodestock::record::{GroupMetric, Groups};
use lodestock::runner::sizing::{Question, SizingError, size_futures};
use lodestock::runner::{
    Futures, Options, Run, RunError, Sampled, Silent, Summary, run, run_for, run_futures,
};
use lodestock::spec::{Draws, Precision, Tilt};
use lodestock::{Future, Model};

fn model(file: &str) -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let loaded = lodestock::scenario::load(path, &[]);
    loaded.unwrap_or_else(|failure| panic!("{failure}")).model
}

/// One two-state unit and an uncertain demand.
fn unit() -> Model {
    model("tests/data/validation/two-state.toml")
}

fn options() -> Options {
    Options {
        paths: 600,
        seed: 5,
        draws: Draws::Antithetic,
        tilt: Tilt::from([("outage.unit".to_owned(), 1.5)]),
        ..Options::default()
    }
}

fn shortfalls(run: &Run) -> Vec<f64> {
    let total = run.groups.named("total").unwrap();
    let column = run.groups.column(total, GroupMetric::Shortfall);
    run.table.column(column)
}

#[test]
fn threads_and_shards_change_neither_rows_nor_weights() {
    let model = unit();
    let whole = run(&model, &options(), &Silent).unwrap();
    let alone = Options {
        threads: Some(1),
        ..options()
    };
    let alone = run(&model, &alone, &Silent).unwrap();
    assert_eq!(whole.table, alone.table);
    let weights = whole.table.weights().unwrap();
    assert!(weights.iter().any(|&weight| weight < 1.0));
    let shard = |first_path, paths| Options {
        first_path,
        paths,
        ..options()
    };
    let [a, b] = [shard(0, 250), shard(250, 350)].map(|o| run(&model, &o, &Silent).unwrap());
    assert_eq!(
        [shortfalls(&a), shortfalls(&b)].concat(),
        shortfalls(&whole)
    );
    let of = |run: &Run| run.table.weights().unwrap();
    assert_eq!([of(&a), of(&b)].concat(), weights);
    let odd = run(&model, &shard(251, 10), &Silent).unwrap_err();
    let (first, unit) = (251, 2);
    assert_eq!(odd, RunError::WithinUnit { first, unit });
}

#[test]
fn the_first_of_each_pair_is_the_plain_path() {
    let model = unit();
    let pairs = Options {
        tilt: Tilt::new(),
        ..options()
    };
    let plain = Options {
        draws: Draws::Independent,
        ..pairs.clone()
    };
    let [pairs, plain] = [pairs, plain].map(|o| shortfalls(&run(&model, &o, &Silent).unwrap()));
    let same = |path: usize| pairs[path] == plain[path];
    assert!((0..600).step_by(2).all(same));
    assert!(!(1..600).step_by(2).all(same));
}

#[test]
fn a_stopping_rule_looks_at_pairs() {
    let precision = Precision {
        metric: "total.shortfall".into(),
        relative: 0.05,
        confidence: 0.95,
        max_paths: 99_999,
    };
    let with = |draws| Options {
        draws,
        precision: Some(precision.clone()),
        tilt: Tilt::new(),
        ..options()
    };
    let model = unit();
    let run = run(&model, &with(Draws::Antithetic), &Silent).unwrap();
    let summary = Summary::of(&model, &run).unwrap();
    let shortfall = &summary.group("total").unwrap().shortfall;
    let half = 0.5 * (shortfall.mean_interval.high - shortfall.mean_interval.low);
    assert!(half <= 0.05 * shortfall.mean.value, "{shortfall:?}");
    assert!(summary.paths < 99_999 && summary.paths.is_multiple_of(2));
}

#[test]
fn histories_of_ones_own_carry_weights() {
    let model = unit();
    let sampled = Sampled::new(&model, 5);
    let history = |path: u64, future: &mut Future| {
        sampled.fill(path, future);
        future.weight = 1.0 + (path % 3) as f64;
    };
    let plain = Options {
        emptied: true,
        series: true,
        ..options()
    };
    let run = run_futures(&model, &history, &plain, &Silent).unwrap();
    assert!(run.series.is_none() && run.emptied.is_none());
    let values = shortfalls(&run);
    let weighted = values.iter().zip((0..3).cycle());
    let sum: f64 = weighted.map(|(x, i)| x * (1.0 + f64::from(i))).sum();
    let summary = Summary::of(&model, &run).unwrap();
    let mean = summary.group("total").unwrap().shortfall.mean.value;
    assert!((mean / (sum / 1200.0) - 1.0).abs() < 1e-12);
    // Of 1, 2 and 3 in equal parts: (Σw)²/Σw² is 36/42 of all.
    assert!((summary.evidence.effective_paths - 600.0 * 36.0 / 42.0).abs() < 1e-9);

    let broken = |path: u64, future: &mut Future| {
        history(path, future);
        future.weight = if path == 7 { -1.0 } else { 1.0 };
    };
    let run = run_futures(&model, &broken, &plain, &Silent).unwrap();
    assert_eq!(run.failed.len(), 1);
    assert_eq!(run.failed[0].path, 7);
    assert!(run.failed[0].message.contains("not -1"), "{:?}", run.failed);
}

#[test]
fn a_pair_of_which_one_failed_still_counts_as_one() {
    struct Broken<'m>(Sampled<'m>);
    impl Futures for Broken<'_> {
        fn fill(&self, path: u64, future: &mut Future) {
            assert!(path != 3, "no such path");
            self.0.fill(path, future);
        }
        fn unit(&self) -> u64 {
            self.0.unit()
        }
    }
    let model = unit();
    let source = Broken(Sampled::new(&model, 5).draws(Draws::Antithetic));
    let run = run_for(&model, Groups::all(&model), &source, &options(), &Silent).unwrap();
    assert_eq!((run.table.rows(), run.unit), (599, 2));
    let summary = Summary::of(&model, &run).unwrap();
    let shortfall = &summary.group("total").unwrap().shortfall;
    let mean = shortfalls(&run).iter().sum::<f64>() / 599.0;
    assert!((shortfall.mean.value / mean - 1.0).abs() < 1e-12);
    assert!(shortfall.mean.se > 0.0 && shortfall.mean.se.is_finite());
}

#[test]
fn sizes_are_not_compared_on_weighted_or_paired_futures() {
    let model = model("tests/data/format.toml");
    let pairs = Sampled::new(&model, 5).draws(Draws::Antithetic);
    let sampled = Sampled::new(&model, 5);
    let weighted = |path: u64, future: &mut Future| {
        sampled.fill(path, future);
        future.weight = 1.0 + path as f64;
    };
    let question = Question {
        reserve: 0,
        consumers: Question::consumers(&model, 0, None).unwrap(),
        target: None,
        cheapest: true,
        precision: 0.5,
    };
    let sources: [&dyn Futures; 2] = [&pairs, &weighted];
    for source in sources {
        let refused = size_futures(&model, source, &question, &options(), &Silent);
        assert!(matches!(refused, Err(SizingError::NotPlain)), "{refused:?}");
    }
}
