//! Reserves of chosen sizes, run together on common paths: what each costs and leaves missing.

use std::collections::BTreeMap;

use lodestock_core::problem::suggest;
use lodestock_core::record::{Group, GroupId, GroupMetric};
use lodestock_core::{Groups, Model};

use crate::futures::Sampled;
use crate::measure::{Measure, Per, Subject};
use crate::progress::{Part, Progress};
use crate::reserve_cost::reserve_cost;
use crate::run::{FailedPath, Options, Run, RunError, run_for};
use crate::statistics::sum;

/// Days a year, in which cover is counted.
pub const DAYS: f64 = 365.0;
/// Most days of cover, some ten million years: sizes of more are no longer numbers.
pub const MOST_DAYS: f64 = 4e9;
/// Share of a sum below which a difference is rounding.
const ROUNDING: f64 = 1e-9;

/// Why reserves cannot be sized or judged together.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CoverError {
    /// The scenario, or the list, has no reserve.
    #[error("there is no reserve to size: the scenario has no [reserve.x]")]
    NoReserves,
    /// No reserve of that name.
    #[error("no reserve `{name}`{}", help.as_deref().map(|h| format!(": {h}")).unwrap_or_default())]
    UnknownReserve {
        /// What was asked for.
        name: String,
        /// The nearest reserve.
        help: Option<String>,
    },
    /// Nobody needs what the reserve holds, so that days of need say nothing.
    #[error("reserve `{0}` serves no need, so it has no size in days: leave it out with --reserve")]
    NoNeed(String),
    /// It serves processors only, so that nobody's shortfall tells what it does.
    #[error(
        "reserve `{0}` serves processors only, so no shortfall is its own: leave it out with --reserve"
    )]
    NoConsumers(String),
    /// No number of days to compare.
    #[error("there is no number of days to compare: write for example 0,30,60")]
    NoDays,
    /// A number of days below 0, above [`MOST_DAYS`], or not a number.
    #[error("a cover is a number of days of 0 or more, and at most {MOST_DAYS:e}, not {0}")]
    Days(f64),
    /// A run cannot begin.
    #[error(transparent)]
    Run(#[from] RunError),
    /// A path could not be simulated: comparisons need every path.
    #[error("path {} fails, which is a defect of the program; please report it: {}", .0.path, .0.message)]
    Failed(FailedPath),
}

/// A country's consumers of a commodity, and who serves them.
#[derive(Debug, Clone)]
struct Users {
    group: Group,
    /// Places among the chosen reserves.
    served_by: Vec<usize>,
}

/// Some reserves of a model, sized and judged together. A reserve's *place* is its number among
/// them.
#[derive(Debug, Clone)]
pub struct Cover<'m> {
    model: &'m Model,
    reserves: Vec<usize>,
    groups: Groups,
    users: Vec<Users>,
}

impl<'m> Cover<'m> {
    /// The reserves of some ids, or all of the model if there are none.
    ///
    /// # Errors
    /// If one is unknown, or serves nobody whose need or shortfall can be counted.
    pub fn named(model: &'m Model, ids: &[String]) -> Result<Self, CoverError> {
        let known = model.reserves();
        let find = |name: &String| {
            let place = known.iter().position(|reserve| reserve.id == *name);
            place.ok_or_else(|| CoverError::UnknownReserve {
                name: name.clone(),
                help: suggest(name, known.iter().map(|reserve| reserve.id.as_str())),
            })
        };
        let mut reserves = ids.iter().map(find).collect::<Result<Vec<_>, _>>()?;
        if ids.is_empty() {
            reserves = (0..known.len()).collect();
        }
        reserves.sort_unstable();
        reserves.dedup();
        Self::new(model, reserves)
    }

