//! Random worlds of one importer with one reserve, without supply elasticity and substitution.

use lodestock::core::spec::*;
use lodestock::record::GroupMetric;
use lodestock::runner::{Options, Silent, run};
use lodestock::{Law, Model};
use proptest::prelude::*;

const YEARLY: f64 = 1200.0;

/// One importer, two exporters, and what a planner may choose of them.
#[derive(Debug, Clone)]
pub struct World {
    pub shares: [f64; 3],
    pub slack: f64,
    pub lead: u32,
    pub cover: f64,
    pub restock: f64,
    pub elasticity: f64,
    pub exponent: f64,
    pub reroute: f64,
    pub severity: f64,
    pub defer: f64,
    pub growth: f64,
    pub volatility: f64,
    pub hoard: f64,
    pub seed: u64,
}

/// How a reserve gives and buys; what a year releases, what a year buys, in tonnes.
#[derive(Debug, Clone)]
pub struct Policy {
    pub limit: Option<f64>,
    pub trigger: f64,
    pub delay: f64,
    pub rule: ReleaseRule,
    pub refill: Option<f64>,
    pub below: Option<f64>,
    pub within: Option<f64>,
}

fn outage(id: &str) -> Effect {
    Effect::Outage {
        targets: vec![format!("producer.{id}")],
        countries: Vec::new(),
        commodities: Vec::new(),
    }
}

fn ban() -> Effect {
    Effect::Restriction {
        measure: Measure::Ban,
        exporters: vec!["far".into()],
        importers: vec!["all".into()],
        commodities: vec![("metal".into(), 1.0)],
        limit: None,
    }
}

pub fn worlds() -> impl Strategy<Value = World> {
    let trade = (
        prop::array::uniform3(0.05..1.0f64),
        1.0..1.5f64,
        0u32..4,
        prop_oneof![Just(0.0), 0.0..0.4f64],
        prop_oneof![Just(0.0), 0.1..0.5f64],
    );
    let people = (
        0.0..0.6f64,
        0.0..0.8f64,
        0.0..0.2f64,
        0.2..1.0f64,
        0.0..=1.0f64,
    );
    let unrest = (-0.03..0.03f64, 0.0..0.2f64, 0.0..0.3f64);
    (trade, people, unrest, any::<u64>()).prop_map(
        |((weights, slack, lead, cover, restock), people, unrest, seed)| {
            let sum: f64 = weights.iter().sum();
            let (elasticity, exponent, reroute, severity, defer) = people;
            let (growth, volatility, hoard) = unrest;
            World {
                shares: weights.map(|weight| weight / sum),
                slack,
                lead,
                cover,
                restock,
                elasticity,
                exponent,
                reroute,
                severity,
                defer,
                growth,
                volatility,
                hoard,
                seed,
            }
        },
    )
}

pub fn policies() -> impl Strategy<Value = Policy> {
    let rule = prop_oneof![
        Just(ReleaseRule::Cover),
        (0.1..0.6f64).prop_map(|over| ReleaseRule::Spread { over }),
        (5.0..60.0f64).prop_map(|quantity| ReleaseRule::Hold {
            for_priority: 1,
            quantity: Size::Units(quantity),
        }),
    ];
    (
        prop::option::of(20.0..600.0f64),
        prop_oneof![Just(1.0), 0.7..1.0f64],
        prop_oneof![Just(0.0), 0.0..0.25f64],
        rule,
        prop::option::of(20.0..300.0f64),
        prop::option::of(1.0..1.5f64),
        prop::option::of(0.2..2.0f64),
    )
        .prop_map(
            |(limit, trigger, delay, rule, refill, below, within)| Policy {
                limit,
                trigger,
                delay,
                rule,
                refill,
                below,
                within,
            },
        )
}

