//! The books of a clearing: rooms, what is left of orders, supplies, quotas and corridors.

use crate::block::Block;
use crate::lanes::{Lanes, gt};
use crate::model::{Market, Model};

/// Lane caps are at least this share of need a year, if rerouting allows it.
const CAP_FLOOR_PER_YEAR: f64 = 0.6;
/// A seller has something above this share of its supply.
const OPEN_SUPPLY: f64 = 1e-12;
/// A buyer is done at this share of its need or order.
const DONE: f64 = 1e-9;

/// Room of every lane of a market in this step: what its cap, its rerouting and its access allow.
#[inline(always)]
pub(in crate::step) fn set_rooms<const L: usize>(model: &Model, block: &mut Block<L>, m: usize) {
    let market = &model.markets[m];
    if market.pool {
        return;
    }
    let reroute = block.drawn.reroute[m];
    let least = reroute.min(Lanes::all(
        CAP_FLOOR_PER_YEAR / model.clock.steps_per_year(),
    ));
    for place in 0..market.buyers.len() {
        let b = market.buyers.start + place;
        let calm_need = block.calm.need[b];
        let moves = reroute * calm_need.max(block.buyers.need[b]);
        for l in market.lanes_into(place) {
            let lane = &model.lanes[l];
            let trade = &mut block.trade;
            let mut room = Lanes::all(f64::INFINITY);
            if !lane.domestic {
                let known = block.calm.flow[l]
                    .max(trade.established[l])
                    .max(trade.flow[l]);
                room = known + moves;
            }
            if lane.capped {
                // An absent cap is infinite; times 0 it is NaN, which loses every comparison.
                let cap = block.effects.lane[l] * trade.established[l].max(least * calm_need);
                room = cap.min(room);
            }
            if lane.access < f64::INFINITY {
                room = room.min(trade.available[lane.exporter] * lane.access);
            }
            trade.room[l] = room;
        }
    }
}

/// Opens the books: nothing is given yet.
#[inline(always)]
pub(super) fn open<const L: usize>(model: &Model, block: &mut Block<L>, market: &Market) {
    for e in market.exporters.clone() {
        block.trade.supply_left[e] = block.trade.supply[e];
    }
    block.trade.active.clear();
    block.trade.active.extend(0..market.buyers.len());
    for b in market.buyers.clone() {
        block.buyers.order_left[b] = block.buyers.order[b];
    }
    for l in market.lanes.clone() {
        block.trade.clearing[l] = Lanes::ZERO;
    }
    for &q in &market.quotas {
        let mut established = Lanes::ZERO;
        for &l in &model.quotas[q].lanes {
            established += block.trade.established[l];
        }
        let share = block.effects.quota[q] * established;
        block.trade.quota_left[q] = share.min(block.effects.quota_limit[q]);
    }
}

/// Judges, as a round begins, who wants, who has, and what room shared lanes have. Says whether
/// anybody wants anything.
#[inline(always)]
pub(super) fn judge<const L: usize>(model: &Model, block: &mut Block<L>, market: &Market) -> bool {
    let mut kept = 0;
    for i in 0..block.trade.active.len() {
        let buyer = block.trade.active[i];
        if wanted(block, market.buyers.start + buyer).any_above(Lanes::ZERO) {
            block.trade.active[kept] = buyer;
            kept += 1;
        }
    }
    block.trade.active.truncate(kept);
    for e in market.exporters.clone() {
        let least = block.trade.supply[e] * OPEN_SUPPLY;
        let has = block.trade.supply_left[e].above(least);
        block.trade.has_supply[e] = has;
        block.trade.open[e] = has.any_above(Lanes::ZERO);
    }
    share_rooms(model, block, market);
    !block.trade.active.is_empty()
}

/// Room left of the lanes that quotas and corridors bind together.
#[inline(always)]
pub(super) fn share_rooms<const L: usize>(model: &Model, block: &mut Block<L>, market: &Market) {
    let Block {
        trade,
        quota_active,
        ..
    } = block;
    let own = |l: usize| model.lanes[l].shared;
    for &l in &market.shared {
        let Some(place) = own(l) else { continue };
        trade.shared_room[place] = trade.room[l] - trade.clearing[l];
    }
    for &q in market.quotas.iter().filter(|&&q| quota_active[q] > 0) {
        for place in model.quotas[q].lanes.iter().filter_map(|&l| own(l)) {
            trade.shared_room[place] = trade.quota_left[q].min(trade.shared_room[place]);
        }
    }
    for (c, lanes) in &market.corridors {
        for place in lanes.iter().filter_map(|&l| own(l)) {
            trade.shared_room[place] = trade.corridor_left[*c].min(trade.shared_room[place]);
        }
    }
}

/// Room left of a lane, quotas and corridors included.
#[inline(always)]
pub(super) fn room_left<const L: usize>(model: &Model, block: &Block<L>, l: usize) -> Lanes<L> {
    match model.lanes[l].shared {
        Some(place) => block.trade.shared_room[place],
        None => block.trade.room[l] - block.trade.clearing[l],
    }
}

/// What is left of a buyer's order, or 0 when it is done.
#[inline(always)]
pub(super) fn wanted<const L: usize>(block: &Block<L>, b: usize) -> Lanes<L> {
    let left = block.buyers.order_left[b];
    let done = block.buyers.need[b].max(block.buyers.order[b]) * DONE;
    gt(left, done, left, Lanes::ZERO)
}

/// Takes from quotas and corridors what `given` says each of their lanes got.
#[inline(always)]
pub(super) fn charge<const L: usize>(
    model: &Model,
    block: &mut Block<L>,
    market: &Market,
    given: impl Fn(&Block<L>, usize) -> Lanes<L>,
) {
    for &q in &market.quotas {
        if block.quota_active[q] > 0 {
            for &l in &model.quotas[q].lanes {
                let taken = given(block, l);
                block.trade.quota_left[q] -= taken;
            }
        }
    }
    for (c, lanes) in &market.corridors {
        for &l in lanes {
            let taken = given(block, l);
            block.trade.corridor_left[*c] -= taken;
        }
    }
}
