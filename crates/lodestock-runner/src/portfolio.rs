//! One budget, many reserves: which sizes reduce a risk most, and how sure that is.
//!
//! Training paths give every reserve's response to its size (`curves`); the budget goes to what
//! reduces the risk most per dollar (`allocation`); fresh paths, which the choice has not seen,
//! judge it (`judgement`). Curves are made with all reserves sized at once, which is right where
//! one reserve's market does not act on another's. Whatever is predicted is run; where markets act
//! on each other, or the prediction misses, runs try moves of money between reserves (`exchange`).

mod allocation;
mod curves;
mod exchange;
mod judgement;
mod purse;

use lodestock_core::Model;
use lodestock_core::problem::suggest;

use crate::cover::{Cover, CoverError, settled};
use crate::measure::{Estimate, Measure, Quantity};
use crate::paired::Paired;
use crate::progress::Progress;
use crate::run::Options;
use crate::summary::CONFIDENCE;
use crate::target::{Target, TargetError};
use curves::Curves;
pub use judgement::{Policy, PolicyKind, Risk};
use purse::{Choice, Purse};

/// Level of the CVaR that a budget can minimise.
pub const CVAR: f64 = 0.95;

/// What a budget is to make small.
#[derive(Debug, Clone, PartialEq)]
pub enum Aim {
    /// Mean cost of the shortfall of everybody served.
    MeanCost,
    /// Mean of that cost in the worst 5 % of futures.
    TailCost,
    /// Number of reserves whose consumers miss a target.
    BelowTarget(Target),
}

impl Aim {
    /// The measure of all reserves together by which policies are compared: of the cost, or of the
    /// number of reserves whose consumers run short in a future.
    pub fn measure(&self) -> Measure {
        match self {
            Self::TailCost => Measure::Cvar(Quantity::ShortfallCost, CVAR),
            Self::MeanCost | Self::BelowTarget(_) => Measure::Mean(Quantity::ShortfallCost),
        }
    }

    /// Whether it is about a cost.
    pub fn is_cost(&self) -> bool {
        !matches!(self, Self::BelowTarget(_))
    }
}

/// Why a budget cannot be spread.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PortfolioError {
    /// Not a positive sum.
    #[error("a budget is a sum above 0 USD, not {0}")]
    Budget(f64),
    /// No fund of that name.
    #[error("no fund `{name}`{}", help.as_deref().map(|h| format!(": {h}")).unwrap_or_default())]
    UnknownFund {
        /// What was asked for.
        name: String,
        /// The nearest fund.
        help: Option<String>,
    },
    /// No reserve belongs to the fund.
    #[error("fund `{0}` pays for no reserve: name them in `reserves` of [fund.{0}]")]
    EmptyFund(String),
    /// Fills cannot be paid without prices; ids of the commodities.
    #[error("the budget pays initial fills at reference prices, and there is no price in {}", tables("commodity", .0))]
    NoPrice(Vec<String>),
    /// Shortfalls cost nothing; ids of the consumers.
    #[error("a shortfall costs nothing without value_at_risk, which is missing in {}: add it, or use --minimise below-target", tables("consumer", .0))]
    NoValue(Vec<String>),
    /// The reserve starts empty, so that no money fills it.
    #[error(
        "reserve `{0}` starts empty, so its initial fill costs nothing: give it an `initial`, or leave it out"
    )]
    NoFill(String),
    /// The target does not fit.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The reserves cannot be run.
    #[error(transparent)]
    Cover(#[from] CoverError),
}

/// Names of tables of a scenario: `[commodity.a], [commodity.b]`.
fn tables(kind: &str, ids: &[String]) -> String {
    let names: Vec<String> = ids.iter().map(|id| format!("[{kind}.{id}]")).collect();
    names.join(", ")
}

/// A budget spread over reserves, and what it buys.
#[derive(Debug, Clone)]
pub struct Portfolio {
    /// USD.
    pub budget: f64,
    /// What was made small.
    pub aim: Aim,
    /// What each reserve gets, by reserve.
    pub holdings: Vec<Holding>,
    /// What the curves said of the allocation, and a run of it on the same paths; `None` for a
    /// target, or if it was stopped before.
    pub prediction: Option<Prediction>,
    /// Policies on fresh paths, the allocation first; those that were run.
    pub policies: Vec<Policy>,
    /// Sets of two or more reserves (indices) whose markets act on each other.
    pub linked: Vec<Vec<usize>>,
    /// Moves of money that runs have shown to be better than the allocation of the curves.
    pub moves: usize,
    /// Reserves of which no size that the budget can buy meets the target.
    pub out_of_reach: Vec<usize>,
    /// The cheapest reserve (index) whose target the rest of the budget does not pay, and what it
    /// takes, USD.
    pub next: Option<(usize, f64)>,
    /// Paths that the allocation was made on, from 0, and as many fresh ones that it is judged on.
    pub paths: u64,
    /// Seed.
    pub seed: u64,
    /// Whether it was stopped before it was done.
    pub partial: bool,
}

/// What a reserve gets.
#[derive(Debug, Clone)]
pub struct Holding {
    /// Index of the reserve.
    pub reserve: usize,
    /// Its capacity, units.
    pub capacity: f64,
    /// The same in days of the need it serves.
    pub days: f64,
    /// Cost of its initial fill, USD.
    pub dollars: f64,
    /// USD of the aim's cost that the last dollar avoids; `None` without one, and for a target.
    pub last_dollar: Option<Estimate>,
    /// What a further dollar would avoid; `None` where a larger reserve was not tried.
    pub next_dollar: Option<Estimate>,
    /// On fresh paths without any of the reserves, if those were run.
    pub before: Option<Risk>,
    /// On fresh paths with the allocation, if those were run.
    pub after: Option<Risk>,
}

