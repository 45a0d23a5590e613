//! When disruptions come.

use lodestock_core::calendar::{Event, Future};
use lodestock_core::model::{Arrival, Draw};

use super::regime::Hazard;
use super::source::blank;
use super::tilt::{Clock, Odds};
use super::{Luck, Sampler, most_events};

impl Sampler<'_> {
    /// Draws all events of a path.
    pub(super) fn events(&self, luck: Luck, future: &mut Future) {
        let Future {
            events,
            parameters,
            weight,
            ..
        } = future;
        events.clear();
        let mut odds = Odds::default();
        let clock = self.model.clock();
        let horizon = clock.steps as f64;
        for &index in self.model.disruption_order() {
            let disruption = &self.model.disruptions()[index];
            let source = &self.sources[index];
            let factor = self.tilt[index];
            match &disruption.arrival {
                Arrival::Poisson {
                    rate,
                    regime,
                    stationary,
                } => {
                    let rate = rate.of(parameters);
                    let down = *stationary
                        && luck.uniform(source.initial, 0) < share_down(rate, &disruption.duration);
                    let mut clock = Clock::new(self.hazard(luck, rate, regime), factor);
                    let next = |from, uniform| clock.arrival(from, uniform, horizon, &mut odds);
                    self.poisson(index, luck, down, next, events);
                }
                Arrival::Date(start) => {
                    source.push(disruption, luck, blank(index, 0, *start), events);
                }
                Arrival::WithinHorizon(probability) => {
                    let comes = luck.uniform(source.occurs, 0) < *probability * factor;
                    odds.chance(*probability, factor, comes);
                    if comes {
                        let start = horizon * luck.uniform(source.arrival, 0);
                        source.push(disruption, luck, blank(index, 0, start), events);
                    }
                }
                Arrival::After {
                    parent,
                    probability,
                    delay,
                } => self.followers(index, luck, (*parent, *probability, delay), events),
            }
        }
        *weight = odds.weight();
    }

    /// The clock of a disruption, from the beginning of the warm-up.
    fn hazard<'a>(&'a self, luck: Luck, rate: f64, factors: &'a [f64]) -> Hazard<'a> {
        let chain = self.regime.as_ref().filter(|_| !factors.is_empty());
        let begin = -(self.model.clock().warm_up as f64);
        Hazard {
            rate,
            regime: chain.map(|chain| (chain.walk(luck, begin), factors)),
        }
    }

    /// Events of a Poisson clock that pauses while a cut lasts. A new one ends what is left of the
    /// one before. `down` says whether it begins with one; `next` says when, from a time on
    /// and for a uniform number.
    fn poisson(
        &self,
        index: usize,
        luck: Luck,
        down: bool,
        mut next: impl FnMut(f64, f64) -> f64,
        events: &mut Vec<Event>,
    ) {
        let clock = self.model.clock();
        let begin = -(clock.warm_up as f64);
        let (disruption, source) = (&self.model.disruptions()[index], &self.sources[index]);
        let waits = luck.stream(source.arrival);
        let mut time = begin;
        // Where the events of the last number that hit something stand.
        let mut former = events.len()..events.len();
        for number in 0..most_events(clock) {
            let start = if number == 0 && down {
                begin
            } else {
                next(time, waits.uniform(u64::from(number)))
            };
            if start == f64::INFINITY {
                break;
            }
            time = start;
            let place = events.len();
            let event = blank(index, number, start);
            if let Some(cut_end) = source.push(disruption, luck, event, events) {
                for event in &mut events[former] {
                    event.superseded = start;
                }
                former = place..events.len();
                time = cut_end;
            }
        }
    }

    /// Events that follow those of another disruption, at most one each.
    fn followers(
        &self,
        index: usize,
        luck: Luck,
        (parent, probability, delay): (usize, f64, &Draw),
        events: &mut Vec<Event>,
    ) {
        let horizon = self.model.clock().steps as f64;
        let (disruption, source) = (&self.model.disruptions()[index], &self.sources[index]);
        let mut last = None;
        for place in 0..events.len() {
            let Event {
                disruption: from,
                number,
                start,
                ..
            } = events[place];
            // One event stands there once for each item it hits.
            if from as usize != parent || last == Some(number) {
                continue;
            }
            last = Some(number);
            if luck.uniform(source.follows, number) < probability {
                let start = start + luck.span(delay, source.delay, number);
                if start < horizon {
                    source.push(disruption, luck, blank(index, number, start), events);
                }
            }
        }
    }
}

/// Long-run probability that a two-state unit is down: mean time down over mean time up and down.
fn share_down(rate: f64, duration: &Draw) -> f64 {
    let down = match duration {
        Draw::Fixed(span) => *span,
        Draw::Law { law, scale } => law.mean() * scale,
    };
    let load = rate.max(0.0) * down;
    load / (1.0 + load)
}
