//! What is drawn for an event, a project, a parameter.

use lodestock_core::spec::{After, Project};

use super::*;

#[test]
fn items_are_included_independently_and_share_one_duration() {
    let model = model(&with([("price_slump.a", slump(poisson(1.0), 0.7, 0.4))]));
    let (mut lead, mut tin, mut both) = (0.0, 0.0, 0.0);
    let mut numbers = 0.0;
    let mut severities = Vec::new();
    for future in futures(&model, 3000) {
        // Numbers of events that hit nothing are left out: count them, up to the last seen.
        numbers += future.events.last().map_or(0.0, |e| f64::from(e.number) + 1.0);
        for event in &future.events {
            let place = if event.item == 0 { &mut lead } else { &mut tin };
            *place += 1.0;
        }
        for pair in future.events.windows(2) {
            if pair[0].number == pair[1].number {
                both += 1.0;
                assert_eq!((pair[0].item, pair[1].item), (0, 1));
                assert_eq!(pair[0].duration, pair[1].duration);
                assert_eq!(pair[0].superseded, pair[1].superseded);
                assert_ne!(pair[0].severity, pair[1].severity);
                severities.push((pair[0].severity - 0.3) * (pair[1].severity - 0.3));
            }
        }
    }
    assert!(numbers > 15_000.0);
    for (count, truth) in [(lead, 0.7), (tin, 0.4), (both, 0.28)] {
        // The last number hits something for certain, hence the wider bound.
        let error: f64 = (truth * (1.0 - truth) / numbers).sqrt();
        let bias = 0.25 * 3000.0 / numbers;
        let apart: f64 = count / numbers - truth;
        assert!(apart.abs() < 3.5 * error + bias * truth, "{apart} for {truth}");
    }
    assert_mean(severities, 0.0);
}

#[test]
fn every_part_of_an_event_follows_its_law() {
    let law = |law: Result<Law, _>| Amount::Uncertain(law.unwrap());
    let disruption = Disruption {
        severity: law(Law::beta(2.0, 3.0, 0.0, 1.0)),
        recovery: law(Law::triangular(0.1, 0.2, 0.6)),
        after: Some(After {
            severity: law(Law::uniform(0.0, 0.2)),
            duration: law(Law::gamma(2.0, 0.5)),
        }),
        ..outage(Arrival::WithinHorizon(1.0), Law::lognormal(0.5, 0.5).unwrap())
    };
    let model = model(&with([("outage.a", disruption)]));
    let futures = futures(&model, 5000);
    let events = || futures.iter().map(|future| future.events[0]);
    assert_eq!(events().count(), 5000);
    assert_mean(events().map(|e| e.severity), 0.4);
    assert_mean(events().map(|e| e.recovery), 3.6);
    assert_mean(events().map(|e| e.duration), 6.0 * libm::exp(0.125));
    assert_mean(events().map(|e| e.after_severity), 0.1);
    assert_mean(events().map(|e| e.after_duration), 12.0);
    // Different quantities are drawn apart.
    assert_mean(events().map(|e| (e.severity - 0.4) * (e.recovery - 3.6)), 0.0);
    assert_mean(events().map(|e| (e.duration - 6.8) * (e.severity - 0.4)), 0.0);
}

#[test]
fn projects_come_late_or_never() {
    let mut scenario = scenario();
    let project = Project {
        adds_to: "producer.tin-mine".into(),
        capacity: 50.0,
        start: "2001-01".parse().unwrap(),
        delay: Some(Law::lognormal(1.5, 0.6).unwrap()),
        fixed_delay: 0.0,
        probability: 0.7,
        ramp: 0.0,
    };
    scenario.projects.insert("deep".into(), project);
    let model = model(&scenario);
    let futures = futures(&model, 5000);
    let starts = || futures.iter().map(|future| future.projects[0]);
    assert_mean(starts().map(|start| share(start < f64::INFINITY)), 0.7);
    assert!(starts().all(|start| start > 12.0));
    let late = starts().filter(|&start| start < f64::INFINITY);
    assert_mean(late.map(|start| share(start < 12.0 + 18.0)), 0.5);
}

#[test]
fn an_uncertain_rate_is_drawn_once_a_path() {
    let rate = Law::discrete(&[0.5, 2.0], &[1.0, 3.0]).unwrap();
    let rate = Amount::Uncertain(rate);
    let model = model(&with([("outage.a", outage(poisson(rate), 0.0))]));
    assert_eq!(model.parameters().len(), 1);
    let futures = futures(&model, 4000);
    assert_mean(futures.iter().map(|f| share(f.parameters[0] == 2.0)), 0.75);
    for rate in [0.5, 2.0] {
        let such = futures.iter().filter(|f| f.parameters[0] == rate);
        assert_mean(such.map(|f| f.events.len() as f64), 10.0 * rate);
    }
}
