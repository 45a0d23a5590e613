//! Clearing a market: contracts and domestic priority, established trade, then three spot rounds.

use crate::block::Block;
use crate::lanes::{Lanes, gt};
use crate::model::{Market, Model};

/// Rounds after step 0: one of established trade, three of spot.
const ROUNDS: usize = 4;
/// Lane caps are at least this share of need a year, if rerouting allows it.
const CAP_FLOOR_PER_YEAR: f64 = 0.6;
/// A lane is open above this share of the buyer's need.
const OPEN_ROOM: f64 = 1e-9;
/// A seller has something above this share of its supply.
const OPEN_SUPPLY: f64 = 1e-12;
/// A buyer is done at this share of its need or order.
const DONE: f64 = 1e-9;

/// Clears a market: orders against `supply`, into `clearing`.
#[inline(always)]
pub(in crate::step) fn clear<const L: usize>(model: &Model, block: &mut Block<L>, m: usize) {
    let market = &model.markets[m];
    if market.pool {
        return pool(model, block, market);
    }
    open_books(model, block, m);
    contracts(model, block, market);
    for round in 0..ROUNDS {
        if !anybody_wants(block, market) {
            break;
        }
        share_rooms(model, block, market);
        for b in 0..market.buyers.len() {
            if round == 0 {
                ask_established(block, market, b);
            } else {
                ask_spot(block, market, b);
            }
            fit_to_order(block, market, b);
        }
        fit_to_quotas(model, block, market);
        let mut moved = false;
        for e in 0..market.exporters.len() {
            moved |= deliver(model, block, market, e);
        }
        if !moved {
            break;
        }
        charge_quotas(model, block, market);
    }
}

/// One country that buys from itself: what is ordered, as far as it goes.
#[inline(always)]
fn pool<const L: usize>(model: &Model, block: &mut Block<L>, market: &Market) {
    let (b, e, l) = (market.buyers.start, market.exporters.start, market.lanes.start);
    let most = Lanes::all(model.lanes[l].access) * block.trade.available[e];
    let supply = most.min(block.trade.supply[e]);
    block.trade.clearing[l] = block.buyers.order[b].min(supply);
}

