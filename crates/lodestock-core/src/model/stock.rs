//! Reserves and the purses that pay for them.

/// A reserve of the model.
#[derive(Debug, Clone, PartialEq)]
pub struct Reserve {
    /// Its id.
    pub id: String,
    /// Index of what it holds.
    pub commodity: usize,
    /// Most it holds, in units.
    pub capacity: f64,
    /// What it holds at the start, in units.
    pub initial: f64,
    /// Need a year of the countries it serves, in units.
    pub yearly_need: f64,
    /// Buyers it serves, in order.
    pub(crate) serves: Vec<usize>,
    /// Units a step; infinite without limit.
    pub(crate) max_release: f64,
    pub(crate) trigger: f64,
    /// Steps below the trigger before it releases.
    pub(crate) delay: f64,
    pub(crate) rule: Rule,
    /// Whether it has to know how long a shortage has lasted.
    pub(crate) counts: bool,
    pub(crate) refill: Option<Refill>,
    pub(crate) holding_cost: f64,
    /// Index of the fund that pays its refills.
    pub fund: Option<usize>,
}

/// How much a reserve gives at a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Rule {
    /// Whatever is missing.
    Cover,
    /// An equal part over so many steps.
    Spread(f64),
    /// Keep a quantity for the first priorities.
    Hold {
        /// Priorities up to this one may use everything.
        for_priority: u32,
        /// What the others must leave, in units.
        quantity: f64,
    },
}

/// How a reserve is filled again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Refill {
    /// Units a step.
    pub rate: f64,
    /// Highest price, in reference prices; infinite without limit.
    pub below_price: f64,
    /// Steps within which what was released is ordered again; infinite without duty.
    pub within: f64,
}

/// A purse.
#[derive(Debug, Clone, PartialEq)]
pub struct Fund {
    /// Its id.
    pub id: String,
    /// USD.
    pub budget: f64,
}
