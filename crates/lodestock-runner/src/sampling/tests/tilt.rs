//! Mirror images, and arrivals drawn too often.

use lodestock_core::spec::{Draws, Regime, RegimeStart, Tilt};

use super::*;

/// The first futures of a model, some arrivals drawn too often.
fn tilted(model: &Model, tilt: &[(&str, f64)], draws: Draws, paths: u64) -> Vec<Future> {
    let tilt: Tilt = tilt.iter().map(|&(id, f)| (id.to_owned(), f)).collect();
    let factors = model.tilted(&tilt).unwrap();
    let sampler = Sampler::new(model, 2027).draws(draws).tilt(factors);
    let sample = |path| {
        let mut future = Future::default();
        sampler.sample(path, &mut future);
        future
    };
    (0..paths).map(sample).collect()
}

#[test]
fn every_second_path_is_the_mirror_image_of_the_one_before() {
    let law = drawn(Law::uniform(1.0, 3.0));
    let model = model(&with([
        ("outage.a", outage(Arrival::WithinHorizon(1.0), law)),
        ("price_slump.b", slump(poisson(0.5), 0.5, 0.5)),
    ]));
    let pairs = tilted(&model, &[], Draws::Antithetic, 200);
    let plain = futures(&model, 200);
    for (pair, path) in pairs.chunks(2).zip((0..).step_by(2)) {
        let [a, b] = [0, 1].map(|i| of(&model, &pair[i], "outage.a")[0]);
        assert!((a.start + b.start - 120.0).abs() < 1e-9);
        assert!((a.duration + b.duration - 4.0 * 12.0).abs() < 1e-9);
        assert_eq!(
            pair[0], plain[path],
            "the first of a pair is the plain path"
        );
        assert_ne!(pair[1], plain[path + 1]);
        assert_eq!(pair[1].weight, 1.0);
    }
    let counts = |future: &Future| of(&model, future, "price_slump.b").len() as f64;
    let sums = pairs.chunks(2).map(|p| counts(&p[0]) + counts(&p[1]));
    let sums: Vec<f64> = sums.collect();
    let apart: Vec<f64> = plain
        .chunks(2)
        .map(|p| counts(&p[0]) + counts(&p[1]))
        .collect();
    let error = |column: &[f64]| crate::statistics::Mean::of(column).unwrap().se;
    assert!(error(&sums) < 0.7 * error(&apart), "few against many");
}

#[test]
fn the_weight_of_a_clock_that_never_pauses_is_its_likelihood_ratio() {
    let model = model(&with([("outage.a", outage(poisson(0.1), 0.0))]));
    let futures = tilted(&model, &[("outage.a", 5.0)], Draws::Independent, 4000);
    for future in &futures {
        let count = future.events.len() as i32;
        let ratio = 4f64.exp() * 5f64.powi(-count);
        assert!((future.weight / ratio - 1.0).abs() < 1e-12);
    }
    let weighted = |of: fn(f64) -> f64| {
        let futures = futures.iter();
        futures.map(move |f| f.weight * of(f.events.len() as f64))
    };
    assert_mean(weighted(|_| 1.0), 1.0);
    assert_mean(weighted(|n| n), 1.0);
    assert_mean(weighted(|n| share(n == 2.0)), 0.5 * libm::exp(-1.0));
    let counts = futures.iter().map(|f| f.events.len() as f64);
    assert_mean(counts, 5.0);
}

#[test]
fn weights_know_what_was_drawn_and_when_the_clock_paused() {
    // The rate is gamma (2, 0.05) a year: no event in ten years with probability (1 + 0.5)⁻².
    let rate = drawn(Law::gamma(2.0, 0.05));
    let model = model(&with([("outage.a", outage(poisson(rate), 1.0))]));
    let futures = tilted(&model, &[("a", 3.0)], Draws::Independent, 6000);
    assert_mean(futures.iter().map(|f| f.weight), 1.0);
    let none = |f: &Future| f.weight * share(f.events.is_empty());
    assert_mean(futures.iter().map(none), 1.5f64.powi(-2));
    // With pauses and the same draws untilted, counts agree within both errors.
    let count = |f: &Future| f.events.len() as f64;
    let plain: Vec<f64> = super::futures(&model, 6000).iter().map(count).collect();
    let weighted: Vec<f64> = futures.iter().map(|f| f.weight * count(f)).collect();
    let [plain, weighted] = [plain, weighted].map(|c| crate::statistics::Mean::of(&c).unwrap());
    let error = plain.se.hypot(weighted.se);
    assert!(
        (plain.value - weighted.value).abs() < 3.5 * error,
        "{plain:?} {weighted:?}"
    );
}

