//! Market equilibrium of isoelastic supply and demand: p = (1/(1 − F + X))^(1/(e + n)), q = p^−n for
//! a loss F, spare X, supply elasticity e and demand elasticity n. With e = 0 the engine is there in
//! one step; with e > 0 supply follows the memory of price and gets there in time.

use std::sync::OnceLock;

use crate::replay::{scenario, steps};
use crate::row::{Row, Within, hold};

const SOURCE: &str = "isoelastic supply and demand, closed form";

/// F, X, e, n, and the published price and quantity.
const CASES: [(f64, f64, f64, f64, f64, f64); 6] = [
    (0.3, 0.0, 0.0, 0.25, 4.164931, 0.7),
    (0.5, 0.0, 0.1, 0.3, 5.656854, 0.594604),
    (0.2, 0.0, 0.1, 0.3, 1.746928, 0.845898),
    (0.1, 0.0, 0.05, 0.05, 2.867972, 0.948683),
    (0.7, 0.0, 0.2, 0.4, 7.438144, 0.448140),
    (0.5, 0.1, 0.1, 0.3, 3.586096, 0.681732),
];

/// The last price and share of demand served in the engine.
fn settled(loss: f64, spare: f64, supply: f64, demand: f64) -> (f64, f64) {
    let supply = supply.to_string();
    let model = scenario(
        "equilibrium",
        &[
            ("outage.loss.severity", &loss.to_string()),
            ("producer.spare.capacity", &(1_200.0 * spare).to_string()),
            ("producer.mine.supply_elasticity", &supply),
            ("producer.spare.supply_elasticity", &supply),
            ("commodity.metal.demand_elasticity", &(-demand).to_string()),
        ],
    );
    let steps = steps(&model, &lodestock::Future::dated(&model));
    let last = steps.last().unwrap();
    (last.price[0], last.served[0] / last.demand[0])
}

pub fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let mut rows = Vec::new();
        for (loss, spare, e, n, price, quantity) in CASES {
            let (p, q) = settled(loss, spare, e, n);
            let case = format!("F {loss}, X {spare}, e {e}, n {n}");
            for (what, published, ours) in [("price", price, p), ("quantity", quantity, q)] {
                rows.push(Row {
                    what: format!("{what} of the market, relative to calm: {case}"),
                    published,
                    ours,
                    within: Within::Exact(1e-6),
                    source: SOURCE,
                });
            }
        }
        rows
    })
}

#[test]
fn a_market_with_a_permanent_loss_settles_at_the_equilibrium() {
    hold(rows());
}
