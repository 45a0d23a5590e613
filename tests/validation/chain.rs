//! A reserve in whole steps, exactly: an independent check of what steps of a given length do.
//!
//! Suppliers are seen at the starts of steps, where they are a Markov chain; the level moves by a
//! whole number of units a step, as the model page says: up to the capacity in a step that is fully
//! served, down to nothing in one that is not.

/// Long-run values of a reserve.
#[derive(Debug, Clone, Copy)]
pub struct Exact {
    /// Missing, units a step.
    pub unmet: f64,
    /// Share of steps at whose end it is empty.
    pub empty: f64,
    /// Share of steps at whose end it is full.
    pub full: f64,
    /// Mean level at the ends of steps, units.
    pub mean: f64,
}

/// Years after which the long run is there, or never.
const MOST_YEARS: usize = 2_000;

/// A square matrix.
type Matrix = Vec<Vec<f64>>;

fn product(a: &Matrix, b: &Matrix) -> Matrix {
    let n = a.len();
    let cell = |i: usize, j: usize| (0..n).map(|k| a[i][k] * b[k][j]).sum();
    (0..n)
        .map(|i| (0..n).map(|j| cell(i, j)).collect())
        .collect()
}

/// Probabilities of going from state to state within a span: the exponential series, for spans that are
/// short beside the rates.
fn transitions(rates: &Matrix, span: f64) -> Matrix {
    const TERMS: i32 = 16;
    let n = rates.len();
    let mut term: Matrix = (0..n)
        .map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect())
        .collect();
    let mut sum = term.clone();
    for k in 1..=TERMS {
        term = product(&term, rates);
        let scale = span / f64::from(k);
        for (sums, terms) in sum.iter_mut().zip(&mut term) {
            for (sum, term) in sums.iter_mut().zip(terms) {
                *term *= scale;
                *sum += *term;
            }
        }
    }
    sum
}

/// Long-run values of a reserve of `top` units behind suppliers in some state, each of which moves
/// the level by so many units a step. `rates` a year from state to state, rows summing to 0.
pub fn long_run(rates: &Matrix, moves: &[i64], top: usize, steps_a_year: usize) -> Exact {
    let states = moves.len();
    let go = transitions(rates, 1.0 / steps_a_year as f64);
    // The level begins full, in the first state: the long run forgets both.
    let mut now = vec![vec![0.0; top + 1]; states];
    now[0][top] = 1.0;
    let mut last = f64::NAN;
    for _ in 0..MOST_YEARS {
        let mut unmet = 0.0;
        for _ in 0..steps_a_year {
            (now, unmet) = step(&now, &go, moves);
        }
        if (unmet / last - 1.0).abs() < 1e-9 {
            let sum = |level: usize| now.iter().map(|row| row[level]).sum::<f64>();
            let mean = (0..=top).map(|level| level as f64 * sum(level)).sum();
            let (empty, full) = (sum(0), sum(top));
            return Exact {
                unmet,
                empty,
                full,
                mean,
            };
        }
        last = unmet;
    }
    panic!("no long run after {MOST_YEARS} years");
}

/// Suppliers go on to the next step, the level moves; also says how much is missing on average.
fn step(now: &Matrix, go: &Matrix, moves: &[i64]) -> (Matrix, f64) {
    let top = now[0].len() as i64 - 1;
    let mut next = vec![vec![0.0; now[0].len()]; moves.len()];
    let mut unmet = 0.0;
    for (to, &change) in moves.iter().enumerate() {
        for level in 0..=top {
            let p: f64 = now
                .iter()
                .zip(go)
                .map(|(row, go)| row[level as usize] * go[to])
                .sum();
            let moved = level + change;
            unmet += p * (-moved).max(0) as f64;
            next[to][moved.clamp(0, top) as usize] += p;
        }
    }
    (next, unmet)
}
