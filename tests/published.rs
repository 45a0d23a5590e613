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
    let essential = summary.group("essential").unwrap().shortfall.mean;
    let off = (essential.value - 4.01) / essential.se;
    println!(
        "essential {:.2} ± {:.2}: {off:.2} standard errors from 4.01",
        essential.value, essential.se
    );
    assert!(off.abs() < 3.0);
}

/// Laws by inversion against the samplers of `rand_distr`, which work by rejection.
#[test]
fn laws_agree_with_another_sampler() {
    use lodestock::core::stream::{Address, StreamRng};
    use rand_distr::{Beta, Distribution, Gamma, LogNormal, Weibull};

    let count = 200_000u32;
    let moments = |draws: &mut dyn FnMut() -> f64| {
        let draws: Vec<f64> = (0..count).map(|_| draws()).collect();
        let mean = draws.iter().sum::<f64>() / f64::from(count);
        let square = draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / f64::from(count);
        (mean, square)
    };
    let mut rng = StreamRng::from(Address::new("cross", "check").stream(1, 0));
    let uniform = Address::new("cross", "ours").stream(1, 0);
    let mut compare = |law: lodestock::Law, theirs: &dyn Fn(&mut StreamRng) -> f64| {
        let mut event = 0;
        let ours = moments(&mut || {
            event += 1;
            law.quantile(uniform.uniform(event))
        });
        let theirs = moments(&mut || theirs(&mut rng));
        let off = (ours.0 - theirs.0) / ((ours.1 + theirs.1) / f64::from(count)).sqrt();
        assert!(
            off.abs() < 4.0,
            "{}: {} and {}, {off} standard errors",
            law.name(),
            ours.0,
            theirs.0
        );
        assert!(
            (ours.1 / theirs.1 - 1.0).abs() < 0.1,
            "{}: variances {} {}",
            law.name(),
            ours.1,
            theirs.1
        );
    };
    let gamma = Gamma::new(2.5, 3.0).unwrap();
    compare(lodestock::Law::gamma(2.5, 3.0).unwrap(), &|rng| {
        gamma.sample(rng)
    });
    let beta = Beta::new(2.0, 5.0).unwrap();
    compare(lodestock::Law::beta(2.0, 5.0, 0.0, 1.0).unwrap(), &|rng| {
        beta.sample(rng)
    });
    let weibull = Weibull::new(10.5, 0.687).unwrap();
    compare(lodestock::Law::weibull(0.687, 10.5).unwrap(), &|rng| {
        weibull.sample(rng)
    });
    let lognormal = LogNormal::new(5.7f64.ln(), 0.71).unwrap();
    compare(lodestock::Law::lognormal(5.7, 0.71).unwrap(), &|rng| {
        lognormal.sample(rng)
    });
}
