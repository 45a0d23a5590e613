//! Elicited hazards: sampled futures give back the probabilities that they were made from
//! (`tests/data/validation/emf-oil.toml`).

use std::path::Path;
use std::sync::OnceLock;

use lodestock::Future;
use lodestock::runner::{Futures, Sampled};

use crate::row::{Row, Within, hold};

/// Futures sampled.
const FUTURES: u64 = 40_000;
/// Shape of the Weibull durations.
const SHAPE: f64 = 0.687;
/// Scale of the Weibull durations, months.
const SCALE: f64 = 10.5;
/// Thresholds, months, with the elicited probability of any so long and the rate a year.
const ELICITED: [(f64, f64, f64); 3] = [
    (1.0, 0.80, 0.1609),
    (6.0, 0.63, 0.0994),
    (18.0, 0.37, 0.0462),
];
const SOURCE: &str = "EMF 2016 oil elicitation";

/// Durations of the disruptions of each future, months.
fn durations() -> &'static [Vec<f64>] {
    static DURATIONS: OnceLock<Vec<Vec<f64>>> = OnceLock::new();
    DURATIONS.get_or_init(|| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/validation/emf-oil.toml");
        let loaded = lodestock::scenario::load(path, &[]).unwrap_or_else(|f| panic!("{f}"));
        let sampled = Sampled::new(&loaded.model, loaded.scenario.run.seed);
        let mut future = Future::default();
        let sample = |path| {
            sampled.fill(path, &mut future);
            future.events.iter().map(|event| event.duration).collect()
        };
        (0..FUTURES).map(sample).collect()
    })
}

/// P(longer | at least a month), by the law.
fn survival(months: f64) -> f64 {
    let hazard = |months: f64| (months / SCALE).powf(SHAPE);
    (hazard(1.0) - hazard(months)).exp()
}

/// To four digits, as the rates have.
fn round(share: f64) -> f64 {
    (share * 1e4).round() / 1e4
}

/// A share counted, beside a published one.
fn share(what: String, published: f64, count: usize, of: usize) -> Row {
    let ours = count as f64 / of as f64;
    Row {
        what,
        published,
        ours,
        within: Within::Sampled((ours * (1.0 - ours) / of as f64).sqrt()),
        source: SOURCE,
    }
}

fn made() -> Vec<Row> {
    let futures = durations();
    let mut rows = Vec::new();
    for (months, probability, _) in ELICITED {
        let any = |future: &&Vec<f64>| future.iter().any(|&lasts| lasts >= months);
        rows.push(share(
            format!("P(any net disruption of ≥ {months} months in ten years)"),
            probability,
            futures.iter().filter(any).count(),
            futures.len(),
        ));
    }
    let long: Vec<f64> = futures
        .iter()
        .flatten()
        .copied()
        .filter(|&d| d >= 1.0)
        .collect();
    // Where half of those of a month or more are over, by the law.
    let median = SCALE * (2f64.ln() + (1.0 / SCALE).powf(SHAPE)).powf(1.0 / SHAPE);
    let shares = ELICITED[1..]
        .iter()
        .map(|&(months, _, rate)| (months, round(rate / ELICITED[0].2)));
    for (months, published) in shares.chain([(median, 0.5)]) {
        let count = long.iter().filter(|&&d| d >= months).count();
        let what = format!("share of those of ≥ 1 month that last ≥ {months:.2} months");
        rows.push(share(what, published, count, long.len()));
    }
    rows
}

pub fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(made)
}

#[test]
fn elicited_probabilities_come_back() {
    hold(rows());
}

#[test]
fn durations_follow_the_law_given_a_month() {
    let all = durations().iter().flatten().copied();
    let mut long: Vec<f64> = all.filter(|&lasts| lasts >= 1.0).collect();
    long.sort_by(f64::total_cmp);
    let n = long.len() as f64;
    let gaps = long.iter().enumerate().map(|(i, &lasts)| {
        let below = 1.0 - survival(lasts);
        (below - i as f64 / n).max((i + 1) as f64 / n - below)
    });
    let statistic = n.sqrt() * gaps.fold(0.0, f64::max);
    println!("Kolmogorov–Smirnov statistic of {n} durations: {statistic:.2}");
    // P(K > 1.949) = 0.001 (Kolmogorov's limit law).
    assert!(statistic < 1.949);
}
