//! When disruptions come.

use lodestock_core::spec::{Regime, RegimeStart};

use super::super::most_events;
use super::*;

#[test]
fn a_poisson_clock_keeps_its_rate() {
    let model = model(&with([("outage.a", outage(poisson(2.0), 0.0))]));
    let counts: Vec<f64> = futures(&model, 4000)
        .iter()
        .map(|future| future.events.len() as f64)
        .collect();
    assert_mean(counts.iter().copied(), 20.0);
    assert_mean(counts.iter().map(|n| (n - 20.0) * (n - 20.0)), 20.0);
}

#[test]
fn a_clock_pauses_while_its_cut_lasts_and_its_next_event_ends_the_former() {
    let after = lodestock_core::spec::After {
        severity: Amount::Fixed(0.2),
        duration: Amount::Fixed(9.0),
    };
    let disruption = Disruption {
        after: Some(after),
        ..outage(poisson(2.0), 0.5)
    };
    let model = model(&with([("outage.a", disruption)]));
    let mut waits = Vec::new();
    for future in futures(&model, 500) {
        assert!(
            future
                .events
                .last()
                .is_none_or(|e| e.superseded == f64::INFINITY)
        );
        for pair in future.events.windows(2) {
            assert_eq!(pair[0].superseded, pair[1].start);
            assert_eq!(pair[0].cut_end(), pair[0].start + 6.0);
            assert_eq!(pair[0].end(), pair[1].start.min(pair[0].start + 108.0));
            assert_eq!(pair[0].number + 1, pair[1].number);
            // Waits that may begin late are cut off by the horizon: take the early ones.
            if pair[0].cut_end() < 30.0 {
                waits.push(pair[1].start - pair[0].cut_end());
            }
        }
    }
    assert_mean(waits, 6.0);
}

#[test]
fn elicited_oil_disruptions_have_their_probabilities() {
    // EMF 2016: at least one net disruption in ten years, of 1, 6 and 18 months or more, and the
    // shares of those of a month or more that last so long.
    let law = drawn(Law::weibull(0.687, 10.5 / 12.0));
    let rates = [
        ("outage.1", 0.1609),
        ("outage.18", 0.0462),
        ("outage.6", 0.0994),
    ];
    let outages = rates.map(|(id, rate)| (id, outage(poisson(rate), law.clone())));
    let model = model(&with(outages));
    let futures = futures(&model, 20_000);
    for ((id, rate), published) in rates.into_iter().zip([0.80, 0.37, 0.63]) {
        let probability = 1.0 - libm::exp(-10.0 * rate);
        assert!((probability - published).abs() < 0.005);
        let any = futures.iter().map(|f| share(!of(&model, f, id).is_empty()));
        assert_mean(any, probability);
    }
    let durations: Vec<f64> = futures
        .iter()
        .filter_map(|future| future.events.first())
        .map(|event| event.duration)
        .filter(|&months| months >= 1.0)
        .collect();
    for (months, rate) in [(6.0, 0.0994), (18.0, 0.0462)] {
        let longer = durations.iter().map(|&d| share(d >= months));
        assert_mean(longer, rate / 0.1609);
    }
}

/// Events in ten years at 20 a year while tense, none while calm.
fn tense_events(start: RegimeStart) -> Vec<f64> {
    let to = |state: &str, rate| Table::from([(state.to_owned(), rate)]);
    let arrival = Arrival::Poisson {
        per_year: Amount::Fixed(20.0),
        regime: to("calm", 0.0),
    };
    let mut scenario = with([("outage.a", outage(arrival, 0.0))]);
    scenario.regime = Some(Regime {
        states: vec!["calm".into(), "tense".into()],
        start,
        switch: Table::from([
            ("calm".into(), to("tense", 0.10)),
            ("tense".into(), to("calm", 0.15)),
        ]),
    });
    let model = model(&scenario);
    let futures = futures(&model, 10_000);
    futures.iter().map(|f| f.events.len() as f64).collect()
}

#[test]
fn the_regime_is_in_each_state_as_long_as_it_should_be() {
    // Tense in the long run 0.1 / 0.25 of the time; from a start the gap closes at 0.25 a year.
    let long_run = 0.4;
    let gap = (1.0 - libm::exp(-2.5)) / 0.25;
    assert_mean(
        tense_events(RegimeStart::Stationary),
        20.0 * 10.0 * long_run,
    );
    let tense = tense_events(RegimeStart::State("tense".into()));
    assert_mean(tense, 20.0 * (10.0 * long_run + (1.0 - long_run) * gap));
    let calm = tense_events(RegimeStart::State("calm".into()));
    assert_mean(calm, 20.0 * (10.0 * long_run - long_run * gap));
}

