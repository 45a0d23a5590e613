//! Disruptions: what they hit and when they come; the regime.

use super::{Resolver, limits};
use crate::model::{Arrival, Disruption, Draw, Frequency, Item, Quota, Regime, Target};
use crate::spec::{self, Effect, Initial, Measure, RegimeStart};

impl Resolver<'_> {
    /// Floors, regime and disruptions.
    pub(super) fn disruptions(&mut self) {
        let scenario = self.scenario;
        for (id, zone) in &scenario.price_floors {
            self.price_floor(id, zone);
        }
        if let Some(regime) = &scenario.regime {
            self.regime(regime);
        }
        for (id, disruption) in &scenario.disruptions {
            self.disruption(id, disruption);
        }
        if self.model.disruptions.len() > limits::DISRUPTIONS {
            let (count, most) = (self.model.disruptions.len(), limits::DISRUPTIONS);
            self.error(
                "outage",
                format!("{count} disruptions, copies included, are more than {most}"),
            );
            return;
        }
        self.triggers();
    }

    fn price_floor(&mut self, id: &str, zone: &spec::PriceFloor) {
        let at = format!("price_floor.{id}");
        let members = self.members(&format!("{at}.members"), &zone.members);
        self.not_negative(&format!("{at}.level"), "a floor", zone.level);
        let Some(commodity) = self.commodity(&format!("{at}.commodity"), &zone.commodity) else {
            return;
        };
        let helped = self.model.sellers.iter().any(|seller| {
            seller.commodity == commodity
                && seller.mothball.is_some()
                && members.contains(&seller.country)
        });
        if !helped {
            self.warn(
                at,
                "no seller of the zone has a `cost`: the floor has no effect",
            );
        }
    }

    fn regime(&mut self, regime: &spec::Regime) {
        let states = &regime.states;
        if states.is_empty() {
            self.error("regime.states", "a regime needs states");
            return;
        }
        let mut switch = vec![vec![0.0; states.len()]; states.len()];
        let per_step = 1.0 / self.model.clock.steps_per_year();
        for (from, row) in &regime.switch {
            for (to, &rate) in row {
                let at = format!("regime.switch.{from}.{to}");
                let from = self.state(&at, from);
                let to = self.state(&at, to);
                let rate = self.within(&at, "a rate", rate, 0.0, 1e6);
                if let (Some(from), Some(to)) = (from, to) {
                    if from == to {
                        self.error(at, "a state does not switch to itself");
                    } else {
                        switch[from][to] = rate * per_step;
                    }
                }
            }
        }
        let start = match &regime.start {
            RegimeStart::State(name) => {
                let state = self.state("regime.start", name).unwrap_or(0);
                (0..states.len()).map(|s| f64::from(s == state)).collect()
            }
            RegimeStart::Stationary => stationary(&switch),
        };
        self.model.regime = Some(Regime {
            states: states.clone(),
            start,
            switch,
        });
    }

    fn state(&mut self, at: &str, name: &str) -> Option<usize> {
        let states = self
            .scenario
            .regime
            .as_ref()
            .map_or(&[][..], |regime| &regime.states);
        let found = states.iter().position(|state| state == name);
        if found.is_none() {
            self.unknown(at, "state of the regime", name, |_| states.to_vec());
        }
        found
    }

    fn disruption(&mut self, id: &str, disruption: &spec::Disruption) {
        let year = self.model.clock.steps_per_year();
        let positive = |s: &mut Self, key: &str, amount: &spec::Amount| {
            s.amount(
                &format!("{id}.{key}"),
                &format!("a {key}"),
                amount,
                0.0,
                f64::INFINITY,
            );
        };
        positive(self, "duration", &disruption.duration);
        positive(self, "recovery", &disruption.recovery);
        let deepest = match disruption.effect {
            Effect::Surge { .. }
            | Effect::Restriction {
                measure: Measure::Tariff,
                ..
            } => 1e6,
            _ => 1.0,
        };
        self.amount(
            &format!("{id}.severity"),
            "a severity",
            &disruption.severity,
            0.0,
            deepest,
        );
        let after = disruption.after.as_ref().map(|after| {
            self.amount(
                &format!("{id}.after.severity"),
                "a severity",
                &after.severity,
                0.0,
                deepest,
            );
            positive(self, "after.duration", &after.duration);
            (
                Draw::new(&after.severity, 1.0),
                Draw::new(&after.duration, year),
            )
        });
        let leak = disruption.leak.map(|leak| {
            self.share(&format!("{id}.leak.share"), "a leaking share", leak.share);
            (
                leak.share,
                self.span(&format!("{id}.leak.delay"), "a delay", leak.delay),
            )
        });
        let notice = self.span(&format!("{id}.notice"), "a notice", disruption.notice);
        let hoard = self.span(&format!("{id}.hoard"), "a hoard", disruption.hoard);
        let Some(arrival) = self.arrival(id, disruption) else {
            return;
        };
        let limit = match disruption.effect {
            Effect::Restriction {
                limit: Some(limit),
                measure,
                ..
            } => {
                if measure != Measure::Quota {
                    self.error(format!("{id}.limit"), "only a quota has a limit");
                }
                Some(self.not_negative(&format!("{id}.limit"), "a limit", limit) / year)
            }
            _ => None,
        };
        let copies = self.hits(id, disruption);
        let many = copies.len() > 1;
        for (place, items) in copies.into_iter().enumerate() {
            self.model.disruptions.push(Disruption {
                id: if many {
                    format!("{id}#{}", place + 1)
                } else {
                    id.to_string()
                },
                arrival: arrival.clone(),
                duration: Draw::new(&disruption.duration, year),
                severity: Draw::new(&disruption.severity, 1.0),
                recovery: Draw::new(&disruption.recovery, year),
                after: after.clone(),
                notice,
                leak,
                hoard,
                limit,
                items,
            });
        }
    }

    fn arrival(&mut self, id: &str, disruption: &spec::Disruption) -> Option<Arrival> {
        let at = format!("{id}.arrival");
        let clock = self.model.clock;
        let year = clock.steps_per_year();
        let stationary = disruption.initial == Initial::Stationary;
        if stationary && !matches!(disruption.arrival, spec::Arrival::MeanUp(_)) {
            self.error(
                format!("{id}.initial"),
                "only a unit with `mean_up` has a long-run state",
            );
        }
        Some(match &disruption.arrival {
            spec::Arrival::Poisson { per_year, regime } => {
                let place = format!("{at}.poisson.per_year");
                self.amount(&place, "a rate", per_year, 0.0, f64::INFINITY);
                let rate = match self.value(&place, per_year, 1.0 / year) {
                    crate::model::Value::Fixed(rate) => Frequency::Fixed(rate),
                    crate::model::Value::Parameter { index, scale } => {
                        Frequency::Parameter { index, scale }
                    }
                };
                Arrival::Poisson {
                    rate,
                    regime: self.factors(&at, regime),
                    stationary: false,
                }
            }
            spec::Arrival::Date(date) => Arrival::Date(self.date(&at, "it", *date)),
            spec::Arrival::WithinHorizon(p) => {
                Arrival::WithinHorizon(self.share(&at, "a probability", *p))
            }
            spec::Arrival::MeanUp(years) => {
                let up = self.span(&at, "a mean time up", *years);
                if up <= 0.0 {
                    self.error(&at, "a mean time up must be above 0");
                }
                let exponential = disruption
                    .duration
                    .law()
                    .is_some_and(crate::law::Law::is_exponential);
                if stationary && !exponential {
                    self.error(
                        format!("{id}.initial"),
                        "a stationary start needs an exponential duration: only that has no memory",
                    );
                }
                Arrival::Poisson {
                    rate: Frequency::Fixed(1.0 / up),
                    regime: Vec::new(),
                    stationary,
                }
            }
            spec::Arrival::After {
                disruption: parent,
                probability,
                delay,
            } => {
                self.share(&at, "a probability", *probability);
                self.amount(&at, "a delay", delay, 0.0, f64::INFINITY);
                // The parent's index is filled in when all disruptions are known.
                let _ = self.parent(&at, parent)?;
                Arrival::After {
                    parent: usize::MAX,
                    probability: *probability,
                    delay: Draw::new(delay, year),
                }
            }
        })
    }

    /// Factor on a rate in each state of the regime.
    fn factors(&mut self, at: &str, factors: &spec::Table<f64>) -> Vec<f64> {
        if factors.is_empty() {
            return Vec::new();
        }
        let at = format!("{at}.poisson.regime");
        let Some(regime) = &self.scenario.regime else {
            self.error(at, "the scenario has no [regime]");
            return Vec::new();
        };
        let mut all = vec![1.0; regime.states.len()];
        for (state, &factor) in factors {
            let factor = self.within(&format!("{at}.{state}"), "a factor", factor, 0.0, 1e6);
            if let Some(s) = self.state(&at, state) {
                all[s] = factor;
            }
        }
        all
    }

    /// Full id, `kind.id`, of a disruption named with or without its kind.
    fn parent(&mut self, at: &str, name: &str) -> Option<String> {
        let scenario = self.scenario;
        let named = |id: &&String| {
            id.as_str() == name || id.split_once('.').is_some_and(|(_, id)| id == name)
        };
        let found: Vec<&String> = scenario.disruptions.keys().filter(named).collect();
        match found[..] {
            [one] => Some(one.clone()),
            [] => {
                self.unknown(at, "disruption", name, |s| {
                    s.scenario.disruptions.keys().cloned().collect()
                });
                None
            }
            _ => {
                let names: Vec<String> = found.into_iter().cloned().collect();
                self.error(at, format!("`{name}` names several: {}", names.join(", ")));
                None
            }
        }
    }

    /// What each copy of a disruption hits, item by item.
    fn hits(&mut self, id: &str, disruption: &spec::Disruption) -> Vec<Vec<Item>> {
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
                    let found = self
                        .scenario
                        .corridors
                        .keys()
                        .position(|known| known == corridor);
                    if found.is_none() {
                        self.unknown(&at, "corridor", corridor, |s| {
                            s.scenario.corridors.keys().cloned().collect()
                        });
                    }
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

    /// Links disruptions to the ones that trigger them, and orders them so.
    fn triggers(&mut self) {
        let scenario = self.scenario;
        let mut parents = vec![None; self.model.disruptions.len()];
        for (d, triggered_by) in parents.iter_mut().enumerate() {
            let own = self.model.disruptions[d]
                .id
                .split('#')
                .next()
                .unwrap_or_default()
                .to_string();
            let spec::Arrival::After { disruption, .. } = &scenario.disruptions[&own].arrival
            else {
                continue;
            };
            let at = format!("{own}.arrival");
            let Some(full) = self.parent(&at, disruption) else {
                continue;
            };
            let found = self.model.disruptions.iter().position(|other| {
                other.id == full || other.id.split('#').next() == Some(full.as_str())
            });
            if let (Some(found), Arrival::After { parent, .. }) =
                (found, &mut self.model.disruptions[d].arrival)
            {
                *parent = found;
                *triggered_by = Some(found);
            }
        }
        let mut placed = vec![false; parents.len()];
        while let Some(next) = (0..parents.len())
            .find(|&d| !placed[d] && parents[d].is_none_or(|parent: usize| placed[parent]))
        {
            placed[next] = true;
            self.model.disruption_order.push(next);
        }
        if let Some(d) = placed.iter().position(|&placed| !placed) {
            let id = self.model.disruptions[d].id.clone();
            self.error(
                format!("{id}.arrival"),
                format!("`{id}` triggers itself, by way of others"),
            );
        }
    }
}

