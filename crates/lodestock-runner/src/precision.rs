//! When to stop: after so many paths, or when a mean is known well enough.

use lodestock_core::problem::suggest;
use lodestock_core::record::GroupMetric;
use lodestock_core::spec::Precision;
use lodestock_core::{Groups, Model};

use crate::run::{BATCH, Options, RunError};
use crate::statistics::Mean;
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
        let column = column(groups, model, &precision.metric)?;
        Ok(Self::Mean { column, precision })
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

    /// Looks at what `done` paths have given.
    pub fn next(&self, table: &Table, done: u64) -> Stopping {
        let Self::Mean { column, precision } = self else {
            return Stopping::Stop;
        };
        if done >= precision.max_paths {
            return Stopping::Stop;
        }
        let wanted = Mean::of(&table.column(*column)).map(|mean| {
            let half = mean.half_width(precision.confidence);
            half / (precision.relative * mean.value.abs())
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

/// Column of a metric such as `us-chips.unmet`, `us.gallium.shortfall` or `total.shortfall`.
fn column(groups: &Groups, model: &Model, name: &str) -> Result<usize, RunError> {
    let parts = name.rsplit_once('.');
    let found = parts.and_then(|(group, metric)| {
        let group = groups.named(group)?;
        let metric = GroupMetric::ALL.into_iter().find(|m| m.name() == metric)?;
        Some(groups.column(group, metric))
    });
    let reserve = parts.and_then(|(reserve, metric)| {
        let id = reserve.strip_prefix("reserve.")?;
        let r = model
            .reserves()
            .iter()
            .position(|reserve| reserve.id == id)?;
        let metrics = lodestock_core::record::ReserveMetric::ALL;
        let metric = metrics.into_iter().find(|m| m.name() == metric)?;
        Some(groups.reserve_column(r, metric))
    });
    found.or(reserve).ok_or_else(|| {
        let known = groups.groups().iter().flat_map(|group| {
            GroupMetric::ALL.map(|metric| format!("{}.{}", group.name, metric.name()))
        });
        let known: Vec<String> = known.collect();
        RunError::Metric {
            name: name.to_string(),
            help: suggest(name, known.iter().map(String::as_str)),
        }
    })
}
