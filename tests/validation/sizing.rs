//! How large a reserve should be, where theory knows: each formula beside its source, and the engine
//! beside the formula.

mod base_stock;
mod found;
mod instant_refill;
mod one_shot;
mod sequent_peak;
mod teisberg;

use std::sync::OnceLock;

use crate::row::{Row, Within, hold};

pub fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let mut rows = instant_refill::rows();
        rows.extend(base_stock::rows());
        rows.extend(one_shot::rows());
        rows.extend(sequent_peak::rows());
        rows.extend(teisberg::rows());
        rows.extend(found::rows());
        rows
    })
}

/// A row of a formula or of an exact run.
fn exact(what: &str, published: f64, ours: f64, most: f64, source: &'static str) -> Row {
    Row {
        what: what.into(),
        published,
        ours,
        within: Within::Exact(most),
        source,
    }
}

/// A row of a sampled run.
fn sampled(what: &str, published: f64, ours: f64, error: f64, source: &'static str) -> Row {
    Row {
        what: what.into(),
        published,
        ours,
        within: Within::Sampled(error),
        source,
    }
}

#[test]
fn sizes_are_those_of_theory() {
    hold(rows());
}
