//! What exporters give in a round.

use crate::block::Block;
use crate::lanes::{Lanes, gt};
use crate::model::Market;

/// A seller rations when it is asked for more than it has by this share.
const RATIONS: f64 = 1e-9;

/// An exporter gives what is asked; asked for more than it has, it rations by request and price.
/// Says whether anything moved.
#[inline(always)]
pub(super) fn deliver<const L: usize>(block: &mut Block<L>, market: &Market, place: usize) -> bool {
    let e = market.exporters.start + place;
    let mut asked = Lanes::ZERO;
    for i in 0..block.trade.active.len() {
        let l = market.lane(place, block.trade.active[i]);
        if block.trade.asks[l] {
            asked += block.trade.request[l];
        }
    }
    if !asked.any_above(Lanes::ZERO) {
        return false;
    }
    let most = block.trade.supply_left[e] * (1.0 + RATIONS);
    if asked.any_above(most) {
        ration(block, market, place, asked, most);
    }
    let mut given = Lanes::ZERO;
    for i in 0..block.trade.active.len() {
        let buyer = block.trade.active[i];
        let l = market.lane(place, buyer);
        if !block.trade.asks[l] {
            continue;
        }
        let got = block.trade.request[l];
        block.trade.clearing[l] += got;
        block.buyers.order_left[market.buyers.start + buyer] -= got;
        given += got;
    }
    block.trade.supply_left[e] -= given;
    true
}

/// Cuts the requests to an exporter who is asked for more than it has: each gets what is left in
/// proportion to request · m^ψ, at most its request.
#[inline(always)]
fn ration<const L: usize>(
    block: &mut Block<L>,
    market: &Market,
    place: usize,
    asked: Lanes<L>,
    most: Lanes<L>,
) {
    let mut pulls = Lanes::ZERO;
    for i in 0..block.trade.active.len() {
        let buyer = block.trade.active[i];
        let l = market.lane(place, buyer);
        if block.trade.asks[l] {
            let pull = block.buyers.pull[market.buyers.start + buyer];
            pulls += block.trade.request[l] * pull;
        }
    }
    let left = block.trade.supply_left[market.exporters.start + place].positive();
    let unit = left.over(pulls, Lanes::ZERO);
    for i in 0..block.trade.active.len() {
        let buyer = block.trade.active[i];
        let l = market.lane(place, buyer);
        if !block.trade.asks[l] {
            continue;
        }
        let pull = block.buyers.pull[market.buyers.start + buyer];
        let request = &mut block.trade.request[l];
        let rationed = request.min(*request * pull * unit);
        *request = gt(asked, most, rationed, *request);
    }
}