/// What the curves predicted and what a run of the allocation gave, on the training paths.
#[derive(Debug, Clone, Copy)]
pub struct Prediction {
    /// By the curves, USD.
    pub predicted: Estimate,
    /// By the run, USD.
    pub simulated: Estimate,
    /// Run less curves.
    pub difference: Paired,
}

impl Prediction {
    /// Whether it misses by more than its error.
    pub fn misses(&self) -> bool {
        self.difference.difference.value.abs() > self.predicted.se
    }
}

impl Portfolio {
    /// Before anything is bought or judged.
    fn empty(purse: &Purse<'_>, options: &Options) -> Self {
        Self {
            budget: purse.budget,
            aim: purse.aim.clone(),
            holdings: Vec::new(),
            prediction: None,
            policies: Vec::new(),
            linked: purse.linked(),
            moves: 0,
            out_of_reach: Vec::new(),
            next: None,
            paths: options.paths,
            seed: options.seed,
            partial: false,
        }
    }

    /// USD spent.
    pub fn spent(&self) -> f64 {
        self.holdings.iter().map(|holding| holding.dollars).sum()
    }

    /// USD left because nothing more was to be had for them; 0 if all but rounding is spent.
    pub fn unspent(&self) -> f64 {
        let left = self.budget - self.spent();
        if left > 1e-6 * self.budget { left } else { 0.0 }
    }

    /// What was run for a kind of policy.
    pub fn policy(&self, kind: PolicyKind) -> Option<&Policy> {
        self.policies.iter().find(|policy| policy.kind == kind)
    }
}

/// Indices of the reserves of a fund, or of all if none is named.
///
/// # Errors
/// If there is no such fund, or no reserve names it.
pub fn reserves_of(model: &Model, fund: Option<&str>) -> Result<Vec<usize>, PortfolioError> {
    let reserves = model.reserves().iter().enumerate();
    let Some(name) = fund else {
        return Ok(reserves.map(|(r, _)| r).collect());
    };
    let known = model.funds();
    let Some(index) = known.iter().position(|fund| fund.id == name) else {
        return Err(PortfolioError::UnknownFund {
            name: name.into(),
            help: suggest(name, known.iter().map(|fund| fund.id.as_str()))
                .or_else(|| Some("the scenario has no [fund.x]".into())),
        });
    };
    let own: Vec<usize> = reserves
        .filter(|(_, reserve)| reserve.fund == Some(index))
        .map(|(r, _)| r)
        .collect();
    if own.is_empty() {
        return Err(PortfolioError::EmptyFund(name.into()));
    }
    Ok(own)
}

/// Spreads a budget over reserves. `None` if `progress` asked to stop before there was an
/// allocation.
///
/// # Errors
/// If the budget is not above 0, a price or value is missing, a target does not fit, or a run
/// cannot begin or fails.
pub fn portfolio(
    cover: &Cover<'_>,
    budget: f64,
    aim: &Aim,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Option<Portfolio>, PortfolioError> {
    let purse = Purse::new(cover, budget, aim)?;
    // A rule that stops by itself would stop each run elsewhere.
    let options = Options {
        precision: None,
        ..options.clone()
    };
    let Some(curves) = Curves::trained(&purse, &options, progress)? else {
        return Ok(None);
    };
    let Choice {
        mut dollars,
        out_of_reach,
        next,
    } = purse.choose(&curves);
    let mut portfolio = Portfolio {
        out_of_reach,
        next,
        ..Portfolio::empty(&purse, &options)
    };
    let known = exchange::check(
        &purse,
        &curves,
        &mut dollars,
        &options,
        progress,
        &mut portfolio,
    )?;
    portfolio.holdings = holdings(&purse, &curves, &dollars);
    portfolio.partial =
        !known || !judgement::judge(&purse, &dollars, &options, progress, &mut portfolio)?;
    Ok(Some(portfolio))
}

fn holdings(purse: &Purse<'_>, curves: &Curves, dollars: &[f64]) -> Vec<Holding> {
    let tail = match purse.aim {
        Aim::TailCost => Some(curves.tail(dollars, CVAR)),
        _ => None,
    };
    let of = |place: usize| {
        let capacity = purse.capacity(place, dollars[place]);
        let marginal = |further| {
            let curve = &curves.curves[place];
            purse
                .aim
                .is_cost()
                .then(|| curve.marginal(dollars[place], further, tail.as_deref()))?
        };
        Holding {
            reserve: purse.cover.reserves()[place],
            capacity,
            days: purse.cover.days(place, capacity),
            dollars: dollars[place],
            last_dollar: marginal(false),
            next_dollar: marginal(true),
            before: None,
            after: None,
        }
    };
    (0..dollars.len()).map(of).collect()
}

fn estimate(measure: Measure, values: &[f64]) -> Estimate {
    let estimate = measure.estimate(values, CONFIDENCE);
    estimate.expect("a run has paths")
}

fn paired(measure: Measure, before: &[f64], after: &[f64]) -> Paired {
    let paired = Paired::of(measure, before, &settled(after, before), CONFIDENCE);
    paired.expect("a run has paths")
}
