//! Every key of the format has an effect: changing it changes a result or a label.

mod disruptions;

use std::path::Path;

use lodestock::runner::{Options, Silent, run};
use lodestock::scenario::{Loaded, Overlay, load};
use lodestock::{Future, Observer, Readings, Simulation};

/// Everything that a planner could see of a scenario: labels, defaults and the rows of a few paths.
fn seen(loaded: &Loaded) -> String {
    let model = &loaded.model;
    let scenario = &loaded.scenario;
    let options = Options {
        paths: 24,
        seed: scenario.run.seed,
        draws: scenario.run.draws,
        tilt: scenario.run.tilt.clone(),
        ..Options::default()
    };
    let result = run(model, &options, &Silent).expect("it runs");
    let focus = model.focus();
    let mut text = format!("{focus:?} ");
    text += &format!(
        "{} {} {:?} {:?}\n",
        scenario.name, scenario.description, scenario.sources, scenario.run
    );
    text += &format!("{:?} {:?}\n", model.clock(), model.countries());
    text += &format!(
        "{:?}\n",
        model
            .commodities()
            .iter()
            .map(|c| &c.unit)
            .collect::<Vec<_>>()
    );
    for group in result.groups.groups() {
        text += &group.name;
    }
    for column in 0..result.table.columns() {
        text += &format!("{:?}\n", result.table.column(column));
    }
    let mut steps = Steps {
        consumers: model.consumers().len(),
        reserves: model.reserves().len(),
        text,
    };
    Simulation::<1>::new(model, &result.groups).run(&[Future::dated(model)], Some(&mut steps));
    steps.text
}

/// Writes down every reading of every step of the dated future.
struct Steps {
    consumers: usize,
    reserves: usize,
    text: String,
}

impl Observer for Steps {
    fn step(&mut self, readings: &dyn Readings) {
        for c in 0..self.consumers {
            self.text += &format!(
                "{:?} {:?} {:?}\n",
                readings.served(c),
                readings.price(c),
                readings.stock(c)
            );
        }
        for r in 0..self.reserves {
            self.text += &format!("{:?}\n", readings.level(r));
        }
    }
}

fn loaded(base: &str, overlays: &[Overlay]) -> Loaded {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(base);
    load(path, overlays).unwrap_or_else(|failure| panic!("{overlays:?}: {failure}"))
}

/// Asserts that each change, made alone, is seen. A change may come with others that it needs: those
/// stand after `with` and are made to the base too.
fn each_is_seen(base: &str, with: &[(&str, &str)], changes: &[(&str, &str)]) {
    let with: Vec<Overlay> = with
        .iter()
        .map(|(key, value)| Overlay::new(*key, *value))
        .collect();
    let before = seen(&loaded(base, &with));
    let mut idle = Vec::new();
    for (key, value) in changes {
        let mut overlays = with.clone();
        overlays.push(Overlay::new(*key, *value));
        if seen(&loaded(base, &overlays)) == before {
            idle.push(format!("{key} = {value}"));
        }
    }
    assert!(idle.is_empty(), "of {base}, without effect: {idle:#?}");
}

const FORMAT: &str = "format.toml";
const WEEKLY: &str = "cases/everything-weekly.toml";
const CORNERS: &str = "cases/corners.toml";

#[test]
fn scenario_time_and_run() {
    each_is_seen(
        FORMAT,
        &[],
        &[
            ("scenario.name", "\"other\""),
            ("scenario.focus", "[\"japan\"]"),
            ("scenario.description", "\"other\""),
            ("scenario.sources", "[\"USGS26-GA\"]"),
            ("time.start", "\"2027-02\""),
            ("time.step", "\"quarter\""),
            ("time.horizon", "\"9 years\""),
            ("run.paths", "99"),
            ("run.seed", "1"),
            ("run.warm_up", "\"2 years\""),
            ("run.discount_rate", "0.05"),
            ("run.draws", "\"antithetic\""),
            ("run.tilt", "{ \"price_slump.dumping\" = 4 }"),
            (
                "run.precision",
                "{ metric = \"total.shortfall\", relative = 0.1, confidence = 0.9, max_paths = 9000 }",
            ),
            ("country.us.name", "\"America\""),
            ("commodity.gallium.unit", "\"t\""),
            ("commodity.gallium.price", "600"),
            ("commodity.gallium.demand_elasticity", "-0.3"),
            ("commodity.gallium.price_cap", "1.5"),
        ],
    );
    each_is_seen(
        FORMAT,
        &[("run.baseline", "\"given\"")],
        &[("producer.rest.capacity", "20_000")],
    );
}

