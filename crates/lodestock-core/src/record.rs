//! What a path leaves behind: spec ([`Groups`]), accumulator (`Record`), result (a row a path).

mod groups;

use crate::block::Block;
use crate::lanes::{Lanes, gt};
use crate::model::Model;
use crate::step::Now;

pub use groups::{Column, Group, GroupId, GroupMetric, Groups, ReserveMetric};

/// A step is short above this share of demand.
const SHORT: f64 = 1e-6;
/// A reserve is empty at or below this share of its capacity.
const EMPTY: f64 = 1e-9;
/// Elasticities nearer to 1 than this have a logarithmic surplus.
const UNIT_ELASTIC: f64 = 1e-6;

/// Running results of one set of consumers.
#[derive(Debug, Clone, Copy)]
struct SetRecord<const L: usize> {
    shortfall: Lanes<L>,
    curtailed: Lanes<L>,
    unmet: Lanes<L>,
    deferred: Lanes<L>,
    cost: Lanes<L>,
    steps_short: Lanes<L>,
    years_short: Lanes<L>,
    /// The last year counted among them, from 1.
    last_year: Lanes<L>,
    first_short: Lanes<L>,
    spell: Lanes<L>,
    longest: Lanes<L>,
    spells: Lanes<L>,
    deepest: Lanes<L>,
    /// Shortfall of the step at hand.
    now: Lanes<L>,
}

/// Running results of one reserve.
#[derive(Debug, Clone, Copy)]
struct ReserveRecord<const L: usize> {
    lowest: Lanes<L>,
    released: Lanes<L>,
    refilled: Lanes<L>,
    first_empty: Lanes<L>,
    steps_empty: Lanes<L>,
    steps_full: Lanes<L>,
    level: Lanes<L>,
    last_level: Lanes<L>,
    /// Present values, in reference prices: level held, bought and sold.
    held: Lanes<L>,
    purchase: Lanes<L>,
    sold: Lanes<L>,
}

impl<const L: usize> SetRecord<L> {
    const EMPTY: Self = Self {
        shortfall: Lanes::ZERO,
        curtailed: Lanes::ZERO,
        unmet: Lanes::ZERO,
        deferred: Lanes::ZERO,
        cost: Lanes::ZERO,
        steps_short: Lanes::ZERO,
        years_short: Lanes::ZERO,
        last_year: Lanes::ZERO,
        first_short: Lanes::all(f64::INFINITY),
        spell: Lanes::ZERO,
        longest: Lanes::ZERO,
        spells: Lanes::ZERO,
        deepest: Lanes::ZERO,
        now: Lanes::ZERO,
    };
}

impl<const L: usize> ReserveRecord<L> {
    const EMPTY: Self = Self {
        lowest: Lanes::all(f64::INFINITY),
        released: Lanes::ZERO,
        refilled: Lanes::ZERO,
        first_empty: Lanes::all(f64::INFINITY),
        steps_empty: Lanes::ZERO,
        steps_full: Lanes::ZERO,
        level: Lanes::ZERO,
        last_level: Lanes::ZERO,
        held: Lanes::ZERO,
        purchase: Lanes::ZERO,
        sold: Lanes::ZERO,
    };
}

/// Results of a block of paths, as they build up.
#[derive(Debug, Clone)]
pub(crate) struct Record<const L: usize> {
    sets: Vec<SetRecord<L>>,
    reserves: Vec<ReserveRecord<L>>,
    /// Peak price and import cost of each buyer.
    peak: Vec<Lanes<L>>,
    imports: Vec<Lanes<L>>,
    /// Shortfall and its cost of each consumer that missed anything in the step at hand.
    shortfall: Vec<Lanes<L>>,
    cost: Vec<Lanes<L>>,
    /// Whether each set has an open spell, or a row of this step to set back to 0.
    open: Vec<bool>,
}

impl<const L: usize> Record<L> {
    /// An empty record.
    pub fn new(model: &Model, groups: &Groups) -> Self {
        Self {
            sets: vec![SetRecord::EMPTY; groups.sets.len()],
            reserves: vec![ReserveRecord::EMPTY; model.reserves.len()],
            peak: vec![Lanes::ONE; model.buyers.len()],
            imports: vec![Lanes::ZERO; model.buyers.len()],
            shortfall: vec![Lanes::ZERO; model.consumers.len()],
            cost: vec![Lanes::ZERO; model.consumers.len()],
            open: vec![false; groups.sets.len()],
        }
    }

    /// Back to empty.
    pub fn clear(&mut self) {
        self.sets.fill(SetRecord::EMPTY);
        self.reserves.fill(ReserveRecord::EMPTY);
        self.peak.fill(Lanes::ONE);
        for table in [&mut self.imports, &mut self.shortfall, &mut self.cost] {
            table.fill(Lanes::ZERO);
        }
        self.open.fill(false);
    }

