//! Disruptions with names resolved and spans in steps.

use crate::calendar::Event;
use crate::law::Law;
use crate::spec::Amount;

/// A number drawn once an event: fixed, or a law times a factor (steps a year, for spans).
#[derive(Debug, Clone, PartialEq)]
pub enum Draw {
    /// Always the same.
    Fixed(f64),
    /// Drawn from a law, then multiplied.
    Law {
        /// The law.
        law: Law,
        /// Factor, above 0.
        scale: f64,
    },
}

impl Draw {
    /// From an amount of the scenario, times a factor.
    pub(crate) fn new(amount: &Amount, scale: f64) -> Self {
        match amount {
            Amount::Fixed(value) => Self::Fixed(crate::time::snap(value * scale)),
            Amount::Uncertain(law) => Self::Law {
                law: law.clone(),
                scale,
            },
        }
    }

    /// The value at a uniform number in `(0, 1)`.
    #[inline]
    pub fn at(&self, uniform: f64) -> f64 {
        match self {
            Self::Fixed(value) => *value,
            Self::Law { law, scale } => law.quantile(uniform) * scale,
        }
    }

    /// The value, or the median.
    pub fn median(&self) -> f64 {
        self.at(0.5)
    }
}

/// A number of the model that may differ from path to path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// The same in every path.
    Fixed(f64),
    /// An uncertain parameter times a factor.
    Parameter {
        /// Index into the model's parameters.
        index: usize,
        /// Factor, such as years a step.
        scale: f64,
    },
}

impl Value {
    /// The number in a path of these parameters.
    pub fn of(self, parameters: &[f64]) -> f64 {
        match self {
            Self::Fixed(value) => value,
            Self::Parameter { index, scale } => parameters[index] * scale,
        }
    }
}

/// When a disruption comes, in steps.
#[derive(Debug, Clone, PartialEq)]
pub enum Arrival {
    /// A Poisson clock that pauses while a cut lasts.
    Poisson {
        /// Times a step, in a regime of factor 1.
        rate: Value,
        /// Factor in each state of the regime; empty if the rate does not depend on it.
        regime: Vec<f64>,
        /// Whether a Markov unit starts in its long-run state.
        stationary: bool,
    },
    /// At this step.
    Date(f64),
    /// With this probability, uniform over the horizon.
    WithinHorizon(f64),
    /// After each event of another.
    After {
        /// Index of the other disruption.
        parent: usize,
        /// Probability that it follows.
        probability: f64,
        /// Steps from the other's start.
        delay: Draw,
    },
}

/// Something a disruption hits, drawn apart: a commodity on the list, or everything.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Commodity id, or empty where there is only one item; part of the stream's address.
    pub name: String,
    /// Probability that an event hits it.
    pub probability: f64,
    /// What it does there.
    pub(crate) targets: Vec<Target>,
}

/// What an item acts on, by index into the model's flat tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// Removes a share of a seller's capacity.
    Seller(usize),
    /// Removes a share of a corridor's capacity.
    Corridor(usize),
    /// Caps a lane and freezes its established trade.
    Lane(usize),
    /// Caps a quota's lanes together; they freeze by `QuotaLane`.
    Quota(usize),
    /// Freezes the established trade of a lane under a quota.
    QuotaLane(usize),
    /// Taxes a lane.
    Tariff(usize),
    /// Raises a consumer's demand.
    Consumer(usize),
    /// Lowers what sellers of a commodity can live on.
    Slump(usize),
    /// A buyer who hoards.
    Hoard(usize),
}

/// A disruption of the model.
#[derive(Debug, Clone, PartialEq)]
pub struct Disruption {
    /// `kind.id`, or `kind.id#3` for the third copy of a unit.
    pub id: String,
    /// When it comes.
    pub arrival: Arrival,
    /// Steps the cut lasts.
    pub duration: Draw,
    /// How deep it is.
    pub severity: Draw,
    /// Steps of recovery.
    pub recovery: Draw,
    /// Severity and duration (steps from the start) of what stays after the cut.
    pub after: Option<(Draw, Draw)>,
    /// Steps between announcement and start.
    pub notice: f64,
    /// Share that leaks in the end and steps until it does.
    pub(crate) leak: Option<(f64, f64)>,
    /// Extra cover wanted, in steps.
    pub(crate) hoard: f64,
    /// For a quota: units a step that may leave.
    pub(crate) limit: Option<f64>,
    /// What is drawn apart.
    pub items: Vec<Item>,
    /// Whether it cuts sellers that nothing else cuts, at once and in full: its events can be laid
    /// out by step before a block starts.
    pub(crate) plain: bool,
}

impl Disruption {
    /// An event at a step, everything at its median.
    pub(crate) fn median_event(&self, index: u32, start: f64) -> Event {
        Event {
            disruption: index,
            item: 0,
            number: 0,
            start,
            duration: self.duration.median(),
            severity: self.severity.median(),
            recovery: self.recovery.median(),
            after_severity: self.after.as_ref().map_or(0.0, |(s, _)| s.median()),
            after_duration: self.after.as_ref().map_or(0.0, |(_, d)| d.median()),
            superseded: f64::INFINITY,
        }
    }

    /// Intensity of one of its events at a time in steps, leakage included.
    pub fn intensity(&self, event: &Event, time: f64) -> f64 {
        let leaked = match self.leak {
            Some((share, delay)) if delay > 0.0 => {
                share * ((time - event.start) / delay).clamp(0.0, 1.0)
            }
            Some((share, _)) => share,
            None => 0.0,
        };
        event.intensity(time) * (1.0 - leaked)
    }
}

/// A Markov chain over the states of the world, rates per step.
#[derive(Debug, Clone, PartialEq)]
pub struct Regime {
    /// Names of the states.
    pub states: Vec<String>,
    /// Probability of each state at the start.
    pub start: Vec<f64>,
    /// Rate a step of going from one state (row) to another (column); the diagonal is 0.
    pub switch: Vec<Vec<f64>>,
}
