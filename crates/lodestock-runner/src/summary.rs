//! What a run says: every number with its error.

use lodestock_core::Model;
use lodestock_core::record::{Group, GroupMetric, ReserveMetric};
use rayon::prelude::*;

use crate::emptied::EmptiedBy;
use crate::run::{FailedPath, Run};
use crate::statistics::{Design, Distribution, Mean, Proportion, Sample};

/// Confidence of the intervals of a summary.
pub const CONFIDENCE: f64 = 0.95;

/// The results of a run.
#[derive(Debug, Clone)]
pub struct Summary {
    /// Name of the scenario.
    pub scenario: String,
    /// Month of step 0, such as `2027-01`.
    pub start: String,
    /// Name of the step, such as `month`.
    pub step: &'static str,
    /// Steps of the horizon.
    pub steps: usize,
    /// Steps a year.
    pub steps_per_year: f64,
    /// Paths that count.
    pub paths: u64,
    /// Seed.
    pub seed: u64,
    /// How paths were drawn, and what they are worth.
    pub evidence: Evidence,
    /// Whether the run was stopped before it was done.
    pub partial: bool,
    /// Paths that failed.
    pub failed: Vec<FailedPath>,
    /// Results of every group, in the order of [`lodestock_core::Groups::groups`].
    pub groups: Vec<GroupSummary>,
    /// Results of every reserve, by id.
    pub reserves: Vec<ReserveSummary>,
    /// Wall time of the run, and threads.
    pub timing: Timing,
}

/// How the paths of a run were drawn, and what they are worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// Paths that were drawn together, such as 2 for antithetic pairs.
    pub unit: u64,
    /// Mean weight of paths, which is 1 but for chance; `None` where all count the same.
    pub weight: Option<Mean>,
    /// How many paths of equal weight would know as much of what has nothing to do with the
    /// weights: (Σw)²/Σw².
    pub effective_paths: f64,
}

impl Evidence {
    /// Effective paths below which estimates rest on too few, or below this share of all.
    const FEW: (f64, f64) = (100.0, 0.01);

    fn of(run: &Run, design: &Design) -> Option<Self> {
        let weights = run.table.weights();
        let apart = design.unweighted();
        let weight = match &weights {
            Some(weights) => Some(Sample::new(weights, &apart).mean()?),
            None => None,
        };
        Some(Self {
            unit: run.unit,
            weight,
            effective_paths: design.effective_paths(run.table.rows()),
        })
    }

    /// Whether weights leave so few effective paths, of so many, that estimates mean little.
    pub fn is_thin(&self, paths: u64) -> bool {
        let (few, share) = Self::FEW;
        self.weight.is_some()
            && (self.effective_paths < few || self.effective_paths < share * paths as f64)
    }
}

/// How long a run took: the only part that differs between two runs of the same thing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Timing {
    /// Wall time of sampling and stepping, seconds.
    pub seconds: f64,
    /// Threads used.
    pub threads: usize,
    /// Paths × steps a second.
    pub path_steps_per_second: f64,
}

/// Results of a set of consumers.
#[derive(Debug, Clone)]
pub struct GroupSummary {
    /// Whose.
    pub group: Group,
    /// Demand a year in the calm, units; 0 where units differ.
    pub yearly_demand: f64,
    /// Curtailed and unmet less deferred, units.
    pub shortfall: Distribution,
    /// Given up because of price, units.
    pub curtailed: Distribution,
    /// Physically missing, units.
    pub unmet: Distribution,
    /// Put off to the next step, units.
    pub deferred: Mean,
    /// Probability that a path has any short step.
    pub p_short: Proportion,
    /// Probability that anything is physically missing in a path: above 1e-6 of a step's demand.
    pub p_unmet: Proportion,
    /// Steps short.
    pub steps_short: Distribution,
    /// Years of the horizon with any short step.
    pub years_short: Mean,
    /// First short step, over the paths that have one.
    pub first_short_step: Option<Distribution>,
    /// Most short steps in a row.
    pub longest_spell: Distribution,
    /// Number of spells.
    pub spells: Mean,
    /// Largest shortfall of a step, units.
    pub deepest_step: Distribution,
    /// Highest price, in reference prices.
    pub peak_price: Distribution,
    /// Cost of imports, USD; `None` without prices.
    pub import_cost: Option<Distribution>,
    /// Cost of the shortfall, USD; `None` without prices or values at risk.
    pub shortfall_cost: Option<Distribution>,
    /// Path with the largest shortfall, if any has one.
    pub worst_path: Option<u64>,
}

