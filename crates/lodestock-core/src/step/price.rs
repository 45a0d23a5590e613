//! F. Price, and what each consumer gave up, missed and deferred.

use crate::block::Block;
use crate::lanes::{Lanes, gt};
use crate::model::{Claimant, Model};
use crate::step::serve::LEAST_RATIO;

/// Prices and consumers' results of a market.
#[inline(always)]
pub(super) fn price<const L: usize>(model: &Model, block: &mut Block<L>, m: usize) {
    let market = &model.markets[m];
    for b in market.buyers.clone() {
        let price = clearing_price(model, block, b);
        block.buyers.price[b] = price;
        let memory = block.buyers.memory[b];
        let memory = memory + (price - memory) * (1.0 / market.memory);
        block.buyers.memory[b] = memory;
        block.buyers.pull[b] = pull(memory, market.price_pull);
        consumers(model, block, b);
    }
}

/// m^ψ: how strongly price pulls cargo.
#[inline(always)]
fn pull<const L: usize>(memory: Lanes<L>, exponent: f64) -> Lanes<L> {
    if exponent == 1.0 {
        memory
    } else if exponent == 0.0 || !memory.any_above(Lanes::ONE) {
        Lanes::ONE
    } else {
        (memory.max(Lanes::ONE).ln() * exponent).exp()
    }
}

/// p = p̂ · fill^(−1/ε), at least 1, at most the cap.
#[inline(always)]
fn clearing_price<const L: usize>(model: &Model, block: &Block<L>, b: usize) -> Lanes<L> {
    let commodity = model.buyers[b].commodity;
    let log_stock_price = block.buyers.log_stock_price[b];
    let fill = block.buyers.served[b].over(block.buyers.wanted[b], Lanes::ONE);
    if !Lanes::ONE.any_above(fill) && !log_stock_price.any_above(Lanes::ZERO) {
        return Lanes::ONE;
    }
    let scarcity =
        fill.max(Lanes::all(LEAST_RATIO)).ln() * block.drawn.inverse_elasticity[commodity];
    let cap = Lanes::all(model.commodities[commodity].price_cap);
    let log_cap = Lanes::all(model.commodities[commodity].log_price_cap);
    let log_price = (log_stock_price - scarcity).positive();
    let capped = log_price.min(log_cap);
    gt(log_cap, capped, capped.exp(), cap)
}

/// unmet = what was wanted at the price and not served; curtailed = what the price, not the shelf,
/// withheld; deferred joins the next step's demand.
#[inline(always)]
fn consumers<const L: usize>(model: &Model, block: &mut Block<L>, b: usize) {
    for k in model.buyers[b].claims.clone() {
        let Claimant::Consumer(c) = model.claims[k].who else {
            continue;
        };
        let served = block.claims.served[k];
        let unmet = (block.claims.wanted[k] - served).positive();
        block.consumers.unmet[c] = unmet;
        block.consumers.curtailed[c] = block.claims.full[k] - served - unmet;
        let defer = model.consumers[c].defer;
        if defer > 0.0 {
            block.consumers.deferred[c] = unmet * defer;
        }
    }
}
