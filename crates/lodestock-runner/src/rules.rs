//! Rules of thumb, priced: what so many days of cover cost, and what each leaves missing.

use crate::cover::{Cover, CoverError, MOST_DAYS, Outcome, settled};
use crate::measure::{Estimate, Measure, Per, Quantity};
use crate::paired::Paired;
use crate::progress::Progress;
use crate::run::Options;
use crate::summary::CONFIDENCE;

/// Level of the CVaR of a rule.
pub const CVAR: f64 = 0.95;
/// Days for which the further effect of a rule is given.
pub const FURTHER: f64 = 30.0;

const SHORTFALL: Measure = Measure::Mean(Quantity::Shortfall);
const COST: Measure = Measure::Mean(Quantity::ShortfallCost);

/// Rules compared on the same futures.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Indices of the reserves that follow them.
    pub reserves: Vec<usize>,
    /// The rules that were run, in the order of the list.
    pub rules: Vec<Rule>,
    /// Number of rules in the list.
    pub wanted: usize,
    /// Paths of each.
    pub paths: u64,
    /// Seed.
    pub seed: u64,
    /// Reserves whose consumers have no value at risk: what is physically missing costs nothing.
    pub unvalued: Vec<usize>,
}

/// A number of days of cover for every reserve.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Days of the need that a reserve serves.
    pub days: f64,
    /// What it means for each reserve.
    pub reserves: Vec<ReserveRule>,
    /// All reserves together; `None` unless each has a price.
    pub total: Option<Total>,
}

/// What a rule means for a reserve and the consumers whom it serves.
#[derive(Debug, Clone)]
pub struct ReserveRule {
    /// Index of the reserve.
    pub reserve: usize,
    /// Its capacity, units.
    pub units: f64,
    /// Cost of the initial fill at the reference price, USD; `None` without a price.
    pub fill_cost: Option<f64>,
    /// Mean cost of the reserve, USD: fill, purchases and holding, less sales and what is left.
    pub reserve_cost: Option<Estimate>,
    /// Probability that its consumers run short.
    pub p_short: Estimate,
    /// Probability that anything is physically missing to them.
    pub p_unmet: Estimate,
    /// Mean shortfall, units.
    pub shortfall: Estimate,
    /// Mean shortfall of the worst 5 % of futures, units.
    pub cvar95: Estimate,
    /// Mean cost of the shortfall, USD; `None` where nothing says.
    pub shortfall_cost: Option<Estimate>,
    /// Probability that it is ever empty; `None` for a reserve of 0.
    pub p_empty: Option<Estimate>,
    /// Less the first rule of the list, on the same futures; `None` for that one.
    pub against_first: Option<Differences>,
    /// Mean shortfall for each further 30 days from the next smaller rule, units; `None` for the
    /// smallest.
    pub further: Option<Paired>,
}

/// A rule less another, on the same futures.
#[derive(Debug, Clone, Copy)]
pub struct Differences {
    /// Of the probability of running short.
    pub p_short: Paired,
    /// Of the mean shortfall, units.
    pub shortfall: Paired,
    /// Of the CVaR, units.
    pub cvar95: Paired,
    /// Of the probability of an empty reserve; `None` where either holds nothing.
    pub p_empty: Option<Paired>,
    /// Of the reserve's cost, USD.
    pub reserve_cost: Option<Paired>,
    /// Of the shortfall's cost, USD.
    pub shortfall_cost: Option<Paired>,
}

/// All reserves of a rule together, USD. Consumers whom several reserves serve count once.
#[derive(Debug, Clone, Copy)]
pub struct Total {
    /// Cost of the initial fills.
    pub fill_cost: f64,
    /// Mean cost of the reserves.
    pub reserve_cost: Estimate,
    /// Mean cost of the shortfall of everybody served.
    pub shortfall_cost: Estimate,
    /// Both together.
    pub net: Estimate,
    /// Net cost less that of the first rule, on the same futures; `None` for that one.
    pub against_first: Option<Paired>,
}

/// Compares so many days of cover, for all reserves at once. Rules that were not finished when
/// `progress` asked to stop are missing.
///
/// # Errors
/// If the list is empty or holds a negative number, or a run cannot begin or fails.
pub fn rules(
    cover: &Cover<'_>,
    days: &[f64],
    options: &Options,
    progress: &dyn Progress,
) -> Result<Rules, CoverError> {
    if days.is_empty() {
        return Err(CoverError::NoDays);
    }
    if let Some(&wrong) = days.iter().find(|d| !(0.0..=MOST_DAYS).contains(*d)) {
        return Err(CoverError::Days(wrong));
    }
    // A rule that stops by itself would stop each run elsewhere.
    let options = Options {
        precision: None,
        ..options.clone()
    };
    progress.begin(options.paths * days.len() as u64);
    let mut columns: Vec<Columns> = Vec::new();
    for &days in days {
        let capacities: Vec<f64> = places(cover).map(|p| cover.units(p, days)).collect();
        let Some(outcome) = cover.run(&capacities, &options, progress)? else {
            break;
        };
        columns.push(Columns::of(cover, days, &outcome));
    }
    let unvalued = places(cover).filter(|&place| cover.is_unvalued(place));
    Ok(Rules {
        reserves: cover.reserves().to_vec(),
        unvalued: unvalued.map(|place| cover.reserves()[place]).collect(),
        rules: (0..columns.len())
            .map(|i| rule(cover, &columns, i))
            .collect(),
        wanted: days.len(),
        paths: options.paths,
        seed: options.seed,
    })
}

fn places(cover: &Cover<'_>) -> std::ops::Range<usize> {
    0..cover.reserves().len()
}

