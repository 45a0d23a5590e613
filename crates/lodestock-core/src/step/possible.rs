//! A. What is possible: the available output of every seller.

use crate::block::Block;
use crate::lanes::Lanes;
use crate::model::{Model, Seller};
use crate::step::{Now, power};

/// Available output of every seller and exporter, and of corridors. What only disruptions change
/// is looked at when one has.
#[inline(always)]
pub(super) fn possible<const L: usize>(model: &Model, block: &mut Block<L>, now: Now) {
    while let Some((s, lane)) = block.effects.moved.pop() {
        // Of a steady seller that is all; others are looked at in full below.
        let left = block.effects.seller[s].0[lane] * block.drawn.capacity[s].0[lane];
        block.sellers.available[s].0[lane] = left;
        let e = model.sellers[s].exporter;
        let mut available = 0.0;
        for &s in &model.exporters[e].sellers {
            available += block.sellers.available[s].0[lane];
        }
        block.trade.available[e].0[lane] = available;
    }
    for (e, exporter) in model.exporters.iter().enumerate() {
        if exporter.steady && now.tick > 0 {
            continue;
        }
        let mut all = Lanes::ZERO;
        for &s in &exporter.sellers {
            let available = available(model, block, s, now);
            block.sellers.available[s] = available;
            all += available;
        }
        block.trade.available[e] = all;
    }
    for (c, corridor) in model.corridors.iter().enumerate() {
        let mut capacity = Lanes::all(corridor.capacity);
        for &p in &corridor.projects {
            capacity += project(model, block, p, now);
        }
        block.trade.corridor_step[c] = block.effects.corridor[c] * capacity;
    }
}

/// Available output of a seller: α · capacity · what price allows, and its host.
#[inline(always)]
fn available<const L: usize>(model: &Model, block: &Block<L>, s: usize, now: Now) -> Lanes<L> {
    let seller = &model.sellers[s];
    let mut available = block.effects.seller[s] * capacity(model, block, s, seller, now);
    if seller.response.is_some() {
        let price = buyers_price(model, block, seller.exporter);
        let raised = power(price, block.drawn.supply_elasticity[s]);
        available = available * raised.min(block.drawn.stretch[s]);
    }
    if seller.mothball.is_some() {
        available = available * (Lanes::ONE - block.sellers.closed[s]);
    }
    if let Some(host) = seller.host {
        // Nothing was produced in this step yet: this is the host's last output.
        let running = block.sellers.output[host].over(block.calm.output[host], Lanes::ZERO);
        available = available * running.min(Lanes::ONE);
    }
    available
}

/// Capacity of a seller in this step: its schedule and what projects have added.
#[inline(always)]
pub(super) fn capacity<const L: usize>(
    model: &Model,
    block: &Block<L>,
    s: usize,
    seller: &Seller,
    now: Now,
) -> Lanes<L> {
    let mut capacity = block.drawn.capacity[s];
    if seller.capacity.shape.is_some() {
        capacity = capacity * seller.capacity.factor(now.row);
    }
    for &p in &seller.projects {
        capacity += project(model, block, p, now);
    }
    capacity
}

/// What a project adds in this step.
#[inline(always)]
fn project<const L: usize>(model: &Model, block: &Block<L>, p: usize, now: Now) -> Lanes<L> {
    let project = &model.projects[p];
    let mut added = Lanes::ZERO;
    for (lane, start) in block.drawn.project_start[p].0.iter().enumerate() {
        added.0[lane] = project.capacity * project.share(now.time, *start);
    }
    added
}

/// μ: mean price memory of an exporter's buyers, weighted by last step's flows; 1 if it sold nothing.
#[inline(always)]
pub(super) fn buyers_price<const L: usize>(
    model: &Model,
    block: &Block<L>,
    exporter: usize,
) -> Lanes<L> {
    let market = &model.markets[model.exporters[exporter].commodity];
    let place = exporter - market.exporters.start;
    let (mut flows, mut paid) = (Lanes::ZERO, Lanes::ZERO);
    for b in 0..market.buyers.len() {
        let flow = block.trade.flow[market.lane(place, b)];
        flows += flow;
        paid += flow * block.buyers.memory[market.buyers.start + b];
    }
    paid.over(flows, Lanes::ONE)
}
