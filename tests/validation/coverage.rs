//! Do 95 % intervals hold the truth in 95 of 100 repeats, and are standard errors as large as
//! estimates really scatter? By the public functions on laws, and by whole runs of a scenario with a
//! known answer.

mod columns;
mod runs;

use std::sync::OnceLock;

use crate::row::{Row, Within, hold};

/// Repeats of each case; the coverage is then known to 0.7 %, so that three errors are 93–97 %.
const REPEATS: u64 = 1000;
/// Confidence of every interval.
const CONFIDENCE: f64 = 0.95;

/// Share of repeats in which an interval holds the truth.
fn covers(what: String, intervals: &[(f64, f64)], truth: f64) -> Row {
    let holds = |&&(low, high): &&(f64, f64)| (low..=high).contains(&truth);
    let share = intervals.iter().filter(holds).count() as f64 / intervals.len() as f64;
    Row {
        what: format!("{what}: 95 % interval holds"),
        published: CONFIDENCE,
        ours: share,
        within: Within::Sampled((CONFIDENCE * (1.0 - CONFIDENCE) / REPEATS as f64).sqrt()),
        source: "the confidence claimed",
    }
}

/// Mean of squared standard errors over the variance that estimates have over the repeats.
fn honest(what: String, estimates: &[(f64, f64)]) -> Row {
    let n = estimates.len() as f64;
    let mean = |of: &dyn Fn(&(f64, f64)) -> f64| estimates.iter().map(of).sum::<f64>() / n;
    let centre = mean(&|e| e.0);
    let power = |k| mean(&|e| (e.0 - centre).powi(k));
    let variance = power(2) * n / (n - 1.0);
    let ratio = mean(&|e| e.1 * e.1) / variance;
    // The error of the observed variance; that of the mean of s.e.² is small beside it.
    let error = ratio * ((power(4) / power(2).powi(2) - 1.0) / n).sqrt();
    Row {
        what: format!("{what}: mean s.e.² over the variance seen"),
        published: 1.0,
        ours: ratio,
        within: Within::Sampled(error),
        source: "the variance claimed",
    }
}

pub fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| [columns::rows(), runs::rows()].concat())
}

#[test]
fn intervals_hold_and_errors_are_honest() {
    hold(rows());
}
