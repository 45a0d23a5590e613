//! The calm baseline (model page §3): demand and shares are given, flows follow.

use super::{Market, Model, Value};

/// The calm state, all rates per step, in the order of the model's flat tables.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calm {
    /// Demand of each consumer.
    pub(crate) demand: Vec<f64>,
    /// Need of each buyer.
    pub(crate) need: Vec<f64>,
    /// Share of each lane in its buyer's purchases.
    pub(crate) share: Vec<f64>,
    /// Flow of each lane.
    pub(crate) flow: Vec<f64>,
    /// Output of each seller.
    pub(crate) output: Vec<f64>,
    /// Capacity of each seller, planned projects included.
    pub(crate) capacity: Vec<f64>,
    /// What is asked of each exporter beyond its capacity.
    pub(crate) overload: Vec<f64>,
}

/// One country's calm balance in one commodity, units a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance {
    /// Index of the country.
    pub country: usize,
    /// Index of the commodity.
    pub commodity: usize,
    /// Consumers' demand and processors' feed.
    pub need: f64,
    /// What its own sellers make.
    pub output: f64,
    /// What they could make.
    pub capacity: f64,
    /// Bought abroad.
    pub imports: f64,
    /// Sold abroad.
    pub exports: f64,
}

/// Splits an amount over sellers by weight, none above its limit, the excess again by weight; if
/// all weights are 0, equally. What no limit allows is left out.
pub(crate) fn split(amount: f64, weights: &[f64], limits: &[f64], out: &mut [f64]) {
    let equal = weights.iter().all(|&w| w <= 0.0);
    let weight = |k: usize| if equal { 1.0 } else { weights[k] };
    out.fill(0.0);
    let mut left = amount;
    for _ in 0..limits.len() {
        let open = |k: &usize| limits[*k] > out[*k] && weight(*k) > 0.0;
        let total: f64 = (0..limits.len()).filter(open).map(weight).sum();
        if left <= 0.0 || total <= 0.0 {
            break;
        }
        let round = left;
        for k in 0..limits.len() {
            if limits[k] > out[k] && weight(k) > 0.0 {
                let give = (round * weight(k) / total).min(limits[k] - out[k]);
                out[k] += give;
                left -= give;
            }
        }
        if left <= 1e-15 * amount {
            break;
        }
    }
}

impl Model {
    /// Settles the calm state for given parameter values (in the order of the model's
    /// parameters). Exporters asked for more than they have deliver what they have; what is asked
    /// beyond stands in `overload`.
    pub(crate) fn settle(&self, parameters: &[f64]) -> Calm {
        let value = |v: Value| v.of(parameters);
        let demand = |c: &super::Consumer| value(c.demand.value) * c.demand.factor(0);
        let mut calm = Calm {
            demand: self.consumers.iter().map(demand).collect(),
            need: vec![0.0; self.buyers.len()],
            share: self.lanes.iter().map(|lane| lane.share).collect(),
            flow: vec![0.0; self.lanes.len()],
            output: vec![0.0; self.sellers.len()],
            capacity: Vec::with_capacity(self.sellers.len()),
            overload: vec![0.0; self.exporters.len()],
        };
        for seller in &self.sellers {
            let projects = seller.projects.iter().map(|&p| &self.projects[p]);
            let added: f64 = projects.map(|p| p.capacity * p.share(0.0, p.planned)).sum();
            calm.capacity
                .push(value(seller.capacity.value) * seller.capacity.factor(0) + added);
        }
        for (b, buyer) in self.buyers.iter().enumerate() {
            calm.need[b] = buyer.consumers.iter().map(|&c| calm.demand[c]).sum();
        }
        for &market in self.order.iter().rev() {
            self.settle_market(market, &mut calm);
        }
        calm
    }

