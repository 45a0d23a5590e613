//! One step of a block, phase by phase, in the words of the model page (§4).

mod adapt;
mod demand;
mod orders;
mod possible;
mod price;
mod reserve;
mod serve;
mod trade;

use crate::block::Block;
use crate::lanes::Lanes;
use crate::model::Model;

/// A moment of the clock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Now {
    /// Steps from step 0; negative in the warm-up.
    pub time: f64,
    /// Row of schedules: the step of the horizon, 0 in the warm-up.
    pub row: usize,
    /// Steps since the simulation began.
    pub tick: usize,
}

impl Now {
    /// The moment at a tick of the simulation.
    pub fn at(model: &Model, tick: usize) -> Self {
        Self {
            time: tick as f64 - model.clock.warm_up as f64,
            row: model.scheduled(tick),
            tick,
        }
    }
}

/// One step of all paths of a block.
#[inline(always)]
pub(crate) fn step<const L: usize>(model: &Model, block: &mut Block<L>, now: Now) {
    block.disrupt(model, now);
    #[cfg(debug_assertions)]
    let opening = balance::holdings(model, block);
    adapt::adapt(model, block);
    possible::possible(model, block, now);
    demand::demand(model, block, now);
    for &market in model.order.iter().rev() {
        orders::order(model, block, market, now);
    }
    for &market in &model.order {
        trade::trade(model, block, market, now);
        serve::serve(model, block, market);
        reserve::reserve(model, block, market);
        price::price(model, block, market);
    }
    reserve::settle(model, block);
    #[cfg(debug_assertions)]
    balance::check(model, block, &opening);
}

/// A positive base to a power, lane by lane.
#[inline(always)]
fn power<const L: usize>(base: Lanes<L>, exponent: Lanes<L>) -> Lanes<L> {
    (base.ln() * exponent).exp()
}

#[cfg(debug_assertions)]
mod balance {
    //! Mass balance of every market, checked in debug builds.

    use super::{Block, Lanes, Model};

    /// Stock, transit and reserves of each market.
    pub fn holdings<const L: usize>(model: &Model, block: &Block<L>) -> Vec<Lanes<L>> {
        let market = |m: &crate::model::Market| {
            let mut held = Lanes::ZERO;
            for b in m.buyers.clone() {
                held += block.buyers.stock[b] + block.buyers.transit[b];
            }
            for &r in &m.reserves {
                held += block.reserves.level[r];
            }
            held
        };
        model.markets.iter().map(market).collect()
    }

    /// Opening + production = use + feed + closing, to 1e-9 of what is held and made.
    pub fn check<const L: usize>(model: &Model, block: &Block<L>, opening: &[Lanes<L>]) {
        let closing = holdings(model, block);
        for (m, market) in model.markets.iter().enumerate() {
            let mut made = Lanes::ZERO;
            for l in market.lanes.clone() {
                made += block.trade.clearing[l];
            }
            let mut used = Lanes::ZERO;
            for b in market.buyers.clone() {
                for &c in &model.buyers[b].consumers {
                    used += block.claims.served[model.consumers[c].claim];
                }
                for &s in &model.buyers[b].processors {
                    let recovery = model.sellers[s].process.map_or(1.0, |p| p.recovery);
                    used += block.sellers.output[s] / Lanes::all(recovery);
                }
            }
            let (start, end) = (opening[m] + made, closing[m] + used);
            let gap = (start - end).max(end - start);
            let most = (start.max(Lanes::ZERO - start) + end.max(Lanes::ZERO - end) + 1.0) * 1e-9;
            // Not the other way round: a NaN is above nothing.
            let holds = most.above(gap);
            if Lanes::ONE.any_above(holds) {
                let id = &model.commodities[m].id;
                panic!("mass of {id}: {start:?} became {end:?}");
            }
        }
    }
}
