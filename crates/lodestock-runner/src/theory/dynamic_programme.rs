//! The best policy of one reserve whose market moves at random.
//!
//! In each period the reserve is at one of a few levels and the market in one of a few states. It
//! chooses the level to end the period at, which costs something; then the market moves by a Markov
//! chain. The policy that makes the expected discounted cost least, and that cost, solve
//! V(s, i) = min over s' of c(s, s', i) + β Σⱼ Pᵢⱼ V(s', j). Solved by policy iteration, which ends
//! at the exact optimum (to rounding) after a few rounds.
//!
//! Sources: R. A. Howard, *Dynamic Programming and Markov Processes*, MIT Press 1960; T. J. Teisberg,
//! "A dynamic programming model of the U.S. strategic petroleum reserve", Bell Journal of Economics
//! 12 (1981).

mod evaluate;
mod policy;

use super::TheoryError;
use super::check::not_negative;
use evaluate::evaluate;
pub use policy::Policy;

/// Transition probabilities of a state sum to 1 within this.
const SUM: f64 = 1e-9;
/// A move is better only if it gains more than this share of the cost: rounding must not cycle.
const GAIN: f64 = 1e-12;

/// The levels of a reserve, the states of its market and how they follow each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Stockpile {
    levels: Vec<f64>,
    transition: Vec<Vec<f64>>,
    discount: f64,
}

impl Stockpile {
    /// Levels in units; row i, column j of `transition`: probability that state j follows state i;
    /// the worth of a cost one period later.
    ///
    /// ```
    /// use lodestock_runner::theory::Stockpile;
    ///
    /// // Supply fails every fifth period and is back in the next but one. A unit costs 1 to buy
    /// // in normal times only, 0.02 a period to hold, and a period without one costs 10.
    /// let stockpile = Stockpile::new(
    ///     vec![0.0, 1.0, 2.0],
    ///     vec![vec![0.8, 0.2], vec![0.5, 0.5]],
    ///     0.95,
    /// )?;
    /// let policy = stockpile.solve(|from, to, state| {
    ///     let normal = state == 0;
    ///     if to > from && !normal {
    ///         return f64::INFINITY; // not to be had
    ///     }
    ///     let missing = if normal || to < from { 0.0 } else { 10.0 };
    ///     (to - from).max(0.0) + 0.02 * to + missing
    /// })?;
    /// assert_eq!(policy.end_level(0, 0), 2.0); // normal: fill up
    /// assert_eq!(policy.end_level(2, 1), 1.0); // disrupted: use one
    /// # Ok::<(), lodestock_runner::theory::TheoryError>(())
    /// ```
    ///
    /// # Errors
    /// If there are no levels or states, a number is negative or not finite, a row is too short or
    /// long or does not sum to 1 (within 1e-9), or the discount factor is not in [0, 1).
    pub fn new(
        levels: Vec<f64>,
        transition: Vec<Vec<f64>>,
        discount: f64,
    ) -> Result<Self, TheoryError> {
        if levels.is_empty() {
            return Err(TheoryError::Empty { what: "levels" });
        }
        if transition.is_empty() {
            return Err(TheoryError::Empty { what: "states" });
        }
        for &level in &levels {
            not_negative("a level", level)?;
        }
        let states = transition.len();
        for (state, row) in transition.iter().enumerate() {
            check_row(state, row, states)?;
        }
        if !(0.0..1.0).contains(&discount) {
            return Err(TheoryError::Discount { value: discount });
        }
        Ok(Self {
            levels,
            transition,
            discount,
        })
    }

    /// The best policy for a cost a period of going from one level to another in a state
    /// (infinite where the move is not allowed).
    ///
    /// Takes time with the cube, and memory with the square, of levels × states: a thousand of them
    /// take about a second a round.
    ///
    /// # Errors
    /// If a cost is not a number or −∞, or no move is allowed from some level in some state.
    pub fn solve(&self, cost: impl Fn(f64, f64, usize) -> f64) -> Result<Policy, TheoryError> {
        let costs = self.costs(cost)?;
        let mut next = self.cheapest(&costs);
        let mut value = evaluate(self, &costs, &next);
        loop {
            let mut better = next.clone();
            if !self.improve(&costs, &value, &mut better) {
                break;
            }
            let gained = evaluate(self, &costs, &better);
            // A round always gains, but for rounding, which must not go in circles.
            if gained.iter().sum::<f64>() >= value.iter().sum() {
                break;
            }
            (next, value) = (better, gained);
        }
        let paid = (0..next.len()).map(|p| costs[self.edge(p, next[p])]);
        let paid = paid.collect();
        Ok(Policy::new(self.clone(), next, paid, value))
    }

    /// Number of states of the market.
    fn states(&self) -> usize {
        self.transition.len()
    }

    /// Place of a level and a state in tables of both.
    fn place(&self, level: usize, state: usize) -> usize {
        level * self.states() + state
    }

    /// Place of a move from a place to a level in tables of moves.
    fn edge(&self, place: usize, to: usize) -> usize {
        place * self.levels.len() + to
    }

