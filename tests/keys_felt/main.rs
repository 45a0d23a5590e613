//! Keys that `tests/keys.rs` leaves out, and a stricter eye: only numbers that paths leave count here, no
//! label and no setting that is merely read back.

mod events;
mod goods;
mod laws;

use lodestock::runner::{Options, Run, Silent, run};
use lodestock::scenario::{InMemory, Loaded, Overlay, load_str};
use lodestock::{Future, Observer, Readings, Simulation};

const FORMAT: &str = include_str!("../data/format.toml");
const WEEKLY: &str = include_str!("../data/cases/everything-weekly.toml");
const CORNERS: &str = include_str!("../data/cases/corners.toml");

/// Two users of one metal, each with a mine of their own, and a third country that can sell.
const PAIR: &str = r#"
[time]
start = "2027-01"
step = "month"
horizon = "6 years"
[country.a]
[country.b]
[country.c]
[commodity.ore]
unit = "t"
price = 100
[commodity.metal]
unit = "t"
price = 1000
demand_elasticity = -0.3
[commodity.other]
unit = "t"
[producer.ore-a]
country = "a"
commodity = "ore"
capacity = 700
[producer.ore-b]
country = "b"
commodity = "ore"
capacity = 900
[producer.other]
country = "b"
commodity = "other"
capacity = 900
[producer.scrap]
country = "b"
commodity = "metal"
capacity = 300
[processor.works]
country = "b"
input = "ore"
output = "metal"
capacity = 1500
[consumer.one]
country = "a"
commodity = "metal"
demand = 500
[consumer.two]
country = "c"
commodity = "metal"
demand = 500
[consumer.paint]
country = "c"
commodity = "ore"
demand = 100
[consumer.other]
country = "c"
commodity = "other"
demand = 500
[market.ore]
lead_time = "2 months"
commercial_cover = "1 month"
[market.metal]
lead_time = "1 month"
commercial_cover = "1 month"
stock_price_exponent = 0.3
[outage.ore]
targets = ["producer.ore-a"]
arrival = { date = "2028-01" }
duration = "12 months"
severity = 0.9
[outage.works]
targets = ["processor.works"]
arrival = { date = "2029-06" }
duration = "6 months"
severity = 0.8
"#;

fn files() -> InMemory {
    let rows = |name: &str, factor: f64| {
        let rows = (0..80).map(|row| {
            format!(
                "{row},{},{}\n",
                factor * f64::from(500 + row),
                factor * 490.0
            )
        });
        format!("step,{name},flat\n{}", rows.collect::<String>())
    };
    InMemory::new()
        .with("year.csv", &rows("rising", 1.0))
        .with("more.csv", &rows("rising", 1.01))
        .with("factor.csv", &rows("rising", 0.001))
        .with("half.csv", &rows("rising", 0.0005))
}

fn loaded(base: &str, changes: &[(&str, &str)]) -> Loaded {
    let overlays: Vec<_> = changes
        .iter()
        .map(|(key, value)| Overlay::new(*key, *value))
        .collect();
    load_str("base", base, &overlays, &files())
        .unwrap_or_else(|failure| panic!("{changes:?}: {failure}"))
}

fn sampled(loaded: &Loaded) -> Run {
    let options = Options {
        paths: 48,
        seed: 5,
        ..Options::default()
    };
    run(&loaded.model, &options, &Silent).expect("it runs")
}

/// Readings of the dated future.
struct Steps(usize, usize, Vec<f64>);

impl Observer for Steps {
    fn step(&mut self, r: &dyn Readings) {
        for c in 0..self.0 {
            self.2
                .extend([r.demand(c)[0], r.served(c)[0], r.price(c)[0], r.stock(c)[0]]);
        }
        self.2
            .extend((0..self.1).map(|reserve| r.level(reserve)[0]));
    }
}

/// Every number that paths of a scenario leave: rows of sampled ones, steps of the dated one.
fn felt(loaded: &Loaded) -> Vec<u64> {
    let model = &loaded.model;
    let result = sampled(loaded);
    let mut steps = Steps(model.consumers().len(), model.reserves().len(), Vec::new());
    Simulation::<1>::new(model, &result.groups).run(&[Future::dated(model)], Some(&mut steps));
    let rows = (0..result.table.columns()).flat_map(|column| result.table.column(column));
    rows.chain(steps.2).map(f64::to_bits).collect()
}

/// Asserts that each change, made alone after `with`, moves a number.
fn each_is_felt(base: &str, with: &[(&str, &str)], changes: &[(&str, &str)]) {
    let before = felt(&loaded(base, with));
    let mut idle = Vec::new();
    for change in changes {
        let all: Vec<_> = with.iter().chain([change]).copied().collect();
        if felt(&loaded(base, &all)) == before {
            idle.push(format!("{} = {}", change.0, change.1));
        }
    }
    assert!(idle.is_empty(), "without effect after {with:?}: {idle:#?}");
}