/// Results of a reserve.
#[derive(Debug, Clone)]
pub struct ReserveSummary {
    /// Its id.
    pub id: String,
    /// Its unit.
    pub unit: String,
    /// Most it holds, units.
    pub capacity: f64,
    /// What it holds at the start, units.
    pub initial: f64,
    /// Capacity in days of the need it serves.
    pub days: f64,
    /// Probability that it is empty at the end of any step.
    pub p_empty: Proportion,
    /// First such step, over the paths that have one.
    pub first_empty_step: Option<Distribution>,
    /// Steps at whose end it is empty.
    pub steps_empty: Distribution,
    /// Steps at whose end it is full.
    pub steps_full: Mean,
    /// Share of all steps at whose end it is empty.
    pub share_empty: Mean,
    /// Share of all steps at whose end it is full.
    pub share_full: Mean,
    /// Disruptions of which an event emptied it, by id; none unless the run counted them.
    pub emptied_by: Vec<EmptiedBy>,
    /// Released, units.
    pub released: Distribution,
    /// Bought back, units.
    pub refilled: Distribution,
    /// Lowest level, units.
    pub lowest: Distribution,
    /// Mean level, units.
    pub mean_level: Mean,
    /// Level at the end, units.
    pub final_level: Mean,
    /// Cost of the initial fill at the reference price, USD; `None` without a price.
    pub initial_cost: Option<f64>,
    /// Cost of refills, USD; `None` without a price.
    pub purchase_cost: Option<Distribution>,
    /// Cost of holding, USD; `None` without a price.
    pub holding_cost: Option<Distribution>,
    /// What is released, sold at the reference price, USD; `None` without a price.
    pub sales_value: Option<Distribution>,
}

impl Summary {
    /// Estimates from the rows of a run; `None` if no path has finished.
    pub fn of(model: &Model, run: &Run) -> Option<Self> {
        if run.table.rows() == 0 {
            return None;
        }
        let clock = model.clock();
        let groups = run.groups.groups();
        let paths = run.table.rows() as u64;
        let design = run.design();
        Some(Self {
            scenario: model.name().to_string(),
            start: clock.start.to_string(),
            step: clock.length.name(),
            steps: clock.steps,
            steps_per_year: clock.steps_per_year(),
            paths,
            seed: run.seed,
            evidence: Evidence::of(run, &design)?,
            partial: run.partial,
            failed: run.failed.clone(),
            groups: groups
                .par_iter()
                .map(|group| group_summary(model, run, &design, group))
                .collect::<Option<_>>()?,
            reserves: (0..model.reserves().len())
                .into_par_iter()
                .map(|r| reserve_summary(model, run, &design, r))
                .collect::<Option<_>>()?,
            timing: Timing {
                seconds: run.seconds,
                threads: run.threads,
                path_steps_per_second: paths as f64 * (clock.steps + clock.warm_up) as f64
                    / run.seconds.max(1e-9),
            },
        })
    }

    /// Results of a group by name, such as `us.gallium` or `total`.
    pub fn group(&self, name: &str) -> Option<&GroupSummary> {
        self.groups
            .iter()
            .find(|summary| summary.group.name == name)
    }

    /// Years of the horizon.
    pub fn years(&self) -> f64 {
        self.steps as f64 / self.steps_per_year
    }
}

/// The columns of a run, estimated by its design.
struct Columns<'a> {
    run: &'a Run,
    design: &'a Design,
}

impl Columns<'_> {
    fn of(&self, column: usize) -> Vec<f64> {
        self.run.table.column(column)
    }

    fn distribution(&self, column: usize) -> Option<Distribution> {
        self.distribution_of(&self.of(column))
    }

    fn distribution_of(&self, values: &[f64]) -> Option<Distribution> {
        Sample::new(values, self.design).distribution(CONFIDENCE)
    }

    fn mean(&self, column: usize) -> Option<Mean> {
        Sample::new(&self.of(column), self.design).mean()
    }

    /// How often the step of something is finite: it happens; and its law where it does.
    fn happens(&self, column: usize) -> Option<(Proportion, Option<Distribution>)> {
        let steps = self.of(column);
        let share = Sample::new(&steps, self.design).share(f64::is_finite, CONFIDENCE)?;
        let design = self.design.of_those(|path| steps[path].is_finite());
        let finite: Vec<f64> = steps.iter().copied().filter(|x| x.is_finite()).collect();
        Some((
            share,
            Sample::new(&finite, &design).distribution(CONFIDENCE),
        ))
    }
}

