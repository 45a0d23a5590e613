//! C. Trade: what every seller can supply is cleared against what every buyer orders.

mod ask;
mod books;
mod deliver;
mod rounds;

use crate::block::Block;
use crate::lanes::{Lanes, row_by_row};
use crate::model::{Market, Model};
use crate::step::Now;

pub(super) use books::set_rooms;
pub(super) use rounds::clear;

/// Clears a market, attributes what is sold to its sellers and puts it on its lanes.
#[inline(always)]
pub(super) fn trade<const L: usize>(model: &Model, block: &mut Block<L>, m: usize, now: Now) {
    let market = &model.markets[m];
    for e in market.exporters.clone() {
        row_by_row();
        if !market.planned {
            block.trade.supply[e] = block.trade.available[e];
            continue;
        }
        let mut supply = Lanes::ZERO;
        for &s in &model.exporters[e].sellers {
            let can = match model.sellers[s].process {
                Some(process) => block.claims.served[process.claim] * process.recovery,
                None => block.sellers.available[s],
            };
            block.sellers.can[s] = can;
            supply += can;
        }
        block.trade.supply[e] = supply;
    }
    for &(c, _) in &market.corridors {
        block.trade.corridor_left[c] = block.trade.corridor_step[c];
    }
    clear(model, block, m);
    for &(c, _) in &market.corridors {
        block.trade.corridor_step[c] = block.trade.corridor_left[c];
    }
    if market.planned {
        for e in market.exporters.clone() {
            let sales = sold(model, block, m, e);
            attribute(model, block, e, sales);
        }
    }
    if market.pool {
        ship_at_home(block, market);
    } else {
        ship(model, block, market, now);
    }
}

/// What an exporter sells in the clearing at hand.
#[inline(always)]
pub(super) fn sold<const L: usize>(
    model: &Model,
    block: &Block<L>,
    m: usize,
    e: usize,
) -> Lanes<L> {
    let market = &model.markets[m];
    let mut sales = Lanes::ZERO;
    for b in 0..market.buyers.len() {
        sales += block.trade.clearing[market.lane(e - market.exporters.start, b)];
    }
    sales
}

/// What is sold is what is produced: first what was planned and can be supplied, in proportion,
/// then the rest by what each can still supply. Unused feed returns to stock. Needed only where a
/// seller takes feed or has by-products.
#[inline(always)]
fn attribute<const L: usize>(model: &Model, block: &mut Block<L>, e: usize, sales: Lanes<L>) {
    let sellers = &model.exporters[e].sellers;
    let rows = &mut block.sellers;
    let (mut firm, mut more) = (Lanes::ZERO, Lanes::ZERO);
    for &s in sellers {
        let base = rows.planned[s].min(rows.can[s]);
        firm += base;
        more += rows.can[s] - base;
    }
    let part = sales.over(firm, Lanes::ZERO).min(Lanes::ONE);
    let rest = (sales - firm)
        .positive()
        .over(more, Lanes::ZERO)
        .min(Lanes::ONE);
    for &s in sellers {
        let base = rows.planned[s].min(rows.can[s]);
        rows.output[s] = base * part + (rows.can[s] - base) * rest;
        if let Some(process) = model.sellers[s].process {
            let used = rows.output[s] / Lanes::all(process.recovery);
            let unused = block.claims.served[process.claim] - used;
            block.buyers.stock[process.buyer] += unused.positive();
        }
    }
}

/// In a country that buys from itself, what is sold arrives at once.
#[inline(always)]
fn ship_at_home<const L: usize>(block: &mut Block<L>, market: &Market) {
    let (b, l) = (market.buyers.start, market.lanes.start);
    let flow = block.trade.clearing[l];
    block.trade.flow[l] = flow;
    block.buyers.arrived[b] = flow;
    block.buyers.stock[b] += flow;
}

/// Puts the flows on their lanes, takes what arrives, and lets established trade follow.
#[inline(always)]
fn ship<const L: usize>(model: &Model, block: &mut Block<L>, market: &Market, now: Now) {
    let follow = 1.0 / (model.clock.steps_per_year() / 4.0).max(1.0);
    let slots = market.slots();
    let today = now.tick % slots;
    for place in 0..market.buyers.len() {
        let ring = market.ring + place * slots;
        let (mut flows, mut late, mut taxed) = (Lanes::ZERO, Lanes::ZERO, Lanes::ZERO);
        for l in market.lanes_into(place) {
            let lane = &model.lanes[l];
            let flow = block.trade.clearing[l];
            block.trade.flow[l] = flow;
            let slot = today + lane.lead;
            let slot = if slot < slots { slot } else { slot - slots };
            block.trade.ring[ring + slot] += flow;
            flows += flow;
            late += flow * lane.lead as f64;
            if !lane.domestic {
                let cost = if lane.taxed {
                    flow * block.effects.tariff_cost[l]
                } else {
                    flow
                };
                taxed += cost;
            }
            let established = block.trade.established[l];
            let mut change = (flow - established) * follow;
            if lane.frozen {
                change = change * block.effects.lane_free[l];
            }
            block.trade.established[l] = established + change;
        }
        let arrived = block.trade.ring[ring + today];
        block.trade.ring[ring + today] = Lanes::ZERO;
        let b = market.buyers.start + place;
        block.buyers.taxed_imports[b] = taxed;
        block.buyers.arrived[b] = arrived;
        block.buyers.stock[b] += arrived;
        if market.longest_lead > 0 {
            block.buyers.flow[b] = flows;
            block.buyers.late[b] = late;
            block.buyers.transit[b] += flows - arrived;
        }
    }
}
