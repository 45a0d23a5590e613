//! Keys of disruptions and regimes.

use super::{FORMAT, WEEKLY, each_is_seen};

#[test]
fn dated_disruptions() {
    each_is_seen(
        WEEKLY,
        &[],
        &[
            ("export_restriction.licence.measure", "\"quota\""),
            ("export_restriction.licence.exporter", "\"beta\""),
            ("export_restriction.licence.importers", "[\"gamma\"]"),
            ("export_restriction.licence.commodities", "{ metal = 0.5 }"),
            (
                "export_restriction.licence.arrival",
                "{ date = \"2028-03\" }",
            ),
            ("export_restriction.licence.duration", "\"30 weeks\""),
            ("export_restriction.licence.severity", "0.7"),
            ("export_restriction.licence.recovery", "\"12 weeks\""),
            ("export_restriction.licence.notice", "\"9 weeks\""),
            ("export_restriction.licence.hoard", "\"9 weeks\""),
            ("export_restriction.licence.leak.share", "0.1"),
            ("export_restriction.licence.leak.delay", "\"3 weeks\""),
            ("export_restriction.licence.after.severity", "0.5"),
            ("export_restriction.licence.after.duration", "\"40 weeks\""),
            ("export_restriction.ore-quota.limit", "2_000"),
            ("export_restriction.tariff.severity", "0.4"),
            ("outage.beta.countries", "[\"alpha\"]"),
            ("outage.beta.commodities", "[\"ore\"]"),
            ("outage.rail.severity", "0.9"),
            ("route_closure.strait.severity", "0.2"),
            (
                "route_closure.strait.lanes",
                "[{ from = [\"beta\"], to = [\"gamma\"] }]",
            ),
            ("route_closure.strait.market", "\"trace\""),
            ("demand_surge.mobilisation.severity", "0.5"),
            (
                "demand_surge.mobilisation.consumers",
                "[\"gamma-industry\"]",
            ),
            ("price_slump.dumping.severity", "0.1"),
            ("price_slump.dumping.commodities", "{ ore = 0.4 }"),
            ("price_floor.club-ore.level", "100"),
            ("price_floor.club-ore.members", "[\"alpha\"]"),
            ("price_floor.club-ore.commodity", "\"trace\""),
        ],
    );
}

#[test]
fn sampled_disruptions_and_regimes() {
    each_is_seen(
        FORMAT,
        &[],
        &[
            (
                "export_restriction.china-controls.arrival",
                "{ poisson = { per_year = 0.5 } }",
            ),
            (
                "export_restriction.china-controls.arrival.poisson.per_year",
                "0.6",
            ),
            (
                "export_restriction.china-controls.arrival.poisson.per_year",
                "{ gamma = { shape = 5, scale = 0.1 } }",
            ),
            (
                "export_restriction.china-controls.arrival.poisson.regime.calm",
                "0.9",
            ),
            (
                "export_restriction.retaliation.arrival.after.probability",
                "0.9",
            ),
            (
                "export_restriction.retaliation.arrival.after.delay",
                "\"1 month\"",
            ),
            ("outage.smelter-fire.initial", "\"up\""),
            (
                "outage.smelter-fire.duration",
                "{ exponential = { mean = \"9 months\" } }",
            ),
            ("route_closure.malacca.arrival", "{ within_horizon = 0.9 }"),
            (
                "route_closure.malacca.duration",
                "{ uniform = { low = \"1 month\", high = \"9 months\" } }",
            ),
            ("regime.start", "\"stationary\""),
            ("regime.switch.tense.calm", "2.0"),
            ("project.wagerup.delay", "\"2 years\""),
            ("reserve.vault.refill.rate", "\"1 days per month\""),
            (
                "consumer.us-chips.growth",
                "{ uniform = { low = 0.0, high = 0.1 } }",
            ),
        ],
    );
}
