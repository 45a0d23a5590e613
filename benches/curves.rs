//! How the cost of a run grows with its size: `cargo bench --bench curves`, under two minutes.
//!
//! One number of a made-up world varies and the others stand. One thread, the best of several runs.

use std::time::{Duration, Instant};

use lodestock::Model;
use lodestock::core::spec::*;
use lodestock::runner::{Options, Silent, run};

/// How large a world is, and how long it is run.
#[derive(Debug, Clone, Copy)]
struct World {
    paths: usize,
    /// Months.
    steps: usize,
    /// Each makes and uses every commodity.
    countries: usize,
    /// Markets that do not touch.
    commodities: usize,
    /// Of each commodity in each country.
    consumers: usize,
    /// Of each commodity: outages of its producers and bans of its exporters, in turn.
    disruptions: usize,
    /// Of each commodity, a country each in turn.
    reserves: usize,
}

const BASE: World = World {
    paths: 64,
    steps: 120,
    countries: 8,
    commodities: 2,
    consumers: 2,
    disruptions: 8,
    reserves: 4,
};

/// Demand of a country for a commodity, t a year.
const DEMAND: f64 = 1_000.0;
/// Capacity over need.
const HEADROOM: f64 = 1.15;
/// A point is measured so long, and three times at least: on a machine that others use, some run is
/// left alone.
const PATIENCE: Duration = Duration::from_secs(3);

