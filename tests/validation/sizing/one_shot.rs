//! One-shot reserve: the size by formula, and its cost and exhaustion in the engine.

use lodestock::Law;
use lodestock::runner::Summary;
use lodestock::runner::theory::OneShot;

use super::{exact, sampled};
use crate::replay;
use crate::row::Row;

const SOURCE: &str = "newsvendor with an exponential loss, closed form";
const PATHS: u64 = 32_768;

fn engine(size: f64) -> Summary {
    let model = replay::scenario("one-shot", &[("reserve.stock.capacity", &size.to_string())]);
    replay::sampled(&model, PATHS, 13)
}

/// Cost of a size in the engine: the initial fill and what is missing.
fn cost(size: f64, published: f64, summary: &Summary) -> Row {
    let fill = summary.reserves[0].initial_cost.unwrap();
    let total = summary.group("total").unwrap();
    let missing = total.shortfall_cost.as_ref().unwrap().mean;
    let what = format!("one crisis: expected cost of {size:.6} in the engine");
    sampled(&what, published, fill + missing.value, missing.se, SOURCE)
}

pub fn rows() -> Vec<Row> {
    let loss = Law::exponential(1.0).unwrap();
    let crisis = OneShot::new(loss, 0.15, 0.6, 10.0).unwrap();
    let size = crisis.size();
    let best = engine(size);
    let emptied = best.reserves[0].p_empty.value;
    let error = (emptied * (1.0 - emptied) / PATHS as f64).sqrt();
    // c·m·(1 + ln(vπ/c)) at the best size; vπm without a reserve; c·Q + vπm·e^(−Q) at 2.
    vec![
        exact("one crisis: best reserve", 0.916291, size, 1e-6, SOURCE),
        exact(
            "one crisis: expected cost of it",
            1.149774439,
            crisis.expected_cost(size).unwrap(),
            1e-9,
            SOURCE,
        ),
        cost(size, 1.149774439, &best),
        cost(0.0, 1.5, &engine(0.0)),
        cost(2.0, 1.403002925, &engine(2.0)),
        sampled(
            "one crisis: probability of emptying the best reserve in the engine (c/v)",
            0.06,
            emptied,
            error,
            SOURCE,
        ),
    ]
}
