//! Why a result of theory cannot be had.

/// What is wrong with the input of a formula or programme.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum TheoryError {
    /// A number must be finite and above 0.
    #[error("{what} is {value}, but must be a finite number above 0")]
    NotPositive {
        /// What it is.
        what: &'static str,
        /// Its value.
        value: f64,
    },
    /// A number must be finite and not below 0.
    #[error("{what} is {value}, but must be a finite number of at least 0")]
    Negative {
        /// What it is.
        what: &'static str,
        /// Its value.
        value: f64,
    },
    /// A probability must lie in (0, 1].
    #[error("{what} is {value}, but must be a probability above 0 and at most 1")]
    NotProbability {
        /// What it is.
        what: &'static str,
        /// Its value.
        value: f64,
    },
    /// A discount factor must lie in [0, 1).
    #[error("the discount factor is {value}, but must be at least 0 and below 1")]
    Discount {
        /// Its value.
        value: f64,
    },
    /// A list is empty.
    #[error("there are no {what}")]
    Empty {
        /// What is missing.
        what: &'static str,
    },
    /// Two lists should have the same length.
    #[error("there are {found} {what}, but {wanted} are needed")]
    Length {
        /// What is counted.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there should be.
        wanted: usize,
    },
    /// Probabilities of what follows a state do not sum to 1.
    #[error("the probabilities of what follows state {state} sum to {sum}, not 1")]
    RowSum {
        /// Index of the state.
        state: usize,
        /// What they sum to.
        sum: f64,
    },
    /// A repeated series demands more than it supplies: no reserve lasts.
    #[error("supply of {supply} a cycle is below demand of {demand}: no reserve lasts for ever")]
    Starves {
        /// Sum of supply.
        supply: f64,
        /// Sum of demand.
        demand: f64,
    },
    /// A cost is not a number.
    #[error("the cost of going from level {from} to {to} in state {state} is not a number")]
    Cost {
        /// Level before.
        from: f64,
        /// Level after.
        to: f64,
        /// Index of the state.
        state: usize,
    },
    /// No move is allowed from a level in a state.
    #[error("from level {from} in state {state} no move is allowed")]
    Stuck {
        /// Level.
        from: f64,
        /// Index of the state.
        state: usize,
    },
}
