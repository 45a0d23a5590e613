//! J1: eight unreliable suppliers, one pool, one reserve, strict priority; the benchmark's own file.

use std::path::Path;
use std::sync::OnceLock;

use crate::engine::{near, sampled};
use crate::row::{Row, Within, hold};

const PATHS: u64 = 100_000;
/// Known to ± 0.10 only: the reference has an error of its own.
const MEAN: (f64, f64) = (107.36, 0.10);
const SOURCE: &str = "a program written for this one job, 16 million paths";

pub fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/scenarios/j1.toml");
        let loaded = lodestock::scenario::load(path, &[]);
        let model = loaded.unwrap_or_else(|failure| panic!("{failure}")).model;
        let (_, summary) = sampled(&model, PATHS);
        let mean = |group: &str| summary.group(group).unwrap().shortfall.mean;
        let mut total = near("mean shortfall, t", MEAN.0, mean("total"), SOURCE);
        total.within = Within::Sampled(mean("total").se.hypot(MEAN.1));
        let probability = |what: &str, published: f64, ours: f64| Row {
            what: what.into(),
            published,
            ours,
            within: Within::Sampled((published * (1.0 - published) / PATHS as f64).sqrt()),
            source: SOURCE,
        };
        vec![
            total,
            near("of it essential, t", 4.01, mean("essential"), SOURCE),
            Row {
                what: "of it military, t".into(),
                published: 0.0,
                ours: mean("military").value,
                within: Within::Exact(1e-12),
                source: SOURCE,
            },
            probability(
                "P(any shortage)",
                0.7302,
                summary.group("total").unwrap().p_short.value,
            ),
            probability(
                "P(the reserve is exhausted)",
                0.0351,
                summary.reserves[0].p_empty.value,
            ),
        ]
    })
}

#[test]
fn one_pool_agrees_with_a_program_written_for_it() {
    hold(rows());
}
