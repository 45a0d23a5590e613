//! When to stop: after so many paths, or when a mean is known well enough.

use lodestock_core::model::Reserve;
use lodestock_core::problem::suggest;
use lodestock_core::record::{GroupMetric, ReserveMetric};
use lodestock_core::spec::Precision;
use lodestock_core::{Groups, Model};

use crate::run::{BATCH, Options, RunError};
use crate::statistics::Sample;
use crate::table::Table;

/// Paths after which a stopping rule looks for the first time.
const FIRST_LOOK: u64 = 16 * BATCH;

/// Whether to go on.
pub(crate) enum Stopping {
    /// Up to so many paths in all.
    Go(u64),
    /// It is enough.
    Stop,
}

/// A rule that depends on seed and results only, so that it stops at the same path everywhere.
pub(crate) enum Rule {
    /// After so many paths.
    Paths(u64),
    /// When a column's mean is known to a relative half width.
    Mean {
        /// Column of the table.
        column: usize,
        /// Whether its share of finite values counts, not its mean: how often something happens.
        share: bool,
        /// What is asked for.
        precision: Precision,
    },
}

impl Rule {
    /// The rule that options ask for.
    pub fn new(groups: &Groups, model: &Model, options: &Options) -> Result<Self, RunError> {
        let Some(precision) = options.precision.clone() else {
            return Ok(Self::Paths(options.paths));
        };
        if !(precision.relative > 0.0 && precision.relative < 1.0) {
            return Err(RunError::Precision(format!(
                "a relative precision lies between 0 and 1, not {}",
                precision.relative
            )));
        }
        if !(precision.confidence > 0.0 && precision.confidence < 1.0) {
            return Err(RunError::Precision(format!(
                "a confidence lies between 0 and 1, not {}",
                precision.confidence
            )));
        }
        let (column, share) = column(groups, model, &precision.metric)?;
        Ok(Self::Mean {
            column,
            share,
            precision,
        })
    }

    /// Most paths it can ask for.
    pub fn most(&self) -> u64 {
        match self {
            Self::Paths(paths) => *paths,
            Self::Mean { precision, .. } => precision.max_paths,
        }
    }

    /// Paths up to the first look.
    pub fn first(&self) -> u64 {
        match self {
            Self::Paths(paths) => *paths,
            Self::Mean { precision, .. } => FIRST_LOOK.min(precision.max_paths),
        }
    }

    /// Looks at what `done` paths have given, so many of which were drawn together.
    pub fn next(&self, table: &Table, unit: u64, done: u64) -> Stopping {
        let Self::Mean {
            column,
            share,
            precision,
        } = self
        else {
            return Stopping::Stop;
        };
        if done >= precision.max_paths {
            return Stopping::Stop;
        }
        let mut values = table.column(*column);
        if *share {
            let happened = |x: &mut f64| *x = f64::from(u8::from(x.is_finite()));
            values.iter_mut().for_each(happened);
        }
        let design = table.design(unit);
        let sample = Sample::new(&values, &design);
        let wanted = sample.mean().and_then(|mean| {
            let interval = sample.mean_interval(precision.confidence)?;
            let half = 0.5 * (interval.high - interval.low);
            Some(half / (precision.relative * mean.value.abs()))
        });
        // Half widths shrink with the root of paths; a mean of 0 says nothing yet.
        let factor = match wanted {
            Some(ratio) if ratio <= 1.0 => return Stopping::Stop,
            Some(ratio) if ratio.is_finite() => (1.05 * ratio * ratio).clamp(1.1, 4.0),
            _ => 4.0,
        };
        let more = ((done as f64 * factor) as u64).div_ceil(BATCH) * BATCH;
        Stopping::Go(more.min(precision.max_paths))
    }
}

/// Name of the share of paths in which a group is short, or a reserve empty.
const P_SHORT: &str = "p_short";
const P_EMPTY: &str = "p_empty";

/// Column of a metric such as `us-chips.unmet`, `us.gallium.p_short`, `total.shortfall` or
/// `reserve.vault.p_empty`; and whether the share of its finite values is meant.
fn column(groups: &Groups, model: &Model, name: &str) -> Result<(usize, bool), RunError> {
    let parts = name.rsplit_once('.');
    let found = parts.and_then(|(group, metric)| {
        let group = groups.named(group)?;
        if metric == P_SHORT {
            return Some((groups.column(group, GroupMetric::FirstShort), true));
        }
        let metric = GroupMetric::ALL.into_iter().find(|m| m.name() == metric)?;
        Some((groups.column(group, metric), false))
    });
    let reserve = parts.and_then(|(reserve, metric)| {
        let id = reserve.strip_prefix("reserve.")?;
        let r = model
            .reserves()
            .iter()
            .position(|reserve| reserve.id == id)?;
        if metric == P_EMPTY {
            return Some((groups.reserve_column(r, ReserveMetric::FirstEmpty), true));
        }
        let metric = ReserveMetric::ALL
            .into_iter()
            .find(|m| m.name() == metric)?;
        Some((groups.reserve_column(r, metric), false))
    });
    found.or(reserve).ok_or_else(|| {
        let known = groups.groups().iter().flat_map(|group| {
            let names = GroupMetric::ALL.map(GroupMetric::name).into_iter();
            let names = names.chain([P_SHORT]);
            names.map(move |metric| format!("{}.{metric}", group.name))
        });
        let of_reserve = |reserve: &Reserve| {
            let names = ReserveMetric::ALL.map(ReserveMetric::name).into_iter();
            let id = reserve.id.clone();
            let names = names.chain([P_EMPTY]);
            names.map(move |metric| format!("reserve.{id}.{metric}"))
        };
        let known = known.chain(model.reserves().iter().flat_map(of_reserve));
        let known: Vec<String> = known.collect();
        RunError::Metric {
            name: name.to_string(),
            help: suggest(name, known.iter().map(String::as_str)),
        }
    })
}
