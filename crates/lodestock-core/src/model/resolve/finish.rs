//! What can be checked only when everything is known: the calm balance and what hangs on it.

use super::{Resolver, limits, written_id};
use crate::block::Block;
use crate::model::{Arrival, Target, Value};
use crate::simulation::LANES;

impl Resolver<'_> {
    /// Settles the calm, checks it, and fills in what depends on it.
    pub(super) fn finish(&mut self) {
        if self.model.lanes.len() > limits::LANES {
            let (count, most) = (self.model.lanes.len(), limits::LANES);
            self.error(
                "market",
                format!("{count} lanes between countries are more than the {most} allowed"),
            );
            return;
        }
        self.facts();
        self.plain_outages();
        self.memories();
        let bytes = Block::<LANES>::bytes(&self.model);
        if bytes > limits::BLOCK {
            let (size, most) = (bytes >> 20, limits::BLOCK >> 20);
            self.error(
                "market",
                format!(
                    "a block of paths would take {size} MB of memory, more than the {most} allowed"
                ),
            );
            return;
        }
        let medians: Vec<f64> = self
            .model
            .parameters
            .iter()
            .map(|p| p.law.median())
            .collect();
        self.model.calm = self.model.settle(&medians);
        self.overloads();
        self.contracts();
        self.by_products();
        self.size_reserves();
    }

    /// Facts of the model that decide code: rings, planning, uncertain calm.
    fn facts(&mut self) {
        let model = &mut self.model;
        let hosts: Vec<usize> = model.sellers.iter().filter_map(|s| s.host).collect();
        let mut ring = 0;
        for market in &mut model.markets {
            market.ring = ring;
            ring += market.slots() * market.buyers.len();
            let mut sellers = market
                .exporters
                .clone()
                .flat_map(|e| &model.exporters[e].sellers);
            market.planned =
                sellers.any(|s| model.sellers[*s].process.is_some() || hosts.contains(s));
        }
        for disruption in &model.disruptions {
            for target in disruption.items.iter().flat_map(|item| &item.targets) {
                match *target {
                    Target::Lane(l) => {
                        model.lanes[l].capped = true;
                        model.lanes[l].frozen = true;
                    }
                    Target::QuotaLane(l) => model.lanes[l].frozen = true,
                    Target::Tariff(l) => model.lanes[l].taxed = true,
                    Target::Consumer(c) => model.consumers[c].surges = true,
                    _ => {}
                }
            }
        }
        for market in &mut model.markets {
            let mut exporters = market.exporters.clone();
            market.contracts = !market.offtakes.is_empty()
                || exporters.any(|e| model.exporters[e].domestic_priority);
            let of_quotas = market.quotas.iter().flat_map(|&q| &model.quotas[q].lanes);
            let of_corridors = market.corridors.iter().flat_map(|(_, lanes)| lanes);
            market.shared = of_quotas.chain(of_corridors).copied().collect();
            market.shared.sort_unstable();
            market.shared.dedup();
        }
        let shared = model.markets.iter().flat_map(|market| &market.shared);
        for (place, &l) in shared.enumerate() {
            model.lanes[l].shared = Some(place);
        }
        let sellers = 0..model.sellers.len();
        model.mothballed = sellers
            .filter(|&s| model.sellers[s].mothball.is_some())
            .collect();
        let consumers = 0..model.consumers.len();
        model.switching = consumers
            .filter(|&c| model.consumers[c].substitution.is_some())
            .collect();
        for exporter in &mut model.exporters {
            exporter.steady = exporter
                .sellers
                .iter()
                .all(|&s| model.sellers[s].is_steady());
        }
        let varies = |value: Value| matches!(value, Value::Parameter { .. });
        model.calm_varies = model.sellers.iter().any(|s| varies(s.capacity.value))
            || model.consumers.iter().any(|c| varies(c.demand.value));
    }

    /// Markets of which somebody looks at past prices; and that at home nothing is on the way.
    fn memories(&mut self) {
        let model = &mut self.model;
        for (m, market) in model.markets.iter_mut().enumerate() {
            let mut sellers = model.sellers.iter().filter(|s| s.commodity == m);
            let mut consumers = model.consumers.iter().filter(|c| c.commodity == m);
            market.remembers = !market.pool && market.price_pull != 0.0
                || sellers.any(|s| s.response.is_some() || s.mothball.is_some())
                || consumers.any(|c| c.substitution.is_some());
            for buyer in &mut model.buyers[market.buyers.clone()] {
                buyer.trend &= market.longest_lead > 0;
            }
        }
    }

    /// Disruptions that cut sellers alone, of which each is cut by nothing else.
    fn plain_outages(&mut self) {
        let model = &mut self.model;
        let mut cuts = vec![0; model.sellers.len()];
        for item in model.disruptions.iter().flat_map(|d| &d.items) {
            for target in &item.targets {
                if let Target::Seller(s) = *target {
                    cuts[s] += 1;
                }
            }
        }
        let alone = |target: &Target| matches!(*target, Target::Seller(s) if cuts[s] == 1);
        for disruption in &mut model.disruptions {
            disruption.plain = disruption.leak.is_none()
                && !matches!(disruption.arrival, Arrival::After { .. })
                && matches!(&disruption.items[..], [item] if item.targets.iter().all(alone));
        }
    }

    fn overloads(&mut self) {
        if self.model.given {
            return;
        }
        let year = self.model.clock.steps_per_year();
        for e in 0..self.model.exporters.len() {
            let overload = self.model.calm.overload[e];
            if overload <= 0.0 {
                continue;
            }
            let exporter = &self.model.exporters[e];
            let made: f64 = exporter
                .sellers
                .iter()
                .map(|&s| self.model.calm.output[s])
                .sum();
            let capacity: f64 = exporter
                .sellers
                .iter()
                .map(|&s| self.model.calm.capacity[s])
                .sum();
            let country = self.model.countries[exporter.country].id.clone();
            let commodity = &self.model.commodities[exporter.commodity];
            let (id, unit) = (commodity.id.clone(), commodity.unit.clone());
            let at = written_id(&self.model.sellers[exporter.sellers[0]].id).to_string();
            let asked = (made + overload) * year;
            let message = format!(
                "the calm does not balance: buyers ask `{country}` for {asked:.6} {unit} of `{id}` a year, and it can make {:.6}",
                capacity * year
            );
            self.error(format!("{at}.capacity"), message).help = Some(
                "raise its capacity, lower its share in `imports` or the demand, or set run.baseline = \"given\"".into(),
            );
        }
    }

    fn contracts(&mut self) {
        let year = self.model.clock.steps_per_year();
        for (id, offtake) in &self.scenario.offtakes {
            let market = self.commodities.get(offtake.commodity.as_str());
            let from = self.countries.get(offtake.seller.as_str());
            let to = self.countries.get(offtake.buyer.as_str());
            let (Some(&market), Some(&from), Some(&to)) = (market, from, to) else {
                continue;
            };
            let Some(lane) = self.lane_between(market, from, to) else {
                continue;
            };
            let calm = self.model.calm.flow[lane] * year;
            if offtake.quantity > calm * (1.0 + 1e-9) {
                // The dated case `gallium-licence` has such a contract, so it must load.
                let quantity = offtake.quantity;
                self.warn(
                    format!("offtake.{id}.quantity"),
                    format!("{quantity} a year is more than the calm flow of its lane, {calm:.6}: trade shifts from the first step on"),
                );
            }
        }
    }

    fn by_products(&mut self) {
        for s in 0..self.model.sellers.len() {
            let Some(host) = self.model.sellers[s].host else {
                continue;
            };
            if self.model.calm.output[host] <= 0.0 {
                let own = written_id(&self.model.sellers[s].id).to_string();
                let host = self.model.sellers[host].id.clone();
                self.error(
                    format!("{own}.by_product_of"),
                    format!("`{host}` makes nothing in the calm"),
                );
            }
        }
    }
}
