//! Counts of hand-written events against hand-written spans.

use super::{BTreeMap, Emptied, Empties, Event, Future, Square};

/// Two disruptions, of which the first has two copies; one reserve, leads of two steps.
fn nothing() -> Emptied {
    Emptied {
        names: vec!["outage.plant".into(), "outage.storm".into()],
        place: vec![0, 0, 1],
        leads: vec![2.0],
        reaches: vec![vec![true; 3]],
        steps: 100.0,
        unit: 1,
        units: 0,
        events: vec![Square::default(); 2],
        emptied: BTreeMap::new(),
    }
}

/// A reserve that is empty in these steps of one path.
fn empty_in(spans: &[(f64, f64)]) -> Empties {
    Empties {
        bounds: vec![0.0],
        lanes: 1,
        spans: vec![spans.to_vec()],
    }
}

fn event(disruption: u32, number: u32, start: f64, duration: f64) -> Event {
    Event {
        disruption,
        item: 0,
        number,
        start,
        duration,
        severity: 1.0,
        recovery: 0.0,
        after_severity: 0.0,
        after_duration: 0.0,
        superseded: f64::INFINITY,
    }
}

fn path(events: Vec<Event>) -> [Future; 1] {
    [Future {
        events,
        ..Future::default()
    }]
}

/// Events of the first name, and those of them that emptied the reserve.
fn counted(emptied: &Emptied) -> (u64, u64) {
    let pair = emptied.emptied.get(&(0, 0));
    let emptied_by = pair.map_or(0, |pair| pair.emptied.sum);
    (emptied.events[0].sum, emptied_by)
}

#[test]
fn an_event_empties_from_its_first_step_until_the_lead_after_its_last() {
    let of = |start, duration| {
        let mut all = nothing();
        let events = path(vec![event(0, 0, start, duration)]);
        all.add(&empty_in(&[(20.0, 22.0)]), &events);
        counted(&all)
    };
    // It acts in steps 15, 16 and 17, and is felt until 19.
    assert_eq!(of(15.0, 3.0), (1, 0));
    assert_eq!(of(15.0, 3.5), (1, 1), "acts in step 18, felt in 20");
    assert_eq!(of(22.0, 1.0), (1, 1));
    assert_eq!(of(22.1, 1.0), (1, 0), "acts from step 23 on");
    assert_eq!(of(15.2, 0.5), (0, 0), "acts in no step");
    assert_eq!(of(-5.0, 5.0), (0, 0), "over before the horizon");
    assert_eq!(of(99.5, 5.0), (0, 0), "after the horizon");
    assert_eq!(of(-5.0, 50.0), (1, 1));
}

#[test]
fn copies_and_items_are_no_events_of_their_own() {
    let mut all = nothing();
    let other_item = Event {
        item: 1,
        ..event(0, 0, 1.0, 4.0)
    };
    let events = vec![
        event(0, 0, 1.0, 4.0),
        other_item,
        event(0, 1, 30.0, 4.0),
        event(1, 0, 2.0, 9.0),
        event(2, 0, 50.0, 1.0),
    ];
    all.add(&empty_in(&[(4.0, 6.0)]), &path(events));
    assert_eq!(counted(&all), (3, 2));
    let [by] = &all.of_reserve(0, 0.95)[..] else {
        panic!("the storm never emptied it");
    };
    assert_eq!((by.disruption.as_str(), by.events), ("outage.plant", 3));
    assert_eq!((by.p.value, by.se), (2.0 / 3.0, f64::INFINITY));
}

#[test]
fn the_error_is_that_of_a_ratio_over_paths() {
    let mut halves = [nothing(), nothing()];
    // (events, of which the first so many empty it) of five paths.
    let paths = [(3, 1), (1, 1), (4, 0), (2, 2), (0, 0)];
    for (index, (events, emptied)) in paths.into_iter().enumerate() {
        let list = (0..events).map(|n| event(0, n, 10.0 * f64::from(n), 1.0));
        let spans: Vec<(f64, f64)> = (0..emptied)
            .map(|n| (10.0 * f64::from(n), 10.0 * f64::from(n)))
            .collect();
        halves[index % 2].add(&empty_in(&spans), &path(list.collect()));
    }
    let [mut all, other] = halves;
    all.merge(&other);
    let by = &all.of_reserve(0, 0.95)[0];
    let p = 4.0 / 10.0;
    let squares: f64 = paths
        .iter()
        .map(|&(n, m)| (f64::from(m) - p * f64::from(n)).powi(2))
        .sum();
    let se = (squares * 5.0 / 4.0).sqrt() / 10.0;
    assert_eq!((by.events, by.emptied, by.p.value), (10, 4, p));
    assert!((by.se - se).abs() < 1e-12, "{} {se}", by.se);
    assert!(by.p.low < p - se && by.p.high > p + se);
}

#[test]
fn what_cannot_reach_a_reserve_never_empties_it() {
    let empty = empty_in(&[(0.0, 99.0)]);
    let mut all = nothing();
    all.reaches = vec![vec![false, true, false]];
    all.add(
        &empty,
        &path(vec![
            event(0, 0, 1.0, 1.0),
            event(1, 0, 5.0, 1.0),
            event(2, 0, 1.0, 1.0),
        ]),
    );
    assert_eq!(counted(&all), (2, 1));
    assert!(!all.emptied.contains_key(&(0, 1)));
}

#[test]
fn paths_drawn_together_are_one_piece_of_evidence() {
    let (mut once, mut twice) = (
        nothing(),
        Emptied {
            unit: 2,
            ..nothing()
        },
    );
    for (events, emptied) in [(3, 1), (1, 1), (4, 0)] {
        let list = (0..events).map(|n| event(0, n, 10.0 * f64::from(n), 1.0));
        let spans: Vec<(f64, f64)> = (0..emptied)
            .map(|n| (10.0 * f64::from(n), 10.0 * f64::from(n)))
            .collect();
        let [future] = path(list.collect());
        once.add(&empty_in(&spans), std::slice::from_ref(&future));
        let both = Empties {
            lanes: 2,
            spans: vec![spans.clone(), spans],
            ..empty_in(&[])
        };
        twice.add(&both, &[future.clone(), future]);
    }
    let [once, twice] = [once, twice].map(|all| all.of_reserve(0, 0.95).remove(0));
    assert_eq!(
        (2 * once.events, once.p.value),
        (twice.events, twice.p.value)
    );
    assert!((once.se - twice.se).abs() < 1e-12, "{once:?} {twice:?}");
}
