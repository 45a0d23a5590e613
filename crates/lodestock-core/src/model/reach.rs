//! How far a disruption reaches: what hangs together through processors and by-products.

use super::{Model, Target};

impl Model {
    /// Which commodities hang together with one, itself included: through processors that make one
    /// of another, and by-products of its sellers.
    ///
    /// # Panics
    /// If there is no such commodity.
    pub fn connected(&self, commodity: usize) -> Vec<bool> {
        let mut links = Vec::new();
        for seller in &self.sellers {
            let input = seller.process.map(|p| self.buyers[p.buyer].commodity);
            let host = seller.host.map(|host| self.sellers[host].commodity);
            links.extend(
                input
                    .into_iter()
                    .chain(host)
                    .map(|from| (from, seller.commodity)),
            );
        }
        let mut reached = vec![false; self.commodities.len()];
        let mut edge = vec![commodity];
        while let Some(at) = edge.pop() {
            if !std::mem::replace(&mut reached[at], true) {
                let ends = links.iter().flat_map(|&(a, b)| [(a, b), (b, a)]);
                edge.extend(ends.filter(|(from, _)| *from == at).map(|(_, to)| to));
            }
        }
        reached
    }

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
