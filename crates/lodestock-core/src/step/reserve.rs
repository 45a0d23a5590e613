//! E. Reserves, one after another by id: release, then refill.

use crate::block::Block;
use crate::lanes::{Lanes, gt, row_by_row};
use crate::model::{Model, Reserve, Rule};

/// A country counts as fully served, or as at the trigger, within this share of its full demand.
const FULL: f64 = 1e-9;

/// Releases and refills of a market's reserves.
#[inline(always)]
pub(super) fn reserve<const L: usize>(model: &Model, block: &mut Block<L>, m: usize) {
    for &r in &model.markets[m].reserves {
        let reserve = &model.reserves[r];
        let short = release(model, block, r, reserve);
        refill(model, block, r, reserve, short);
    }
}

/// 1 where a buyer is below a reserve's trigger.
#[inline(always)]
fn is_below<const L: usize>(block: &Block<L>, buyer: usize, trigger: f64) -> Lanes<L> {
    let (full, served) = (block.buyers.full[buyer], block.buyers.served[buyer]);
    (full * trigger - served).above(full * FULL)
}

/// Releases to every served country in order. Says where any of them was below the trigger.
#[inline(always)]
fn release<const L: usize>(
    model: &Model,
    block: &mut Block<L>,
    r: usize,
    reserve: &Reserve,
) -> Lanes<L> {
    let mut any_below = Lanes::ZERO;
    for &buyer in &reserve.serves {
        any_below = any_below.max(is_below(block, buyer, reserve.trigger));
    }
    block.reserves.released[r] = Lanes::ZERO;
    let ends = reserve.counts && block.reserves.in_spell[r].any_above(Lanes::ZERO);
    if !any_below.any_above(Lanes::ZERO) && !ends {
        return any_below;
    }
    let mut left = Lanes::all(reserve.max_release);
    if reserve.counts {
        note_spell(block, r, any_below);
    }
    if let Rule::Spread(steps) = reserve.rule {
        left = left.min(block.reserves.spell_level[r] / Lanes::all(steps));
    }
    for (place, &buyer) in reserve.serves.iter().enumerate() {
        let mut may = is_below(block, buyer, reserve.trigger);
        if reserve.counts {
            let waited = &mut block.reserves.below[block.reserves.below_start[r] + place];
            let before = *waited;
            *waited = (before + Lanes::ONE) * may;
            may = gt(Lanes::all(reserve.delay), before, Lanes::ZERO, may);
        }
        let full = block.buyers.full[buyer] * reserve.trigger;
        let wish = (full - block.buyers.served[buyer]).positive() * may;
        let given = hand_to(model, block, r, reserve, buyer, wish.min(left));
        left -= given;
    }
    any_below
}

/// Keeps the level at which a spell of shortage begins.
#[inline(always)]
fn note_spell<const L: usize>(block: &mut Block<L>, r: usize, any_below: Lanes<L>) {
    let rows = &mut block.reserves;
    let begins = any_below.above(rows.in_spell[r]);
    rows.in_spell[r] = any_below;
    rows.spell_level[r] = gt(begins, Lanes::ZERO, rows.level[r], rows.spell_level[r]);
}

/// Gives a country up to an amount, by priority, each claim up to its full demand. Says how much
/// was given.
#[inline(always)]
fn hand_to<const L: usize>(
    model: &Model,
    block: &mut Block<L>,
    r: usize,
    reserve: &Reserve,
    buyer: usize,
    amount: Lanes<L>,
) -> Lanes<L> {
    let mut left = amount.min(block.reserves.level[r]);
    let mut total = Lanes::ZERO;
    for class in &model.buyers[buyer].classes {
        let mut missing = Lanes::ZERO;
        for k in class.clone() {
            missing += block.claims.full[k] - block.claims.served[k];
        }
        let mut most = left;
        if let Rule::Hold {
            for_priority,
            quantity,
        } = reserve.rule
            && model.claims[class.start].priority > for_priority
        {
            most = most.min((block.reserves.level[r] - Lanes::all(quantity)).positive());
        }
        let missing = missing.positive();
        let given = missing.min(most);
        if !given.any_above(Lanes::ZERO) && !Lanes::ZERO.any_above(given) {
            continue;
        }
        let part = given.over(missing, Lanes::ZERO);
        for k in class.clone() {
            row_by_row();
            let served = block.claims.served[k];
            block.claims.served[k] = served + (block.claims.full[k] - served) * part;
        }
        left -= given;
        total += given;
        let level = block.reserves.level[r];
        block.reserves.level[r] = (level - given).positive();
    }
    block.buyers.served[buyer] += total;
    block.reserves.released[r] += total;
    total
}

/// Buys in the first country served, where it is fully served, none is below, and the price allows.
#[inline(always)]
fn refill<const L: usize>(
    model: &Model,
    block: &mut Block<L>,
    r: usize,
    reserve: &Reserve,
    short: Lanes<L>,
) {
    let Some(terms) = reserve.refill else { return };
    let buyer = reserve.serves[0];
    let cover = model.markets[reserve.commodity].cover;
    let (full, served) = (block.buyers.full[buyer], block.buyers.served[buyer]);
    let calm = gt(full - served, full * FULL, Lanes::ZERO, Lanes::ONE - short);
    let room = Lanes::all(reserve.capacity) - block.reserves.level[r];
    let spare = block.buyers.stock[buyer] - block.buyers.need[buyer] * cover;
    let bought = block.reserves.buying[r].min(room).min(spare).positive() * calm;
    block.buyers.stock[buyer] -= bought;
    block.reserves.refilled[r] = bought;
    block.reserves.level[r] += bought;
    if terms.within < f64::INFINITY {
        let owed = block.reserves.owed[r] + block.reserves.released[r] - bought;
        block.reserves.owed[r] = owed.positive();
    }
}

/// Pays for refills at the step's price, reserves by id; what a fund cannot pay goes back.
#[inline(always)]
pub(super) fn settle<const L: usize>(model: &Model, block: &mut Block<L>) {
    for (r, reserve) in model.reserves.iter().enumerate() {
        let (Some(fund), Some(terms)) = (reserve.fund, reserve.refill) else {
            continue;
        };
        let buyer = reserve.serves[0];
        let reference = model.commodities[reserve.commodity].price.unwrap_or(0.0);
        let price = block.buyers.price[buyer] * reference;
        let bought = block.reserves.refilled[r];
        let paid = (bought * price).min(block.reserves.purse[fund]);
        let kept = paid.over(price, bought).min(bought);
        block.reserves.purse[fund] = (block.reserves.purse[fund] - kept * price).positive();
        block.reserves.refilled[r] = kept;
        block.reserves.level[r] -= bought - kept;
        block.buyers.stock[buyer] += bought - kept;
        if terms.within < f64::INFINITY {
            block.reserves.owed[r] += bought - kept;
        }
    }
}
