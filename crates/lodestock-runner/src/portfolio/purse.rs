//! A budget and what it can buy: checked, with the price of a unit of each reserve.

use std::collections::BTreeMap;

use super::curves::Curves;
use super::{Aim, PortfolioError, allocation};
use crate::cover::Cover;
use crate::target::Target;

/// A budget for some reserves.
pub(super) struct Purse<'c> {
    pub cover: &'c Cover<'c>,
    /// USD.
    pub budget: f64,
    pub aim: &'c Aim,
    /// USD of initial fill per unit of capacity, by place.
    pub unit_cost: Vec<f64>,
    /// The most that the target's measure may be, by place; empty for a cost.
    pub most: Vec<f64>,
}

/// Dollars by place, and whom no money helps.
pub(super) struct Choice {
    pub dollars: Vec<f64>,
    /// Indices of reserves that the target is out of reach for.
    pub out_of_reach: Vec<usize>,
    /// Index of the cheapest reserve whose target the rest does not pay, and what it takes.
    pub next: Option<(usize, f64)>,
}

impl<'c> Purse<'c> {
    pub fn new(cover: &'c Cover<'c>, budget: f64, aim: &'c Aim) -> Result<Self, PortfolioError> {
        if !(budget.is_finite() && budget > 0.0) {
            return Err(PortfolioError::Budget(budget));
        }
        check_prices(cover)?;
        if aim.is_cost() {
            check_values(cover)?;
        }
        let places = 0..cover.reserves().len();
        let unit_cost = places.clone().map(|place| {
            let filled = cover.initial(place, 1.0);
            cover.price(place).unwrap_or(0.0) * filled
        });
        let unit_cost: Vec<f64> = unit_cost.collect();
        if let Some(place) = unit_cost.iter().position(|&cost| cost <= 0.0) {
            let reserve = &cover.model().reserves()[cover.reserves()[place]];
            return Err(PortfolioError::NoFill(reserve.id.clone()));
        }
        let most = match aim {
            Aim::BelowTarget(target) => places
                .map(|place| target.resolve(cover.model(), cover.subject(place)))
                .collect::<Result<_, _>>()?,
            _ => Vec::new(),
        };
        Ok(Self {
            cover,
            budget,
            aim,
            unit_cost,
            most,
        })
    }

    /// Units that so many dollars fill, and the capacity for them.
    pub fn capacity(&self, place: usize, dollars: f64) -> f64 {
        dollars / self.unit_cost[place]
    }

    /// Capacities that so many dollars fill.
    pub fn capacities(&self, dollars: &[f64]) -> Vec<f64> {
        let places = dollars.iter().enumerate();
        places
            .map(|(place, &dollars)| self.capacity(place, dollars))
            .collect()
    }

    /// The target, if that is the aim.
    pub fn target(&self) -> Option<&Target> {
        match self.aim {
            Aim::BelowTarget(target) => Some(target),
            _ => None,
        }
    }

    /// Dollars that a day of cover costs.
    pub fn day(&self, place: usize) -> f64 {
        self.cover.units(place, 1.0) * self.unit_cost[place]
    }

    /// The best use of the budget by the curves.
    pub fn choose(&self, curves: &Curves) -> Choice {
        let mut out_of_reach = Vec::new();
        let mut next = None;
        let dollars = match self.aim {
            Aim::MeanCost => allocation::by_mean(curves, self.budget),
            Aim::TailCost => allocation::by_tail(curves, self.budget, super::CVAR),
            Aim::BelowTarget(_) => {
                let prices: Vec<Option<f64>> = (0..self.most.len())
                    .map(|place| curves.curves[place].dollars_to(self.most[place]))
                    .collect();
                let missing = prices.iter().zip(self.cover.reserves());
                let missing = missing.filter(|(price, _)| price.is_none());
                out_of_reach = missing.map(|(_, &r)| r).collect();
                let dollars = allocation::cheapest_first(&prices, self.budget);
                let unpaid = prices.iter().zip(&dollars).zip(self.cover.reserves());
                let unpaid = unpaid.filter_map(|((price, &paid), &r)| Some((r, (*price)?, paid)));
                let unpaid = unpaid.filter(|(_, price, paid)| price > paid);
                next = unpaid
                    .map(|(r, price, _)| (r, price))
                    .min_by(|a, b| a.1.total_cmp(&b.1));
                dollars
            }
        };
        Choice {
            dollars,
            out_of_reach,
            next,
        }
    }

    /// Sets of two or more of the reserves whose markets act on each other.
    pub fn linked(&self) -> Vec<Vec<usize>> {
        let model = self.cover.model();
        let labels = model.linked();
        let mut sets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &r in self.cover.reserves() {
            let set = sets
                .entry(labels[model.reserves()[r].commodity])
                .or_default();
            set.push(r);
        }
        sets.into_values().filter(|set| set.len() > 1).collect()
    }
}

fn check_prices(cover: &Cover<'_>) -> Result<(), PortfolioError> {
    let places = 0..cover.reserves().len();
    let missing = places.filter(|&place| cover.price(place).is_none());
    let commodity = |place: usize| {
        let reserve = &cover.model().reserves()[cover.reserves()[place]];
        cover.model().commodities()[reserve.commodity].id.clone()
    };
    let mut missing: Vec<String> = missing.map(commodity).collect();
    missing.dedup();
    if missing.is_empty() {
        return Ok(());
    }
    Err(PortfolioError::NoPrice(missing))
}

/// Every reserve needs somebody to whom what is missing is worth something.
fn check_values(cover: &Cover<'_>) -> Result<(), PortfolioError> {
    let places = 0..cover.reserves().len();
    let unvalued = places.filter(|&place| cover.is_unvalued(place));
    let mut missing: Vec<String> = unvalued.flat_map(|place| cover.consumers(place)).collect();
    missing.sort();
    missing.dedup();
    if missing.is_empty() {
        return Ok(());
    }
    Err(PortfolioError::NoValue(missing))
}