    /// Reserves by index, in increasing order.
    ///
    /// # Errors
    /// As [`Cover::named`].
    ///
    /// # Panics
    /// If there is no such reserve.
    pub fn new(model: &'m Model, reserves: Vec<usize>) -> Result<Self, CoverError> {
        if reserves.is_empty() {
            return Err(CoverError::NoReserves);
        }
        let mut served: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for (place, &r) in reserves.iter().enumerate() {
            let reserve = &model.reserves()[r];
            if reserve.yearly_need <= 0.0 {
                return Err(CoverError::NoNeed(reserve.id.clone()));
            }
            if !consumers_of(model, r).any(|_| true) {
                return Err(CoverError::NoConsumers(reserve.id.clone()));
            }
            for country in model.served_by(r) {
                let places = served.entry((country, reserve.commodity)).or_default();
                places.push(place);
            }
        }
        let country =
            |&(country, commodity): &(usize, usize)| GroupId::Country { country, commodity };
        let ids = reserves.iter().map(|&r| GroupId::Served(r));
        let groups = Groups::of(model, ids.chain(served.keys().map(country)));
        let users = groups.groups()[reserves.len()..].iter().cloned();
        let users = users.zip(served.into_values());
        Ok(Self {
            model,
            users: users
                .map(|(group, served_by)| Users { group, served_by })
                .collect(),
            reserves,
            groups,
        })
    }

    /// The model.
    pub fn model(&self) -> &'m Model {
        self.model
    }

    /// Indices of the reserves, by place.
    pub fn reserves(&self) -> &[usize] {
        &self.reserves
    }

    /// The consumers that the reserve at a place serves.
    pub fn group(&self, place: usize) -> &Group {
        &self.groups.groups()[place]
    }

    /// What a measure is taken of, for the reserve at a place.
    pub fn subject(&self, place: usize) -> Subject<'_> {
        Subject {
            groups: &self.groups,
            group: self.group(place),
            reserve: Some(self.reserves[place]),
        }
    }

    /// Units that cover so many days of what the reserve at a place serves.
    pub fn units(&self, place: usize, days: f64) -> f64 {
        self.model.reserves()[self.reserves[place]].yearly_need / DAYS * days
    }

    /// Days that so many units cover.
    pub fn days(&self, place: usize, units: f64) -> f64 {
        units / self.model.reserves()[self.reserves[place]].yearly_need * DAYS
    }

    /// What a reserve of such a capacity holds at the start, units.
    pub fn initial(&self, place: usize, capacity: f64) -> f64 {
        let r = self.reserves[place];
        self.model.resized(r, capacity).reserves()[r].initial
    }

    /// Reference price of what the reserve at a place holds, USD per unit.
    pub fn price(&self, place: usize) -> Option<f64> {
        let reserve = &self.model.reserves()[self.reserves[place]];
        self.model.commodities()[reserve.commodity].price
    }

    /// Ids of the consumers that the reserve at a place serves.
    pub fn consumers(&self, place: usize) -> Vec<String> {
        let consumers = consumers_of(self.model, self.reserves[place]);
        consumers
            .map(|c| self.model.consumers()[c].id.clone())
            .collect()
    }

    /// Whether nothing physically missing costs anything: none of its consumers has a value at
    /// risk.
    pub fn is_unvalued(&self, place: usize) -> bool {
        let mut consumers = consumers_of(self.model, self.reserves[place]);
        consumers.all(|c| self.model.consumers()[c].value_at_risk == 0.0)
    }

    /// Whether a shortfall of its consumers costs anything at all.
    pub fn has_cost(&self, place: usize) -> bool {
        self.price(place).is_some() || !self.is_unvalued(place)
    }

    /// Runs all reserves at once at some capacities, units by place; the model's other reserves
    /// stay as they are. `None` if it was stopped before every path was done.
    ///
    /// # Errors
    /// If the run cannot begin, or a path fails.
    pub fn run(
        &self,
        capacities: &[f64],
        options: &Options,
        progress: &dyn Progress,
    ) -> Result<Option<Outcome<'_>>, CoverError> {
        let sized = self.reserves.iter().zip(capacities);
        let model = sized.fold(self.model.clone(), |model, (&r, &capacity)| {
            model.resized(r, capacity)
        });
        let futures = Sampled::new(self.model, options.seed);
        let groups = self.groups.clone();
        let run = run_for(&model, groups, &futures, options, &Part(progress))?;
        if let Some(failed) = run.failed.first() {
            return Err(CoverError::Failed(failed.clone()));
        }
        Ok((!run.partial).then_some(Outcome {
            cover: self,
            model,
            run,
        }))
    }
}

/// Indices of the consumers that a reserve serves.
fn consumers_of(model: &Model, reserve: usize) -> impl Iterator<Item = usize> + '_ {
    let holds = model.reserves()[reserve].commodity;
    let countries: Vec<usize> = model.served_by(reserve).collect();
    let all = model.consumers().iter().enumerate();
    all.filter(move |(_, c)| c.commodity == holds && countries.contains(&c.country))
        .map(|(index, _)| index)
}