    /// Cost of every move, checked.
    fn costs(&self, cost: impl Fn(f64, f64, usize) -> f64) -> Result<Vec<f64>, TheoryError> {
        let mut costs = Vec::new();
        for &from in &self.levels {
            for state in 0..self.states() {
                let first = costs.len();
                for &to in &self.levels {
                    let cost = cost(from, to, state);
                    if cost.is_nan() || cost == f64::NEG_INFINITY {
                        return Err(TheoryError::Cost { from, to, state });
                    }
                    costs.push(cost);
                }
                if costs[first..].iter().all(|cost| cost.is_infinite()) {
                    return Err(TheoryError::Stuck { from, state });
                }
            }
        }
        Ok(costs)
    }

    /// The policy that looks no further than the period at hand.
    fn cheapest(&self, costs: &[f64]) -> Vec<usize> {
        let moves = costs.chunks_exact(self.levels.len());
        moves
            .map(|costs| {
                let best = (0..costs.len()).min_by(|&a, &b| costs[a].total_cmp(&costs[b]));
                best.unwrap_or(0)
            })
            .collect()
    }

    /// Expected worth in the next period of ending this one at a level in a state.
    fn ahead(&self, value: &[f64], level: usize, state: usize) -> f64 {
        let row = self.transition[state].iter().enumerate();
        let expected: f64 = row.map(|(j, p)| p * value[self.place(level, j)]).sum();
        self.discount * expected
    }

    /// Takes the better move wherever there is one; says whether there was any.
    fn improve(&self, costs: &[f64], value: &[f64], next: &mut [usize]) -> bool {
        let mut better = false;
        for place in 0..next.len() {
            let state = place % self.states();
            let total = |to: usize| costs[self.edge(place, to)] + self.ahead(value, to, state);
            let kept = total(next[place]);
            let best = (0..self.levels.len()).min_by(|&a, &b| total(a).total_cmp(&total(b)));
            if let Some(best) = best
                && total(best) < kept - GAIN * (1.0 + kept.abs())
            {
                next[place] = best;
                better = true;
            }
        }
        better
    }
}

fn check_row(state: usize, row: &[f64], states: usize) -> Result<(), TheoryError> {
    if row.len() != states {
        return Err(TheoryError::Length {
            what: "probabilities of what follows a state",
            found: row.len(),
            wanted: states,
        });
    }
    for &p in row {
        not_negative("a probability", p)?;
    }
    let sum: f64 = row.iter().sum();
    if (sum - 1.0).abs() > SUM {
        return Err(TheoryError::RowSum { state, sum });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coin(levels: usize) -> Stockpile {
        let levels = (0..levels).map(|k| k as f64).collect();
        Stockpile::new(levels, vec![vec![0.7, 0.3], vec![0.6, 0.4]], 0.9).unwrap()
    }

    #[test]
    fn the_value_solves_the_equation_of_optimality() {
        let stockpile = coin(7);
        let cost = |from: f64, to: f64, state: usize| {
            let price = [1.0, 6.0][state];
            price * (to - from) + 0.1 * to + 0.05 * (to - from).powi(2)
        };
        let policy = stockpile.solve(cost).unwrap();
        let ahead = |to: usize, state: usize| -> f64 {
            let row = &stockpile.transition[state];
            0.9 * (row[0] * policy.value(to, 0) + row[1] * policy.value(to, 1))
        };
        for from in 0..7 {
            for state in 0..2 {
                let best = (0..7)
                    .map(|to| cost(from as f64, to as f64, state) + ahead(to, state))
                    .fold(f64::INFINITY, f64::min);
                assert!((policy.value(from, state) - best).abs() < 1e-10);
            }
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let rows = || vec![vec![0.5, 0.5], vec![0.5, 0.5]];
        assert!(Stockpile::new(vec![], rows(), 0.9).is_err());
        assert!(Stockpile::new(vec![0.0], vec![], 0.9).is_err());
        assert!(Stockpile::new(vec![0.0], rows(), 1.0).is_err());
        assert!(Stockpile::new(vec![0.0], vec![vec![0.5, 0.5]], 0.9).is_err());
        let unsure = vec![vec![0.5, 0.4], vec![0.5, 0.5]];
        let error = Stockpile::new(vec![0.0], unsure, 0.9).unwrap_err();
        assert_eq!(error, TheoryError::RowSum { state: 0, sum: 0.9 });
    }

    #[test]
    fn costs_that_make_no_sense_are_refused() {
        let stockpile = coin(2);
        let (from, to) = (0.0, 1.0);
        let nan = stockpile.solve(|from, to, _| if to > from { f64::NAN } else { 0.0 });
        assert_eq!(nan.unwrap_err(), TheoryError::Cost { from, to, state: 0 });
        let stuck = stockpile.solve(|_, _, state| if state == 1 { f64::INFINITY } else { 0.0 });
        assert_eq!(stuck.unwrap_err(), TheoryError::Stuck { from, state: 1 });
    }
}
