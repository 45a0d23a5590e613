//! Properties over random scenarios: calm stays calm, mass is kept, bounds hold.
//!
//! Mass balance of every market and step is a debug assertion of the step itself: a run in the test
//! profile that ends has kept it.

use lodestock::core::spec::*;
use lodestock::runner::{Futures, Sampled};
use lodestock::{Future, Groups, LANES, Law, Model, Observer, Readings, Simulation};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

const COUNTRIES: [&str; 3] = ["a", "b", "c"];

/// A two-stage world of three countries: ore → metal, users everywhere, one reserve.
#[derive(Debug, Clone)]
struct World {
    demand: [f64; 3],
    /// Weights of sellers' shares, importer by importer, of metal and ore.
    shares: [[f64; 3]; 6],
    slack: f64,
    lead: u32,
    cover: f64,
    exponent: f64,
    pull: f64,
    defer: f64,
    rule: u8,
    refill: bool,
    seed: u64,
}

fn worlds() -> impl Strategy<Value = World> {
    let shares = prop::array::uniform6(prop::array::uniform3(0.05..1.0f64));
    let market = (0u32..4, 0.0..0.5f64, 0.0..0.8f64, 0.0..=1.0f64);
    let people = (
        prop::array::uniform3(10.0..1000.0f64),
        1.0..1.6f64,
        0.0..1.0f64,
    );
    (shares, market, people, 0u8..3, any::<bool>(), any::<u64>()).prop_map(
        |(shares, (lead, cover, exponent, pull), (demand, slack, defer), rule, refill, seed)| {
            World {
                demand,
                shares,
                slack,
                lead,
                cover,
                exponent,
                pull,
                defer,
                rule,
                refill,
                seed,
            }
        },
    )
}

impl World {
    fn row(&self, importer: usize, offset: usize) -> [f64; 3] {
        let row = self.shares[importer + offset];
        let sum: f64 = row.iter().sum();
        row.map(|weight| weight / sum)
    }

    fn market(&self, offset: usize) -> Market {
        let imports = (0..3).map(|j| {
            let row = self.row(j, offset);
            let row = (0..3).map(|i| (COUNTRIES[i].to_string(), row[i])).collect();
            (COUNTRIES[j].to_string(), row)
        });
        Market {
            imports: imports.collect(),
            lead_time: f64::from(self.lead) / 12.0,
            commercial_cover: self.cover,
            restock_time: Some(0.25),
            price_pull: self.pull,
            stock_price_exponent: self.exponent,
            price_memory: Some(0.25),
            ..Market::default()
        }
    }

    /// The scenario without anything that can go wrong.
    fn calm(&self) -> Scenario {
        let mut s = Scenario::default();
        s.time.horizon = 5.0;
        for (j, id) in COUNTRIES.iter().enumerate() {
            s.countries.insert(id.to_string(), Country::default());
            let metal: f64 = (0..3).map(|i| self.demand[i] * self.row(i, 0)[j]).sum();
            let feed = |k: usize| -> f64 {
                let output: f64 = (0..3).map(|i| self.demand[i] * self.row(i, 0)[k]).sum();
                output / 0.8
            };
            let ore: f64 = (0..3).map(|k| feed(k) * self.row(k, 3)[j]).sum();
            let seller = |capacity: f64| Seller {
                country: id.to_string(),
                capacity: Series::from(capacity * self.slack),
                ..Seller::default()
            };
            let producer = Producer {
                seller: seller(ore),
                commodity: "ore".into(),
            };
            s.producers.insert(format!("mine-{id}"), producer);
            let processor = Processor {
                seller: seller(metal),
                input: "ore".into(),
                output: "metal".into(),
                recovery: 0.8,
                ..Processor::default()
            };
            s.processors.insert(format!("works-{id}"), processor);
            for (name, part, priority) in [("first", 0.3, 1), ("rest", 0.7, 2)] {
                let consumer = Consumer {
                    country: id.to_string(),
                    commodity: "metal".into(),
                    demand: Series::from(self.demand[j] * part),
                    priority,
                    defer: self.defer,
                    ..Consumer::default()
                };
                s.consumers.insert(format!("{name}-{id}"), consumer);
            }
        }
        for (id, offset) in [("metal", 0), ("ore", 3)] {
            let elasticity = Amount::Fixed(-0.2);
            let commodity = Commodity {
                demand_elasticity: elasticity,
                ..Commodity::default()
            };
            s.commodities.insert(id.into(), commodity);
            s.markets.insert(id.into(), self.market(offset));
        }
        s.reserves.insert("vault".into(), self.reserve());
        s
    }

    fn reserve(&self) -> Reserve {
        let rule = match self.rule {
            0 => ReleaseRule::Cover,
            1 => ReleaseRule::Spread { over: 0.5 },
            _ => ReleaseRule::Hold {
                for_priority: 1,
                quantity: Size::Cover(10.0 / 365.0),
            },
        };
        let rate = Rate {
            size: Size::Cover(10.0 / 365.0),
            times_per_year: 12.0,
        };
        Reserve {
            commodity: "metal".into(),
            serves: vec!["a".into(), "b".into()],
            capacity: Size::Cover(60.0 / 365.0),
            initial: None,
            max_release: None,
            release: Release {
                rule,
                ..Release::default()
            },
            refill: self.refill.then_some(Refill {
                rate,
                below_price: Some(1.5),
                within: None,
            }),
            holding_cost: 0.0,
        }
    }

