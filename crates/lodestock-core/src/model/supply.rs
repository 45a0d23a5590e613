//! Indices of a scenario's calm supply: who makes, who buys from whom, and how concentrated it is.

use super::{Balance, Model};
use crate::indices::{self, EuSupplyRisk, Import, Party, Supplier};

/// Calm supply of one commodity.
#[derive(Debug, Clone, PartialEq)]
pub struct Supply {
    /// Index of the commodity.
    pub commodity: usize,
    /// Balances of the countries that make or use it, by country.
    pub balances: Vec<Balance>,
    /// Who buys how much from whom, own output included.
    pub flows: Vec<Flow>,
}

/// A flow of the calm state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flow {
    /// Index of the selling country.
    pub from: usize,
    /// Index of the buying country.
    pub to: usize,
    /// Units a year.
    pub quantity: f64,
}

/// Scores of a country, for [`Supply::eu_supply_risk`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scores {
    /// As [`Supplier::governance`].
    pub governance: f64,
    /// As [`Supplier::trade`].
    pub trade: f64,
}

impl Model {
    /// Calm supply of every commodity, upstream first.
    pub fn supplies(&self) -> Vec<Supply> {
        let balances = self.balances();
        let supplies = self.order.iter().map(|&commodity| {
            let own = balances.iter().filter(|b| b.commodity == commodity);
            Supply {
                commodity,
                balances: own.cloned().collect(),
                flows: self.calm_flows(commodity),
            }
        });
        supplies.collect()
    }

    fn calm_flows(&self, commodity: usize) -> Vec<Flow> {
        let year = self.clock.steps_per_year();
        let lanes = self.markets[commodity].lanes.clone();
        let flows = lanes.map(|l| Flow {
            from: self.exporters[self.lanes[l].exporter].country,
            to: self.buyers[self.lanes[l].buyer].country,
            quantity: self.calm.flow[l] * year,
        });
        flows.filter(|flow| flow.quantity > 0.0).collect()
    }
}

impl Supply {
    /// [`indices::hhi`] of countries' output.
    pub fn output_hhi(&self) -> Option<f64> {
        indices::hhi(self.balances.iter().map(|b| b.output))
    }

    /// The country of the largest output and its share.
    pub fn largest(&self) -> Option<(usize, f64)> {
        let outputs = self.balances.iter().map(|b| (b.country, b.output));
        largest(outputs)
    }

    /// [`indices::remaining`] when the country of the largest output is lost, the others making
    /// as much as they have capacity for.
    pub fn n_minus_1(&self) -> Option<f64> {
        let (lost, _) = self.largest()?;
        let place = self.balances.iter().position(|b| b.country == lost)?;
        let party = |b: &Balance| Party {
            supply: b.capacity,
            demand: b.need,
        };
        let parties: Vec<Party> = self.balances.iter().map(party).collect();
        indices::remaining(&parties, place)
    }

    /// What some countries together buy from each country, own output included; units a year, by
    /// country.
    pub fn sources(&self, buyers: &[usize]) -> Vec<(usize, f64)> {
        let mut sources: Vec<(usize, f64)> = Vec::new();
        for flow in self.flows.iter().filter(|flow| buyers.contains(&flow.to)) {
            match sources.iter_mut().find(|(from, _)| *from == flow.from) {
                Some((_, quantity)) => *quantity += flow.quantity,
                None => sources.push((flow.from, flow.quantity)),
            }
        }
        sources.sort_unstable_by_key(|&(from, _)| from);
        sources
    }

    /// [`indices::hhi`] of [`Supply::sources`].
    pub fn sources_hhi(&self, buyers: &[usize]) -> Option<f64> {
        indices::hhi(
            self.sources(buyers)
                .into_iter()
                .map(|(_, quantity)| quantity),
        )
    }

    /// The largest of [`Supply::sources`] and its share.
    pub fn largest_source(&self, buyers: &[usize]) -> Option<(usize, f64)> {
        largest(self.sources(buyers).into_iter())
    }

    /// [`indices::import_reliance`] of some countries together.
    pub fn import_reliance(&self, buyers: &[usize]) -> Option<f64> {
        let sum = |of: fn(&Balance) -> f64| -> f64 {
            let own = self.balances.iter().filter(|b| buyers.contains(&b.country));
            own.map(of).sum()
        };
        indices::import_reliance(sum(|b| b.output), sum(|b| b.imports), sum(|b| b.exports))
    }

    /// The EU's supply risk ([`EuSupplyRisk::index`]) of some countries together, from the scores of
    /// every supplying country and the material's recycling input rate and substitution index.
    pub fn eu_supply_risk(
        &self,
        buyers: &[usize],
        scores: impl Fn(usize) -> Scores,
        recycling: f64,
        substitution: f64,
    ) -> Option<f64> {
        let supplier = |(country, quantity): (usize, f64)| {
            let Scores { governance, trade } = scores(country);
            Supplier {
                quantity,
                governance,
                trade,
            }
        };
        let made = self.balances.iter().filter(|b| b.output > 0.0);
        let global: Vec<Supplier> = made.map(|b| supplier((b.country, b.output))).collect();
        let sourcing: Vec<Supplier> = self.sources(buyers).into_iter().map(supplier).collect();
        let risk = EuSupplyRisk {
            global: &global,
            sourcing: &sourcing,
            import_reliance: self.import_reliance(buyers)?,
            recycling,
            substitution,
        };
        risk.index()
    }

    /// GeoPolRisk score ([`indices::geopolrisk`]) of some countries together, from the governance
    /// score of every country they import from.
    pub fn geopolrisk(&self, buyers: &[usize], governance: impl Fn(usize) -> f64) -> Option<f64> {
        let production: Vec<f64> = self.balances.iter().map(|b| b.output).collect();
        let abroad = self.sources(buyers).into_iter();
        let imports: Vec<Import> = abroad
            .filter(|(from, _)| !buyers.contains(from))
            .map(|(from, quantity)| Import {
                quantity,
                governance: governance(from),
            })
            .collect();
        let own = self.balances.iter().filter(|b| buyers.contains(&b.country));
        indices::geopolrisk(&production, &imports, own.map(|b| b.output).sum())
    }
}

/// The first of the largest quantities and its share of all.
fn largest(quantities: impl Iterator<Item = (usize, f64)> + Clone) -> Option<(usize, f64)> {
    let sum: f64 = quantities.clone().map(|(_, quantity)| quantity).sum();
    let first = quantities.reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    (sum > 0.0).then(|| (first.0, first.1 / sum))
}