/// The numbers of a rule's paths.
struct Columns {
    days: f64,
    reserves: Vec<ReserveColumns>,
    fill_cost: Option<f64>,
    reserve_cost: Option<Vec<f64>>,
    shortfall_cost: Vec<f64>,
}

/// The numbers of its paths for a reserve.
struct ReserveColumns {
    units: f64,
    fill_cost: Option<f64>,
    short: Vec<f64>,
    unmet: Vec<f64>,
    shortfall: Vec<f64>,
    empty: Vec<f64>,
    reserve_cost: Option<Vec<f64>>,
    shortfall_cost: Option<Vec<f64>>,
}

impl Columns {
    fn of(cover: &Cover<'_>, days: f64, outcome: &Outcome<'_>) -> Self {
        let values = |place, measure| outcome.values(place, measure, Per::Horizon);
        let reserve = |place| ReserveColumns {
            units: outcome.capacity(place),
            fill_cost: outcome.fill_cost(place),
            short: values(place, Measure::ProbabilityShort),
            unmet: values(place, Measure::ProbabilityUnmet),
            shortfall: values(place, SHORTFALL),
            empty: values(place, Measure::ProbabilityEmpty),
            reserve_cost: outcome.reserve_cost(place),
            shortfall_cost: outcome.shortfall_cost(place),
        };
        Self {
            days,
            reserves: places(cover).map(reserve).collect(),
            fill_cost: outcome.all_fill_cost(),
            reserve_cost: outcome.all_reserve_cost(),
            shortfall_cost: outcome.all_shortfall_cost(),
        }
    }

    fn net(&self) -> Option<Vec<f64>> {
        let both = self.reserve_cost.as_ref()?.iter().zip(&self.shortfall_cost);
        Some(
            both.map(|(reserve, shortfall)| reserve + shortfall)
                .collect(),
        )
    }
}

fn rule(cover: &Cover<'_>, all: &[Columns], index: usize) -> Rule {
    let own = &all[index];
    let smaller = all.iter().filter(|other| other.days < own.days);
    let smaller = smaller.max_by(|a, b| a.days.total_cmp(&b.days));
    let reserve = |place: usize| {
        let first = (index > 0).then(|| &all[0].reserves[place]);
        let mut rule = reserve_rule(cover.reserves()[place], &own.reserves[place]);
        rule.against_first = first.map(|first| differences(first, &own.reserves[place]));
        rule.further = smaller.map(|smaller| {
            let per = FURTHER / (own.days - smaller.days);
            let before = scaled(&smaller.reserves[place].shortfall, per);
            paired(
                SHORTFALL,
                &before,
                &scaled(&own.reserves[place].shortfall, per),
            )
        });
        rule
    };
    Rule {
        days: own.days,
        reserves: places(cover).map(reserve).collect(),
        total: total(own, (index > 0).then(|| &all[0])),
    }
}

fn reserve_rule(reserve: usize, own: &ReserveColumns) -> ReserveRule {
    let cost = |values: &Option<Vec<f64>>| values.as_ref().map(|v| estimate(COST, v));
    ReserveRule {
        reserve,
        units: own.units,
        fill_cost: own.fill_cost,
        reserve_cost: cost(&own.reserve_cost),
        p_short: estimate(Measure::ProbabilityShort, &own.short),
        p_unmet: estimate(Measure::ProbabilityUnmet, &own.unmet),
        shortfall: estimate(SHORTFALL, &own.shortfall),
        cvar95: estimate(Measure::Cvar(Quantity::Shortfall, CVAR), &own.shortfall),
        shortfall_cost: cost(&own.shortfall_cost),
        p_empty: (own.units > 0.0).then(|| estimate(Measure::ProbabilityEmpty, &own.empty)),
        against_first: None,
        further: None,
    }
}

fn differences(first: &ReserveColumns, own: &ReserveColumns) -> Differences {
    let cost = |before: &Option<Vec<f64>>, after: &Option<Vec<f64>>| {
        Some(paired(COST, before.as_ref()?, after.as_ref()?))
    };
    let cvar = Measure::Cvar(Quantity::Shortfall, CVAR);
    let both_hold = first.units > 0.0 && own.units > 0.0;
    Differences {
        p_short: paired(Measure::ProbabilityShort, &first.short, &own.short),
        shortfall: paired(SHORTFALL, &first.shortfall, &own.shortfall),
        cvar95: paired(cvar, &first.shortfall, &own.shortfall),
        p_empty: both_hold.then(|| paired(Measure::ProbabilityEmpty, &first.empty, &own.empty)),
        reserve_cost: cost(&first.reserve_cost, &own.reserve_cost),
        shortfall_cost: cost(&first.shortfall_cost, &own.shortfall_cost),
    }
}

fn total(own: &Columns, first: Option<&Columns>) -> Option<Total> {
    let net = own.net()?;
    Some(Total {
        fill_cost: own.fill_cost?,
        reserve_cost: estimate(COST, own.reserve_cost.as_ref()?),
        shortfall_cost: estimate(COST, &own.shortfall_cost),
        net: estimate(COST, &net),
        against_first: first.and_then(|first| Some(paired(COST, &first.net()?, &net))),
    })
}

fn scaled(values: &[f64], factor: f64) -> Vec<f64> {
    values.iter().map(|value| value * factor).collect()
}

fn estimate(measure: Measure, values: &[f64]) -> Estimate {
    let estimate = measure.estimate(values, CONFIDENCE);
    estimate.expect("a run has paths")
}

fn paired(measure: Measure, before: &[f64], after: &[f64]) -> Paired {
    let paired = Paired::of(measure, before, &settled(after, before), CONFIDENCE);
    paired.expect("a run has paths")
}