    /// The same world with a ban, a quota, a tariff, an outage and a surge.
    fn troubled(&self) -> Scenario {
        let mut s = self.calm();
        let restriction = |measure, commodity: &str| Effect::Restriction {
            measure,
            exporters: vec!["a".into()],
            importers: vec!["all".into()],
            commodities: vec![(commodity.into(), 1.0)],
            limit: None,
        };
        let outage = Effect::Outage {
            targets: vec!["processor.works-b".into(), "producer.mine-c".into()],
            countries: Vec::new(),
            commodities: Vec::new(),
        };
        let surge = Effect::Surge {
            consumers: vec!["rest-c".into()],
        };
        for (id, effect) in [
            ("export_restriction.ban", restriction(Measure::Ban, "ore")),
            (
                "export_restriction.quota",
                restriction(Measure::Quota, "metal"),
            ),
            (
                "export_restriction.tariff",
                restriction(Measure::Tariff, "metal"),
            ),
            ("outage.plants", outage),
            ("demand_surge.boom", surge),
        ] {
            s.disruptions.insert(id.into(), disruption(effect));
        }
        s
    }
}

fn disruption(effect: Effect) -> Disruption {
    Disruption {
        effect,
        arrival: Arrival::Poisson {
            per_year: Amount::Fixed(0.4),
            regime: Table::new(),
        },
        duration: Law::lognormal(0.6, 0.7).unwrap().into(),
        severity: Law::uniform(0.3, 1.0).unwrap().into(),
        recovery: Amount::Fixed(0.2),
        notice: 0.1,
        hoard: 0.1,
        leak: Some(Leak {
            share: 0.3,
            delay: 0.3,
        }),
        after: Some(After {
            severity: Amount::Fixed(0.2),
            duration: Amount::Fixed(2.0),
        }),
        initial: Initial::Up,
    }
}

/// Looks at every step of every path.
struct Bounds<'m> {
    model: &'m Model,
    paths: usize,
    calm: bool,
}

impl Bounds<'_> {
    fn consumer(&self, r: &dyn Readings, c: usize, path: usize) {
        let at = |values: &[f64]| values[path];
        let (demand, served) = (at(r.demand(c)), at(r.served(c)));
        let slip = 1e-9 * (1.0 + demand);
        assert!(
            served >= -slip && served <= demand + slip,
            "{served} of {demand}"
        );
        assert!(at(r.unmet(c)) >= 0.0 && at(r.curtailed(c)) >= -slip && at(r.deferred(c)) >= 0.0);
        let parts = served + at(r.unmet(c)) + at(r.curtailed(c));
        assert!((parts - demand).abs() <= slip, "{parts} make {demand}");
        let price = at(r.price(c));
        assert!((1.0..=20.0).contains(&price), "price {price}");
        assert!(at(r.stock(c)) >= 0.0);
        if self.calm {
            assert_eq!(price, 1.0);
            assert!(
                (served - demand).abs() <= 1e-12 * demand,
                "{served} of {demand}"
            );
        }
    }
}

impl Observer for Bounds<'_> {
    fn step(&mut self, readings: &dyn Readings) {
        let capacity = self.model.reserves()[0].capacity;
        for path in 0..self.paths {
            for c in 0..self.model.consumers().len() {
                self.consumer(readings, c, path);
            }
            let level = readings.level(0)[path];
            assert!(
                level >= 0.0 && level <= capacity * (1.0 + 1e-12),
                "{level} of {capacity}"
            );
            if self.calm {
                assert!((level - capacity).abs() <= 1e-12 * capacity);
            }
        }
    }
}

fn config() -> Config {
    Config {
        cases: 96,
        rng_seed: RngSeed::Fixed(20_270),
        failure_persistence: None,
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn calm_stays_calm(world in worlds()) {
        let model = Model::new(&world.calm()).unwrap();
        let groups = Groups::all(&model);
        let mut bounds = Bounds { model: &model, paths: 1, calm: true };
        Simulation::<1>::new(&model, &groups).run(&[Future::calm(&model)], Some(&mut bounds));
    }

    #[test]
    fn trouble_keeps_mass_and_bounds(world in worlds()) {
        let model = Model::new(&world.troubled()).unwrap();
        let groups = Groups::all(&model);
        let source = Sampled::new(&model, world.seed);
        let mut futures = vec![Future::default(); LANES];
        for (path, future) in futures.iter_mut().enumerate() {
            source.fill(path as u64, future);
        }
        let mut bounds = Bounds { model: &model, paths: LANES, calm: false };
        Simulation::<LANES>::new(&model, &groups).run(&futures, Some(&mut bounds));
    }
}