/// What varies, how it is set, and the values it takes.
type Curve = (&'static str, fn(&mut World, usize), [usize; 5]);

const CURVES: [Curve; 7] = [
    ("paths", |w, n| w.paths = n, [32, 128, 512, 2048, 8192]),
    ("steps", |w, n| w.steps = n, [30, 60, 120, 240, 480]),
    ("countries", |w, n| w.countries = n, [2, 4, 8, 16, 32]),
    ("commodities", |w, n| w.commodities = n, [1, 2, 4, 8, 16]),
    (
        "disruptions",
        |w, n| w.disruptions = n,
        [8, 16, 32, 64, 128],
    ),
    ("consumers", |w, n| w.consumers = n, [2, 4, 8, 16, 32]),
    ("reserves", |w, n| w.reserves = n, [4, 8, 16, 32, 64]),
];

impl World {
    fn model(&self) -> Model {
        let mut s = Scenario::default();
        s.time.horizon = self.steps as f64 / 12.0;
        for place in 0..self.countries {
            s.countries.insert(country(place), Country::default());
        }
        for k in 0..self.commodities {
            self.add_market(&mut s, &format!("m{k:02}"));
        }
        Model::new(&s).unwrap_or_else(|problems| panic!("{problems:?}"))
    }

    /// A commodity that everybody makes, uses and buys from everybody, and what can go wrong with it.
    fn add_market(&self, s: &mut Scenario, commodity: &str) {
        let goods = Commodity {
            demand_elasticity: Amount::Fixed(-0.2),
            ..Commodity::default()
        };
        s.commodities.insert(commodity.into(), goods);
        let market = Market {
            lead_time: 1.0 / 12.0,
            commercial_cover: 2.0 / 12.0,
            restock_time: Some(0.25),
            stock_price_exponent: 0.4,
            price_memory: Some(0.25),
            ..Market::default()
        };
        s.markets.insert(commodity.into(), market);
        for place in 0..self.countries {
            self.add_country(s, commodity, place);
        }
        for n in 0..self.disruptions {
            let place = n / 2 % self.countries;
            let (kind, effect) = match n % 2 {
                0 => ("outage", outage(commodity, place)),
                _ => ("export_restriction", ban(commodity, place)),
            };
            let id = format!("{kind}.{commodity}-{n}");
            s.disruptions.insert(id, disruption(effect));
        }
        for n in 0..self.reserves {
            let reserve = reserve(commodity, n % self.countries);
            s.reserves.insert(format!("{commodity}-{n}"), reserve);
        }
    }

    /// A producer and the consumers of a commodity in a country.
    fn add_country(&self, s: &mut Scenario, commodity: &str, place: usize) {
        let id = format!("{commodity}-{}", country(place));
        let seller = Seller {
            country: country(place),
            capacity: Series::from(DEMAND * HEADROOM),
            ..Seller::default()
        };
        let commodity = commodity.to_string();
        for n in 0..self.consumers {
            let consumer = Consumer {
                country: country(place),
                commodity: commodity.clone(),
                demand: Series::from(DEMAND / self.consumers as f64),
                priority: 1 + n as u32 % 2,
                ..Consumer::default()
            };
            s.consumers.insert(format!("{id}-{n}"), consumer);
        }
        s.producers.insert(id, Producer { seller, commodity });
    }
}

fn country(place: usize) -> String {
    format!("c{place:02}")
}

fn outage(commodity: &str, place: usize) -> Effect {
    Effect::Outage {
        targets: vec![format!("producer.{commodity}-{}", country(place))],
        countries: Vec::new(),
        commodities: Vec::new(),
    }
}

fn ban(commodity: &str, place: usize) -> Effect {
    Effect::Restriction {
        measure: Measure::Ban,
        exporters: vec![country(place)],
        importers: vec!["all".into()],
        commodities: vec![(commodity.into(), 1.0)],
        limit: None,
    }
}

/// Eight months of half, once in twenty years.
fn disruption(effect: Effect) -> Disruption {
    Disruption {
        effect,
        arrival: Arrival::Poisson {
            per_year: Amount::Fixed(0.05),
            regime: Table::new(),
        },
        duration: Amount::Fixed(8.0 / 12.0),
        severity: Amount::Fixed(0.5),
        recovery: Amount::Fixed(0.0),
        notice: 0.0,
        hoard: 0.0,
        leak: None,
        after: None,
        initial: Initial::Up,
    }
}

/// Two months, bought back at a tenth a month.
fn reserve(commodity: &str, place: usize) -> Reserve {
    Reserve {
        commodity: commodity.into(),
        serves: vec![country(place)],
        capacity: Size::Cover(2.0 / 12.0),
        initial: None,
        max_release: None,
        release: Release::default(),
        refill: Some(Refill {
            rate: Rate {
                size: Size::Cover(0.2 / 12.0),
                times_per_year: 12.0,
            },
            below_price: Some(1.2),
            within: None,
        }),
        holding_cost: 0.0,
    }
}

/// Seconds of a run on one thread: sampling, stepping and keeping rows.
fn seconds(world: &World) -> f64 {
    let model = world.model();
    let options = Options {
        paths: world.paths as u64,
        threads: Some(1),
        ..Options::default()
    };
    let began = Instant::now();
    let mut best = f64::INFINITY;
    let mut runs = 0;
    while runs < 3 || began.elapsed() < PATIENCE {
        let run = run(&model, &options, &Silent).expect("it runs");
        best = best.min(run.seconds);
        runs += 1;
    }
    best
}

/// Slope of ln y on ln x by least squares: the power with which y grows.
fn exponent(points: &[(f64, f64)]) -> f64 {
    let logs = points.iter().map(|(x, y)| (x.ln(), y.ln()));
    let n = points.len() as f64;
    let (x, y) = logs
        .clone()
        .fold((0.0, 0.0), |(a, b), (x, y)| (a + x, b + y));
    let (x, y) = (x / n, y / n);
    let covariance: f64 = logs.clone().map(|(a, b)| (a - x) * (b - y)).sum();
    covariance / logs.map(|(a, _)| (a - x) * (a - x)).sum::<f64>()
}

fn main() {
    println!("{BASE:?}");
    for (name, set, values) in CURVES {
        println!("\n| {name} | ms a run | million path-steps/s |\n|---|---|---|");
        let points = values.map(|value| {
            let mut world = BASE;
            set(&mut world, value);
            let seconds = seconds(&world);
            let rate = (world.paths * world.steps) as f64 / seconds / 1e6;
            println!("| {value} | {:.1} | {rate:.3} |", seconds * 1e3);
            (value as f64, seconds)
        });
        let (all, end) = (exponent(&points), exponent(&points[3..]));
        println!("exponent {all:.2}, of the last two {end:.2}");
    }
}
