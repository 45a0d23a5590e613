//! F. Price, and what each consumer gave up, missed and deferred.

use crate::block::Block;
use crate::lanes::{Lanes, gt};
use crate::model::{Claimant, Model};
use crate::step::serve::{LEAST_RATIO, wanted};

/// Prices and consumers' results of a market.
#[inline(always)]
pub(super) fn price<const L: usize>(model: &Model, block: &mut Block<L>, m: usize) {
    let market = &model.markets[m];
    for b in market.buyers.clone() {
        set_price(model, block, b);
        if market.remembers {
            let memory = block.buyers.memory[b];
            let memory = memory + (block.buyers.price[b] - memory) * (1.0 / market.memory);
            block.buyers.memory[b] = memory;
            block.buyers.pull[b] = pull(memory, market.price_pull);
        }
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

/// Price where a buyer buys: 1 in all paths while nobody there goes without and stock is not dear.
#[inline(always)]
fn set_price<const L: usize>(model: &Model, block: &mut Block<L>, b: usize) {
    let was_scarce = block.buyers.scarce[b];
    let scarce = block.buyers.wanted[b].any_above(block.buyers.served[b]) || block.buyers.dear[b];
    if scarce {
        block.buyers.price[b] = clearing_price(model, block, b);
    } else if was_scarce {
        block.buyers.price[b] = Lanes::ONE;
    }
    block.buyers.scarce[b] = scarce;
}

/// p = p̂ · fill^(−1/ε), at least 1, at most the cap.
#[inline(always)]
fn clearing_price<const L: usize>(model: &Model, block: &Block<L>, b: usize) -> Lanes<L> {
    let commodity = model.buyers[b].commodity;
    let log_stock_price = block.buyers.log_stock_price[b];
    let fill = block.buyers.served[b].over(block.buyers.wanted[b], Lanes::ONE);
    let scarcity =
        fill.max(Lanes::all(LEAST_RATIO)).ln() * block.drawn.inverse_elasticity[commodity];
    let cap = Lanes::all(model.commodities[commodity].price_cap);
    let log_cap = Lanes::all(model.commodities[commodity].log_price_cap);
    let log_price = (log_stock_price - scarcity).positive();
    let capped = log_price.min(log_cap);
    let between = gt(log_cap, capped, capped, Lanes::ZERO);
    if !between.any_above(Lanes::ZERO) {
        return gt(log_cap, capped, Lanes::ONE, cap);
    }
    gt(log_cap, capped, capped.exp(), cap)
}

/// unmet = what was wanted at the price and not served; curtailed = what the price, not the shelf,
/// withheld; deferred joins the next step's demand. All are 0 where stock reached for everybody at
/// no more than the reference price.
#[inline(always)]
fn consumers<const L: usize>(model: &Model, block: &mut Block<L>, b: usize) {
    for k in model.buyers[b].claims.clone() {
        let Claimant::Consumer(c) = model.claims[k].who else {
            continue;
        };
        if !block.claims.short[k] && !block.buyers.dear[b] && !block.consumers.missed[c] {
            continue;
        }
        let served = block.claims.served[k];
        let unmet = (wanted(block, b, k) - served).positive();
        let curtailed = block.claims.full[k] - served - unmet;
        block.consumers.unmet[c] = unmet;
        block.consumers.curtailed[c] = curtailed;
        let gave_up = curtailed.max(Lanes::ZERO - curtailed);
        block.consumers.gave_up[c] = gave_up.any_above(Lanes::ZERO);
        block.consumers.missed[c] = block.consumers.gave_up[c] || unmet.any_above(Lanes::ZERO);
        let defer = model.consumers[c].defer;
        if defer > 0.0 {
            block.consumers.deferred[c] = unmet * defer;
        }
    }
}
