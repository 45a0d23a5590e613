//! Time, places, goods, sellers and what moves them.

use crate::{CORNERS, FORMAT, PAIR, WEEKLY, each_is_felt, felt, files, loaded};
use lodestock::runner::{Options, Silent, run};
use lodestock::scenario::{Overlay, load_str};

#[test]
fn time_and_warm_up() {
    let changes = [
        ("time.start", "\"2028-02\""),
        ("time.step", "\"quarter\""),
        ("time.horizon", "\"5 years\""),
    ];
    each_is_felt(WEEKLY, &[], &[("time.start", "\"2027-01\"")]);
    each_is_felt(FORMAT, &[], &changes);
    // A chain of failures has time to settle before what is counted.
    let outage = "{ targets = [\"producer.scrap\"], arrival = { mean_up = \"1 year\" }, duration = \"3 months\" }";
    each_is_felt(
        PAIR,
        &[("outage.more", outage)],
        &[("run.warm_up", "\"3 years\"")],
    );
    each_is_felt(FORMAT, &[], &[("commodity.gallium.price_cap", "1.5")]);
}

#[test]
fn baseline() {
    let scarce = [
        ("producer.scrap.capacity", "1"),
        ("processor.works.capacity", "900"),
    ];
    let overlays = scarce.map(|(key, value)| Overlay::new(key, value));
    let refused =
        load_str("base", PAIR, &overlays, &files()).expect_err("what is needed is not there");
    assert!(
        refused.to_string().contains("does not balance"),
        "{refused}"
    );
    let given: Vec<_> = scarce
        .into_iter()
        .chain([("run.baseline", "\"given\"")])
        .collect();
    assert_ne!(felt(&loaded(PAIR, &given)), felt(&loaded(PAIR, &[])));
}

#[test]
fn places_and_goods() {
    each_is_felt(
        PAIR,
        &[],
        &[
            ("producer.ore-b.country", "\"a\""),
            ("processor.works.country", "\"a\""),
            ("consumer.two.country", "\"b\""),
            ("consumer.paint.commodity", "\"other\""),
        ],
    );
    // The mine makes ore instead of what nobody then needs; the works take another input, make another output.
    let unused = [
        ("consumer.other.commodity", "\"metal\""),
        ("consumer.other.demand", "1"),
    ];
    each_is_felt(
        PAIR,
        &unused,
        &[
            ("producer.other.commodity", "\"ore\""),
            ("processor.works.input", "\"other\""),
        ],
    );
    let second = [("producer.scrap.capacity", "1200")];
    each_is_felt(PAIR, &second, &[("processor.works.output", "\"other\"")]);
    let reserve = [(
        "reserve.stock",
        "{ commodity = \"metal\", serves = [\"c\"], capacity = 60 }",
    )];
    each_is_felt(PAIR, &reserve, &[("reserve.stock.commodity", "\"ore\"")]);
}

#[test]
fn processors_as_sellers() {
    each_is_felt(
        PAIR,
        &[
            ("processor.works.stretch", "1.3"),
            ("processor.works.supply_elasticity", "0.5"),
            ("consumer.paint.country", "\"b\""),
        ],
        &[
            ("processor.works.stretch", "1.0"),
            ("processor.works.supply_elasticity", "0.01"),
            ("processor.works.by_product_of", "\"producer.ore-a\""),
            ("processor.works.output_weight", "10"),
            ("processor.works.count", "2"),
            ("processor.works.priority", "1"),
            ("processor.works.cost", "1500"),
        ],
    );
    let slump = "{ commodities = [\"metal\"], arrival = { date = \"2027-06\" }, duration = \"15 months\", severity = 0.6 }";
    each_is_felt(
        PAIR,
        &[("price_slump.low", slump), ("processor.works.cost", "700")],
        &[
            ("processor.works.cost", "100"),
            ("processor.works.patience", "\"2 months\""),
            ("processor.works.restart", "\"1 month\""),
        ],
    );
}

