//! What is drawn for an event, a project, a parameter.

use lodestock_core::spec::{After, Project};

use super::*;

#[test]
fn items_are_included_independently() {
    let certain = Arrival::WithinHorizon(1.0);
    let model = model(&with([("price_slump.a", slump(certain, 0.7, 0.4))]));
    let futures = futures(&model, 10_000);
    let hit = |future: &Future, item| future.events.iter().any(|e| e.item == item);
    assert_mean(futures.iter().map(|f| share(hit(f, 0))), 0.7);
    assert_mean(futures.iter().map(|f| share(hit(f, 1))), 0.4);
    let both: Vec<&Future> = futures.iter().filter(|f| f.events.len() == 2).collect();
    assert_mean(futures.iter().map(|f| share(f.events.len() == 2)), 0.28);
    let severities = both
        .iter()
        .map(|f| [f.events[0].severity, f.events[1].severity]);
    assert_mean(severities.map(|[a, b]| (a - 0.3) * (b - 0.3)), 0.0);
}

#[test]
fn items_of_one_event_share_its_times() {
    let model = model(&with([("price_slump.a", slump(poisson(2.0), 1.0, 0.4))]));
    let mut shared = 0;
    for future in futures(&model, 20) {
        for pair in future.events.windows(2) {
            if pair[0].number == pair[1].number {
                shared += 1;
                let severity = pair[0].severity;
                assert_ne!(pair[1].severity, severity);
                let twin = Event {
                    item: 0,
                    severity,
                    ..pair[1]
                };
                assert_eq!(twin, pair[0]);
            } else {
                assert_eq!(pair[0].superseded, pair[1].start);
            }
        }
    }
    assert!(shared > 50);
}

#[test]
fn an_event_that_hits_nothing_takes_a_number_and_nothing_else() {
    let always = model(&with([("price_slump.a", slump(poisson(1.0), 1.0, 0.0))]));
    let seldom = model(&with([("price_slump.a", slump(poisson(1.0), 0.01, 0.0))]));
    let (always, seldom) = (futures(&always, 3000), futures(&seldom, 3000));
    assert!(always.iter().flat_map(|f| &f.events).all(|e| e.item == 0));
    // No clock paused for what did not happen, so the rate is a hundredth of 1 a year.
    assert_mean(seldom.iter().map(|f| f.events.len() as f64), 0.1);
    assert!(seldom.iter().flat_map(|f| &f.events).any(|e| e.number > 3));
}

#[test]
fn every_part_of_an_event_follows_its_law() {
    let disruption = Disruption {
        severity: drawn(Law::beta(2.0, 3.0, 0.0, 1.0)),
        recovery: drawn(Law::triangular(0.1, 0.2, 0.6)),
        after: Some(After {
            severity: drawn(Law::uniform(0.0, 0.2)),
            duration: drawn(Law::gamma(2.0, 0.5)),
        }),
        ..outage(Arrival::WithinHorizon(1.0), drawn(Law::lognormal(0.5, 0.5)))
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
    assert_mean(
        events().map(|e| (e.severity - 0.4) * (e.recovery - 3.6)),
        0.0,
    );
    assert_mean(
        events().map(|e| (e.duration - 6.8) * (e.severity - 0.4)),
        0.0,
    );
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
    let rate = drawn(Law::discrete(&[0.5, 2.0], &[1.0, 3.0]));
    let model = model(&with([("outage.a", outage(poisson(rate), 0.0))]));
    assert_eq!(model.parameters().len(), 1);
    let futures = futures(&model, 4000);
    assert_mean(futures.iter().map(|f| share(f.parameters[0] == 2.0)), 0.75);
    for rate in [0.5, 2.0] {
        let such = futures.iter().filter(|f| f.parameters[0] == rate);
        assert_mean(such.map(|f| f.events.len() as f64), 10.0 * rate);
    }
}
