//! The regime's way through its states, and clocks that run at its rates.

use lodestock_core::law::unit_exponential;
use lodestock_core::model::Regime;
use lodestock_core::stream::{Address, Seeded, Stream};

use super::Luck;

/// Most jumps of the regime in one path; it stays where it is after them.
const MOST_JUMPS: u64 = 1_000_000;

/// A regime and its streams.
#[derive(Debug, Clone)]
pub(super) struct Chain<'m> {
    regime: &'m Regime,
    /// Rate of leaving each state, per step.
    leaving: Vec<f64>,
    start: Seeded,
    stay: Seeded,
    next: Seeded,
}

impl<'m> Chain<'m> {
    pub fn new(regime: &'m Regime, seed: u64) -> Self {
        let address = |quantity| Address::new("regime", quantity).under(seed);
        Self {
            regime,
            leaving: regime.switch.iter().map(|row| row.iter().sum()).collect(),
            start: address("start"),
            stay: address("stay"),
            next: address("next"),
        }
    }

    /// The way of one path, from a time on. It can be walked again and again, once a disruption:
    /// that costs less than to store it.
    pub fn walk(&self, luck: Luck, from: f64) -> Walk<'_> {
        let mut walk = Walk {
            chain: self,
            stay: luck.stream(self.stay),
            next: luck.stream(self.next),
            jumps: 0,
            state: pick(&self.regime.start, luck.uniform(self.start, 0)),
            until: from,
        };
        walk.settle();
        walk
    }
}

/// Where the regime is, and until when.
#[derive(Debug, Clone)]
pub(super) struct Walk<'a> {
    chain: &'a Chain<'a>,
    stay: Stream,
    next: Stream,
    jumps: u64,
    /// The state at the moment.
    pub state: usize,
    /// Step at which it is left.
    pub until: f64,
}

impl Walk<'_> {
    /// Goes on to the state at a time not before the last one asked for.
    pub fn reach(&mut self, time: f64) {
        while self.until <= time {
            let row = &self.chain.regime.switch[self.state];
            self.state = pick(row, self.next.uniform(self.jumps));
            self.jumps += 1;
            self.settle();
        }
    }

    /// Draws the stay in a state just entered.
    fn settle(&mut self) {
        let rate = self.chain.leaving[self.state];
        if rate > 0.0 && self.jumps < MOST_JUMPS {
            self.until += unit_exponential(self.stay.uniform(self.jumps)) / rate;
        } else {
            self.until = f64::INFINITY;
        }
    }
}

/// A place drawn in proportion to weights of which one at least is above 0.
fn pick(weights: &[f64], uniform: f64) -> usize {
    let mut left = uniform * weights.iter().sum::<f64>();
    let mut last = 0;
    for (place, &weight) in weights.iter().enumerate() {
        if weight > 0.0 {
            last = place;
            if left < weight {
                break;
            }
        }
        left -= weight;
    }
    last
}

/// A Poisson clock: a rate per step, times a factor in each state of the regime.
#[derive(Debug)]
pub(super) struct Hazard<'a> {
    pub rate: f64,
    /// The regime and the factors, where the rate depends on it.
    pub regime: Option<(Walk<'a>, &'a [f64])>,
}

impl Hazard<'_> {
    /// When as much hazard has gathered from a time on as the unit exponential of a uniform number;
    /// infinite if that is at or after `end`.
    pub fn arrival(&mut self, mut from: f64, uniform: f64, end: f64) -> f64 {
        // −ln(1 − u) is at least 2u/(2 − u): mostly that alone says that nothing comes any more.
        let left = self.rate * (end - from) * (1.0 + 1e-9);
        if self.regime.is_none() && 2.0 * uniform > left * (2.0 - uniform) {
            return f64::INFINITY;
        }
        let mut need = unit_exponential(uniform);
        while from < end {
            let (rate, until) = self.at(from);
            if rate > 0.0 {
                let arrival = from + need / rate;
                if arrival < until {
                    return if arrival < end {
                        arrival
                    } else {
                        f64::INFINITY
                    };
                }
                need = (need - rate * (until - from)).max(0.0);
            }
            from = until;
        }
        f64::INFINITY
    }

    /// Hazard that gathers between two times.
    pub fn between(&mut self, mut from: f64, to: f64) -> f64 {
        let mut gathered = 0.0;
        while from < to {
            let (rate, until) = self.at(from);
            gathered += rate.max(0.0) * (until.min(to) - from);
            from = until;
        }
        gathered
    }

    /// The rate at a time not before the last one asked for, and until when it holds.
    fn at(&mut self, time: f64) -> (f64, f64) {
        match &mut self.regime {
            None => (self.rate, f64::INFINITY),
            Some((walk, factors)) => {
                walk.reach(time);
                (self.rate * factors[walk.state], walk.until)
            }
        }
    }
}
