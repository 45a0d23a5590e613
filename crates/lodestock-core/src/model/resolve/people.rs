//! Sellers and consumers.

use std::collections::BTreeMap;

use super::{Resolver, countries_of, limits};
use crate::model::{Consumer, Mothball, Noise, Process, Quantity, Seller, Substitution, Value};
use crate::spec::{self, Amount};

impl Resolver<'_> {
    /// Producers, processors and consumers.
    pub(super) fn people(&mut self) {
        let scenario = self.scenario;
        for (id, processor) in &scenario.processors {
            let at = format!("processor.{id}");
            let input = self.commodity(&format!("{at}.input"), &processor.input);
            self.within(
                &format!("{at}.recovery"),
                "a recovery",
                processor.recovery,
                1e-9,
                1e9,
            );
            self.priority(&at, processor.priority);
            // Buyer and claim are filled in when the markets are known.
            let process = input.map(|_| Process {
                recovery: processor.recovery,
                buyer: usize::MAX,
                claim: usize::MAX,
            });
            self.sellers_of(&at, &processor.seller, &processor.output, process, "output");
        }
        for (id, producer) in &scenario.producers {
            let at = format!("producer.{id}");
            self.sellers_of(
                &at,
                &producer.seller,
                &producer.commodity,
                None,
                "commodity",
            );
        }
        self.hosts();
        for (id, consumer) in &scenario.consumers {
            self.consumer(id, consumer);
        }
    }

    fn priority(&mut self, at: &str, priority: u32) {
        if priority == 0 {
            self.error(
                format!("{at}.priority"),
                "priorities begin at 1, which is served first",
            );
        }
    }

    /// The copies of one producer or processor.
    fn sellers_of(
        &mut self,
        at: &str,
        seller: &spec::Seller,
        makes: &str,
        process: Option<Process>,
        key: &str,
    ) {
        let country = self.country(&format!("{at}.country"), &seller.country);
        let commodity = self.commodity(&format!("{at}.{key}"), makes);
        if seller.count == 0 {
            self.error(format!("{at}.count"), "a count must be 1 or more");
        }
        if let Some(weight) = seller.output_weight {
            self.not_negative(&format!("{at}.output_weight"), "an output weight", weight);
        }
        let per_step = 1.0 / self.model.clock.steps_per_year();
        let capacity = self.quantity(
            &format!("{at}.capacity"),
            "a capacity",
            &seller.capacity,
            per_step,
        );
        let response = self.response(at, seller);
        let (Some(country), Some(commodity)) = (country, commodity) else {
            self.sellers.insert(at.to_string(), Vec::new());
            return;
        };
        let mothball = self.mothball(at, seller, country, commodity);
        let mut copies = Vec::new();
        for copy in 1..=seller.count {
            copies.push(self.model.sellers.len());
            self.model.sellers.push(Seller {
                id: if seller.count == 1 {
                    at.to_string()
                } else {
                    format!("{at}#{copy}")
                },
                country,
                commodity,
                capacity: capacity.clone(),
                projects: Vec::new(),
                weight: seller.output_weight,
                exporter: usize::MAX,
                host: None,
                response,
                mothball,
                process,
            });
        }
        self.sellers.insert(at.to_string(), copies);
    }

    fn response(&mut self, at: &str, seller: &spec::Seller) -> Option<(Value, Value)> {
        let (elastic, stretch) = (format!("{at}.supply_elasticity"), format!("{at}.stretch"));
        self.amount(
            &elastic,
            "a supply elasticity",
            &seller.supply_elasticity,
            0.0,
            100.0,
        );
        self.amount(&stretch, "a stretch", &seller.stretch, 1.0, 1e6);
        let rigid = seller.supply_elasticity == Amount::Fixed(0.0);
        if rigid && seller.stretch != Amount::Fixed(1.0) {
            self.warn(
                stretch,
                "a stretch without `supply_elasticity` has no effect",
            );
            return None;
        }
        if rigid {
            return None;
        }
        if seller.stretch == Amount::Fixed(1.0) {
            self.warn(
                elastic.clone(),
                "a supply elasticity without `stretch` above 1 has no effect",
            );
        }
        let elasticity = self.value(&elastic, &seller.supply_elasticity, 1.0);
        let stretch = self.value(&stretch, &seller.stretch, 1.0);
        Some((elasticity, stretch))
    }

    fn mothball(
        &mut self,
        at: &str,
        seller: &spec::Seller,
        country: usize,
        commodity: usize,
    ) -> Option<Mothball> {
        let cost = seller.cost?;
        self.not_negative(&format!("{at}.cost"), "a cost", cost);
        let Some(price) = self.model.commodities[commodity].price else {
            let id = self.model.commodities[commodity].id.clone();
            self.error(
                format!("{at}.cost"),
                format!("a cost is compared with a price, and `{id}` has none"),
            )
            .help = Some(format!("give commodity.{id} a price"));
            return None;
        };
        let floor = self.floor(country, commodity);
        Some(Mothball {
            cost: cost / price,
            floor: floor / price,
            patience: self.span(&format!("{at}.patience"), "patience", seller.patience),
            restart: self.span(&format!("{at}.restart"), "restart", seller.restart),
        })
    }

    /// Highest price floor that a country's sellers of a commodity are paid, USD; 0 without.
    fn floor(&mut self, country: usize, commodity: usize) -> f64 {
        let mut floor = 0.0f64;
        for zone in self.scenario.price_floors.values() {
            let in_zone = zone.members.iter().any(|name| {
                countries_of(self.scenario, name)
                    .iter()
                    .any(|id| self.countries.get(id.as_str()) == Some(&country))
            });
            if in_zone && self.commodities.get(zone.commodity.as_str()) == Some(&commodity) {
                floor = floor.max(zone.level);
            }
        }
        floor
    }

    /// Links by-products to their hosts, copy to copy where both have as many.
    fn hosts(&mut self) {
        let scenario = self.scenario;
        let producers = scenario
            .producers
            .iter()
            .map(|(id, p)| (format!("producer.{id}"), &p.seller));
        let processors = scenario
            .processors
            .iter()
            .map(|(id, p)| (format!("processor.{id}"), &p.seller));
        let sellers: BTreeMap<String, &spec::Seller> = producers.chain(processors).collect();
        for (at, seller) in sellers {
            let Some(host) = &seller.by_product_of else {
                continue;
            };
            let place = format!("{at}.by_product_of");
            let hosts = self.seller(&place, host);
            let copies = self.sellers[&at].clone();
            if host == &at {
                self.error(place, "a seller cannot be its own by-product");
            } else if hosts.len() == 1 || hosts.len() == copies.len() {
                for (place, &copy) in copies.iter().enumerate() {
                    self.model.sellers[copy].host = Some(hosts[place % hosts.len()]);
                }
            } else if !hosts.is_empty() && !copies.is_empty() {
                let (n, m) = (copies.len(), hosts.len());
                self.error(
                    place,
                    format!("{n} copies cannot follow {m}: the counts must be equal"),
                );
            }
        }
    }

    fn consumer(&mut self, id: &str, consumer: &spec::Consumer) {
        let at = format!("consumer.{id}");
        let country = self.country(&format!("{at}.country"), &consumer.country);
        let commodity = self.commodity(&format!("{at}.commodity"), &consumer.commodity);
        self.priority(&at, consumer.priority);
        self.share(&format!("{at}.defer"), "a deferred share", consumer.defer);
        let var = consumer.value_at_risk.unwrap_or(0.0);
        self.not_negative(&format!("{at}.value_at_risk"), "a value at risk", var);
        let (demand, growth) = self.demand(&at, consumer);
        let place = format!("{at}.demand_elasticity");
        let own = consumer.demand_elasticity.as_ref().map(|amount| {
            self.elasticity(&place, amount);
            self.value(&place, amount, 1.0)
        });
        let noise = self.noise(id, &at, consumer);
        let substitution = consumer.substitution.map(|s| Substitution {
            rate: self.not_negative(&format!("{at}.substitution.rate"), "a rate", s.rate)
                / self.model.clock.steps_per_year(),
            limit: self.share(&format!("{at}.substitution.limit"), "a limit", s.limit),
        });
        let (Some(country), Some(commodity)) = (country, commodity) else {
            return;
        };
        self.model.consumers.push(Consumer {
            id: id.to_string(),
            country,
            commodity,
            priority: consumer.priority,
            sector: consumer.sector.clone(),
            demand,
            growth,
            elasticity: own.unwrap_or(self.model.commodities[commodity].elasticity),
            value_at_risk: var,
            noise,
            defer: consumer.defer,
            substitution,
            surges: false,
            buyer: usize::MAX,
            claim: usize::MAX,
        });
    }

    /// Demand with profile, season and known growth in its shape; uncertain growth apart.
    fn demand(&mut self, at: &str, consumer: &spec::Consumer) -> (Quantity, Option<Value>) {
        let per_step = 1.0 / self.model.clock.steps_per_year();
        let place = format!("{at}.demand");
        let mut demand = self.quantity(&place, "demand", &consumer.demand, per_step);
        let mut factors: Vec<Box<dyn Fn(usize) -> f64>> = Vec::new();
        if let Some(profile) = &consumer.profile {
            let profile = self.quantity(&format!("{at}.profile"), "a profile", profile, 1.0);
            match profile.value {
                Value::Fixed(factor) => {
                    factors.push(Box::new(move |t| factor * profile.factor(t)));
                }
                Value::Parameter { .. } => {
                    self.error(
                        format!("{at}.profile"),
                        "a profile is known; make the demand uncertain instead",
                    );
                }
            }
        }
        let clock = self.model.clock;
        if let Some(season) = consumer.seasonality {
            for factor in season {
                self.not_negative(&format!("{at}.seasonality"), "a monthly factor", factor);
            }
            factors.push(Box::new(move |t| season[clock.season(t)]));
        }
        let place = format!("{at}.growth");
        self.amount(&place, "growth", &consumer.growth, -0.99, 100.0);
        let growth = match consumer.growth {
            Amount::Fixed(0.0) => None,
            Amount::Fixed(g) => {
                let year = clock.steps_per_year();
                factors.push(Box::new(move |t| libm::pow(1.0 + g, t as f64 / year)));
                None
            }
            Amount::Uncertain(_) => Some(self.value(&place, &consumer.growth, 1.0)),
        };
        if !factors.is_empty()
            && let Some(steps) = self.table(at)
        {
            let all = |t: usize| factors.iter().map(|f| f(t)).product::<f64>() * demand.factor(t);
            let shape: Vec<f64> = (0..steps).map(all).collect();
            let unit = match demand.value {
                Value::Fixed(unit) => unit,
                Value::Parameter { .. } => 1.0,
            };
            let most = limits::NUMBER;
            if let Some(step) = shape
                .iter()
                .position(|&x| !(0.0..=most).contains(&(x * unit)))
            {
                let demand = shape[step] * unit;
                self.error(
                    at,
                    format!("demand is {demand:e} in step {step}, and may be {most:e} at most"),
                );
            }
            demand.shape = Some(shape);
        }
        (demand, growth)
    }

    fn noise(&mut self, id: &str, at: &str, consumer: &spec::Consumer) -> Option<Noise> {
        let noise = consumer.noise?;
        let volatility = format!("{at}.noise.volatility");
        self.within(&volatility, "a volatility", noise.volatility, 0.0, 5.0);
        let persistence = format!("{at}.noise.persistence");
        self.within(
            &persistence,
            "a persistence",
            noise.persistence,
            0.0,
            0.999_999,
        );
        self.model.noisy.push(id.to_string());
        Some(Noise {
            index: self.model.noisy.len() - 1,
            volatility: noise.volatility,
            persistence: noise.persistence,
        })
    }
}
