//! What disruptions hit: lanes, plants, corridors, consumers, prices.

use super::Resolver;
use crate::model::{Item, Quota, Target};
use crate::spec::{self, Effect, Measure};

impl Resolver<'_> {
    /// What each copy of a disruption hits, item by item.
    pub(super) fn hits(&mut self, id: &str, disruption: &spec::Disruption) -> Vec<Vec<Item>> {
        let all = |targets: Vec<Target>| Item {
            name: String::new(),
            probability: 1.0,
            targets,
        };
        let copies = match &disruption.effect {
            Effect::Restriction {
                measure,
                exporters,
                importers,
                commodities,
                ..
            } => {
                let hoard = disruption.hoard > 0.0;
                vec![self.restriction(id, *measure, exporters, importers, commodities, hoard)]
            }
            Effect::Outage {
                targets,
                countries,
                commodities,
            } => {
                let copies = self.outage(id, targets, countries, commodities);
                copies
                    .into_iter()
                    .map(|targets| vec![all(targets)])
                    .collect()
            }
            Effect::Closure { market, lanes } => {
                vec![vec![all(self.closure(
                    id,
                    market,
                    lanes,
                    disruption.hoard > 0.0,
                ))]]
            }
            Effect::Surge { consumers } => {
                let mut targets = Vec::new();
                for name in consumers {
                    match self.model.consumers.iter().position(|c| &c.id == name) {
                        Some(c) => targets.push(Target::Consumer(c)),
                        None if self.scenario.consumers.contains_key(name) => {}
                        None => self.unknown(&format!("{id}.consumers"), "consumer", name, |s| {
                            s.scenario.consumers.keys().cloned().collect()
                        }),
                    }
                }
                vec![vec![all(targets)]]
            }
            Effect::Slump { commodities } => vec![self.slump(id, commodities)],
        };
        if copies.iter().flatten().all(|item| item.targets.is_empty()) {
            self.warn(
                id,
                "it hits nothing: no lane, plant or consumer of the scenario fits",
            );
        }
        copies
    }

    fn restriction(
        &mut self,
        id: &str,
        measure: Measure,
        exporters: &[String],
        importers: &[String],
        commodities: &[(String, f64)],
        hoard: bool,
    ) -> Vec<Item> {
        let from = self.members(&format!("{id}.exporter"), exporters);
        let to = self.everybody_or(&format!("{id}.importers"), importers);
        let mut items = Vec::new();
        for (name, probability) in commodities {
            let at = format!("{id}.commodities");
            let probability = self.share(&at, "a probability", *probability);
            let Some(market) = self.commodity(&at, name) else {
                continue;
            };
            let lanes = self.foreign_lanes(market, &from, &to);
            let mut targets = self.hoarders(&lanes, hoard);
            match measure {
                Measure::Ban | Measure::Licence => {
                    targets.extend(lanes.iter().map(|&l| Target::Lane(l)))
                }
                Measure::Tariff => targets.extend(lanes.iter().map(|&l| Target::Tariff(l))),
                Measure::Quota if lanes.is_empty() => {}
                Measure::Quota => {
                    let quota = self.model.quotas.len();
                    self.model.markets[market].quotas.push(quota);
                    targets.push(Target::Quota(quota));
                    targets.extend(lanes.iter().map(|&l| Target::QuotaLane(l)));
                    self.model.quotas.push(Quota { lanes });
                }
            }
            items.push(Item {
                name: name.clone(),
                probability,
                targets,
            });
        }
        items
    }

    fn everybody_or(&mut self, at: &str, names: &[String]) -> Vec<usize> {
        if names.len() == 1 && names[0] == "all" {
            (0..self.model.countries.len()).collect()
        } else {
            self.members(at, names)
        }
    }

    fn hoarders(&self, lanes: &[usize], hoard: bool) -> Vec<Target> {
        let mut buyers: Vec<usize> = lanes.iter().map(|&l| self.model.lanes[l].buyer).collect();
        buyers.sort_unstable();
        buyers.dedup();
        let hoarders = buyers.into_iter().filter(|_| hoard);
        hoarders.map(Target::Hoard).collect()
    }

    /// Targets of each copy: plants with `count` fail apart, everything else together.
    fn outage(
        &mut self,
        id: &str,
        names: &[String],
        countries: &[String],
        commodities: &[String],
    ) -> Vec<Vec<Target>> {
        let at = format!("{id}.targets");
        let mut copies: Vec<Vec<Target>> = Vec::new();
        for name in names {
            let targets: Vec<Target> = match name.strip_prefix("corridor.") {
                Some(corridor) => {
                    let found = self.corridor(&at, corridor);
                    found.map(Target::Corridor).into_iter().collect()
                }
                None => self
                    .seller(&at, name)
                    .into_iter()
                    .map(Target::Seller)
                    .collect(),
            };
            if !targets.is_empty() && !copies.is_empty() && targets.len() != copies.len() {
                let (n, m) = (targets.len(), copies.len());
                self.error(&at, format!("`{name}` has {n} copies and the targets before it {m}: one outage needs equal counts"));
                continue;
            }
            copies.resize(copies.len().max(targets.len()), Vec::new());
            for (copy, target) in copies.iter_mut().zip(targets) {
                copy.push(target);
            }
        }
        if !countries.is_empty() {
            let hit = self.members(&format!("{id}.countries"), countries);
            let place = format!("{id}.commodities");
            let made: Vec<usize> = commodities
                .iter()
                .filter_map(|name| self.commodity(&place, name))
                .collect();
            let of_country = |s: &usize| {
                let seller = &self.model.sellers[*s];
                hit.contains(&seller.country)
                    && (commodities.is_empty() || made.contains(&seller.commodity))
            };
            let sellers = (0..self.model.sellers.len()).filter(of_country);
            copies.push(sellers.map(Target::Seller).collect());
        } else if !commodities.is_empty() {
            self.error(
                format!("{id}.commodities"),
                "commodities go with `countries`, not with `targets`",
            );
        }
        if names.is_empty() && countries.is_empty() {
            self.error(id, "an outage needs `targets` or `countries`");
        }
        if !names.is_empty() && !countries.is_empty() {
            self.error(id, "an outage has `targets` or `countries`, not both");
        }
        copies
    }

    fn closure(
        &mut self,
        id: &str,
        market: &str,
        sets: &[spec::LaneSet],
        hoard: bool,
    ) -> Vec<Target> {
        let Some(market) = self.commodity(&format!("{id}.market"), market) else {
            return Vec::new();
        };
        let mut lanes = Vec::new();
        for set in sets {
            let from = self.members(&format!("{id}.lanes"), &set.from);
            let to = self.members(&format!("{id}.lanes"), &set.to);
            lanes.extend(self.foreign_lanes(market, &from, &to));
        }
        lanes.sort_unstable();
        lanes.dedup();
        let mut targets = self.hoarders(&lanes, hoard);
        targets.extend(lanes.into_iter().map(Target::Lane));
        targets
    }

    fn slump(&mut self, id: &str, commodities: &[(String, f64)]) -> Vec<Item> {
        let at = format!("{id}.commodities");
        let mut items = Vec::new();
        for (name, probability) in commodities {
            let probability = self.share(&at, "a probability", *probability);
            let Some(c) = self.commodity(&at, name) else {
                continue;
            };
            if !self
                .model
                .sellers
                .iter()
                .any(|s| s.commodity == c && s.mothball.is_some())
            {
                self.warn(
                    &at,
                    format!("no seller of `{name}` has a `cost`: a slump has no effect on it"),
                );
            }
            items.push(Item {
                name: name.clone(),
                probability,
                targets: vec![Target::Slump(c)],
            });
        }
        items
    }
}
