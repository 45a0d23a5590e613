//! How far a disruption reaches.

use super::{Model, Target};

impl Model {
    /// Whether a disruption hits anything of some commodities, one flag each.
    ///
    /// # Panics
    /// If there is no such disruption.
    pub fn hits(&self, disruption: usize, commodities: &[bool]) -> bool {
        let items = self.disruptions[disruption].items.iter();
        let mut targets = items.flat_map(|item| &item.targets);
        targets.any(|&target| self.is_of(target, commodities))
    }

    fn is_of(&self, target: Target, commodities: &[bool]) -> bool {
        let lane = |l: usize| commodities[self.exporters[self.lanes[l].exporter].commodity];
        match target {
            Target::Seller(s) => commodities[self.sellers[s].commodity],
            Target::Lane(l) | Target::QuotaLane(l) | Target::Tariff(l) => lane(l),
            Target::Quota(q) => self.quotas[q].lanes.iter().any(|&l| lane(l)),
            Target::Consumer(c) => commodities[self.consumers[c].commodity],
            Target::Slump(commodity) => commodities[commodity],
            Target::Hoard(b) => commodities[self.buyers[b].commodity],
            Target::Corridor(c) => {
                let uses = |market: &super::Market| market.corridors.iter().any(|(of, _)| *of == c);
                let markets = self.markets.iter().zip(commodities);
                markets.into_iter().any(|(market, of)| *of && uses(market))
            }
        }
    }
}