#[test]
fn sellers() {
    each_is_seen(
        WEEKLY,
        &[],
        &[
            ("producer.alpha-mine.capacity", "31_000"),
            ("producer.gamma-scrap.supply_elasticity", "0.1"),
            ("producer.gamma-scrap.stretch", "1.01"),
            ("producer.alpha-small.cost", "200"),
            ("producer.alpha-small.patience", "\"30 weeks\""),
            (
                "producer.beta-trace.by_product_of",
                "\"processor.alpha-smelter\"",
            ),
            ("processor.beta-smelter.recovery", "0.95"),
            ("processor.beta-smelter.capacity", "41_000"),
            ("processor.beta-smelter.priority", "3"),
        ],
    );
    each_is_seen(
        CORNERS,
        &[],
        &[
            ("producer.a-north.output_weight", "2"),
            ("processor.c-works.output_weight", "0.5"),
        ],
    );
    // Where the small mine is needed, it matters when it reopens.
    let needed = [
        ("producer.alpha-mine.capacity", "15_000"),
        ("run.baseline", "\"given\""),
    ];
    each_is_seen(
        WEEKLY,
        &needed,
        &[("producer.alpha-small.restart", "\"4 weeks\"")],
    );
    let outage = [(
        "outage.tin",
        "{ targets = [\"producer.rest\"], arrival = { mean_up = \"2 years\" }, duration = \"5 months\" }",
    )];
    each_is_seen(
        FORMAT,
        &outage,
        &[
            ("producer.rest.count", "2"),
            ("outage.tin.targets", "[\"producer.china-alumina\"]"),
            ("outage.tin.arrival", "{ mean_up = \"1 year\" }"),
            ("outage.tin.severity", "0.5"),
            ("outage.tin.recovery", "\"9 months\""),
        ],
    );
}

#[test]
fn consumers() {
    each_is_seen(
        CORNERS,
        &[],
        &[
            ("consumer.c-cars.demand", "21_000"),
            (
                "consumer.c-cars.demand",
                "{ file = \"demand.csv\", column = \"cars\" }",
            ),
            ("consumer.c-cars.profile", "1.01"),
            ("consumer.c-cars.growth", "-0.01"),
            ("consumer.c-cars.priority", "1"),
            ("consumer.c-cars.demand_elasticity", "-0.4"),
            ("consumer.c-cars.value_at_risk", "1000"),
            ("consumer.c-cars.sector", "\"cars\""),
            (
                "consumer.c-cars.noise",
                "{ volatility = 0.1, persistence = 0.5 }",
            ),
            (
                "consumer.c-cars.seasonality",
                "[1, 1, 1, 1, 1, 0.9, 1, 1, 1, 1, 1, 1]",
            ),
            ("consumer.c-cars.defer", "0.1"),
            (
                "consumer.c-cars.substitution",
                "{ rate = 0.1, limit = 0.25 }",
            ),
            ("consumer.c-cars.substitution.limit", "0.1"),
        ],
    );
    let column = [(
        "consumer.c-cars.demand",
        "{ file = \"demand.csv\", column = \"cars\" }",
    )];
    each_is_seen(
        CORNERS,
        &column,
        &[("consumer.c-cars.demand.column", "\"lamps\"")],
    );
    let noisy = [(
        "consumer.c-cars.noise",
        "{ volatility = 0.1, persistence = 0.5 }",
    )];
    each_is_seen(
        CORNERS,
        &noisy,
        &[
            ("consumer.c-cars.noise.volatility", "0.2"),
            ("consumer.c-cars.noise.persistence", "0.8"),
            (
                "consumer.c-cars.demand",
                "{ triangular = { low = 19_000, mode = 20_000, high = 22_000 } }",
            ),
        ],
    );
}