/// Share of paths in which a unit that is down a quarter of the time is down at some steps.
fn down_at(initial: Initial, warm_up: f64, steps: [f64; 3], truths: [f64; 3]) {
    let unit = Disruption {
        initial,
        ..outage(Arrival::MeanUp(3.0), drawn(Law::exponential(1.0)))
    };
    let mut scenario = with([("outage.a", unit)]);
    scenario.time.warm_up = warm_up;
    let model = model(&scenario);
    let futures = futures(&model, 10_000);
    for (step, truth) in steps.into_iter().zip(truths) {
        let down = |f: &Future| f.events.iter().any(|e| e.intensity(step) > 0.0);
        let column: Vec<f64> = futures.iter().map(|f| share(down(f))).collect();
        if truth == 0.0 {
            assert!(column.iter().all(|&down| down == 0.0));
        } else {
            assert_mean(column, truth);
        }
    }
}

#[test]
fn stationary_units_are_down_as_often_as_in_the_long_run() {
    down_at(Initial::Stationary, 0.0, [0.0, 1.0, 119.0], [0.25; 3]);
    down_at(Initial::Stationary, 2.0, [-24.0, 0.0, 119.0], [0.25; 3]);
}

#[test]
fn other_units_start_up_and_get_there() {
    // The gap closes at 1/3 + 1 a year.
    let after_a_year = 0.25 * (1.0 - libm::exp(-4.0 / 3.0));
    let truths = [0.0, after_a_year, 0.25];
    down_at(Initial::Up, 0.0, [0.0, 12.0, 119.0], truths);
    down_at(Initial::Up, 2.0, [-24.0, -12.0, 119.0], truths);
}

#[test]
fn a_probability_over_the_horizon_comes_at_a_uniform_date() {
    let model = model(&with([(
        "outage.a",
        outage(Arrival::WithinHorizon(0.3), 1.0),
    )]));
    let futures = futures(&model, 10_000);
    assert_mean(futures.iter().map(|f| f.events.len() as f64), 0.3);
    let starts: Vec<f64> = futures
        .iter()
        .flat_map(|f| &f.events)
        .map(|e| e.start)
        .collect();
    assert!(starts.iter().all(|&start| (0.0..120.0).contains(&start)));
    assert_mean(starts.iter().copied(), 60.0);
    assert_mean(starts.iter().map(|s| (s - 60.0) * (s - 60.0)), 1200.0);
}

#[test]
fn a_date_comes_once_on_its_date() {
    let date = "2001-07".parse().unwrap();
    let model = model(&with([("outage.a", outage(Arrival::Date(date), 1.0))]));
    for future in futures(&model, 20) {
        let [event] = future.events[..] else {
            panic!("{future:?}");
        };
        assert_eq!((event.start, event.duration), (18.0, 12.0));
        assert_eq!(event.superseded, f64::INFINITY);
    }
}

#[test]
fn followers_come_once_for_each_event() {
    let follow = Arrival::After {
        disruption: "price_slump.z".into(),
        probability: 0.3,
        delay: Amount::Fixed(0.5),
    };
    // The parent hits both ores or one or none: still one follower at most, none for none.
    let model = model(&with([
        ("outage.a", outage(follow, 3.0)),
        ("price_slump.z", slump(poisson(1.0), 0.8, 0.5)),
    ]));
    let mut followed = Vec::new();
    for future in futures(&model, 2000) {
        let parents = of(&model, &future, "price_slump.z");
        let children = of(&model, &future, "outage.a");
        for parent in &parents {
            let count = children
                .iter()
                .filter(|c| c.number == parent.number)
                .count();
            if parent.start + 6.0 < 120.0 {
                followed.push(count as f64);
            } else {
                assert_eq!(count, 0);
            }
        }
        for child in children {
            let parent = parents.iter().find(|p| p.number == child.number).unwrap();
            assert_eq!(child.start, parent.start + 6.0);
            assert_eq!(child.superseded, f64::INFINITY);
        }
    }
    assert_mean(followed, 0.3);
}

#[test]
fn a_rate_of_zero_never_comes_and_one_beyond_reason_is_bounded() {
    let model = model(&with([
        ("outage.never", outage(poisson(0.0), 1.0)),
        ("outage.often", outage(poisson(1e12), 0.0)),
    ]));
    for future in futures(&model, 2) {
        assert!(of(&model, &future, "outage.never").is_empty());
        let often = of(&model, &future, "outage.often").len() as u32;
        assert_eq!(often, most_events(model.clock()));
    }
}
