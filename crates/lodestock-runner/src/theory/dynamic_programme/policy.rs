//! A solved policy: what it does, what it costs, and how it runs.

use super::Stockpile;

/// The best policy of a reserve, with the expected discounted cost of following it.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    stockpile: Stockpile,
    next: Vec<usize>,
    /// Cost of the chosen moves.
    paid: Vec<f64>,
    value: Vec<f64>,
}

impl Policy {
    /// Tables by level and state.
    pub(super) fn new(
        stockpile: Stockpile,
        next: Vec<usize>,
        paid: Vec<f64>,
        value: Vec<f64>,
    ) -> Self {
        Self {
            stockpile,
            next,
            paid,
            value,
        }
    }

    /// The levels of the reserve, units.
    pub fn levels(&self) -> &[f64] {
        &self.stockpile.levels
    }

    /// Expected discounted cost from a level (by index) in a state on.
    ///
    /// # Panics
    /// If there is no such level or state.
    pub fn value(&self, level: usize, state: usize) -> f64 {
        self.value[self.place(level, state)]
    }

    /// Level, in units, at which to end the period that begins at a level (by index) in a state.
    ///
    /// # Panics
    /// If there is no such level or state.
    pub fn end_level(&self, level: usize, state: usize) -> f64 {
        self.stockpile.levels[self.next[self.place(level, state)]]
    }

    /// Discounted cost of following the policy from a level (by index) along given states of the
    /// market, one a period: what one sampled or historical future would have cost.
    ///
    /// # Panics
    /// If there is no such level, or no such state.
    pub fn cost_along(&self, level: usize, states: impl IntoIterator<Item = usize>) -> f64 {
        let (mut level, mut cost, mut weight) = (level, 0.0, 1.0);
        for state in states {
            let place = self.place(level, state);
            cost += weight * self.paid[place];
            weight *= self.stockpile.discount;
            level = self.next[place];
        }
        cost
    }

    fn place(&self, level: usize, state: usize) -> usize {
        let (levels, states) = (self.stockpile.levels.len(), self.stockpile.states());
        assert!(level < levels, "level {level} of {levels}");
        assert!(state < states, "state {state} of {states}");
        self.stockpile.place(level, state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn along_a_state_that_stays_the_cost_is_the_value() {
        let levels = vec![0.0, 1.0, 2.0];
        let always = Stockpile::new(levels, vec![vec![1.0]], 0.8).unwrap();
        let cost = |from: f64, to: f64, _| (to - from).powi(2) + (2.0 - to);
        let policy = always.solve(cost).unwrap();
        let along = policy.cost_along(0, std::iter::repeat_n(0, 300));
        assert!((along - policy.value(0, 0)).abs() < 1e-12);
        assert_eq!(policy.levels(), [0.0, 1.0, 2.0]);
    }

    #[test]
    #[should_panic(expected = "level 3 of 3")]
    fn a_level_that_is_not_there_is_a_mistake() {
        let always = Stockpile::new(vec![0.0, 1.0, 2.0], vec![vec![1.0]], 0.8).unwrap();
        always.solve(|_, _, _| 0.0).unwrap().value(3, 0);
    }
}
