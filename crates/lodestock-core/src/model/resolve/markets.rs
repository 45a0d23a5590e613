//! Markets: who buys and sells what, over which lanes, on what terms.

use std::collections::{BTreeMap, BTreeSet};

use super::{Resolver, countries_of, written_id};
use crate::model::{Buyer, Exporter, Lane, Market};
use crate::spec::{self, Table};

/// How far shares may be from a sum of 1.
const SUM: f64 = 1e-6;
/// Longest lead, in steps.
const LONGEST_LEAD: f64 = 100_000.0;

impl Resolver<'_> {
    /// One market per commodity, in their order.
    pub(super) fn markets(&mut self) {
        let scenario = self.scenario;
        for id in scenario.markets.keys() {
            self.commodity(&format!("market.{id}"), id);
        }
        let default = spec::Market::default();
        for (c, id) in scenario.commodities.keys().enumerate() {
            let terms = scenario.markets.get(id).unwrap_or(&default);
            self.market(c, id, terms);
        }
        self.claims();
        self.offtakes();
        self.corridors();
        self.projects();
    }

    fn market(&mut self, c: usize, id: &str, terms: &spec::Market) {
        let at = format!("market.{id}");
        let exporters = self.exporters(c, &at, terms);
        let buyers = self.buyers(c);
        let lanes = self.lanes(&at, terms, exporters.clone(), buyers.clone());
        let longest_lead = lanes.iter().map(|lane| lane.lead).max().unwrap_or(0);
        if exporters.is_empty() && !buyers.is_empty() {
            self.error(
                format!("commodity.{id}"),
                format!("somebody uses `{id}`, and nobody makes it"),
            );
        }
        let start = self.model.lanes.len();
        self.model.lanes.extend(lanes);
        let pool = exporters.len() == 1
            && buyers.len() == 1
            && self.model.lanes[start].domestic
            && longest_lead == 0;
        let clock = self.model.clock;
        let cover = self.span(
            &format!("{at}.commercial_cover"),
            "a commercial cover",
            terms.commercial_cover,
        );
        let restock = terms.restock_time.unwrap_or(0.0);
        let restock = self
            .span(&format!("{at}.restock_time"), "a restocking time", restock)
            .max(1.0);
        let memory = terms.price_memory.unwrap_or(0.0);
        let memory = self
            .span(&format!("{at}.price_memory"), "a price memory", memory)
            .max(1.0);
        self.share(
            &format!("{at}.price_pull"),
            "a price pull",
            terms.price_pull,
        );
        let exponent = terms.stock_price_exponent;
        self.within(
            &format!("{at}.stock_price_exponent"),
            "an exponent",
            exponent,
            0.0,
            100.0,
        );
        let sigma = terms.trade_elasticity;
        self.within(
            &format!("{at}.trade_elasticity"),
            "a trade elasticity",
            sigma,
            0.0,
            1000.0,
        );
        let place = format!("{at}.reroute_per_month");
        self.amount(
            &place,
            "a rerouting share",
            &terms.reroute_per_month,
            0.0,
            1e6,
        );
        let reroute = self.value(
            &place,
            &terms.reroute_per_month,
            12.0 / clock.steps_per_year(),
        );
        self.model.markets.push(Market {
            exporters,
            buyers,
            lanes: start..self.model.lanes.len(),
            cover,
            restock,
            memory,
            reroute,
            price_pull: terms.price_pull,
            stock_price_exponent: exponent,
            trade_elasticity: sigma,
            longest_lead,
            ring: 0,
            quotas: Vec::new(),
            corridors: Vec::new(),
            offtakes: Vec::new(),
            reserves: Vec::new(),
            planned: false,
            pool,
            remembers: true,
            contracts: false,
            shared: Vec::new(),
        });
    }

    fn exporters(&mut self, c: usize, at: &str, terms: &spec::Market) -> std::ops::Range<usize> {
        let mut by_country: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (s, seller) in self.model.sellers.iter().enumerate() {
            if seller.commodity == c {
                by_country.entry(seller.country).or_default().push(s);
            }
        }
        let first = self.members(&format!("{at}.domestic_priority"), &terms.domestic_priority);
        for &country in &first {
            if !by_country.contains_key(&country) {
                let name = self.model.countries[country].id.clone();
                self.warn(
                    format!("{at}.domestic_priority"),
                    format!("`{name}` makes none of it"),
                );
            }
        }
        let start = self.model.exporters.len();
        for (country, sellers) in by_country {
            for &s in &sellers {
                self.model.sellers[s].exporter = self.model.exporters.len();
            }
            self.model.exporters.push(Exporter {
                country,
                commodity: c,
                sellers,
                domestic_priority: first.contains(&country),
                steady: false,
            });
        }
        start..self.model.exporters.len()
    }

    /// Countries that use a commodity, feed it to plants, or fill a reserve with it.
    fn buyers(&mut self, c: usize) -> std::ops::Range<usize> {
        let scenario = self.scenario;
        let mut countries: BTreeSet<usize> = BTreeSet::new();
        let id = &self.model.commodities[c].id;
        countries.extend(
            self.model
                .consumers
                .iter()
                .filter(|u| u.commodity == c)
                .map(|u| u.country),
        );
        for processor in scenario.processors.values().filter(|p| &p.input == id) {
            countries.extend(self.countries.get(processor.seller.country.as_str()));
        }
        for reserve in scenario
            .reserves
            .values()
            .filter(|r| &r.commodity == id && r.refill.is_some())
        {
            let first = reserve.serves.first();
            let first = first.and_then(|name| countries_of(scenario, name).first());
            countries.extend(first.and_then(|id| self.countries.get(id.as_str())));
        }
        let start = self.model.buyers.len();
        for country in countries {
            let consumers = |u: &usize| {
                let consumer = &self.model.consumers[*u];
                consumer.commodity == c && consumer.country == country
            };
            let consumers: Vec<usize> = (0..self.model.consumers.len()).filter(consumers).collect();
            let moves = |u: &usize| {
                let consumer = &self.model.consumers[*u];
                consumer.demand.shape.is_some() || consumer.growth.is_some()
            };
            self.model.buyers.push(Buyer {
                country,
                commodity: c,
                claims: 0..0,
                classes: Vec::new(),
                trend: consumers.iter().any(moves),
                consumers,
                processors: Vec::new(),
                refilled: Vec::new(),
            });
        }
        start..self.model.buyers.len()
    }

    fn lanes(
        &mut self,
        at: &str,
        terms: &spec::Market,
        exporters: std::ops::Range<usize>,
        buyers: std::ops::Range<usize>,
    ) -> Vec<Lane> {
        let shares = self.pairs(at, "imports", &terms.imports, &exporters, &buyers);
        let leads = self.pairs(at, "leads", &terms.leads, &exporters, &buyers);
        let access = self.pairs(at, "access", &terms.access, &exporters, &buyers);
        self.share_sums(at, terms);
        for (pair, &limit) in &access {
            self.share(&format!("{at}.access"), &format!("access {pair:?}"), limit);
        }
        let known: BTreeSet<usize> = shares.keys().map(|pair| pair.1).collect();
        let sums: BTreeMap<usize, f64> = known
            .iter()
            .map(|&b| {
                (
                    b,
                    shares
                        .iter()
                        .filter(|(pair, _)| pair.1 == b)
                        .map(|(_, share)| share)
                        .sum(),
                )
            })
            .collect();
        let mut lanes = Vec::with_capacity(exporters.len() * buyers.len());
        for b in buyers {
            for e in exporters.clone() {
                let domestic = self.model.exporters[e].country == self.model.buyers[b].country;
                let usual = if domestic { 0.0 } else { terms.lead_time };
                let years = leads.get(&(e, b)).copied().unwrap_or(usual);
                lanes.push(Lane {
                    exporter: e,
                    buyer: b,
                    lead: self.lead(at, years, domestic),
                    domestic,
                    access: access.get(&(e, b)).copied().unwrap_or(f64::INFINITY),
                    share: match sums.get(&b) {
                        Some(&sum) if sum > 0.0 => {
                            shares.get(&(e, b)).map_or(0.0, |share| share / sum)
                        }
                        Some(_) => 0.0,
                        None => -1.0,
                    },
                    capped: false,
                    frozen: false,
                    taxed: false,
                    shared: None,
                });
            }
        }
        lanes
    }

    /// A lead in whole steps, half up.
    fn lead(&mut self, at: &str, years: f64, domestic: bool) -> usize {
        let place = format!("{at}.lead_time");
        let steps = self.span(&place, "a lead time", years);
        if steps > LONGEST_LEAD {
            self.error(
                place,
                format!("a lead of {steps:.0} steps is longer than the {LONGEST_LEAD} allowed"),
            );
            return 0;
        }
        let whole = (steps + 0.5).floor();
        let once = self.problems.iter().any(|p| p.at == place);
        if whole == 0.0 && steps > 0.0 && !domestic && !once {
            self.warn(place, "a lead shorter than half a step is taken as none");
        }
        whole as usize
    }

    /// Reads an importer → exporter table as (exporter, buyer) pairs, with what is odd about it.
    fn pairs(
        &mut self,
        at: &str,
        key: &str,
        table: &Table<Table<f64>>,
        exporters: &std::ops::Range<usize>,
        buyers: &std::ops::Range<usize>,
    ) -> BTreeMap<(usize, usize), f64> {
        let mut pairs = BTreeMap::new();
        for (importer, row) in table {
            let at = format!("{at}.{key}.{importer}");
            let Some(country) = self.country(&at, importer) else {
                continue;
            };
            let buyer = buyers
                .clone()
                .find(|&b| self.model.buyers[b].country == country);
            if buyer.is_none() {
                self.warn(
                    &at,
                    format!("nobody in `{importer}` uses this commodity: the row has no effect"),
                );
            }
            for (exporter, &value) in row {
                let at = format!("{at}.{exporter}");
                let Some(country) = self.country(&at, exporter) else {
                    continue;
                };
                let value = self.not_negative(&at, "it", value);
                let seller = exporters
                    .clone()
                    .find(|&e| self.model.exporters[e].country == country);
                match (seller, buyer) {
                    (Some(e), Some(b)) => {
                        if key == "imports" && value > 0.0 && !self.can_ever_sell(e) {
                            self.error(
                                at,
                                format!(
                                    "`{exporter}` has neither capacity nor a project to sell from"
                                ),
                            );
                        }
                        pairs.insert((e, b), value);
                    }
                    (None, _) if value > 0.0 => {
                        self.error(
                            at,
                            format!("`{exporter}` has nobody who makes this commodity"),
                        )
                        .help = Some(format!("add a producer or processor in `{exporter}`"));
                    }
                    _ => {}
                }
            }
        }
        pairs
    }

    fn can_ever_sell(&self, exporter: usize) -> bool {
        let scenario = self.scenario;
        self.model.exporters[exporter].sellers.iter().any(|&s| {
            let seller = &self.model.sellers[s];
            let base = written_id(&seller.id);
            let some = match seller.capacity.value {
                crate::model::Value::Fixed(value) => value > 0.0,
                crate::model::Value::Parameter { .. } => true,
            };
            let sometime = seller
                .capacity
                .shape
                .as_ref()
                .is_none_or(|shape| shape.iter().any(|&x| x > 0.0));
            (some && sometime) || scenario.projects.values().any(|p| p.adds_to == base)
        })
    }

    fn share_sums(&mut self, at: &str, terms: &spec::Market) {
        for (importer, row) in &terms.imports {
            let sum: f64 = row.values().sum();
            if sum.is_nan() || (sum - 1.0).abs() > SUM {
                let shares: Vec<String> = row
                    .iter()
                    .map(|(id, share)| format!("{id} {share}"))
                    .collect();
                self.error(
                    format!("{at}.imports.{importer}"),
                    format!(
                        "shares of what `{importer}` buys sum to {sum:.6}, not 1: {}",
                        shares.join(", ")
                    ),
                );
            }
        }
    }
}
