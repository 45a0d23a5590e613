//! The same model with a reserve changed: what sizing and comparisons run.

use super::{Model, Rule};

/// What can keep a reserve from helping, however large it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// The most it releases in a step.
    ReleaseRate,
    /// The time it waits below its trigger.
    Delay,
    /// The share of demand up to which it serves.
    Trigger,
    /// Releases spread over time, or kept for the first priorities.
    Rule,
}

impl Limit {
    /// Every one, in the order in which they are named to people.
    pub const ALL: [Self; 4] = [Self::ReleaseRate, Self::Delay, Self::Trigger, Self::Rule];
}

impl Model {
    /// The same model with a reserve of another capacity, in units, filled at the start to the
    /// same share (in full, if its capacity was 0). Nothing else about it changes, nor does the
    /// calm, which knows no reserves.
    ///
    /// # Panics
    /// If there is no such reserve, or the capacity is negative or not finite.
    #[must_use]
    pub fn resized(&self, reserve: usize, capacity: f64) -> Self {
        assert!(
            capacity.is_finite() && capacity >= 0.0,
            "a capacity is 0 or more, not {capacity}"
        );
        let mut changed = self.clone();
        let reserve = &mut changed.reserves[reserve];
        let filled = match reserve.capacity > 0.0 {
            true if reserve.initial == reserve.capacity => 1.0,
            true => reserve.initial / reserve.capacity,
            false => 1.0,
        };
        reserve.capacity = capacity;
        reserve.initial = capacity * filled;
        changed
    }

    /// Whether what a reserve does depends only on how far it is drawn down, not on its size, as
    /// long as it is not empty: it is full at the start and covers whatever is missing.
    ///
    /// # Panics
    /// If there is no such reserve.
    pub fn acts_by_drawdown(&self, reserve: usize) -> bool {
        let reserve = &self.reserves[reserve];
        reserve.initial == reserve.capacity && reserve.rule == Rule::Cover
    }

    /// What a unit of a reserve costs that is never touched, USD at step 0: it is bought at the
    /// reference price, held to the end, and is still worth that price then. 0 without a price.
    ///
    /// # Panics
    /// If there is no such reserve.
    pub fn idle_cost(&self, reserve: usize) -> f64 {
        let reserve = &self.reserves[reserve];
        let price = self.commodities[reserve.commodity].price.unwrap_or(0.0);
        let steps = 0..self.clock.steps;
        let held: f64 = steps.map(|step| self.present_value(step as f64)).sum();
        let holding = held * reserve.holding_cost / self.clock.steps_per_year();
        price * (1.0 + holding - self.present_value(self.clock.steps as f64))
    }

    /// Whether a limit of a reserve binds at all.
    ///
    /// # Panics
    /// If there is no such reserve.
    pub fn has_limit(&self, reserve: usize, limit: Limit) -> bool {
        let reserve = &self.reserves[reserve];
        match limit {
            Limit::ReleaseRate => reserve.max_release.is_finite(),
            Limit::Delay => reserve.delay > 0.0,
            Limit::Trigger => reserve.trigger < 1.0,
            Limit::Rule => reserve.rule != Rule::Cover,
        }
    }

    /// The same model without some limits of a reserve.
    ///
    /// # Panics
    /// If there is no such reserve.
    #[must_use]
    pub fn without_limits(&self, reserve: usize, limits: &[Limit]) -> Self {
        let mut changed = self.clone();
        let reserve = &mut changed.reserves[reserve];
        for limit in limits {
            match limit {
                Limit::ReleaseRate => reserve.max_release = f64::INFINITY,
                Limit::Delay => reserve.delay = 0.0,
                Limit::Trigger => reserve.trigger = 1.0,
                Limit::Rule => reserve.rule = Rule::Cover,
            }
        }
        changed
    }
}
