//! Instant refill: the size for an unserved rate, and what the engine leaves unserved with it.

use lodestock::runner::theory::InstantRefill;

use super::{exact, sampled};
use crate::replay;
use crate::row::Row;

const SOURCE: &str = "fluid reserve refilled at once, closed form";

pub fn rows() -> Vec<Row> {
    let supply = InstantRefill::new(0.1, 2.0 / 3.0, 1.0).unwrap();
    let size = supply.size(0.01).unwrap();
    let model = replay::scenario("instant-refill", &[]);
    let summary = replay::sampled(&model, 2_048, 11);
    let unmet = summary.group("total").unwrap().shortfall.mean;
    let years = summary.years();
    vec![
        exact(
            "instant refill: reserve for .01 unserved a year",
            3.852432388,
            size,
            1e-9,
            SOURCE,
        ),
        sampled(
            "instant refill: unserved a year in the engine with that reserve",
            0.01,
            unmet.value / years,
            unmet.se / years,
            SOURCE,
        ),
    ]
}
