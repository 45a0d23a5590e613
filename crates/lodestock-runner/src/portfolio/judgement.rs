//! Policies on fresh paths, which the choice has not seen.

use super::purse::Purse;
use super::{Aim, CVAR, Portfolio, estimate, paired};
use crate::cover::{CoverError, Outcome};
use crate::measure::{Estimate, Measure, Per, Quantity};
use crate::paired::Paired;
use crate::progress::Progress;
use crate::run::Options;

/// Runs of a judgement.
pub(super) const RUNS: usize = 4;

const COST: Measure = Measure::Mean(Quantity::ShortfallCost);

/// A way to spend a budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyKind {
    /// By what a dollar avoids.
    Allocation,
    /// Nothing is bought.
    Nothing,
    /// As many days of cover for each reserve.
    EqualDays,
    /// As many dollars for each reserve.
    EqualDollars,
}

impl PolicyKind {
    /// Every one, in the order in which they are run.
    pub const ALL: [Self; RUNS] = [
        Self::Allocation,
        Self::Nothing,
        Self::EqualDays,
        Self::EqualDollars,
    ];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Allocation => "allocation",
            Self::Nothing => "nothing",
            Self::EqualDays => "equal_days",
            Self::EqualDollars => "equal_dollars",
        }
    }
}

/// A policy on fresh paths.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Which.
    pub kind: PolicyKind,
    /// USD that each reserve gets, by place.
    pub dollars: Vec<f64>,
    /// Capacities that these fill, units, by place.
    pub capacities: Vec<f64>,
    /// Days that every reserve gets, where they get the same.
    pub days: Option<f64>,
    /// What it means for each reserve's consumers, by place.
    pub risks: Vec<Risk>,
    /// Mean cost of the shortfall of everybody served, USD; `None` for a target where values at risk
    /// are missing.
    pub shortfall_cost: Option<Estimate>,
    /// Mean of that cost in the worst 5 % of futures.
    pub cvar_cost: Option<Estimate>,
    /// Mean cost of the reserves, USD: fill, purchases and holding, less sales and what is left.
    pub reserve_cost: Estimate,
    /// Shortfall and reserves together, USD.
    pub net: Option<Estimate>,
    /// Mean number of reserves whose consumers run short in a future; for a target of another
    /// probability, of those to whom that happens.
    pub short: Estimate,
    /// Number of reserves whose consumers meet the target, if there is one.
    pub meets: Option<usize>,
    /// The allocation less this policy in what was made small, on the same futures; for a target in
    /// the number of reserves whose consumers run short. `None` for the allocation itself.
    pub allocation_less: Option<Paired>,
    /// The allocation less this policy in net cost, USD, on the same futures; `None` for the
    /// allocation itself and where there is no net cost.
    pub net_less: Option<Paired>,
}

/// What a policy means for the consumers of a reserve.
#[derive(Debug, Clone, Copy)]
pub struct Risk {
    /// Probability that they run short.
    pub p_short: Estimate,
    /// Probability that anything is physically missing to them.
    pub p_unmet: Estimate,
    /// Mean shortfall, units.
    pub shortfall: Estimate,
    /// Mean cost of the shortfall, USD; `None` where nothing says.
    pub shortfall_cost: Option<Estimate>,
    /// The target's measure, if there is one.
    pub measure: Option<Estimate>,
    /// Whether that is at most what the target says.
    pub meets: Option<bool>,
}

/// What is compared path by path.
struct Numbers {
    /// Of what is made small.
    aim: Vec<f64>,
    /// Net cost, USD.
    net: Option<Vec<f64>>,
}

impl Numbers {
    /// Notes by how much the allocation differs from these.
    fn compare(&self, purse: &Purse<'_>, allocation: &Self, policy: &mut Policy) {
        let less = paired(purse.aim.measure(), &self.aim, &allocation.aim);
        policy.allocation_less = Some(less);
        let net = self.net.as_ref().zip(allocation.net.as_ref());
        policy.net_less = net.map(|(own, best)| paired(COST, own, best));
    }
}

