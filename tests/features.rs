//! Every feature that the dated cases fire is felt in one of them: without it, a reading changes.
//!
//! A case may name a feature that does not bite in it; such a one is left out there and felt elsewhere.

use std::path::{Path, PathBuf};

use lodestock::scenario::{Folder, load_str};
use lodestock::{Future, Groups, Model, Observer, Readings, Simulation};

/// Change of a reading that counts, relative to the larger of the value and a thousandth of demand:
/// a thousand times what the cases are reproduced to.
const FELT: f64 = 1e-6;

/// A feature, and what of the case's text is replaced by what, to do without it.
type Feature<'t> = (&'t str, &'t [(&'t str, &'t str)]);

/// Every reading of every step, with its scale.
#[derive(Default)]
struct Trace {
    consumers: usize,
    reserves: usize,
    values: Vec<(f64, f64)>,
}

impl Observer for Trace {
    fn step(&mut self, r: &dyn Readings) {
        for c in 0..self.consumers {
            let scale = r.demand(c)[0] / 1000.0;
            let of_consumer = [r.demand(c)[0], r.served(c)[0], r.price(c)[0], r.stock(c)[0]];
            self.values.extend(of_consumer.map(|value| (value, scale)));
        }
        for reserve in 0..self.reserves {
            self.values.push((r.level(reserve)[0], 1e-3));
        }
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases")
}

/// The dated future of a case as this text tells it.
fn dated(name: &str, text: &str) -> Vec<(f64, f64)> {
    let loaded = load_str(name, text, &[], &Folder::new(folder()));
    let model: Model = loaded.unwrap_or_else(|failure| panic!("{failure}")).model;
    let groups = Groups::all(&model);
    let mut trace = Trace {
        consumers: model.consumers().len(),
        reserves: model.reserves().len(),
        values: Vec::new(),
    };
    Simulation::<1>::new(&model, &groups).run(&[Future::dated(&model)], Some(&mut trace));
    trace.values
}

/// Asserts that a case differs without each of its features.
fn felt(case: &str, features: &[Feature<'_>]) {
    let text = std::fs::read_to_string(folder().join(format!("{case}.toml"))).unwrap();
    let with = dated(case, &text);
    let mut idle = Vec::new();
    for (feature, changes) in features {
        let mut changed = text.clone();
        for (from, to) in *changes {
            assert!(
                changed.contains(from),
                "{case}, {feature}: there is no {from}"
            );
            changed = changed.replace(from, to);
        }
        let without = dated(case, &changed);
        assert_eq!(with.len(), without.len(), "{case}, {feature}");
        let differs = with
            .iter()
            .zip(&without)
            .any(|((a, scale), (b, _))| (a - b).abs() > FELT * a.abs().max(b.abs()).max(*scale));
        if !differs {
            idle.push(*feature);
        }
    }
    assert!(idle.is_empty(), "{case} is the same without {idle:#?}");
}

#[test]
fn cobalt() {
    felt(
        "cobalt-ban-and-quota",
        &[
            (
                "losses between two stages",
                &[("recovery=0.95", "recovery=1.0")],
            ),
            (
                "leads",
                &[("lead_time=\"2 months\"", "lead_time=\"0 months\"")],
            ),
            (
                "commercial stock",
                &[(
                    "commercial_cover=\"3 months\"",
                    "commercial_cover=\"0 months\"",
                )],
            ),
            ("ban", &[("severity=1.0", "severity=0.0")]),
            ("quota", &[("severity=0.56", "severity=0.0")]),
            ("refill", &[("refill={rate=600,below_price=1.2}", "")]),
        ],
    );
}

#[test]
fn gallium() {
    felt(
        "gallium-licence",
        &[
            ("licence", &[("severity = 0.85", "severity = 0")]),
            ("recovery", &[("recovery = \"6 months\"", "")]),
            ("tariff", &[("severity = 0.25", "severity = 0")]),
            ("offtake", &[("quantity = 5_000", "quantity = 0")]),
            ("growth", &[("growth = 0.06", "")]),
            ("plant outage", &[("severity = 0.5\n", "severity = 0\n")]),
            ("bloc", &[("serves = [\"zone\"]", "serves = [\"us\"]")]),
            ("hold", &[("quantity = \"10 days\"", "quantity = 0")]),
            ("trigger", &[("trigger_fill = 0.95", "trigger_fill = 1.0")]),
            ("delay of release", &[("delay = \"1 month\", ", "")]),
            ("price pull", &[("price_pull = 1.0", "price_pull = 0.0")]),
            ("price from stock", &[("stock_price_exponent = 0.3", "")]),
        ],
    );
}

#[test]
fn weekly_events() {
    felt(
        "everything-weekly",
        &[
            (
                "licence",
                &[("severity = 0.9\nrecovery", "severity = 0\nrecovery")],
            ),
            ("notice", &[("notice = \"4 weeks\"", "")]),
            ("hoard", &[("hoard = \"4 weeks\"", "")]),
            ("leak", &[("leak = { share = 0.4", "leak = { share = 0.0")]),
            (
                "after-phase",
                &[("after = { severity = 0.25", "after = { severity = 0.0")],
            ),
            ("tariff", &[("severity = 0.2\n", "severity = 0\n")]),
            (
                "quota",
                &[("\"30 weeks\"\nseverity = 0.5", "\"30 weeks\"\nseverity = 0")],
            ),
            (
                "corridor outage",
                &[("\"9 weeks\"\nseverity = 0.5", "\"9 weeks\"\nseverity = 0")],
            ),
            (
                "country outage",
                &[("severity = 0.4\nrecovery", "severity = 0\nrecovery")],
            ),
            ("recovery of an outage", &[("recovery = \"10 weeks\"", "")]),
            ("plant outage", &[("severity = 0.6", "severity = 0")]),
            ("route closure", &[("severity = 0.7", "severity = 0")]),
            ("surge", &[("severity = 1.5", "severity = 0")]),
            ("price slump", &[("severity = 0.35", "severity = 0")]),
            ("price floor", &[("level = 340", "level = 0")]),
        ],
    );
}

#[test]
fn weekly_parts() {
    felt(
        "everything-weekly",
        &[
            (
                "schedule of capacity",
                &[(", { from = \"2028-06\", value = 26_000 }", "")],
            ),
            (
                "schedule of demand",
                &[(", { from = \"2028-09\", value = 14_000 }", "")],
            ),
            (
                "season",
                &[("seasonality = [1.1, 1.1", "seasonality = [1.0, 1.1")],
            ),
            ("growth", &[("growth = 0.05", "")]),
            ("supply elasticity", &[("supply_elasticity = 0.4", "")]),
            ("stretch", &[("stretch = 1.5", "stretch = 1.01")]),
            (
                "cost",
                &[(
                    "cost = 330\npatience = \"10 weeks\"\nrestart = \"20 weeks\"\n",
                    "",
                )],
            ),
            (
                "lead of one lane",
                &[("leads.delta.alpha = \"7 weeks\"", "")],
            ),
            (
                "domestic priority",
                &[("domestic_priority = [\"alpha\"]", "")],
            ),
            ("access", &[("access.gamma = { beta = 0.19 }", "")]),
            (
                "corridor",
                &[("capacity = 15_000", "capacity = 15_000_000")],
            ),
            ("project", &[("capacity = 10_000\n", "capacity = 0\n")]),
            ("ramp", &[("ramp = \"26 weeks\"", "")]),
            ("trigger", &[("trigger_fill = 0.96", "trigger_fill = 1.0")]),
            ("delay of release", &[("delay = \"2 weeks\", ", "")]),
            ("initial level", &[("initial = \"50 days\"", "")]),
            ("bloc", &[("serves = [\"club\"]", "serves = [\"delta\"]")]),
        ],
    );
}

#[test]
fn corners() {
    felt(
        "corners",
        &[
            (
                "output weights",
                &[("output_weight = 3\n", ""), ("output_weight = 1\n", "")],
            ),
            (
                "by-product",
                &[("by_product_of = \"producer.a-south\"", "")],
            ),
            ("priority of a processor", &[("priority = 3\n", "")]),
            (
                "priority of a consumer",
                &[("priority = 1\ndemand", "demand")],
            ),
            ("deferral", &[("defer = 0.3", "")]),
            (
                "substitution",
                &[("substitution = { rate = 0.3, limit = 0.25 }", "")],
            ),
            ("profile", &[(", { from = \"2029-01\", value = 1.15 }", "")]),
            (
                "corridor",
                &[("capacity = 75_000", "capacity = 75_000_000")],
            ),
            (
                "corridor's second commodity",
                &[(
                    ", { commodity = \"side\", from = [\"a\"], to = [\"c\"] }",
                    "",
                )],
            ),
            (
                "hold",
                &[(
                    "rule = { hold = { for_priority = 1, quantity = 600 } }",
                    "rule = \"cover\"",
                )],
            ),
            ("delay of release", &[("delay = \"2 months\", ", "")]),
            (
                "spread",
                &[(
                    "rule = { spread = { over = \"14 months\" } }",
                    "rule = \"cover\"",
                )],
            ),
            ("limit of release", &[("max_release = 6_000\n", "")]),
            (
                "second reserve",
                &[(
                    "capacity = \"45 days\"\ninitial = \"30 days\"",
                    "capacity = 0",
                )],
            ),
            ("price limit of refill", &[(", below_price = 1.05", "")]),
            ("limit of a quota", &[("limit = 17_000\n", "")]),
            (
                "ban",
                &[(
                    "recovery = \"4 months\"\n",
                    "severity = 0\nrecovery = \"4 months\"\n",
                )],
            ),
            ("larger hoard of two", &[("hoard = \"2 months\"", "")]),
            (
                "licence",
                &[("\"5 months\"\nseverity = 0.5", "\"5 months\"\nseverity = 0")],
            ),
            ("plant outage", &[("severity = 0.9", "severity = 0")]),
            ("corridor outage", &[("severity = 0.6", "severity = 0")]),
        ],
    );
}
