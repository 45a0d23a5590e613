//! Clearing a market: contracts and domestic priority, established trade, then three spot rounds.

use super::{ask, books, deliver};
use crate::block::Block;
use crate::lanes::Lanes;
use crate::model::{Market, Model};

/// Rounds after step 0: one of established trade, three of spot.
const ROUNDS: usize = 4;

/// Clears a market: orders against `supply`, into `clearing`.
///
/// A round in which no path of the block wants or moves anything would change nothing, and neither
/// would a buyer that is done: both are passed over.
#[inline(always)]
pub(in crate::step) fn clear<const L: usize>(model: &Model, block: &mut Block<L>, m: usize) {
    let market = &model.markets[m];
    if market.pool {
        return pool(model, block, market);
    }
    books::open(model, block, market);
    if market.contracts {
        contracts(model, block, market);
    }
    for round in 0..ROUNDS {
        if !books::judge(model, block, market) {
            break;
        }
        if round == 0 {
            for i in 0..block.trade.active.len() {
                ask::established(model, block, market, block.trade.active[i]);
            }
        } else {
            ask_spot(model, block, market, round == 1);
        }
        ask::fit_to_quotas(model, block, market);
        let mut moved = false;
        for e in 0..market.exporters.len() {
            if block.trade.open[market.exporters.start + e] {
                moved |= deliver::deliver(block, market, e);
            }
        }
        if !moved {
            break;
        }
        books::charge(model, block, market, |block, l| block.trade.request[l]);
    }
}

/// Every buyer that wants something asks; those that find no lane open are passed over from now on.
#[inline(always)]
fn ask_spot<const L: usize>(model: &Model, block: &mut Block<L>, market: &Market, first: bool) {
    let mut kept = 0;
    for i in 0..block.trade.active.len() {
        let buyer = block.trade.active[i];
        if ask::spot(model, block, market, buyer, first) {
            block.trade.active[kept] = buyer;
            kept += 1;
        }
    }
    block.trade.active.truncate(kept);
}

/// One country that buys from itself: what is ordered, as far as it goes.
#[inline(always)]
fn pool<const L: usize>(model: &Model, block: &mut Block<L>, market: &Market) {
    let (b, e, l) = (
        market.buyers.start,
        market.exporters.start,
        market.lanes.start,
    );
    let mut supply = block.trade.supply[e];
    if model.lanes[l].access < f64::INFINITY {
        supply = supply.min(block.trade.available[e] * model.lanes[l].access);
    }
    block.trade.clearing[l] = block.buyers.order[b].min(supply);
}

/// Step 0: offtakes by id, then exporters that serve their own country first.
#[inline(always)]
fn contracts<const L: usize>(model: &Model, block: &mut Block<L>, market: &Market) {
    for offtake in &market.offtakes {
        give(
            model,
            block,
            market,
            offtake.lane,
            Lanes::all(offtake.quantity),
        );
    }
    for l in market.lanes.clone() {
        let lane = &model.lanes[l];
        if lane.domestic && model.exporters[lane.exporter].domestic_priority {
            let share = block.buyers.order[lane.buyer] * block.calm.share[l];
            let wish = (share - block.trade.clearing[l]).positive();
            give(model, block, market, l, wish);
        }
    }
}

/// Gives a lane what it wishes, as far as order, supply and room go, and books it.
#[inline(always)]
fn give<const L: usize>(
    model: &Model,
    block: &mut Block<L>,
    market: &Market,
    l: usize,
    wish: Lanes<L>,
) {
    books::share_rooms(model, block, market);
    let lane = &model.lanes[l];
    let left = block.buyers.order_left[lane.buyer].positive();
    let supply = block.trade.supply_left[lane.exporter].positive();
    let room = books::room_left(model, block, l).positive();
    let given = wish.min(left).min(supply).min(room);
    block.trade.clearing[l] += given;
    block.trade.supply_left[lane.exporter] -= given;
    block.buyers.order_left[lane.buyer] -= given;
    books::charge(model, block, market, |_, other| {
        if other == l { given } else { Lanes::ZERO }
    });
}