    /// Shortfall of a set of consumers in the step at hand.
    pub fn shortfall_now(&self, set: usize) -> &[f64; L] {
        &self.sets[set].now.0
    }

    /// Adds a step that counts.
    #[inline(always)]
    pub fn step(&mut self, model: &Model, groups: &Groups, block: &Block<L>, now: Now) {
        let worth = model.present_value(now.time);
        for (b, buyer) in model.buyers.iter().enumerate() {
            let price = block.buyers.price[b];
            if block.buyers.scarce[b] {
                self.peak[b] = self.peak[b].max(price);
            }
            if let Some(reference) = model.commodities[buyer.commodity].price {
                self.imports[b] += block.buyers.taxed_imports[b] * price * reference * worth;
            }
        }
        self.reserves(model, block, now, worth);
        for c in 0..model.consumers.len() {
            if block.consumers.missed[c] {
                let lost = block.consumers.unmet[c] + block.consumers.curtailed[c];
                self.shortfall[c] = lost - block.consumers.deferred[c];
                if model.loses_value(c) {
                    self.cost[c] = shortfall_cost(model, block, c) * worth;
                }
            }
        }
        let missed = |&c: &usize| block.consumers.missed[c];
        for s in 0..groups.sets.len() {
            if self.open[s] || groups.sets[s].consumers.iter().any(missed) {
                self.set(model, groups, block, s, now);
            }
        }
    }

    #[inline(always)]
    fn set(&mut self, model: &Model, groups: &Groups, block: &Block<L>, s: usize, now: Now) {
        let set = &mut self.sets[s];
        let (mut shortfall, mut demand) = (Lanes::ZERO, Lanes::ZERO);
        for &c in &groups.sets[s].consumers {
            demand += block.claims.full[model.consumers[c].claim];
            if !block.consumers.missed[c] {
                continue;
            }
            shortfall += self.shortfall[c];
            set.unmet += block.consumers.unmet[c];
            if block.consumers.gave_up[c] {
                set.curtailed += block.consumers.curtailed[c];
            }
            if model.consumers[c].defer > 0.0 {
                set.deferred += block.consumers.deferred[c];
            }
            if model.loses_value(c) {
                set.cost += self.cost[c];
            }
        }
        set.now = shortfall;
        set.shortfall += shortfall;
        set.deepest = set.deepest.max(shortfall);
        let short = shortfall.above(demand * SHORT);
        let begins = gt(short, set.spell, short, Lanes::ZERO);
        if begins.any_above(Lanes::ZERO) {
            set.spells += begins;
            let time = gt(begins, Lanes::ZERO, Lanes::all(now.time), set.first_short);
            set.first_short = set.first_short.min(time);
        }
        set.spell = (set.spell + Lanes::ONE) * short;
        set.longest = set.longest.max(set.spell);
        set.steps_short += short;
        let year = short * model.year_of(now.time);
        set.years_short += year.above(set.last_year);
        set.last_year = set.last_year.max(year);
        // The row of this step must read 0 again once the shortage is over.
        let now = set.now.max(Lanes::ZERO - set.now);
        self.open[s] = set.spell.max(now).any_above(Lanes::ZERO);
    }

    #[inline(always)]
    fn reserves(&mut self, model: &Model, block: &Block<L>, now: Now, worth: f64) {
        for (r, reserve) in model.reserves.iter().enumerate() {
            let record = &mut self.reserves[r];
            let level = block.reserves.level[r];
            record.lowest = record.lowest.min(level);
            record.level += level;
            record.last_level = level;
            let priced = model.commodities[reserve.commodity].price.is_some();
            if priced {
                record.held += level * worth;
                record.sold += block.reserves.released[r] * worth;
            }
            let least = Lanes::all(EMPTY * reserve.capacity);
            let empty = gt(level, least, Lanes::ZERO, Lanes::ONE);
            if empty.any_above(Lanes::ZERO) {
                record.steps_empty += empty;
                let time = gt(empty, Lanes::ZERO, Lanes::all(now.time), record.first_empty);
                record.first_empty = record.first_empty.min(time);
            }
            record.steps_full += level.above(Lanes::all((1.0 - EMPTY) * reserve.capacity));
            record.released += block.reserves.released[r];
            if reserve.refill.is_some() {
                let bought = block.reserves.refilled[r];
                record.refilled += bought;
                if priced {
                    let price = block.buyers.price[reserve.serves[0]];
                    record.purchase += bought * price * worth;
                }
            }
        }
    }

    /// A number of the rows of all paths.
    pub fn values(&self, model: &Model, groups: &Groups, column: Column) -> Lanes<L> {
        match column {
            Column::Group(set, metric) => self.group_values(groups, set, metric),
            Column::Reserve(r, metric) => self.reserve_values(model, r, metric),
        }
    }