/// What reserves of some sizes left, path by path.
#[derive(Debug)]
pub struct Outcome<'c> {
    cover: &'c Cover<'c>,
    model: Model,
    run: Run,
}

impl Outcome<'_> {
    /// Threads of the run.
    pub fn threads(&self) -> usize {
        self.run.threads
    }

    /// A measure's number of every path, for the reserve at a place.
    pub fn values(&self, place: usize, measure: Measure, per: Per) -> Vec<f64> {
        let subject = self.cover.subject(place);
        let values = measure.values(&self.model, subject, per, &self.run.table);
        values.expect("the subject names a reserve")
    }

    /// Capacity of the reserve at a place, units.
    pub fn capacity(&self, place: usize) -> f64 {
        self.model.reserves()[self.cover.reserves[place]].capacity
    }

    /// Cost of the initial fill at the reference price, USD; `None` without a price.
    pub fn fill_cost(&self, place: usize) -> Option<f64> {
        let reserve = &self.model.reserves()[self.cover.reserves[place]];
        Some(reserve.initial * self.cover.price(place)?)
    }

    /// What the reserve at a place costs on every path, USD: its fill, purchases and holding, less
    /// what it sells at the reference price and what is left at the end is worth. `None` without a
    /// price.
    pub fn reserve_cost(&self, place: usize) -> Option<Vec<f64>> {
        let reserve = self.cover.reserves[place];
        reserve_cost(&self.model, &self.run.groups, reserve, &self.run.table)
    }

    /// What the shortfall of its consumers costs on every path, USD; `None` where nothing says.
    pub fn shortfall_cost(&self, place: usize) -> Option<Vec<f64>> {
        let group = self.cover.group(place);
        self.cover.has_cost(place).then(|| self.cost_of(group))
    }

    /// The same, where consumers that several reserves serve count for each of them in equal parts:
    /// added up over all places everybody counts once.
    pub fn own_cost(&self, place: usize) -> Vec<f64> {
        let users = self.cover.users.iter();
        let users = users.filter(|users| users.served_by.contains(&place));
        let mut total = vec![0.0; self.run.table.rows()];
        for users in users {
            let parts = users.served_by.len() as f64;
            add(&mut total, &self.cost_of(&users.group), 1.0 / parts);
        }
        total
    }

    /// What the shortfall of everybody whom any of the reserves serves costs on every path, USD.
    pub fn all_shortfall_cost(&self) -> Vec<f64> {
        let mut total = vec![0.0; self.run.table.rows()];
        for users in &self.cover.users {
            add(&mut total, &self.cost_of(&users.group), 1.0);
        }
        total
    }

    /// What all reserves cost on every path, USD; `None` unless each has a price.
    pub fn all_reserve_cost(&self) -> Option<Vec<f64>> {
        let mut total = vec![0.0; self.run.table.rows()];
        for place in 0..self.cover.reserves.len() {
            add(&mut total, &self.reserve_cost(place)?, 1.0);
        }
        Some(total)
    }

    /// Cost of all initial fills, USD; `None` unless each has a price.
    pub fn all_fill_cost(&self) -> Option<f64> {
        let places = 0..self.cover.reserves.len();
        let costs: Option<Vec<f64>> = places.map(|place| self.fill_cost(place)).collect();
        Some(sum(&costs?))
    }

    fn cost_of(&self, group: &Group) -> Vec<f64> {
        let column = self.run.groups.column(group, GroupMetric::ShortfallCost);
        self.run.table.column(column)
    }
}

/// A column with the numbers of another where they differ by rounding only, so that a future counts
/// as different only where it is.
pub(crate) fn settled(values: &[f64], others: &[f64]) -> Vec<f64> {
    let alike = |a: f64, b: f64| (a - b).abs() <= ROUNDING * a.abs().max(b.abs());
    let paths = values.iter().zip(others);
    paths
        .map(|(&a, &b)| if alike(a, b) { b } else { a })
        .collect()
}

/// Adds a multiple of a column to another, path by path.
fn add(total: &mut [f64], values: &[f64], factor: f64) {
    let paths = total.iter_mut().zip(values);
    paths.for_each(|(total, value)| *total += value * factor);
}
