//! D. Use: the price that stock makes, what everybody wants at it, and who gets it.

use crate::block::Block;
use crate::lanes::{Lanes, gt, row_by_row};
use crate::model::{Claimant, Model};

/// Stock cover, relative to the wanted one, below which price rises.
const TIGHT: f64 = 0.9;
/// Least ratio of cover and fill that a price is made of.
pub(super) const LEAST_RATIO: f64 = 1e-9;

/// Serves every claim of a market from its buyer's stock.
#[inline(always)]
pub(super) fn serve<const L: usize>(model: &Model, block: &mut Block<L>, m: usize) {
    for b in model.markets[m].buyers.clone() {
        stock_price(model, block, b);
        want(model, block, b);
        hand_out(model, block, b);
    }
}

/// ln p̂: the price that commercial stock makes.
#[inline(always)]
fn stock_price<const L: usize>(model: &Model, block: &mut Block<L>, b: usize) {
    let commodity = model.buyers[b].commodity;
    let market = &model.markets[commodity];
    if market.stock_price_exponent <= 0.0 {
        return;
    }
    block.buyers.log_stock_price[b] = Lanes::ZERO;
    block.buyers.dear[b] = false;
    let theta = model.clock.theta();
    let have = block.buyers.stock[b] + block.buyers.arrived[b] * (theta - 1.0);
    let cover = block.effects.hoard[b] + (market.cover + theta);
    let want = cover * block.buyers.need[b] * TIGHT;
    if !want.any_above(have) {
        return;
    }
    let ratio = have.over(want, Lanes::ONE).max(Lanes::all(LEAST_RATIO));
    let price = ratio.min(Lanes::ONE).ln() * -market.stock_price_exponent;
    let cap = Lanes::all(model.commodities[commodity].log_price_cap);
    let log_price = price.min(cap);
    block.buyers.log_stock_price[b] = log_price;
    block.buyers.dear[b] = log_price.any_above(Lanes::ZERO);
}

/// What each claim wants: d · p̂^(−ε), or the planned feed whatever the price.
#[inline(always)]
fn want<const L: usize>(model: &Model, block: &mut Block<L>, b: usize) {
    if !block.buyers.dear[b] {
        return;
    }
    let log_price = block.buyers.log_stock_price[b];
    for k in model.buyers[b].claims.clone() {
        let mut wanted = block.claims.full[k];
        if let Claimant::Consumer(c) = model.claims[k].who {
            let exponent = log_price * block.drawn.elasticity[c];
            wanted = wanted * (Lanes::ZERO - exponent).exp();
        }
        block.claims.wanted[k] = wanted;
    }
}

/// What a claim wants.
#[inline(always)]
pub(super) fn wanted<const L: usize>(block: &Block<L>, b: usize, k: usize) -> Lanes<L> {
    let dear = block.buyers.dear[b];
    let wanted = if dear {
        &block.claims.wanted
    } else {
        &block.claims.full
    };
    wanted[k]
}

/// Gives stock out by priority, pro rata within one priority.
#[inline(always)]
fn hand_out<const L: usize>(model: &Model, block: &mut Block<L>, b: usize) {
    let mut stock = block.buyers.stock[b];
    let (mut full, mut served) = (Lanes::ZERO, Lanes::ZERO);
    let mut all_wanted = Lanes::ZERO;
    for class in &model.buyers[b].classes {
        let mut class_wants = Lanes::ZERO;
        for k in class.clone() {
            class_wants += wanted(block, b, k);
            full += block.claims.full[k];
        }
        all_wanted += class_wants;
        if !class_wants.any_above(stock) {
            for k in class.clone() {
                row_by_row();
                block.claims.short[k] = false;
                block.claims.served[k] = wanted(block, b, k);
            }
            served += class_wants;
            stock = (stock - class_wants).positive();
            continue;
        }
        let part = stock.over(class_wants, Lanes::ONE).min(Lanes::ONE);
        let mut given = Lanes::ZERO;
        for k in class.clone() {
            let got = wanted(block, b, k) * part;
            block.claims.short[k] = true;
            block.claims.served[k] = got;
            given += got;
        }
        served += given;
        // A class that empties the stock leaves nothing, whatever rounding says.
        stock = gt(Lanes::ONE, part, Lanes::ZERO, (stock - given).positive());
    }
    block.buyers.stock[b] = stock;
    block.buyers.full[b] = full;
    block.buyers.served[b] = served;
    block.buyers.wanted[b] = all_wanted;
}