    fn group_values(&self, groups: &Groups, s: usize, metric: GroupMetric) -> Lanes<L> {
        let set = &self.sets[s];
        let buyers = groups.sets[s].buyers.iter();
        match metric {
            GroupMetric::Shortfall => set.shortfall,
            GroupMetric::Curtailed => set.curtailed,
            GroupMetric::Unmet => set.unmet,
            GroupMetric::Deferred => set.deferred,
            GroupMetric::StepsShort => set.steps_short,
            GroupMetric::YearsShort => set.years_short,
            GroupMetric::FirstShort => set.first_short,
            GroupMetric::LongestSpell => set.longest,
            GroupMetric::Spells => set.spells,
            GroupMetric::DeepestStep => set.deepest,
            GroupMetric::PeakPrice => buyers.fold(Lanes::ONE, |peak, &b| peak.max(self.peak[b])),
            GroupMetric::ImportCost => buyers.fold(Lanes::ZERO, |sum, &b| sum + self.imports[b]),
            GroupMetric::ShortfallCost => set.cost,
        }
    }

    fn reserve_values(&self, model: &Model, r: usize, metric: ReserveMetric) -> Lanes<L> {
        let record = &self.reserves[r];
        let reserve = &model.reserves[r];
        let price = model.commodities[reserve.commodity].price.unwrap_or(0.0);
        let year = model.clock.steps_per_year();
        match metric {
            ReserveMetric::Lowest => record.lowest,
            ReserveMetric::Released => record.released,
            ReserveMetric::Refilled => record.refilled,
            ReserveMetric::FirstEmpty => record.first_empty,
            ReserveMetric::StepsEmpty => record.steps_empty,
            ReserveMetric::StepsFull => record.steps_full,
            ReserveMetric::MeanLevel => record.level / Lanes::all(model.clock.steps as f64),
            ReserveMetric::FinalLevel => record.last_level,
            ReserveMetric::PurchaseCost => record.purchase * price,
            ReserveMetric::HoldingCost => {
                record.held * price * reserve.holding_cost / Lanes::all(year)
            }
            ReserveMetric::SalesValue => record.sold * price,
        }
    }
}

/// Value lost on what is finally unmet, and the consumer surplus lost on what was curtailed: the
/// area under the demand curve between what was served or unmet and d, above the reference price
/// (model page §6). USD.
#[inline(always)]
fn shortfall_cost<const L: usize>(model: &Model, block: &Block<L>, c: usize) -> Lanes<L> {
    let consumer = &model.consumers[c];
    let finally = block.consumers.unmet[c] - block.consumers.deferred[c];
    let cost = finally * consumer.value_at_risk;
    let curtailed = block.consumers.curtailed[c];
    let Some(reference) = model.commodities[consumer.commodity].price else {
        return cost;
    };
    if !curtailed.any_above(Lanes::ZERO) {
        return cost;
    }
    let demand = block.claims.full[consumer.claim];
    let elasticity = block.drawn.elasticity[c];
    let left = Lanes::ONE - curtailed.over(demand, Lanes::ZERO);
    let area = demand * curve_area(left, elasticity) - curtailed;
    let counts = curtailed.above(Lanes::ZERO) * elasticity.above(Lanes::ZERO);
    let counts = counts * demand.above(curtailed);
    cost + gt(counts, Lanes::ZERO, area * reference, Lanes::ZERO)
}

/// ∫ from x to 1 of q^(−1/e) dq: the area under a demand curve of elasticity e > 0, for x > 0.
#[inline(always)]
fn curve_area<const L: usize>(x: Lanes<L>, elasticity: Lanes<L>) -> Lanes<L> {
    let log = gt(x, Lanes::ZERO, x, Lanes::ONE).ln();
    let k = Lanes::ONE - Lanes::ONE.over(elasticity, Lanes::ZERO);
    let power = (k * log)
        .max(Lanes::all(-700.0))
        .min(Lanes::all(700.0))
        .exp();
    let size = k.max(Lanes::ZERO - k);
    let unit = gt(Lanes::all(UNIT_ELASTIC), size, Lanes::ONE, k);
    let area = (Lanes::ONE - power) / unit;
    gt(Lanes::all(UNIT_ELASTIC), size, Lanes::ZERO - log, area)
}

#[cfg(test)]
mod tests {
    use super::{Lanes, curve_area};

    #[test]
    fn area_under_the_demand_curve_is_the_integral() {
        for elasticity in [0.1, 0.5, 1.0, 2.0] {
            let steps = 200_000;
            let width = 0.3 / f64::from(steps);
            let area: f64 = (0..steps)
                .map(|i| (0.7 + (f64::from(i) + 0.5) * width).powf(-1.0 / elasticity) * width)
                .sum();
            assert!(
                (curve_area(Lanes([0.7]), Lanes([elasticity])).0[0] / area - 1.0).abs() < 1e-8,
                "{elasticity}"
            );
        }
    }
}