/// Runs the policies one after another. `false` if it was stopped before all were done.
pub(super) fn judge(
    purse: &Purse<'_>,
    dollars: &[f64],
    options: &Options,
    progress: &dyn Progress,
    portfolio: &mut Portfolio,
) -> Result<bool, CoverError> {
    let fresh = Options {
        first_path: options.first_path + options.paths,
        ..options.clone()
    };
    let mut allocation: Option<Numbers> = None;
    for kind in PolicyKind::ALL {
        let (spent, days) = spending(purse, kind, dollars);
        let capacities = purse.capacities(&spent);
        let Some(outcome) = purse.cover.run(&capacities, &fresh, progress)? else {
            return Ok(false);
        };
        let (mut policy, numbers) = policy(purse, kind, &outcome);
        (policy.dollars, policy.capacities) = (spent, capacities);
        policy.days = days;
        match &allocation {
            Some(best) => numbers.compare(purse, best, &mut policy),
            None => allocation = Some(numbers),
        }
        for (holding, risk) in portfolio.holdings.iter_mut().zip(&policy.risks) {
            match kind {
                PolicyKind::Allocation => holding.after = Some(*risk),
                PolicyKind::Nothing => holding.before = Some(*risk),
                _ => {}
            }
        }
        portfolio.policies.push(policy);
    }
    Ok(true)
}

/// Dollars by place under a policy, and the days if they are the same everywhere.
fn spending(purse: &Purse<'_>, kind: PolicyKind, allocation: &[f64]) -> (Vec<f64>, Option<f64>) {
    let count = allocation.len();
    match kind {
        PolicyKind::Allocation => (allocation.to_vec(), None),
        PolicyKind::Nothing => (vec![0.0; count], Some(0.0)),
        PolicyKind::EqualDollars => (vec![purse.budget / count as f64; count], None),
        PolicyKind::EqualDays => {
            let day: Vec<f64> = (0..count).map(|place| purse.day(place)).collect();
            let days = purse.budget / day.iter().sum::<f64>();
            (day.iter().map(|day| day * days).collect(), Some(days))
        }
    }
}

/// A policy's estimates, and what is compared.
fn policy(purse: &Purse<'_>, kind: PolicyKind, outcome: &Outcome<'_>) -> (Policy, Numbers) {
    let places = 0..purse.unit_cost.len();
    let risks: Vec<Risk> = places
        .clone()
        .map(|place| risk(purse, place, outcome))
        .collect();
    let valued = places.clone().all(|place| !purse.cover.is_unvalued(place));
    let shortfall = valued.then(|| outcome.all_shortfall_cost());
    let reserve = outcome
        .all_reserve_cost()
        .expect("every reserve has a price");
    let net = shortfall.as_ref().map(|shortfall| {
        let both = shortfall.iter().zip(&reserve);
        both.map(|(shortfall, reserve)| shortfall + reserve)
            .collect::<Vec<f64>>()
    });
    let short = short(purse, outcome, reserve.len());
    let cost = |values: &Option<Vec<f64>>, measure| values.as_ref().map(|v| estimate(measure, v));
    let policy = Policy {
        kind,
        dollars: Vec::new(),
        capacities: Vec::new(),
        days: None,
        meets: purse
            .target()
            .map(|_| risks.iter().filter(|risk| risk.meets == Some(true)).count()),
        risks,
        shortfall_cost: cost(&shortfall, COST),
        cvar_cost: cost(&shortfall, Measure::Cvar(Quantity::ShortfallCost, CVAR)),
        reserve_cost: estimate(COST, &reserve),
        net: cost(&net, COST),
        short: estimate(COST, &short),
        allocation_less: None,
        net_less: None,
    };
    let aim = match (purse.aim, shortfall) {
        (Aim::MeanCost | Aim::TailCost, Some(cost)) => cost,
        _ => short,
    };
    (policy, Numbers { aim, net })
}

/// Number of reserves whose consumers run short on every path; for a target of another probability,
/// of those to whom that happens.
fn short(purse: &Purse<'_>, outcome: &Outcome<'_>, paths: usize) -> Vec<f64> {
    let own = purse.target().map(|target| target.measure);
    let event = own.filter(|measure| measure.is_probability());
    let event = event.unwrap_or(Measure::ProbabilityShort);
    let mut short = vec![0.0; paths];
    for place in 0..purse.unit_cost.len() {
        let of = outcome.values(place, event, Per::Horizon);
        short.iter_mut().zip(of).for_each(|(all, one)| *all += one);
    }
    short
}

fn risk(purse: &Purse<'_>, place: usize, outcome: &Outcome<'_>) -> Risk {
    let of = |measure: Measure, per| estimate(measure, &outcome.values(place, measure, per));
    let measure = purse.target().map(|target| of(target.measure, target.per));
    Risk {
        p_short: of(Measure::ProbabilityShort, Per::Horizon),
        p_unmet: of(Measure::ProbabilityUnmet, Per::Horizon),
        shortfall: of(Measure::Mean(Quantity::Shortfall), Per::Horizon),
        shortfall_cost: outcome
            .shortfall_cost(place)
            .map(|cost| estimate(COST, &cost)),
        measure,
        meets: measure.map(|measure| measure.value <= purse.most[place]),
    }
}
