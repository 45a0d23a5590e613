//! Lanes by name, and what binds or adds to them: offtakes, corridors, projects.

use std::collections::BTreeMap;

use super::Resolver;

impl Resolver<'_> {
    /// The lane of a market between two countries.
    pub(super) fn lane_between(&self, market: usize, from: usize, to: usize) -> Option<usize> {
        let market = &self.model.markets[market];
        let e = market
            .exporters
            .clone()
            .find(|&e| self.model.exporters[e].country == from)?;
        let b = market
            .buyers
            .clone()
            .find(|&b| self.model.buyers[b].country == to)?;
        Some(market.lane(e - market.exporters.start, b - market.buyers.start))
    }

    /// Foreign lanes of a market from some countries to others.
    pub(super) fn foreign_lanes(&self, market: usize, from: &[usize], to: &[usize]) -> Vec<usize> {
        let mut lanes = Vec::new();
        for &from in from {
            for &to in to {
                if from != to
                    && let Some(lane) = self.lane_between(market, from, to)
                {
                    lanes.push(lane);
                }
            }
        }
        lanes.sort_unstable();
        lanes.dedup();
        lanes
    }

    pub(super) fn offtakes(&mut self) {
        let scenario = self.scenario;
        for (id, offtake) in &scenario.offtakes {
            let at = format!("offtake.{id}");
            let from = self.country(&format!("{at}.seller"), &offtake.seller);
            let to = self.country(&format!("{at}.buyer"), &offtake.buyer);
            let market = self.commodity(&format!("{at}.commodity"), &offtake.commodity);
            let quantity =
                self.not_negative(&format!("{at}.quantity"), "a quantity", offtake.quantity);
            let (Some(from), Some(to), Some(market)) = (from, to, market) else {
                continue;
            };
            let Some(lane) = self.lane_between(market, from, to) else {
                let (seller, buyer) = (&offtake.seller, &offtake.buyer);
                self.error(
                    at,
                    format!("there is no lane: `{seller}` must make it and `{buyer}` use it"),
                );
                continue;
            };
            let quantity = quantity / self.model.clock.steps_per_year();
            self.model.markets[market]
                .offtakes
                .push(crate::model::Offtake { lane, quantity });
        }
    }

    pub(super) fn corridors(&mut self) {
        let scenario = self.scenario;
        for (c, (id, corridor)) in scenario.corridors.iter().enumerate() {
            let at = format!("corridor.{id}");
            let capacity =
                self.not_negative(&format!("{at}.capacity"), "a capacity", corridor.capacity);
            let mut by_market: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for (commodity, set) in &corridor.lanes {
                let at = format!("{at}.lanes");
                let from = self.members(&at, &set.from);
                let to = self.members(&at, &set.to);
                let Some(market) = self.commodity(&at, commodity) else {
                    continue;
                };
                let lanes = self.foreign_lanes(market, &from, &to);
                by_market.entry(market).or_default().extend(lanes);
            }
            if by_market.values().all(Vec::is_empty) {
                self.warn(&at, "no goods take this corridor: it has no effect");
            }
            for (market, mut lanes) in by_market {
                lanes.sort_unstable();
                lanes.dedup();
                self.model.markets[market].corridors.push((c, lanes));
            }
            self.model.corridors.push(crate::model::Corridor {
                capacity: capacity / self.model.clock.steps_per_year(),
                projects: Vec::new(),
            });
        }
    }

    pub(super) fn projects(&mut self) {
        let scenario = self.scenario;
        for (p, (id, project)) in scenario.projects.iter().enumerate() {
            let at = format!("project.{id}");
            let place = format!("{at}.adds_to");
            match project.adds_to.strip_prefix("corridor.") {
                Some(corridor) => {
                    if let Some(c) = self.corridor(&place, corridor) {
                        self.model.corridors[c].projects.push(p);
                    }
                }
                None => {
                    for s in self.seller(&place, &project.adds_to) {
                        self.model.sellers[s].projects.push(p);
                    }
                }
            }
            let capacity =
                self.not_negative(&format!("{at}.capacity"), "a capacity", project.capacity);
            let start = self.date(&format!("{at}.start"), "this project", project.start);
            let known = self.span(&format!("{at}.delay"), "a delay", project.fixed_delay);
            let year = self.model.clock.steps_per_year();
            let delay = match &project.delay {
                Some(law) => {
                    self.support(&format!("{at}.delay"), "a delay", law, 0.0, f64::INFINITY);
                    crate::model::Draw::Law {
                        law: law.clone(),
                        scale: year,
                    }
                }
                None => crate::model::Draw::Fixed(0.0),
            };
            let ramp = self.span(&format!("{at}.ramp"), "a ramp", project.ramp);
            let probability = self.share(
                &format!("{at}.probability"),
                "a probability",
                project.probability,
            );
            self.model.projects.push(crate::model::Project {
                id: at,
                planned: start + known,
                delay,
                probability,
                capacity: capacity / year,
                ramp,
            });
        }
    }
}
