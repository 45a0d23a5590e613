//! Plain outages, laid out by step before a block starts.
//!
//! A plain disruption cuts sellers that nothing else cuts. As long as its events have one depth each
//! and do not overlap, all that they do is to set a seller's availability when they start and when
//! they end. That is known at once, and costs less than to keep a [`Schedule`](super::Schedule).

use crate::calendar::Event;
use crate::model::{Model, Target};

/// Sets what a seller has left in one path.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Switch {
    pub seller: u32,
    pub lane: u32,
    /// Share of capacity left.
    pub left: f64,
}

/// The switches of all paths of a block.
#[derive(Debug, Clone, Default)]
pub(crate) struct Switches {
    /// As they are found, each with its tick.
    found: Vec<(u32, Switch)>,
    /// By tick; those of one seller and path as they follow each other.
    ordered: Vec<Switch>,
    /// Where each tick ends in `ordered`.
    ends: Vec<u32>,
}

impl Switches {
    /// Forgets the last block.
    pub fn clear(&mut self) {
        self.found.clear();
    }

    /// Lays out the plain disruptions of a path. Says whether it could: not where somebody has
    /// written events that overlap, stand in another order, or fade.
    pub fn lay_out(&mut self, model: &Model, lane: usize, events: &[Event]) -> bool {
        let former = self.found.len();
        let (mut last, mut end) = (0, f64::NEG_INFINITY);
        for event in events {
            let disruption = &model.disruptions[event.disruption as usize];
            if !disruption.plain {
                continue;
            }
            let follows = event.disruption > last || event.disruption == last && event.start >= end;
            if !follows || event.recovery != 0.0 || event.after_duration != 0.0 {
                self.found.truncate(former);
                return false;
            }
            (last, end) = (event.disruption, event.end());
            let (on, off) = (tick(model, event.start), tick(model, end));
            if on < off && event.severity > 0.0 {
                for target in &disruption.items[0].targets {
                    self.push(on, target, lane, 1.0 - event.severity);
                    self.push(off, target, lane, 1.0);
                }
            }
        }
        true
    }

    #[inline]
    fn push(&mut self, tick: u32, target: &Target, lane: usize, left: f64) {
        if let Target::Seller(seller) = *target {
            let switch = Switch {
                seller: seller as u32,
                lane: lane as u32,
                left,
            };
            self.found.push((tick, switch));
        }
    }

    /// Brings what was found into the order of ticks.
    pub fn order(&mut self, model: &Model) {
        let ticks = model.clock.warm_up + model.clock.steps;
        self.ends.clear();
        // One more for what lies beyond the horizon.
        self.ends.resize(ticks + 1, 0);
        for (tick, _) in &self.found {
            self.ends[*tick as usize] += 1;
        }
        let mut begin = 0;
        for end in &mut self.ends {
            begin += std::mem::replace(end, begin);
        }
        self.ordered.clear();
        self.ordered.resize(self.found.len(), Switch::default());
        for (tick, switch) in &self.found {
            let place = &mut self.ends[*tick as usize];
            self.ordered[*place as usize] = *switch;
            *place += 1;
        }
    }

    /// What is set at a tick.
    pub fn at(&self, tick: usize) -> &[Switch] {
        let begin = if tick == 0 { 0 } else { self.ends[tick - 1] };
        &self.ordered[begin as usize..self.ends[tick] as usize]
    }
}

/// The first tick at or after a time; one past the last if there is none.
fn tick(model: &Model, time: f64) -> u32 {
    let (steps, warm_up) = (model.clock.steps as i64, model.clock.warm_up as i64);
    if time >= steps as f64 {
        return (steps + warm_up) as u32;
    }
    if time <= -(warm_up as f64) {
        return 0;
    }
    // Not `ceil`, which is a call on machines without SSE 4.1.
    let whole = time as i64;
    (whole + i64::from((whole as f64) < time) + warm_up) as u32
}
