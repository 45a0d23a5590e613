//! Demand of the step: d of each consumer, after growth, season, noise, surge and substitution,
//! with what was deferred to it.

use crate::block::Block;
use crate::lanes::Lanes;
use crate::law::normal_quantile;
use crate::model::{Consumer, Model, Noise};
use crate::step::Now;

/// Demand of every consumer.
#[inline(always)]
pub(super) fn demand<const L: usize>(model: &Model, block: &mut Block<L>, now: Now) {
    for (c, consumer) in model.consumers.iter().enumerate() {
        if consumer.is_steady() && now.tick > 0 {
            continue;
        }
        let mut demand = calm_demand(model, block, c, consumer, now.row);
        if let Some(noise) = consumer.noise
            && !block.noise_streams.is_empty()
        {
            demand = demand * noise_factor(block, c, noise, now);
        }
        if consumer.surges {
            demand = demand * block.effects.surge[c];
        }
        if consumer.substitution.is_some() {
            demand = demand * (Lanes::ONE - block.consumers.switched[c]);
        }
        if consumer.defer > 0.0 {
            demand += block.consumers.deferred[c];
        }
        block.claims.full[consumer.claim] = demand;
    }
}

/// Demand by growth, schedule, season and profile alone.
#[inline(always)]
pub(super) fn calm_demand<const L: usize>(
    model: &Model,
    block: &Block<L>,
    c: usize,
    consumer: &Consumer,
    row: usize,
) -> Lanes<L> {
    let mut demand = block.drawn.demand[c];
    if consumer.demand.shape.is_some() {
        demand = demand * consumer.demand.factor(row);
    }
    if consumer.growth.is_some() {
        let years = row as f64 / model.clock.steps_per_year();
        demand = demand * (block.drawn.growth[c] * years).exp();
    }
    demand
}

/// Lognormal AR(1) noise of mean 1, addressed by step (model page §5).
#[inline(always)]
fn noise_factor<const L: usize>(
    block: &mut Block<L>,
    c: usize,
    noise: Noise,
    now: Now,
) -> Lanes<L> {
    let streams = &block.noise_streams[noise.index];
    let z = &mut block.consumers.noise[c];
    let (kept, fresh) = if now.tick == 0 {
        (0.0, noise.volatility)
    } else {
        let fresh = libm::sqrt(1.0 - noise.persistence * noise.persistence);
        (noise.persistence, noise.volatility * fresh)
    };
    for (z, stream) in z.0.iter_mut().zip(streams) {
        let xi = normal_quantile(stream.uniform(now.tick as u64));
        *z = kept * *z + fresh * xi;
    }
    (*z - Lanes::all(noise.volatility * noise.volatility / 2.0)).exp()
}
