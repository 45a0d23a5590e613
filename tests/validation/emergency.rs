//! The tiered emergency case in the style of RAMF-SM: usable supply and yearly gaps.

use std::sync::OnceLock;

use lodestock::Future;

use crate::replay::{Step, scenario, steps};
use crate::row::{Row, Within, hold};

const SOURCE: &str = "synthetic case after RAMF-SM, computed apart";
/// Consumers in byte order of their ids.
const CIVILIAN: usize = 0;
const MILITARY: usize = 1;
/// A market share of .30 instead of .20 with allies and neutrals; the adversary's stays.
const WIDER: [(&str, &str); 2] = [
    ("market.metal.access.us.ally", "0.3"),
    ("market.metal.access.us.neutral", "0.3"),
];
const EVERYWHERE: (&str, &str) = ("market.metal.access.us.adversary", "0.3");

/// The four years, with keys changed.
fn years(changes: &[(&str, &str)]) -> Vec<Step> {
    let model = scenario("emergency", changes);
    steps(&model, &Future::dated(&model))
}

fn gap(years: &[Step]) -> f64 {
    years
        .iter()
        .map(|year| year.shortfall.iter().sum::<f64>())
        .sum()
}

fn row(what: String, published: f64, ours: f64) -> Row {
    Row {
        what,
        published,
        ours,
        within: Within::Exact(1e-9),
        source: SOURCE,
    }
}

pub fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let base = years(&[]);
        let mut rows = Vec::new();
        let usable = [91.3, 111.591, 157.8, 198.8];
        let gaps = [138.7, 98.409, 47.2, 11.2];
        for (year, step) in base.iter().enumerate() {
            let served: f64 = step.served.iter().sum();
            let gap: f64 = step.shortfall.iter().sum();
            let year_number = year + 1;
            rows.push(row(
                format!("usable supply, year {year_number}, t"),
                usable[year],
                served,
            ));
            rows.push(row(format!("gap, year {year_number}, t"), gaps[year], gap));
        }
        rows.push(row("gap of four years, t".into(), 295.509, gap(&base)));
        let of = |who: usize| base.iter().map(|year| year.shortfall[who]).sum::<f64>();
        rows.push(row("of it military, t".into(), 0.0, of(MILITARY)));
        rows.push(row("of it civilian, t".into(), 295.509, of(CIVILIAN)));
        let stocked = years(&[("reserve.stock.capacity", "150")]);
        rows.push(row(
            "gap with a stock of 150 t, t".into(),
            145.509,
            gap(&stocked),
        ));
        let friends = "gap with a market share of .30 with allies and neutrals, t";
        rows.push(row(friends.into(), 186.4635, gap(&years(&WIDER))));
        // Published as "market share .30"; that the adversary's is meant to stay is our reading.
        let all = [WIDER[0], WIDER[1], EVERYWHERE];
        rows.push(Row {
            within: Within::Shown,
            ..row(
                "gap with .30 from the adversary too, not what was published, t".into(),
                186.4635,
                gap(&years(&all)),
            )
        });
        rows
    })
}

#[test]
fn four_years_of_emergency_leave_the_gaps() {
    hold(rows());
}
