//! What buyers ask in a round, cut to room, order, quotas and corridors.

use super::books::{room_left, wanted};
use crate::block::Block;
use crate::lanes::{Lanes, gt, row_by_row};
use crate::model::{Market, Model};

/// A lane is open above this share of the buyer's need.
const OPEN_ROOM: f64 = 1e-9;

/// Round 1: a buyer asks each open lane for its share of the order, less what step 0 gave there.
#[inline(always)]
pub(super) fn established<const L: usize>(
    model: &Model,
    block: &mut Block<L>,
    market: &Market,
    place: usize,
) {
    let b = market.buyers.start + place;
    let least = block.buyers.need[b] * OPEN_ROOM;
    let mut shares = Lanes::ZERO;
    for l in market.lanes_into(place) {
        let lane = &model.lanes[l];
        block.trade.asks[l] = lane.share != 0.0;
        if lane.share == 0.0 {
            block.trade.request[l] = Lanes::ZERO;
            continue;
        }
        let mut share = block.calm.share[l] * block.trade.has_supply[lane.exporter];
        if lane.taxed {
            share = share * block.effects.tariff_share[l];
        }
        let share = gt(room_left(model, block, l), least, share, Lanes::ZERO);
        block.trade.request[l] = share;
        shares += share;
    }
    let unit = block.buyers.order[b].over(shares, Lanes::ZERO);
    let mut total = Lanes::ZERO;
    for l in market.lanes_into(place) {
        if !block.trade.asks[l] {
            continue;
        }
        let mut asked = block.trade.request[l] * unit;
        if market.contracts {
            asked = (asked - block.trade.clearing[l]).positive();
        }
        let asked = asked.min(room_left(model, block, l)).positive();
        block.trade.request[l] = asked;
        total += asked;
    }
    fit_to_order(block, market, place, total);
}

/// Rounds 2 to 4: what is left is asked of open lanes by the smaller of supply and room. Says
/// whether any lane is open; a lane that has closed stays so, and after the first of these rounds
/// only those that were open are looked at.
#[inline(always)]
pub(super) fn spot<const L: usize>(
    model: &Model,
    block: &mut Block<L>,
    market: &Market,
    place: usize,
    first: bool,
) -> bool {
    let b = market.buyers.start + place;
    let least = block.buyers.need[b] * OPEN_ROOM;
    let mut weights = Lanes::ZERO;
    let mut any = false;
    for l in market.lanes_into(place) {
        let e = model.lanes[l].exporter;
        if !block.trade.open[e] || !(first || block.trade.asks[l]) {
            block.trade.asks[l] = false;
            block.trade.request[l] = Lanes::ZERO;
            continue;
        }
        let room = room_left(model, block, l);
        let weight = block.trade.supply_left[e].min(room) * block.trade.has_supply[e];
        let weight = gt(room, least, weight, Lanes::ZERO);
        block.trade.request[l] = weight;
        weights += weight;
        let asks = weight.any_above(Lanes::ZERO);
        block.trade.asks[l] = asks;
        any |= asks;
    }
    if !any {
        return false;
    }
    let unit = wanted(block, b).over(weights, Lanes::ZERO);
    // A weight is within the room already; only a buyer who wants more than all weights is cut.
    let cut = unit.any_above(Lanes::ONE);
    let mut total = Lanes::ZERO;
    for l in market.lanes_into(place) {
        if !block.trade.asks[l] {
            continue;
        }
        let mut asked = block.trade.request[l] * unit;
        if cut {
            asked = asked.min(room_left(model, block, l)).positive();
        }
        block.trade.request[l] = asked;
        total += asked;
    }
    fit_to_order(block, market, place, total);
    true
}

/// Requests exceed an order, a quota or a corridor only above this, not by rounding.
const EXCEEDS: f64 = 1.0 + 1e-12;

/// Scales a buyer's requests down to what is left of its order.
#[inline(always)]
fn fit_to_order<const L: usize>(
    block: &mut Block<L>,
    market: &Market,
    place: usize,
    total: Lanes<L>,
) {
    let left = wanted(block, market.buyers.start + place);
    let most = left * EXCEEDS;
    if !total.any_above(most) {
        return;
    }
    let scale = gt(total, most, left.over(total, Lanes::ZERO), Lanes::ONE);
    for l in market.lanes_into(place) {
        row_by_row();
        block.trade.request[l] = block.trade.request[l] * scale;
    }
}

/// Each quota, then each corridor, by id, scales its lanes down to what it has left.
#[inline(always)]
pub(super) fn fit_to_quotas<const L: usize>(model: &Model, block: &mut Block<L>, market: &Market) {
    if market.shared.is_empty() {
        return;
    }
    clear_idle(block, market);
    let Block {
        trade,
        quota_active,
        ..
    } = block;
    for &q in market.quotas.iter().filter(|&&q| quota_active[q] > 0) {
        scale_to(
            &mut trade.request,
            &model.quotas[q].lanes,
            trade.quota_left[q],
        );
    }
    for (c, lanes) in &market.corridors {
        scale_to(&mut trade.request, lanes, trade.corridor_left[*c]);
    }
}

/// Buyers passed over ask for nothing.
#[inline(always)]
fn clear_idle<const L: usize>(block: &mut Block<L>, market: &Market) {
    for place in 0..market.buyers.len() {
        if !block.trade.active.contains(&place) {
            for l in market.lanes_into(place) {
                block.trade.request[l] = Lanes::ZERO;
            }
        }
    }
}

#[inline(always)]
fn scale_to<const L: usize>(request: &mut [Lanes<L>], lanes: &[usize], left: Lanes<L>) {
    let mut total = Lanes::ZERO;
    for &l in lanes {
        total += request[l];
    }
    let most = left.positive() * EXCEEDS;
    if !total.any_above(most) {
        return;
    }
    let scale = gt(
        total,
        most,
        left.positive().over(total, Lanes::ONE),
        Lanes::ONE,
    );
    for &l in lanes {
        request[l] = request[l] * scale;
    }
}