/// Supplies, orders, rooms and quotas before anything is given.
#[inline(always)]
fn open_books<const L: usize>(model: &Model, block: &mut Block<L>, m: usize) {
    let market = &model.markets[m];
    for e in market.exporters.clone() {
        block.trade.supply_left[e] = block.trade.supply[e];
    }
    for b in market.buyers.clone() {
        block.buyers.order_left[b] = block.buyers.order[b];
        block.buyers.pull[b] = match market.price_pull {
            0.0 => Lanes::ONE,
            1.0 => block.buyers.memory[b],
            pull => (block.buyers.memory[b].ln() * pull).exp(),
        };
    }
    let reroute = block.drawn.reroute[m];
    let floor = Lanes::all(CAP_FLOOR_PER_YEAR / model.clock.steps_per_year());
    for l in market.lanes.clone() {
        let lane = &model.lanes[l];
        let b = lane.buyer;
        let trade = &mut block.trade;
        let calm_need = block.calm.need[b];
        // An absent limit is infinite; times 0 it is NaN, which loses every comparison.
        let cap = block.effects.lane[l]
            * trade.established[l].max(reroute.min(floor) * calm_need);
        let mut room = Lanes::all(f64::INFINITY);
        if !lane.domestic {
            let known = block.calm.flow[l].max(trade.established[l]).max(trade.flow[l]);
            room = known + reroute * calm_need.max(block.buyers.need[b]);
        }
        room = cap.min(room);
        if lane.access < f64::INFINITY {
            room = room.min(trade.available[lane.exporter] * lane.access);
        }
        trade.room[l] = room;
        trade.clearing[l] = Lanes::ZERO;
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

/// Step 0: offtakes by id, then exporters that serve their own country first.
#[inline(always)]
fn contracts<const L: usize>(model: &Model, block: &mut Block<L>, market: &Market) {
    for offtake in &market.offtakes {
        let room = open_room(model, block, market, offtake.lane);
        give(model, block, market, offtake.lane, Lanes::all(offtake.quantity), room);
    }
    for e in market.exporters.clone() {
        if !model.exporters[e].domestic_priority {
            continue;
        }
        for l in market.lanes.clone() {
            let lane = &model.lanes[l];
            if lane.exporter == e && lane.domestic {
                let share = block.buyers.order[lane.buyer] * block.calm.share[l];
                let wish = (share - block.trade.clearing[l]).positive();
                let room = open_room(model, block, market, l);
                give(model, block, market, l, wish, room);
            }
        }
    }
}

/// Room of a lane with what quotas and corridors have left.
#[inline(always)]
fn open_room<const L: usize>(
    model: &Model,
    block: &Block<L>,
    market: &Market,
    l: usize,
) -> Lanes<L> {
    let mut room = block.trade.room[l];
    for &q in &market.quotas {
        if model.quotas[q].lanes.contains(&l) {
            room = block.trade.quota_left[q].min(room);
        }
    }
    for (c, lanes) in &market.corridors {
        if lanes.contains(&l) {
            room = block.trade.corridor_left[*c].min(room);
        }
    }
    room.positive()
}

/// Gives a lane what it wishes, as far as order, supply and room go, and books it.
#[inline(always)]
fn give<const L: usize>(
    model: &Model,
    block: &mut Block<L>,
    market: &Market,
    l: usize,
    wish: Lanes<L>,
    room: Lanes<L>,
) {
    let lane = &model.lanes[l];
    let left = block.buyers.order_left[lane.buyer].positive();
    let supply = block.trade.supply_left[lane.exporter].positive();
    let given = wish.min(left).min(supply).min(room);
    book(model, block, l, given);
    for &q in &market.quotas {
        if model.quotas[q].lanes.contains(&l) {
            block.trade.quota_left[q] -= given;
        }
    }
    for (c, lanes) in &market.corridors {
        if lanes.contains(&l) {
            block.trade.corridor_left[*c] -= given;
        }
    }
}

/// Moves an amount over a lane, in all books but quotas and corridors.
#[inline(always)]
fn book<const L: usize>(model: &Model, block: &mut Block<L>, l: usize, given: Lanes<L>) {
    let lane = &model.lanes[l];
    block.trade.clearing[l] += given;
    block.trade.room[l] -= given;
    block.trade.supply_left[lane.exporter] -= given;
    block.buyers.order_left[lane.buyer] -= given;
}

/// What is left of a buyer's order, or 0 when it is done.
#[inline(always)]
fn wanted<const L: usize>(block: &Block<L>, b: usize) -> Lanes<L> {
    let left = block.buyers.order_left[b];
    let done = block.buyers.need[b].max(block.buyers.order[b]) * DONE;
    gt(left, done, left, Lanes::ZERO)
}

#[inline(always)]
fn anybody_wants<const L: usize>(block: &Block<L>, market: &Market) -> bool {
    let mut wants = Lanes::ZERO;
    for b in market.buyers.clone() {
        wants = wants.max(wanted(block, b));
    }
    wants.any_above(Lanes::ZERO)
}

/// A weight on open lanes, 0 on closed ones, judged as the round begins.
#[inline(always)]
fn if_open<const L: usize>(
    block: &Block<L>,
    e: usize,
    b: usize,
    l: usize,
    weight: Lanes<L>,
) -> Lanes<L> {
    let has_supply = gt(
        block.trade.supply_left[e],
        block.trade.supply[e] * OPEN_SUPPLY,
        weight,
        Lanes::ZERO,
    );
    let room = block.trade.open_room[l];
    gt(room, block.buyers.need[b] * OPEN_ROOM, has_supply, Lanes::ZERO)
}

/// Room of each lane as a round begins, with what quotas and corridors have left.
#[inline(always)]
fn share_rooms<const L: usize>(model: &Model, block: &mut Block<L>, market: &Market) {
    let Block { trade, quota_active, .. } = block;
    for l in market.lanes.clone() {
        trade.open_room[l] = trade.room[l];
    }
    for &q in market.quotas.iter().filter(|&&q| quota_active[q] > 0) {
        for &l in &model.quotas[q].lanes {
            trade.open_room[l] = trade.quota_left[q].min(trade.open_room[l]);
        }
    }
    for (c, lanes) in &market.corridors {
        for &l in lanes {
            trade.open_room[l] = trade.corridor_left[*c].min(trade.open_room[l]);
        }
    }
}

/// Round 1: a buyer asks each open lane for its share of the order, less what step 0 gave there.
#[inline(always)]
fn ask_established<const L: usize>(block: &mut Block<L>, market: &Market, b: usize) {
    let buyer = market.buyers.start + b;
    let mut shares = Lanes::ZERO;
    for e in 0..market.exporters.len() {
        let l = market.lane(e, b);
        let share = block.calm.share[l] * block.effects.tariff_share[l];
        let share = if_open(block, market.exporters.start + e, buyer, l, share);
        block.trade.request[l] = share;
        shares += share;
    }
    let unit = block.buyers.order[buyer].over(shares, Lanes::ZERO);
    for e in 0..market.exporters.len() {
        let l = market.lane(e, b);
        let asked = block.trade.request[l] * unit - block.trade.clearing[l];
        block.trade.request[l] = asked.positive();
    }
}

/// Rounds 2 to 4: what is left is asked of open lanes by the smaller of supply and room.
#[inline(always)]
fn ask_spot<const L: usize>(block: &mut Block<L>, market: &Market, b: usize) {
    let buyer = market.buyers.start + b;
    let mut weights = Lanes::ZERO;
    for e in 0..market.exporters.len() {
        let l = market.lane(e, b);
        let exporter = market.exporters.start + e;
        let weight = block.trade.supply_left[exporter].min(block.trade.open_room[l]);
        let weight = if_open(block, exporter, buyer, l, weight);
        block.trade.request[l] = weight;
        weights += weight;
    }
    let unit = wanted(block, buyer).over(weights, Lanes::ZERO);
    for e in 0..market.exporters.len() {
        let l = market.lane(e, b);
        block.trade.request[l] = block.trade.request[l] * unit;
    }
}

/// Cuts a buyer's requests to the room, then scales them down to what is left of the order.
#[inline(always)]
fn fit_to_order<const L: usize>(block: &mut Block<L>, market: &Market, b: usize) {
    let mut total = Lanes::ZERO;
    for e in 0..market.exporters.len() {
        let l = market.lane(e, b);
        let asked = block.trade.request[l].min(block.trade.open_room[l]);
        block.trade.request[l] = asked;
        total += asked;
    }
    let left = wanted(block, market.buyers.start + b);
    let scale = left.over(total, Lanes::ZERO).min(Lanes::ONE);
    for e in 0..market.exporters.len() {
        let l = market.lane(e, b);
        block.trade.request[l] = block.trade.request[l] * scale;
    }
}

/// Each quota, then each corridor, by id, scales its lanes down to what it has left.
#[inline(always)]
fn fit_to_quotas<const L: usize>(model: &Model, block: &mut Block<L>, market: &Market) {
    let Block { trade, quota_active, .. } = block;
    for &q in market.quotas.iter().filter(|&&q| quota_active[q] > 0) {
        scale_to(&mut trade.request, &model.quotas[q].lanes, trade.quota_left[q]);
    }
    for (c, lanes) in &market.corridors {
        scale_to(&mut trade.request, lanes, trade.corridor_left[*c]);
    }
}

#[inline(always)]
fn scale_to<const L: usize>(request: &mut [Lanes<L>], lanes: &[usize], left: Lanes<L>) {
    let mut total = Lanes::ZERO;
    for &l in lanes {
        total += request[l];
    }
    let scale = left.positive().over(total, Lanes::ONE).min(Lanes::ONE);
    for &l in lanes {
        request[l] = request[l] * scale;
    }
}

/// An exporter gives what is asked; asked for more than it has, it rations by request and price.
/// Says whether anything moved.
#[inline(always)]
fn deliver<const L: usize>(
    model: &Model,
    block: &mut Block<L>,
    market: &Market,
    e: usize,
) -> bool {
    let exporter = market.exporters.start + e;
    let mut asked = Lanes::ZERO;
    for b in 0..market.buyers.len() {
        asked += block.trade.request[market.lane(e, b)];
    }
    if !asked.any_above(Lanes::ZERO) {
        return false;
    }
    let left = block.trade.supply_left[exporter];
    let most = left * (1.0 + 1e-9);
    if asked.any_above(most) {
        ration(block, market, e, asked, most);
    }
    for b in 0..market.buyers.len() {
        let l = market.lane(e, b);
        let given = block.trade.request[l];
        book(model, block, l, given);
    }
    true
}

/// Cuts the requests to an exporter who is asked for more than it has: each gets what is left in
/// proportion to request · m^ψ, at most its request.
#[inline(always)]
fn ration<const L: usize>(
    block: &mut Block<L>,
    market: &Market,
    e: usize,
    asked: Lanes<L>,
    most: Lanes<L>,
) {
    let mut pulls = Lanes::ZERO;
    for b in 0..market.buyers.len() {
        let pull = block.buyers.pull[market.buyers.start + b];
        pulls += block.trade.request[market.lane(e, b)] * pull;
    }
    let left = block.trade.supply_left[market.exporters.start + e].positive();
    let unit = left.over(pulls, Lanes::ZERO);
    for b in 0..market.buyers.len() {
        let pull = block.buyers.pull[market.buyers.start + b];
        let request = &mut block.trade.request[market.lane(e, b)];
        let rationed = request.min(*request * pull * unit);
        *request = gt(asked, most, rationed, *request);
    }
}

/// Takes what this round moved from quotas and corridors.
#[inline(always)]
fn charge_quotas<const L: usize>(model: &Model, block: &mut Block<L>, market: &Market) {
    let Block { trade, quota_active, .. } = block;
    for &q in market.quotas.iter().filter(|&&q| quota_active[q] > 0) {
        for &l in &model.quotas[q].lanes {
            trade.quota_left[q] -= trade.request[l];
        }
    }
    for (c, lanes) in &market.corridors {
        for &l in lanes {
            trade.corridor_left[*c] -= trade.request[l];
        }
    }
}