#[test]
fn schedules_and_columns() {
    let column = "{ file = \"year.csv\", column = \"rising\", per = \"year\" }";
    each_is_felt(
        PAIR,
        &[
            ("producer.scrap.capacity", column),
            ("run.baseline", "\"given\""),
        ],
        &[
            ("producer.scrap.capacity.file", "\"more.csv\""),
            ("producer.scrap.capacity.column", "\"flat\""),
            ("producer.scrap.capacity.per", "\"month\""),
        ],
    );
    let column = "{ file = \"factor.csv\", column = \"rising\" }";
    each_is_felt(
        PAIR,
        &[("consumer.two.profile", column)],
        &[
            ("consumer.two.profile.file", "\"half.csv\""),
            ("consumer.two.profile.column", "\"flat\""),
        ],
    );
    let schedule = "[{ value = 500 }, { from = \"2029-01\", value = 600 }]";
    each_is_felt(
        PAIR,
        &[("consumer.two.demand", schedule)],
        &[
            (
                "consumer.two.demand",
                "[{ value = 500 }, { from = \"2029-02\", value = 600 }]",
            ),
            (
                "consumer.two.demand",
                "[{ value = 500 }, { from = \"2029-01\", value = 610 }]",
            ),
        ],
    );
    each_is_felt(
        CORNERS,
        &[],
        &[("consumer.c-cars.substitution.rate", "0.1")],
    );
}

#[test]
fn contracts_and_corridors() {
    let offtake = "{ seller = \"b\", buyer = \"c\", commodity = \"metal\", quantity = 90 }";
    each_is_felt(
        PAIR,
        &[("offtake.deal", offtake)],
        &[
            ("offtake.deal.buyer", "\"a\""),
            ("offtake.deal.commodity", "\"other\""),
            ("offtake.deal.quantity", "400"),
        ],
    );
    each_is_felt(
        WEEKLY,
        &[("offtake.gamma-beta.quantity", "1_000")],
        &[("offtake.gamma-beta.seller", "\"alpha\"")],
    );
    let lanes = |from: &str, to: &str, what: &str| {
        format!("[{{ commodity = \"{what}\", from = [\"{from}\"], to = [\"{to}\"] }}]")
    };
    let corridor = format!("{{ capacity = 510, lanes = {} }}", lanes("b", "c", "metal"));
    let (from, to, what) = (
        lanes("a", "c", "metal"),
        lanes("b", "a", "metal"),
        lanes("b", "c", "ore"),
    );
    let strike = "{ targets = [\"corridor.rail\"], arrival = { date = \"2028-03\" }, duration = \"5 months\", severity = 0.8 }";
    each_is_felt(
        PAIR,
        &[("corridor.rail", &corridor), ("outage.rail", strike)],
        &[
            ("corridor.rail.lanes", &from),
            ("corridor.rail.lanes", &to),
            ("corridor.rail.lanes", &what),
            ("corridor.rail.capacity", "300"),
            (
                "project.track",
                "{ adds_to = \"corridor.rail\", capacity = 500, start = \"2027-06\" }",
            ),
        ],
    );
}

/// Keys of `run` are for whoever runs it: here, when to stop.
#[test]
fn precision() {
    let rows = |changes: &[(&str, &str)]| {
        let rule = "{ metric = \"total.shortfall\", relative = 0.02, max_paths = 9000 }";
        let mut all = vec![
            ("outage.works.arrival", "{ mean_up = \"2 years\" }"),
            ("run.precision", rule),
        ];
        all.extend(changes);
        let loaded = loaded(PAIR, &all);
        let precision = loaded.scenario.run.precision.clone();
        let options = Options {
            precision,
            ..Options::default()
        };
        run(&loaded.model, &options, &Silent).unwrap().table.rows()
    };
    let base = rows(&[]);
    assert!(base > 1 && base < 9000, "{base} rows");
    assert!(rows(&[("run.precision.relative", "0.001")]) > base);
    assert!(rows(&[("run.precision.confidence", "0.999999")]) > base);
    assert_eq!(rows(&[("run.precision.max_paths", "300")]), 300);
    assert_ne!(rows(&[("run.precision.metric", "\"paint.unmet\"")]), base);
}
