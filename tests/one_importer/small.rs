//! Small worlds to follow by hand: an importer that uses 10 t a month and buys them abroad.

use lodestock::core::spec::*;
use lodestock::record::GroupMetric;
use lodestock::{Event, Future, Groups, Law, Model, Observer, Readings, Simulation};

/// Times in months, quantities in tonnes a month.
#[derive(Debug, Clone)]
pub struct Small {
    /// Share of the foreign seller's capacity that is there, month by month.
    pub available: &'static [f64],
    /// Capacity of all sellers, in demands.
    pub slack: f64,
    /// Share bought at home, and what is there of that seller's capacity; all of it if empty.
    pub home: f64,
    pub home_available: &'static [f64],
    pub lead: f64,
    pub cover: f64,
    pub restock: f64,
    /// Share of need that moves to a lane in a month.
    pub reroute: f64,
    /// Stock-price exponent and demand elasticity.
    pub price: (f64, f64),
    /// Part of demand that comes first and never waits.
    pub first: f64,
    /// Share of the other unmet demand that waits.
    pub defer: f64,
    pub delay: f64,
    pub rule: ReleaseRule,
    pub refill: Option<f64>,
    pub below_price: Option<f64>,
}

/// Nothing but a seller and a reserve that gives what is missing. A month's need moves to a lane at
/// once, so that only the seller's capacity binds.
pub const PLAIN: Small = Small {
    available: &[],
    slack: 1.0,
    home: 0.0,
    home_available: &[],
    lead: 0.0,
    cover: 0.0,
    restock: 1.0,
    reroute: 1.0,
    price: (0.0, 0.0),
    first: 0.0,
    defer: 0.0,
    delay: 0.0,
    rule: ReleaseRule::Cover,
    refill: None,
    below_price: None,
};

impl Small {
    fn scenario(&self, tonnes: f64) -> Scenario {
        let mut s = Scenario::default();
        s.time.horizon = self.available.len() as f64 / 12.0;
        let metal = Commodity {
            demand_elasticity: Amount::Fixed(-self.price.1),
            ..Commodity::default()
        };
        s.commodities.insert("metal".into(), metal);
        let mut row = Table::new();
        for (id, share) in [("far", 1.0 - self.home), ("home", self.home)] {
            s.countries.insert(id.into(), Country::default());
            if share > 0.0 {
                row.insert(id.into(), share);
                s.producers.insert(id.into(), self.producer(id, share));
                s.disruptions.insert(format!("outage.{id}"), outage(id));
            }
        }
        for (id, part, priority) in [("first", self.first, 1), ("rest", 1.0 - self.first, 2)] {
            if part > 0.0 {
                s.consumers.insert(id.into(), self.consumer(part, priority));
            }
        }
        let market = Market {
            imports: Table::from([("home".to_string(), row)]),
            lead_time: self.lead / 12.0,
            commercial_cover: self.cover / 12.0,
            restock_time: Some(self.restock / 12.0),
            reroute_per_month: self.reroute.into(),
            stock_price_exponent: self.price.0,
            ..Market::default()
        };
        s.markets.insert("metal".into(), market);
        s.reserves.insert("vault".into(), self.reserve(tonnes));
        s
    }

    fn producer(&self, id: &str, share: f64) -> Producer {
        Producer {
            seller: Seller {
                country: id.into(),
                capacity: Series::from(120.0 * self.slack * share),
                ..Seller::default()
            },
            commodity: "metal".into(),
        }
    }

    fn consumer(&self, part: f64, priority: u32) -> Consumer {
        Consumer {
            country: "home".into(),
            commodity: "metal".into(),
            demand: Series::from(120.0 * part),
            priority,
            defer: if priority == 2 { self.defer } else { 0.0 },
            ..Consumer::default()
        }
    }

    fn reserve(&self, tonnes: f64) -> Reserve {
        Reserve {
            commodity: "metal".into(),
            serves: vec!["home".into()],
            capacity: Size::Units(tonnes),
            initial: None,
            max_release: None,
            release: Release {
                trigger_fill: 1.0,
                delay: self.delay / 12.0,
                rule: self.rule,
            },
            refill: self.refill.map(|rate| Refill {
                rate: Rate {
                    size: Size::Units(rate * 12.0),
                    times_per_year: 1.0,
                },
                below_price: self.below_price,
                within: None,
            }),
            holding_cost: 0.0,
        }
    }

    /// Stock and level at the end of each month, and the shortfall of them all.
    pub fn run(&self, tonnes: f64) -> (Vec<[f64; 2]>, f64) {
        let model = Model::new(&self.scenario(tonnes)).unwrap();
        let groups = Groups::all(&model);
        let mut future = Future::calm(&model);
        // Disruptions are numbered by id: that of far, then that of home.
        for (disruption, shares) in [(0, self.available), (1, self.home_available)] {
            let months = shares.iter().enumerate();
            let cuts = months.map(|(month, share)| cut(disruption, month, 1.0 - share));
            future.events.extend(cuts);
        }
        let mut simulation = Simulation::<1>::new(&model, &groups);
        let mut trace = Trace(Vec::new());
        simulation.run(&[future], Some(&mut trace));
        let total = groups.named("total").unwrap();
        let shortfall = simulation.value(groups.column(total, GroupMetric::Shortfall), 0);
        (trace.0, shortfall)
    }
}

struct Trace(Vec<[f64; 2]>);

impl Observer for Trace {
    fn step(&mut self, readings: &dyn Readings) {
        self.0.push([readings.stock(0)[0], readings.level(0)[0]]);
    }
}

fn outage(id: &str) -> Disruption {
    Disruption {
        effect: Effect::Outage {
            targets: vec![format!("producer.{id}")],
            countries: Vec::new(),
            commodities: Vec::new(),
        },
        arrival: Arrival::MeanUp(2.0),
        duration: Law::exponential(0.5).unwrap().into(),
        severity: 0.5.into(),
        recovery: 0.0.into(),
        notice: 0.0,
        hoard: 0.0,
        leak: None,
        after: None,
        initial: Initial::Up,
    }
}

/// An outage in one month.
fn cut(disruption: u32, month: usize, severity: f64) -> Event {
    Event {
        disruption,
        item: 0,
        number: month as u32,
        start: month as f64,
        duration: 1.0,
        severity,
        recovery: 0.0,
        after_severity: 0.0,
        after_duration: 0.0,
        superseded: f64::INFINITY,
    }
}