impl World {
    pub fn scenario(&self, tonnes: f64, policy: &Policy) -> Scenario {
        let mut s = Scenario::default();
        s.time.horizon = 6.0;
        let metal = Commodity {
            demand_elasticity: Amount::Fixed(-self.elasticity),
            ..Commodity::default()
        };
        s.commodities.insert("metal".into(), metal);
        for (id, share) in ["home", "near", "far"].into_iter().zip(self.shares) {
            s.countries.insert(id.into(), Country::default());
            let seller = Seller {
                country: id.into(),
                capacity: Series::from(YEARLY * share * self.slack),
                ..Seller::default()
            };
            let producer = Producer {
                seller,
                commodity: "metal".into(),
            };
            s.producers.insert(id.into(), producer);
            s.disruptions
                .insert(format!("outage.{id}"), self.disruption(outage(id)));
        }
        s.disruptions.insert("ban".into(), self.disruption(ban()));
        for (id, part, priority) in [("first", 0.2, 1), ("rest", 0.8, 2)] {
            s.consumers.insert(id.into(), self.consumer(part, priority));
        }
        s.markets.insert("metal".into(), self.market());
        s.reserves.insert("vault".into(), policy.reserve(tonnes));
        s
    }

    /// Only the second priority defers, so that what is finally lost is not all at the end.
    fn consumer(&self, part: f64, priority: u32) -> Consumer {
        Consumer {
            country: "home".into(),
            commodity: "metal".into(),
            demand: Series::from(YEARLY * part),
            growth: Amount::Fixed(self.growth),
            priority,
            defer: if priority == 2 { self.defer } else { 0.0 },
            noise: Some(Noise {
                volatility: self.volatility,
                persistence: 0.7,
            }),
            ..Consumer::default()
        }
    }

    fn disruption(&self, effect: Effect) -> Disruption {
        let ban = matches!(effect, Effect::Restriction { .. });
        Disruption {
            effect,
            arrival: Arrival::MeanUp(if ban { 4.0 } else { 2.0 }),
            duration: Law::exponential(0.5).unwrap().into(),
            severity: self.severity.into(),
            recovery: 0.1.into(),
            notice: 0.0,
            hoard: if ban { self.hoard } else { 0.0 },
            leak: None,
            after: None,
            initial: Initial::Up,
        }
    }

    fn market(&self) -> Market {
        let row = ["home", "near", "far"].into_iter().zip(self.shares);
        let row = row.map(|(id, share)| (id.to_string(), share)).collect();
        Market {
            imports: Table::from([("home".to_string(), row)]),
            lead_time: f64::from(self.lead) / 12.0,
            commercial_cover: self.cover,
            restock_time: Some(self.restock),
            reroute_per_month: self.reroute.into(),
            stock_price_exponent: self.exponent,
            price_memory: Some(0.25),
            ..Market::default()
        }
    }

    pub fn model(&self, tonnes: f64, policy: &Policy) -> Model {
        Model::new(&self.scenario(tonnes, policy)).unwrap()
    }

    /// Total shortfall of each path with a reserve of so many tonnes.
    pub fn shortfalls(&self, tonnes: f64, policy: &Policy) -> Vec<f64> {
        let options = Options {
            paths: 32,
            seed: self.seed,
            threads: Some(1),
            ..Options::default()
        };
        let result = run(&self.model(tonnes, policy), &options, &Silent).unwrap();
        let total = result.groups.named("total").unwrap();
        result
            .table
            .column(result.groups.column(total, GroupMetric::Shortfall))
    }
}

impl Policy {
    pub fn reserve(&self, tonnes: f64) -> Reserve {
        let yearly = |tonnes| Rate {
            size: Size::Units(tonnes),
            times_per_year: 1.0,
        };
        Reserve {
            commodity: "metal".into(),
            serves: vec!["home".into()],
            capacity: Size::Units(tonnes),
            initial: None,
            max_release: self.limit.map(yearly),
            release: Release {
                trigger_fill: self.trigger,
                delay: self.delay,
                rule: self.rule,
            },
            refill: self.refill.map(|rate| Refill {
                rate: yearly(rate),
                below_price: self.below,
                within: self.within,
            }),
            holding_cost: 0.0,
        }
    }
}