/// Long-run law of a chain of rates: the solution of π Q = 0, Σ π = 1, by elimination without
/// subtraction (Grassmann, Taksar and Heyman 1985, "Regenerative analysis and steady state
/// distributions for Markov chains").
fn stationary(switch: &[Vec<f64>]) -> Vec<f64> {
    let n = switch.len();
    let mut rates = switch.to_vec();
    for k in (1..n).rev() {
        let out: f64 = rates[k][..k].iter().sum();
        if out <= 0.0 {
            continue;
        }
        for i in 0..k {
            rates[i][k] /= out;
            for j in 0..k {
                if i != j {
                    rates[i][j] += rates[i][k] * rates[k][j];
                }
            }
        }
    }
    let mut law = vec![1.0; n];
    for k in 1..n {
        law[k] = (0..k).map(|i| law[i] * rates[i][k]).sum();
    }
    let sum: f64 = law.iter().sum();
    law.iter().map(|p| p / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::stationary;

    #[test]
    fn a_two_state_chain_settles_by_its_rates() {
        let law = stationary(&[vec![0.0, 0.1], vec![0.3, 0.0]]);
        assert!((law[0] - 0.75).abs() < 1e-15 && (law[1] - 0.25).abs() < 1e-15);
    }

    #[test]
    fn a_three_state_chain_balances_flows() {
        let q = [
            vec![0.0, 0.2, 0.1],
            vec![0.3, 0.0, 0.4],
            vec![0.5, 0.6, 0.0],
        ];
        let law = stationary(&q);
        for s in 0..3 {
            let out: f64 = law[s] * q[s].iter().sum::<f64>();
            let into: f64 = (0..3).map(|i| law[i] * q[i][s]).sum();
            assert!((out - into).abs() < 1e-15);
        }
    }
}
