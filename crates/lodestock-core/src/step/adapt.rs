//! G. Adaptation: sellers close and reopen, consumers switch away and return.

use crate::block::Block;
use crate::lanes::{Lanes, gt};
use crate::model::Model;
use crate::step::possible::buyers_price;

/// Price memory above which demand switches away, and below which it returns.
const SWITCHES_ABOVE: f64 = 1.5;
const RETURNS_BELOW: f64 = 1.1;

/// Looks at prices as the step begins.
#[inline(always)]
pub(super) fn adapt<const L: usize>(model: &Model, block: &mut Block<L>) {
    for &s in &model.mothballed {
        let seller = &model.sellers[s];
        let Some(mothball) = seller.mothball else {
            continue;
        };
        let exporter = seller.exporter;
        let slump = block.effects.slump[seller.commodity];
        let paid = (buyers_price(model, block, exporter) * slump).max(Lanes::all(mothball.floor));
        let losing = Lanes::all(mothball.cost).above(paid);
        let rows = &mut block.sellers;
        rows.low[s] = (rows.low[s] + Lanes::ONE) * losing;
        rows.back[s] = (rows.back[s] + Lanes::ONE) * (Lanes::ONE - losing);
        let closes = rows.low[s].above(Lanes::all(mothball.patience));
        let opens = rows.back[s].above(Lanes::all(mothball.restart));
        rows.closed[s] = rows.closed[s].max(closes) * (Lanes::ONE - opens);
    }
    for &c in &model.switching {
        let consumer = &model.consumers[c];
        let Some(substitution) = consumer.substitution else {
            continue;
        };
        let memory = block.buyers.memory[consumer.buyer];
        let rate = Lanes::all(substitution.rate);
        let back = gt(
            Lanes::all(RETURNS_BELOW),
            memory,
            Lanes::ZERO - rate,
            Lanes::ZERO,
        );
        let change = gt(memory, Lanes::all(SWITCHES_ABOVE), rate, back);
        let switched = &mut block.consumers.switched[c];
        *switched = (*switched + change)
            .positive()
            .min(Lanes::all(substitution.limit));
    }
}