fn group_summary(model: &Model, run: &Run, design: &Design, group: &Group) -> Option<GroupSummary> {
    let columns = Columns { run, design };
    let place = |metric| run.groups.column(group, metric);
    let distribution = |metric| columns.distribution(place(metric));
    let (p_short, first_short_step) = columns.happens(place(GroupMetric::FirstShort))?;
    let shortfall = columns.of(place(GroupMetric::Shortfall));
    let unmet = columns.of(place(GroupMetric::Unmet));
    let nothing = crate::measure::NOTHING * model.calm_demand(&run.groups, group);
    let p_unmet = Sample::new(&unmet, design).share(|x| x > nothing, CONFIDENCE)?;
    let worst = shortfall
        .iter()
        .zip(run.table.paths())
        .max_by(|a, b| a.0.total_cmp(b.0));
    let priced = model.priced(&run.groups, group);
    let money = |metric, always: bool| {
        let values = columns.of(place(metric));
        let any = always || values.iter().any(|&x| x != 0.0);
        any.then(|| columns.distribution_of(&values)).flatten()
    };
    Some(GroupSummary {
        yearly_demand: match group.unit {
            Some(_) => model.calm_demand(&run.groups, group) * model.clock().steps_per_year(),
            None => 0.0,
        },
        curtailed: distribution(GroupMetric::Curtailed)?,
        p_unmet,
        unmet: columns.distribution_of(&unmet)?,
        deferred: columns.mean(place(GroupMetric::Deferred))?,
        p_short,
        steps_short: distribution(GroupMetric::StepsShort)?,
        years_short: columns.mean(place(GroupMetric::YearsShort))?,
        first_short_step,
        longest_spell: distribution(GroupMetric::LongestSpell)?,
        spells: columns.mean(place(GroupMetric::Spells))?,
        deepest_step: distribution(GroupMetric::DeepestStep)?,
        peak_price: distribution(GroupMetric::PeakPrice)?,
        import_cost: money(GroupMetric::ImportCost, priced),
        shortfall_cost: money(GroupMetric::ShortfallCost, priced),
        worst_path: worst.filter(|(x, _)| **x > 0.0).map(|(_, path)| path),
        shortfall: columns.distribution_of(&shortfall)?,
        group: group.clone(),
    })
}

fn reserve_summary(model: &Model, run: &Run, design: &Design, r: usize) -> Option<ReserveSummary> {
    let reserve = &model.reserves()[r];
    let commodity = &model.commodities()[reserve.commodity];
    let columns = Columns { run, design };
    let place = |metric| run.groups.reserve_column(r, metric);
    let distribution = |metric| columns.distribution(place(metric));
    let (p_empty, first_empty_step) = columns.happens(place(ReserveMetric::FirstEmpty))?;
    let money = |metric| commodity.price.and_then(|_| distribution(metric));
    let steps_empty = distribution(ReserveMetric::StepsEmpty)?;
    let steps_full = columns.mean(place(ReserveMetric::StepsFull))?;
    let share = |steps: Mean| steps.times(1.0 / model.clock().steps as f64);
    Some(ReserveSummary {
        id: reserve.id.clone(),
        unit: commodity.unit.clone(),
        capacity: reserve.capacity,
        initial: reserve.initial,
        days: if reserve.yearly_need > 0.0 {
            reserve.capacity / reserve.yearly_need * 365.0
        } else {
            0.0
        },
        p_empty,
        first_empty_step,
        share_empty: share(steps_empty.mean),
        share_full: share(steps_full),
        emptied_by: run
            .emptied
            .as_ref()
            .map_or(Vec::new(), |emptied| emptied.of_reserve(r, CONFIDENCE)),
        steps_empty,
        steps_full,
        released: distribution(ReserveMetric::Released)?,
        refilled: distribution(ReserveMetric::Refilled)?,
        lowest: distribution(ReserveMetric::Lowest)?,
        mean_level: columns.mean(place(ReserveMetric::MeanLevel))?,
        final_level: columns.mean(place(ReserveMetric::FinalLevel))?,
        initial_cost: commodity.price.map(|price| price * reserve.initial),
        purchase_cost: money(ReserveMetric::PurchaseCost),
        holding_cost: money(ReserveMetric::HoldingCost),
        sales_value: money(ReserveMetric::SalesValue),
    })
}
