//! Why models cannot be compared.

use lodestock_core::time::Clock;

use super::Variant;
use crate::run::RunError;

/// Why a comparison cannot begin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompareError {
    /// Fewer than two variants.
    #[error("a comparison needs at least two variants")]
    TooFew,
    /// Two variants do not have the same steps.
    #[error(
        "{first} has {of_first} and {other} has {of_other}: futures are the same only over the same steps"
    )]
    Clocks {
        /// Label of the first variant.
        first: String,
        /// Its steps, such as `120 months from 2027-01`.
        of_first: String,
        /// Label of the other.
        other: String,
        /// Its steps.
        of_other: String,
    },
    /// The same thing is counted in two units.
    #[error("{name} is counted in {} in {}, and in {} in {}", first.1, first.0, other.1, other.0)]
    Units {
        /// Name of the group, or id of the reserve.
        name: String,
        /// Label of a variant, and its unit.
        first: (String, String),
        /// Label of another, and its unit.
        other: (String, String),
    },
    /// No variant has a group of that name.
    #[error("no group `{name}`{}", help.as_deref().map(|h| format!(": {h}")).unwrap_or_default())]
    Group {
        /// What was asked for.
        name: String,
        /// The nearest group.
        help: Option<String>,
    },
    /// Rows would not fit in memory.
    #[error(
        "{paths} paths of {variants} variants × {row} bytes a path do not fit in the {memory} MB of memory there are; ask for at most {most} paths, or for fewer groups"
    )]
    Memory {
        /// Paths asked for.
        paths: u64,
        /// Number of variants.
        variants: usize,
        /// Bytes that a path takes in all of them.
        row: u64,
        /// Megabytes allowed.
        memory: u64,
        /// Paths that would fit.
        most: u64,
    },
    /// A variant cannot be run.
    #[error(transparent)]
    Run(#[from] RunError),
}

impl CompareError {
    /// Two variants with different steps.
    pub(super) fn clocks(first: &Variant<'_>, other: &Variant<'_>) -> Self {
        Self::Clocks {
            first: first.label.clone(),
            of_first: steps(first.model.clock()),
            other: other.label.clone(),
            of_other: steps(other.model.clock()),
        }
    }
}

fn steps(clock: &Clock) -> String {
    let Clock {
        start,
        length,
        steps,
        warm_up,
    } = clock;
    let plural = if *steps == 1 { "" } else { "s" };
    let warm_up = match warm_up {
        0 => String::new(),
        more => format!(" after {more} of warm-up"),
    };
    format!("{steps} {length}{plural} from {start}{warm_up}")
}