#[test]
fn markets_and_contracts() {
    each_is_seen(
        WEEKLY,
        &[],
        &[
            ("market.metal.imports.delta", "{ alpha = 0.5, beta = 0.5 }"),
            ("market.metal.lead_time", "\"4 weeks\""),
            ("market.metal.leads.delta.alpha", "\"9 weeks\""),
            ("market.metal.commercial_cover", "\"7 weeks\""),
            ("market.metal.restock_time", "\"9 weeks\""),
            ("market.metal.reroute_per_month", "0.2"),
            (
                "market.metal.reroute_per_month",
                "{ uniform = { low = 0.05, high = 0.2 } }",
            ),
            ("market.metal.price_pull", "0.1"),
            ("market.metal.stock_price_exponent", "0.5"),
            ("market.metal.price_memory", "\"20 weeks\""),
            ("market.metal.trade_elasticity", "2"),
            ("market.metal.access.gamma", "{ beta = 0.15 }"),
            ("market.ore.domestic_priority", "[]"),
            ("offtake.gamma-beta.quantity", "1_000"),
            ("corridor.rail.capacity", "12_000"),
            (
                "corridor.rail.lanes",
                "[{ commodity = \"metal\", from = [\"alpha\"], to = [\"delta\"] }]",
            ),
            ("project.beta-expansion.capacity", "20_000"),
            ("project.beta-expansion.start", "\"2027-09\""),
            ("project.beta-expansion.delay", "\"40 weeks\""),
            (
                "project.beta-expansion.delay",
                "{ exponential = { mean = \"40 weeks\" } }",
            ),
            ("project.beta-expansion.probability", "0.3"),
            ("project.beta-expansion.ramp", "\"60 weeks\""),
            (
                "project.beta-expansion.adds_to",
                "\"processor.alpha-smelter\"",
            ),
        ],
    );
}

#[test]
fn reserves_and_funds() {
    each_is_seen(
        WEEKLY,
        &[],
        &[
            ("bloc.club.members", "[\"delta\", \"gamma\"]"),
            ("reserve.club.serves", "[\"gamma\"]"),
            ("reserve.club.capacity", "\"61 days\""),
            ("reserve.club.initial", "\"40 days\""),
            ("reserve.club.max_release", "\"0.001 days per month\""),
            ("reserve.club.release.trigger_fill", "0.99"),
            ("reserve.club.release.delay", "\"6 weeks\""),
            (
                "reserve.club.release.rule",
                "{ spread = { over = \"9000 weeks\" } }",
            ),
            ("reserve.club.refill.rate", "\"1 days per month\""),
            ("reserve.club.refill.below_price", "0.5"),
            ("reserve.club.refill.within", "\"1 week\""),
            ("reserve.club.holding_cost", "0.05"),
            ("fund.purse", "{ budget = 1_000, reserves = [\"club\"] }"),
        ],
    );
    each_is_seen(
        CORNERS,
        &[],
        &[
            (
                "reserve.first.release.rule",
                "{ hold = { for_priority = 2, quantity = 600 } }",
            ),
            (
                "reserve.first.release.rule",
                "{ hold = { for_priority = 1, quantity = 900 } }",
            ),
            (
                "reserve.second.release.rule",
                "{ spread = { over = \"5 months\" } }",
            ),
        ],
    );
    let fund = [(
        "fund.purse",
        "{ budget = 1_000_000, reserves = [\"club\"] }",
    )];
    each_is_seen(
        WEEKLY,
        &fund,
        &[
            ("fund.purse.budget", "1_000"),
            ("fund.purse.reserves", "[\"gamma-trace\"]"),
        ],
    );
}
