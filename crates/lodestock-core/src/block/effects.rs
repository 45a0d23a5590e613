//! The calendar of each path, applied to the tables of effects when something changes.

use super::{Block, Effects};
use crate::calendar::{Event, Future};
use crate::lanes::Lanes;
use crate::model::{Disruption, Model, Target};
use crate::step::Now;

/// The events of one path, in the order in which they are announced.
#[derive(Debug, Clone, Default)]
pub(crate) struct Schedule {
    events: Vec<Event>,
    /// Events not yet announced start here.
    next: usize,
    /// Events that act or are announced, by place in `events`, in the order of ids.
    active: Vec<usize>,
}

impl Schedule {
    /// Takes the events of a path, without those of plain disruptions if these are laid out. Gives
    /// the time at which the first is announced.
    pub fn load(&mut self, model: &Model, events: &[Event], laid_out: bool) -> f64 {
        self.events.clear();
        let rest = |e: &&Event| !(laid_out && disruption(model, e).plain);
        self.events.extend(events.iter().filter(rest));
        self.events.sort_unstable_by(|a, b| {
            let key = |e: &Event| (e.disruption, e.item, e.number);
            announced(model, a)
                .total_cmp(&announced(model, b))
                .then_with(|| key(a).cmp(&key(b)))
        });
        self.next = 0;
        self.active.clear();
        let first = self.events.first();
        first.map_or(f64::INFINITY, |first| announced(model, first))
    }
}

fn disruption<'m>(model: &'m Model, event: &Event) -> &'m Disruption {
    &model.disruptions[event.disruption as usize]
}

fn announced(model: &Model, event: &Event) -> f64 {
    event.start - disruption(model, event).notice
}

impl<const L: usize> Block<L> {
    /// Takes the calendar of every path.
    pub(super) fn schedule<'f>(&mut self, model: &Model, future: &dyn Fn(usize) -> &'f Future) {
        self.schedules.resize(L, Schedule::default());
        self.switches.clear();
        self.next_change.clear();
        for lane in 0..L {
            let events = &future(lane).events;
            let laid_out = self.switches.lay_out(model, lane, events);
            let first = self.schedules[lane].load(model, events, laid_out);
            self.next_change.push(first);
        }
        self.switches.order(model);
        self.soonest = soonest(&self.next_change);
    }

    /// Brings the effects of every path up to date for a step.
    pub fn disrupt(&mut self, model: &Model, now: Now) {
        for switch in self.switches.at(now.tick) {
            let (seller, lane) = (switch.seller as usize, switch.lane as usize);
            self.effects.seller[seller].0[lane] = switch.left;
            self.effects.moved.push((seller, lane));
        }
        if now.time < self.soonest {
            return;
        }
        for lane in 0..L {
            if now.time >= self.next_change[lane] {
                self.change(model, lane, now.time);
            }
        }
        self.soonest = soonest(&self.next_change);
    }

    fn change(&mut self, model: &Model, lane: usize, time: f64) {
        let Self {
            schedules,
            effects,
            quota_active,
            next_change,
            ..
        } = self;
        let schedule = &mut schedules[lane];
        for &e in &schedule.active {
            clear(model, &schedule.events[e], effects, quota_active, lane);
        }
        let events = &schedule.events;
        schedule.active.retain(|&e| time < events[e].end());
        while schedule.next < events.len() && announced(model, &events[schedule.next]) <= time {
            if time < events[schedule.next].end() {
                schedule.active.push(schedule.next);
            }
            schedule.next += 1;
        }
        schedule
            .active
            .sort_unstable_by_key(|&e| (events[e].disruption, events[e].item, events[e].number));
        let mut next = events
            .get(schedule.next)
            .map_or(f64::INFINITY, |event| announced(model, event));
        for &e in &schedule.active {
            let event = &events[e];
            apply(model, event, time, effects, quota_active, lane);
            next = next.min(change_after(model, event, time));
        }
        next_change[lane] = next;
    }
}

fn soonest(changes: &[f64]) -> f64 {
    changes.iter().copied().fold(f64::INFINITY, f64::min)
}

/// The next time at which an event acts otherwise than now.
fn change_after(model: &Model, event: &Event, time: f64) -> f64 {
    let leaking = disruption(model, event)
        .leak
        .is_some_and(|(_, delay)| time < event.start + delay);
    if time < event.start {
        event.start
    } else if event.recovering(time) || leaking {
        time + 1.0
    } else if time < event.cut_end() {
        event.cut_end().min(event.end())
    } else {
        event.end()
    }
}