#[test]
fn weights_know_the_regime_and_the_warm_up() {
    let switch = |from: &str, to: &str, rate: f64| {
        let row = Table::from([(to.to_owned(), rate)]);
        (from.to_owned(), row)
    };
    let arrival = Arrival::Poisson {
        per_year: 0.2.into(),
        regime: Table::from([("calm".to_owned(), 0.0)]),
    };
    let mut scenario = with([("outage.a", outage(arrival, 0.0))]);
    scenario.regime = Some(Regime {
        states: vec!["calm".into(), "tense".into()],
        start: RegimeStart::State("tense".into()),
        switch: Table::from([switch("calm", "tense", 0.0), switch("tense", "calm", 0.5)]),
    });
    scenario.time.warm_up = 2.0;
    let model = model(&scenario);
    let futures = tilted(&model, &[("outage.a", 4.0)], Draws::Antithetic, 6000);
    let weighted = |of: &dyn Fn(&Future) -> f64| -> Vec<f64> {
        let pairs = futures.chunks(2);
        let mean = |p: &[Future]| 0.5 * (p[0].weight * of(&p[0]) + p[1].weight * of(&p[1]));
        pairs.map(mean).collect()
    };
    assert_mean(weighted(&|_| 1.0), 1.0);
    // Tense for a time T of rate 0.5 a year, cut off after 12: E of T is (1 − e⁻⁶)/0.5.
    let truth = 0.2 * (1.0 - libm::exp(-6.0)) / 0.5;
    assert_mean(weighted(&|f| f.events.len() as f64), truth);
}

#[test]
fn a_chance_is_weighted_by_its_odds_and_others_follow() {
    let follower = Arrival::After {
        disruption: "outage.a".into(),
        probability: 0.5,
        delay: Amount::Fixed(0.0),
    };
    let model = model(&with([
        ("outage.a", outage(Arrival::WithinHorizon(0.02), 1.0)),
        ("price_slump.b", slump(follower, 1.0, 0.0)),
    ]));
    let futures = tilted(&model, &[("outage.a", 20.0)], Draws::Independent, 4000);
    for future in &futures {
        let ratio = match of(&model, future, "outage.a").is_empty() {
            true => 0.98 / 0.6,
            false => 1.0 / 20.0,
        };
        assert!((future.weight / ratio - 1.0).abs() < 1e-12);
    }
    let follows = |f: &Future| f.weight * of(&model, f, "price_slump.b").len() as f64;
    assert_mean(futures.iter().map(follows), 0.01);
}

#[test]
fn what_cannot_be_tilted_is_refused_with_what_can() {
    let date = Arrival::Date("2001-01".parse().unwrap());
    let follower = Arrival::After {
        disruption: "outage.a".into(),
        probability: 0.5,
        delay: Amount::Fixed(0.0),
    };
    let model = model(&with([
        ("outage.a", outage(Arrival::WithinHorizon(0.5), 1.0)),
        ("outage.dated", outage(date, 1.0)),
        ("price_slump.a", slump(poisson(1.0), 1.0, 0.0)),
        ("price_slump.b", slump(follower, 1.0, 0.0)),
    ]));
    let refused = |id: &str, factor: f64| {
        let problems = model.tilted(&Tilt::from([(id.to_owned(), factor)]));
        problems.unwrap_err()[0].to_string()
    };
    for (id, factor, said) in [
        ("outage.aa", 2.0, "did you mean `outage.a`?"),
        ("a", 2.0, "names several: outage.a, price_slump.a"),
        ("outage.a", 2.0, "0.5 times 2 is not below 1"),
        ("price_slump.a", 0.0, "a number above 0, not 0"),
        ("price_slump.a", f64::INFINITY, "a number above 0"),
        ("outage.dated", 2.0, "has a date"),
        ("price_slump.b", 2.0, "tilt `outage.a`"),
    ] {
        let text = refused(id, factor);
        assert!(text.contains(said), "{text}");
    }
}
