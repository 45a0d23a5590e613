//! What planners judge a future by: risks of consumers and of a reserve, path by path.

use lodestock_core::record::{Group, GroupMetric, ReserveMetric};
use lodestock_core::{Groups, Model};

use crate::statistics::{Interval, Mean, Sample, Tail};
use crate::table::Table;

/// A step's share of demand below which what a path misses in all is rounding.
pub(crate) const NOTHING: f64 = 1e-6;

/// A quantity of consumers, added up over a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantity {
    /// Curtailed and unmet less deferred, units.
    Shortfall,
    /// Physically missing, units.
    Unmet,
    /// Given up because of price, units.
    Curtailed,
    /// Cost of the shortfall, USD.
    ShortfallCost,
}

impl Quantity {
    /// Every one.
    pub const ALL: [Self; 4] = [
        Self::Shortfall,
        Self::Unmet,
        Self::Curtailed,
        Self::ShortfallCost,
    ];

    /// Its name in texts: `shortfall`, `unmet`, `curtailed`, `cost`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shortfall => "shortfall",
            Self::Unmet => "unmet",
            Self::Curtailed => "curtailed",
            Self::ShortfallCost => "cost",
        }
    }

    /// The metric of a row.
    pub fn metric(self) -> GroupMetric {
        match self {
            Self::Shortfall => GroupMetric::Shortfall,
            Self::Unmet => GroupMetric::Unmet,
            Self::Curtailed => GroupMetric::Curtailed,
            Self::ShortfallCost => GroupMetric::ShortfallCost,
        }
    }
}

/// A risk: one number per path, and how the paths' numbers become one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measure {
    /// Share of futures with any short step; a year: share of their years with one.
    ProbabilityShort,
    /// Share of futures in which anything is physically missing.
    ProbabilityUnmet,
    /// Share of futures in which the reserve is ever empty.
    ProbabilityEmpty,
    /// Mean of a quantity.
    Mean(Quantity),
    /// Mean of a quantity over the worst share 1 − level of futures.
    Cvar(Quantity, f64),
    /// Mean number of short steps.
    StepsShort,
}

/// Over what a measure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Per {
    /// The whole horizon.
    #[default]
    Horizon,
    /// A year of it, on average.
    Year,
}

/// Whose measure: consumers, and a reserve where it is about one.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The groups that the rows were kept for.
    pub groups: &'a Groups,
    /// Consumers, one of `groups`.
    pub group: &'a Group,
    /// Index of the reserve.
    pub reserve: Option<usize>,
}

/// An estimate and the interval that holds the true value with 95 % confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

impl Measure {
    /// Whether it is a probability.
    pub fn is_probability(self) -> bool {
        matches!(
            self,
            Self::ProbabilityShort | Self::ProbabilityUnmet | Self::ProbabilityEmpty
        )
    }

    /// The quantity that it adds up, if it does.
    pub fn quantity(self) -> Option<Quantity> {
        match self {
            Self::Mean(quantity) | Self::Cvar(quantity, _) => Some(quantity),
            _ => None,
        }
    }

    /// Whether it can be counted a year: what happens once a horizon has no yearly share.
    pub fn has_years(self) -> bool {
        !matches!(
            self,
            Self::ProbabilityUnmet | Self::ProbabilityEmpty | Self::Cvar(..)
        )
    }

    /// Its number of every path, in the order of the table. `None` if it is about a reserve and
    /// the subject has none.
    pub fn values(
        self,
        model: &Model,
        subject: Subject<'_>,
        per: Per,
        table: &Table,
    ) -> Option<Vec<f64>> {
        let column = |metric| table.column(subject.groups.column(subject.group, metric));
        let years = match per {
            Per::Horizon => 1.0,
            Per::Year => model.clock().steps as f64 / model.clock().steps_per_year(),
        };
        let finite = |steps: Vec<f64>| -> Vec<f64> {
            let happened = steps
                .iter()
                .map(|step| f64::from(u8::from(step.is_finite())));
            happened.collect()
        };
        let scaled = |values: Vec<f64>, by: f64| -> Vec<f64> {
            if by == 1.0 {
                return values;
            }
            values.iter().map(|x| x / by).collect()
        };
        Some(match self {
            Self::ProbabilityShort if per == Per::Year => {
                scaled(column(GroupMetric::YearsShort), model.years_begun())
            }
            Self::ProbabilityShort => finite(column(GroupMetric::FirstShort)),
            Self::ProbabilityUnmet => {
                let nothing = NOTHING * model.calm_demand(subject.groups, subject.group);
                let unmet = column(GroupMetric::Unmet);
                let missing = unmet.iter().map(|&x| f64::from(u8::from(x > nothing)));
                missing.collect()
            }
            Self::ProbabilityEmpty => {
                let place = |r| subject.groups.reserve_column(r, ReserveMetric::FirstEmpty);
                finite(table.column(subject.reserve.map(place)?))
            }
            Self::Mean(quantity) | Self::Cvar(quantity, _) => {
                scaled(column(quantity.metric()), years)
            }
            Self::StepsShort => scaled(column(GroupMetric::StepsShort), years),
        })
    }

    /// The estimate from the paths' numbers; `None` if there are none. Paths count the same and
    /// were drawn apart: else [`Measure::estimate_of`] their sample.
    ///
    /// Shares of futures have Wilson intervals, means and CVaR intervals corrected for skewness.
    pub fn estimate(self, values: &[f64], confidence: f64) -> Option<Estimate> {
        self.estimate_of(Sample::plain(values), confidence)
    }

    /// The estimate from the paths' numbers and the design of their run; `None` without paths.
    pub fn estimate_of(self, sample: Sample<'_>, confidence: f64) -> Option<Estimate> {
        if let Self::Cvar(_, level) = self {
            let Tail { value, se } = sample.cvar(level)?;
            let Interval { low, high, .. } = sample.cvar_interval(level, confidence)?;
            return Some(Estimate {
                value,
                se,
                low,
                high,
            });
        }
        let Mean { value, se } = sample.mean()?;
        let mut values = sample.values().iter();
        let share = self.is_probability() && values.all(|&x| x == 0.0 || x == 1.0);
        let (low, high) = if share {
            let of = sample.share(|x| x == 1.0, confidence)?;
            (of.low, of.high)
        } else {
            let of = sample.mean_interval(confidence)?;
            (of.low, of.high)
        };
        Some(Estimate {
            value,
            se,
            low,
            high,
        })
    }
}
