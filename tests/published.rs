//! Published and independently computed results, from the ordinary engine.

use std::path::Path;

use lodestock::runner::{Options, Silent, Summary, run};

/// J1: eight unreliable suppliers, one pool, one reserve. The reference, 16 million paths of a program
/// written for that job, says mean 107.36 ± 0.10, P(any) .7302, P(exhaustion) .0351 for this file.
#[test]
fn one_pool_agrees_with_a_program_written_for_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/scenarios/j1.toml");
    let model = lodestock::scenario::load(path, &[])
        .unwrap_or_else(|f| panic!("{f}"))
        .model;
    let options = Options {
        paths: 100_000,
        seed: 5,
        ..Options::default()
    };
    let result = run(&model, &options, &Silent).unwrap();
    let summary = Summary::of(&model, &result).unwrap();
    let total = summary.group("total").unwrap();
    let (mean, se) = (total.shortfall.mean.value, total.shortfall.mean.se);
    let off = (mean - 107.36) / (se * se + 0.1 * 0.1).sqrt();
    println!("mean {mean:.2} ± {se:.2}: {off:.2} standard errors from 107.36");
    assert!(off.abs() < 3.0);
    let p =
        |value: f64, expected: f64| (value - expected) / (expected * (1.0 - expected) / 1e5).sqrt();
    let (any, empty) = (
        p(total.p_short.value, 0.7302),
        p(summary.reserves[0].p_empty.value, 0.0351),
    );
    println!("P(any) {any:.2}, P(exhaustion) {empty:.2} standard errors off");
    assert!(any.abs() < 3.0 && empty.abs() < 3.0);
    let military = summary
        .groups
        .iter()
        .find(|g| g.group.name.contains("military"))
        .unwrap();
    assert_eq!(military.shortfall.mean.value, 0.0);
}
