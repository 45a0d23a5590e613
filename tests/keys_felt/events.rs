//! When disruptions come and what stays of them.

use crate::{PAIR, WEEKLY, each_is_felt};

#[test]
fn what_stays_after_closures_surges_outages_and_slumps() {
    let closure = "{ market = \"metal\", lanes = [{ from = [\"b\"], to = [\"c\"] }], arrival = { date = \"2028-06\" }, duration = \"6 months\", notice = \"1 month\", hoard = \"1 month\", leak = { share = 0.2, delay = \"1 month\" } }";
    each_is_felt(
        PAIR,
        &[("route_closure.strait", closure)],
        &[
            ("route_closure.strait.arrival", "{ date = \"2028-09\" }"),
            ("route_closure.strait.duration", "\"8 months\""),
            ("route_closure.strait.severity", "0.5"),
            ("route_closure.strait.recovery", "\"6 months\""),
            ("route_closure.strait.notice", "\"4 months\""),
            ("route_closure.strait.hoard", "\"4 months\""),
            ("route_closure.strait.leak.share", "0.9"),
            ("route_closure.strait.leak.delay", "\"4 months\""),
            (
                "route_closure.strait.after",
                "{ severity = 0.5, duration = \"18 months\" }",
            ),
        ],
    );
    each_is_felt(
        WEEKLY,
        &[],
        &[
            (
                "demand_surge.mobilisation.arrival",
                "{ date = \"2028-06\" }",
            ),
            ("demand_surge.mobilisation.duration", "\"50 weeks\""),
            ("demand_surge.mobilisation.recovery", "\"30 weeks\""),
            (
                "demand_surge.mobilisation.after",
                "{ severity = 0.5, duration = \"80 weeks\" }",
            ),
            (
                "outage.alpha-mine.after",
                "{ severity = 0.5, duration = \"40 weeks\" }",
            ),
            ("price_slump.dumping.arrival", "{ date = \"2027-09\" }"),
            ("price_slump.dumping.duration", "\"50 weeks\""),
            ("price_slump.dumping.recovery", "\"40 weeks\""),
            (
                "price_slump.dumping.after",
                "{ severity = 0.34, duration = \"90 weeks\" }",
            ),
            ("export_restriction.tariff.recovery", "\"20 weeks\""),
        ],
    );
}

/// Each kind of unit can start in its long-run state.
#[test]
fn a_stationary_start() {
    let unit = |what: &str| {
        format!(
            "{{ {what}, arrival = {{ mean_up = \"2 years\" }}, duration = {{ exponential = {{ mean = \"1 year\" }} }} }}"
        )
    };
    for (key, what) in [
        (
            "export_restriction.unit",
            "exporter = \"b\", importers = \"all\", commodities = [\"metal\"]",
        ),
        ("outage.unit", "targets = [\"producer.scrap\"]"),
        (
            "route_closure.unit",
            "market = \"metal\", lanes = [{ from = [\"b\"], to = [\"c\"] }]",
        ),
        ("demand_surge.unit", "consumers = [\"one\"]"),
        ("price_slump.unit", "commodities = [\"metal\"]"),
    ] {
        let initial = format!("{key}.initial");
        let cost = [("producer.scrap.cost", "700"), (key, &unit(what))];
        each_is_felt(PAIR, &cost, &[(&initial, "\"stationary\"")]);
    }
}

#[test]
fn arrivals() {
    let change = "outage.ore.arrival";
    for (from, to) in [
        ("{ date = \"2028-01\" }", "{ date = \"2028-01-20\" }"),
        ("{ within_horizon = 0.4 }", "{ within_horizon = 0.8 }"),
        ("{ mean_up = \"2 years\" }", "{ mean_up = \"3 years\" }"),
        (
            "{ poisson = { per_year = 0.3 } }",
            "{ poisson = { per_year = 0.5 } }",
        ),
        (
            "{ poisson = { per_year = 0.3 } }",
            "{ poisson = { per_year = { uniform = { low = 0.2, high = 0.4 } } } }",
        ),
        (
            "{ after = { disruption = \"works\" } }",
            "{ after = { disruption = \"works\", probability = 0.5 } }",
        ),
        (
            "{ after = { disruption = \"works\" } }",
            "{ after = { disruption = \"works\", delay = \"2 months\" } }",
        ),
        (
            "{ after = { disruption = \"works\" } }",
            "{ after = { disruption = \"outage.third\" } }",
        ),
    ] {
        let third = "{ targets = [\"producer.scrap\"], arrival = { date = \"2027-05\" }, duration = \"1 month\" }";
        each_is_felt(
            PAIR,
            &[("outage.third", third), (change, from)],
            &[(change, to)],
        );
    }
    // What a state multiplies depends on which states there are.
    let poisson = "{ poisson = { per_year = 0.5, regime = { tense = 3 } } }";
    let regime =
        "{ states = [\"calm\", \"tense\"], start = \"calm\", switch = { calm = { tense = 0.5 } } }";
    each_is_felt(
        PAIR,
        &[("regime", regime), (change, poisson)],
        &[
            ("regime.start", "\"tense\""),
            (
                "regime.switch",
                "{ calm = { tense = 2 }, tense = { calm = 1 } }",
            ),
            ("outage.ore.arrival.poisson.regime", "{ tense = 1 }"),
        ],
    );
    // A third state changes how long the others last in the long run.
    let regime = "{ states = [\"calm\", \"tense\", \"war\"], start = \"war\", switch = {} }";
    let poisson = "{ poisson = { per_year = 0.5, regime = { war = 3, tense = 0 } } }";
    each_is_felt(
        PAIR,
        &[("regime", regime), (change, poisson)],
        &[
            ("regime.start", "\"tense\""),
            ("regime.switch", "{ war = { calm = 2 } }"),
        ],
    );
}
