//! One disruption as a source of events: its streams, and the draws of an event.

use lodestock_core::calendar::Event;
use lodestock_core::model::Disruption;
use lodestock_core::stream::{Address, Seeded};

use super::Luck;

/// Streams of one disruption.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub arrival: Seeded,
    pub occurs: Seeded,
    pub initial: Seeded,
    pub follows: Seeded,
    pub delay: Seeded,
    duration: Seeded,
    recovery: Seeded,
    after_severity: Seeded,
    after_duration: Seeded,
    items: Vec<Hit>,
}

/// Streams of one of the things that a disruption hits.
#[derive(Debug, Clone, Copy)]
struct Hit {
    included: Seeded,
    severity: Seeded,
}

impl Source {
    pub fn new(disruption: &Disruption, seed: u64) -> Self {
        let address = |quantity| Address::new(&disruption.id, quantity).under(seed);
        let hit = |name: &str| {
            let id = format!("{}/{name}", disruption.id);
            Hit {
                included: Address::new(&id, "included").under(seed),
                severity: Address::new(&id, "severity").under(seed),
            }
        };
        Self {
            arrival: address("arrival"),
            occurs: address("occurs"),
            initial: address("initial"),
            follows: address("follows"),
            delay: address("delay"),
            duration: address("duration"),
            recovery: address("recovery"),
            after_severity: address("after-severity"),
            after_duration: address("after-duration"),
            items: disruption.items.iter().map(|i| hit(&i.name)).collect(),
        }
    }

    /// Draws an event and adds it, once for each item it hits.
    ///
    /// Returns the step at which the cut ends, or `None` if it hits nothing. Such an event takes a
    /// number but is none otherwise: no clock pauses for it, it ends no other and none follows it.
    pub fn push(
        &self,
        disruption: &Disruption,
        luck: Luck,
        event: Event,
        events: &mut Vec<Event>,
    ) -> Option<f64> {
        let number = event.number;
        let former = events.len();
        for (item, (hit, streams)) in disruption.items.iter().zip(&self.items).enumerate() {
            if hit.probability >= 1.0 || luck.uniform(streams.included, number) < hit.probability {
                let severity = luck.draw(&disruption.severity, streams.severity, number);
                let item = item as u32;
                events.push(Event {
                    item,
                    severity,
                    ..event
                });
            }
        }
        if events.len() == former {
            return None;
        }
        let duration = luck.span(&disruption.duration, self.duration, number);
        let recovery = luck.span(&disruption.recovery, self.recovery, number);
        let after = disruption.after.as_ref().map(|(severity, duration)| {
            let severity = luck.draw(severity, self.after_severity, number);
            (severity, luck.span(duration, self.after_duration, number))
        });
        for event in &mut events[former..] {
            event.duration = duration;
            event.recovery = recovery;
            (event.after_severity, event.after_duration) = after.unwrap_or((0.0, 0.0));
        }
        Some(event.start + duration)
    }
}

/// An event of which only name and start are known.
pub(super) fn blank(disruption: usize, number: u32, start: f64) -> Event {
    Event {
        disruption: disruption as u32,
        item: 0,
        number,
        start,
        duration: 0.0,
        severity: 0.0,
        recovery: 0.0,
        after_severity: 0.0,
        after_duration: 0.0,
        superseded: f64::INFINITY,
    }
}
