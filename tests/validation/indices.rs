//! Indices of supply risk, from the public functions.

use std::sync::OnceLock;

use lodestock::core::indices::{
    EuSupplyRisk, Import, Party, Supplier, geopolrisk, hhi, n_minus_1, weighted_hhi,
};

use crate::row::{Row, Within, hold};

fn suppliers(shares: [f64; 3]) -> [Supplier; 3] {
    let scores = [(6.0, 1.1), (4.0, 1.0), (2.0, 0.8)];
    std::array::from_fn(|i| Supplier {
        quantity: shares[i],
        governance: scores[i].0,
        trade: scores[i].1,
    })
}

fn made() -> Vec<Row> {
    let (global, sourcing) = (suppliers([0.6, 0.3, 0.1]), suppliers([0.5, 0.3, 0.2]));
    let risk = EuSupplyRisk {
        global: &global,
        sourcing: &sourcing,
        import_reliance: 0.9,
        recycling: 0.1,
        substitution: 0.95,
    };
    let imports = [(50.0, 0.6), (30.0, 0.4)].map(|(quantity, governance)| Import {
        quantity,
        governance,
    });
    let production = [600.0, 300.0, 100.0];
    // 70 of 100 lost with the 40 that the largest uses itself: 30 for 60.
    let parties =
        [(70.0, 40.0), (20.0, 30.0), (10.0, 30.0)].map(|(supply, demand)| Party { supply, demand });
    let row = |what: &str, published, ours: Option<f64>, source| Row {
        what: what.into(),
        published,
        ours: ours.unwrap_or(f64::NAN),
        within: Within::Exact(1e-9),
        source,
    };
    let (eu, geo, hand) = (
        "EU methodology 2017, by hand",
        "GeoPolRisk, by hand",
        "by hand",
    );
    vec![
        row(
            "EU: weighted HHI of the world",
            2.752,
            weighted_hhi(&global),
            eu,
        ),
        row(
            "EU: weighted HHI of the sourcing",
            2.074,
            weighted_hhi(&sourcing),
            eu,
        ),
        row("EU: supply risk", 2.034_130_5, risk.index(), eu),
        row(
            "GeoPolRisk score",
            0.1932,
            geopolrisk(&production, &imports, 20.0),
            geo,
        ),
        row("HHI of 600, 300, 100", 0.46, hhi(production), hand),
        row(
            "N-1: largest 70 of 100, itself using 40",
            0.5,
            n_minus_1(&parties),
            hand,
        ),
    ]
}

pub fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(made)
}

#[test]
fn indices_are_the_published_ones() {
    hold(rows());
}
