//! Draws depend on their address alone.

use lodestock_core::spec::Noise;
use lodestock_core::stream::Address;

use super::*;

/// Events without the index of their disruption.
fn anonymous(events: &[&Event]) -> Vec<Event> {
    let strip = |&&event: &&Event| Event {
        disruption: 0,
        ..event
    };
    events.iter().map(strip).collect()
}

#[test]
fn a_disruption_more_leaves_all_other_draws_as_they_were() {
    let law = drawn(Law::exponential(0.5));
    let few = with([
        ("outage.m", outage(poisson(1.0), law.clone())),
        ("price_slump.a", slump(poisson(2.0), 0.5, 1.0)),
    ]);
    let mut more = few.clone();
    let follow = Arrival::After {
        disruption: "outage.m".into(),
        probability: 0.9,
        delay: Amount::Fixed(0.1),
    };
    for (id, arrival) in [
        ("outage.a", poisson(3.0)),
        ("outage.n", follow),
        ("outage.z", Arrival::WithinHorizon(0.9)),
    ] {
        let disruption = outage(arrival, law.clone());
        more.disruptions.insert(id.into(), disruption);
    }
    let (few, more) = (model(&few), model(&more));
    for (a, b) in futures(&few, 50).iter().zip(&futures(&more, 50)) {
        for id in ["outage.m", "price_slump.a"] {
            let (a, b) = (of(&few, a, id), of(&more, b, id));
            assert_eq!(anonymous(&a), anonymous(&b));
        }
        assert!(b.events.len() > a.events.len());
    }
}

#[test]
fn disruptions_of_the_same_kind_have_different_luck() {
    let law = drawn(Law::exponential(0.5));
    let model = model(&with(
        ["outage.a", "outage.b"].map(|id| (id, outage(poisson(1.0), law.clone()))),
    ));
    let futures = futures(&model, 2000);
    let counts = futures.iter().map(|future| {
        let count = |id| of(&model, future, id).len() as f64;
        (count("outage.a"), count("outage.b"))
    });
    // Renewals in ten years of a wait of mean 1 and a cut of mean ½, from up.
    let truth = 10.0 / 1.5 + (1.0 - libm::exp(-30.0)) / 9.0;
    let gaps = counts.map(|(a, b)| (a - truth) * (b - truth));
    assert_mean(gaps, 0.0);
}

#[test]
fn the_same_path_is_the_same_future_whatever_was_sampled_before() {
    let model = model(&with([
        ("outage.a", outage(poisson(1.0), 0.1)),
        ("price_slump.a", slump(poisson(2.0), 0.5, 0.5)),
    ]));
    let sampler = Sampler::new(&model, 2027);
    let fresh = futures(&model, 20);
    let mut reused = Future::default();
    for path in (0..20).rev().chain(0..20) {
        sampler.sample(path, &mut reused);
        assert_eq!(reused, fresh[path as usize]);
    }
    let capacity = reused.events.capacity();
    sampler.sample(3, &mut reused);
    assert_eq!(reused.events.capacity(), capacity, "its memory is reused");
    Sampler::new(&model, 2028).sample(3, &mut reused);
    assert_ne!(reused, fresh[3], "another seed is another future");
    assert_ne!(fresh[2], fresh[3], "another path is another future");
}

#[test]
fn noise_is_a_stream_of_its_consumer() {
    let mut scenario = scenario();
    let mill = scenario.consumers.get_mut("tin-mill").unwrap();
    mill.noise = Some(Noise {
        volatility: 0.1,
        persistence: 0.8,
    });
    let model = model(&scenario);
    assert_eq!(model.noisy(), ["tin-mill"]);
    let stream = Address::new("consumer.tin-mill", "noise").stream(2027, 1);
    assert_eq!(futures(&model, 2)[1].noise, [stream]);
}

/// Bits of the first events of a path. A change here changes every published number: it is
/// breaking.
#[test]
fn the_first_events_are_pinned() {
    let law = drawn(Law::exponential(0.5));
    let model = model(&with([
        ("outage.a", outage(poisson(1.0), law)),
        (
            "price_slump.a",
            slump(Arrival::WithinHorizon(1.0), 1.0, 1.0),
        ),
    ]));
    let future = &futures(&model, 1)[0];
    let outage = of(&model, future, "outage.a");
    let slumps = of(&model, future, "price_slump.a");
    let bits = [
        outage[0].start,
        outage[0].duration,
        outage[1].start,
        slumps[0].start,
        slumps[0].severity,
        slumps[1].severity,
    ]
    .map(f64::to_bits);
    let pinned = [
        0x404c_2af9_0329_4ad5,
        0x400a_d5c8_ec4b_7f2e,
        0x404e_25b2_21b3_1a8f,
        0x405d_cd33_66ed_d699,
        0x3fd8_bb51_72ce_3eea,
        0x3fd0_e392_3c36_d08e,
    ];
    assert_eq!(bits, pinned, "{bits:#x?}");
}