fn targets<'m>(model: &'m Model, event: &Event) -> &'m [Target] {
    &disruption(model, event).items[event.item as usize].targets
}

/// Sets everything that an event acts on to its calm value.
fn clear<const L: usize>(
    model: &Model,
    event: &Event,
    effects: &mut Effects<L>,
    quota_active: &mut [u32],
    lane: usize,
) {
    for &target in targets(model, event) {
        match target {
            Target::Seller(i) => {
                effects.seller[i].0[lane] = 1.0;
                effects.moved.push((i, lane));
            }
            Target::Corridor(i) => effects.corridor[i].0[lane] = 1.0,
            Target::Lane(i) => {
                effects.lane[i].0[lane] = f64::INFINITY;
                effects.lane_free[i].0[lane] = 1.0;
            }
            Target::Quota(i) => {
                let bound = effects.quota[i].0[lane].min(effects.quota_limit[i].0[lane]);
                quota_active[i] -= u32::from(bound < f64::INFINITY);
                effects.quota[i].0[lane] = f64::INFINITY;
                effects.quota_limit[i].0[lane] = f64::INFINITY;
            }
            Target::QuotaLane(i) => effects.lane_free[i].0[lane] = 1.0,
            Target::Tariff(i) => {
                effects.tariff_share[i].0[lane] = 1.0;
                effects.tariff_cost[i].0[lane] = 1.0;
            }
            Target::Consumer(i) => effects.surge[i].0[lane] = 1.0,
            Target::Slump(i) => effects.slump[i].0[lane] = 1.0,
            Target::Hoard(i) => effects.hoard[i].0[lane] = 0.0,
        }
    }
}

/// Adds what an event does at a time (model page §4 A).
fn apply<const L: usize>(
    model: &Model,
    event: &Event,
    time: f64,
    effects: &mut Effects<L>,
    quota_active: &mut [u32],
    lane: usize,
) {
    let disruption = disruption(model, event);
    let s = disruption.intensity(event, time);
    let at = |table: &mut [Lanes<L>], i: usize, f: &dyn Fn(f64) -> f64| {
        let cell = &mut table[i].0[lane];
        *cell = f(*cell);
    };
    for &target in targets(model, event) {
        match target {
            Target::Hoard(i) if time < event.cut_end() => {
                at(&mut effects.hoard, i, &|hoard| hoard.max(disruption.hoard));
            }
            _ if s <= 0.0 => {}
            Target::Hoard(_) => {}
            Target::Seller(i) => {
                at(&mut effects.seller, i, &|up| up * (1.0 - s));
                effects.moved.push((i, lane));
            }
            Target::Corridor(i) => at(&mut effects.corridor, i, &|up| up * (1.0 - s)),
            Target::Lane(i) => {
                at(&mut effects.lane, i, &|left| left.min(1.0 - s));
                effects.lane_free[i].0[lane] = 0.0;
            }
            Target::Quota(i) => {
                let bound = effects.quota[i].0[lane].min(effects.quota_limit[i].0[lane]);
                quota_active[i] += u32::from(bound == f64::INFINITY);
                match disruption.limit {
                    Some(limit) => at(&mut effects.quota_limit, i, &|left| left.min(limit)),
                    None => at(&mut effects.quota, i, &|left| left.min(1.0 - s)),
                }
            }
            Target::QuotaLane(i) => effects.lane_free[i].0[lane] = 0.0,
            Target::Tariff(i) => {
                let sigma = trade_elasticity(model, i);
                let factor = libm::pow(1.0 + s, -sigma);
                at(&mut effects.tariff_share, i, &|share| share * factor);
                at(&mut effects.tariff_cost, i, &|cost| cost * (1.0 + s));
            }
            Target::Consumer(i) => at(&mut effects.surge, i, &|surge| surge * (1.0 + s)),
            Target::Slump(i) => at(&mut effects.slump, i, &|level| level * (1.0 - s)),
        }
    }
}

fn trade_elasticity(model: &Model, lane: usize) -> f64 {
    let commodity = model.buyers[model.lanes[lane].buyer].commodity;
    model.markets[commodity].trade_elasticity
}