    fn settle_market(&self, market: usize, calm: &mut Calm) {
        let market = &self.markets[market];
        let capacity = |e: usize, calm: &Calm| -> f64 {
            let sellers = &self.exporters[market.exporters.start + e].sellers;
            sellers.iter().map(|&s| calm.capacity[s]).sum()
        };
        let total: f64 = (0..market.exporters.len()).map(|e| capacity(e, calm)).sum();
        for e in 0..market.exporters.len() {
            for b in 0..market.buyers.len() {
                let lane = market.lane(e, b);
                if self.lanes[lane].share < 0.0 {
                    let own = if total > 0.0 {
                        capacity(e, calm) / total
                    } else {
                        0.0
                    };
                    calm.share[lane] = own;
                }
                calm.flow[lane] = calm.share[lane] * calm.need[market.buyers.start + b];
            }
            self.settle_exporter(market, e, calm);
        }
    }

    /// Sums an exporter's flows, splits them over its sellers and passes processors' feed upstream.
    fn settle_exporter(&self, market: &Market, place: usize, calm: &mut Calm) {
        let e = market.exporters.start + place;
        let exporter = &self.exporters[e];
        let lanes = (0..market.buyers.len()).map(|b| market.lane(place, b));
        let asked: f64 = lanes.clone().map(|l| calm.flow[l]).sum();
        let limits: Vec<f64> = exporter.sellers.iter().map(|&s| calm.capacity[s]).collect();
        let weights: Vec<f64> = exporter
            .sellers
            .iter()
            .map(|&s| self.sellers[s].weight.unwrap_or(calm.capacity[s]))
            .collect();
        let mut output = vec![0.0; limits.len()];
        split(asked, &weights, &limits, &mut output);
        let made: f64 = output.iter().sum();
        if asked - made > 1e-9 * asked {
            calm.overload[e] = asked - made;
            for l in lanes {
                calm.flow[l] *= made / asked;
            }
        }
        for (&s, &output) in exporter.sellers.iter().zip(&output) {
            calm.output[s] = output;
            if let Some(process) = self.sellers[s].process {
                calm.need[process.buyer] += output / process.recovery;
            }
        }
    }

    /// The calm balance of every country and commodity with any need or capacity, units a year, by
    /// commodity upstream first, then by country.
    pub fn balances(&self) -> Vec<Balance> {
        let year = self.clock.steps_per_year();
        let mut balances = Vec::new();
        for &m in &self.order {
            let market = &self.markets[m];
            for country in 0..self.countries.len() {
                let buyer = market
                    .buyers
                    .clone()
                    .find(|&b| self.buyers[b].country == country);
                let exporter = market
                    .exporters
                    .clone()
                    .find(|&e| self.exporters[e].country == country);
                if buyer.is_none() && exporter.is_none() {
                    continue;
                }
                let sellers = exporter.map_or(&[][..], |e| &self.exporters[e].sellers);
                let abroad = market.lanes.clone().filter(|&l| !self.lanes[l].domestic);
                let mut balance = Balance {
                    country,
                    commodity: m,
                    need: buyer.map_or(0.0, |b| self.calm.need[b] * year),
                    output: sellers.iter().map(|&s| self.calm.output[s] * year).sum(),
                    capacity: sellers.iter().map(|&s| self.calm.capacity[s] * year).sum(),
                    imports: 0.0,
                    exports: 0.0,
                };
                for l in abroad {
                    if Some(self.lanes[l].buyer) == buyer {
                        balance.imports += self.calm.flow[l] * year;
                    }
                    if Some(self.lanes[l].exporter) == exporter {
                        balance.exports += self.calm.flow[l] * year;
                    }
                }
                balances.push(balance);
            }
        }
        balances
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn excess_over_a_limit_goes_to_the_others_by_weight() {
        let mut out = [0.0; 3];
        split(10.0, &[1.0, 1.0, 2.0], &[1.0, 5.0, 100.0], &mut out);
        assert_eq!(out, [1.0, 3.0, 6.0]);
        split(4.0, &[0.0, 0.0, 0.0], &[5.0, 5.0, 1.0], &mut out);
        assert_eq!(out, [1.5, 1.5, 1.0]);
        split(4.0, &[0.0, 1.0, 0.0], &[5.0, 3.0, 5.0], &mut out);
        assert_eq!(out, [0.0, 3.0, 0.0]);
    }
}
