//! Disruptions: when they come, how long and how deep; what triggers them.

use super::{Resolver, limits, written_id};
use crate::model::{Arrival, Disruption, Draw, Value};
use crate::spec::{self, Effect, Initial, Measure};

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
                plain: false,
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
                Arrival::Poisson {
                    rate: self.value(&place, per_year, 1.0 / year),
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
                    rate: Value::Fixed(1.0 / up),
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

    /// Links disruptions to the ones that trigger them, and orders them so.
    fn triggers(&mut self) {
        let scenario = self.scenario;
        let mut parents = vec![None; self.model.disruptions.len()];
        for (d, triggered_by) in parents.iter_mut().enumerate() {
            let own = written_id(&self.model.disruptions[d].id).to_string();
            let spec::Arrival::After { disruption, .. } = &scenario.disruptions[&own].arrival
            else {
                continue;
            };
            let at = format!("{own}.arrival");
            let Some(full) = self.parent(&at, disruption) else {
                continue;
            };
            let found = self
                .model
                .disruptions
                .iter()
                .position(|other| written_id(&other.id) == full);
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
