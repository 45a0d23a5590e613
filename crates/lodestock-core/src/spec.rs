//! What a scenario says, in plain numbers and names, before anything is resolved.
//!
//! These types are the input of [`Model::new`](crate::Model::new). They are what a TOML file
//! becomes, and what a researcher fills in to build a scenario in code. Rates are per year, spans
//! are in years, shares and probabilities are in `[0, 1]`, prices are USD per unit. Nothing here is
//! checked; `Model::new` checks everything and reports all that is wrong at once.
//!
//! Every table is keyed by id, and ids are taken in byte order, so that the order in which a
//! file was written never changes a number.

mod disruption;
mod parts;

use std::collections::BTreeMap;

pub use disruption::{
    After, Arrival, Disruption, Effect, Initial, LaneSet, Leak, Measure, Regime, RegimeStart,
};
pub use parts::{
    Commodity, Consumer, Corridor, Country, Fund, Market, Noise, Offtake, PriceFloor, Processor,
    Producer, Project, Refill, Release, ReleaseRule, Reserve, Seller, Substitution,
};

use crate::law::Law;
use crate::time::{Date, StepLength};

/// A table of a scenario: id → entry, in byte order of the ids.
pub type Table<T> = BTreeMap<String, T>;

/// A span of time in years.
pub type Years = f64;

/// A whole scenario.
#[derive(Debug, Clone, Default)]
pub struct Scenario {
    /// What the scenario is called.
    pub name: String,
    /// What it asks, in a sentence or two.
    pub description: String,
    /// Ids of the sources behind its figures.
    pub sources: Vec<String>,
    /// Countries or blocs that its question is about: a report leads with them.
    pub focus: Vec<String>,
    /// When it starts, how long a step is, how far it looks.
    pub time: Time,
    /// How many futures, from which seed.
    pub run: Run,
    /// Discount rate, a year, at least 0: money is counted at its value at step 0.
    pub discount_rate: f64,
    /// Whether the calm must balance.
    pub baseline: Baseline,
    /// Countries by id.
    pub countries: Table<Country>,
    /// Blocs: named lists of countries, in the order written.
    pub blocs: Table<Vec<String>>,
    /// Commodities by id.
    pub commodities: Table<Commodity>,
    /// Producers by id.
    pub producers: Table<Producer>,
    /// Processors by id.
    pub processors: Table<Processor>,
    /// Consumers by id.
    pub consumers: Table<Consumer>,
    /// Markets by commodity id.
    pub markets: Table<Market>,
    /// Offtake contracts by id.
    pub offtakes: Table<Offtake>,
    /// Corridors by id.
    pub corridors: Table<Corridor>,
    /// Projects by id.
    pub projects: Table<Project>,
    /// Reserves by id.
    pub reserves: Table<Reserve>,
    /// Funds by id.
    pub funds: Table<Fund>,
    /// Price floors by id.
    pub price_floors: Table<PriceFloor>,
    /// The Markov chain that multiplies rates of arrival.
    pub regime: Option<Regime>,
    /// Disruptions by `kind.id`, such as `outage.smelter-fire` or `export_restriction.ban`.
    pub disruptions: Table<Disruption>,
}

/// When a scenario starts, how long a step is and how far it looks.
#[derive(Debug, Clone)]
pub struct Time {
    /// First day of step 0.
    pub start: Date,
    /// Length of a step.
    pub step: StepLength,
    /// Years counted; rounded to whole steps.
    pub horizon: Years,
    /// Years simulated before the horizon, under the calm conditions of step 0, and not counted.
    pub warm_up: Years,
}

impl Default for Time {
    fn default() -> Self {
        Self {
            start: Date::JANUARY_2000,
            step: StepLength::Month,
            horizon: 10.0,
            warm_up: 0.0,
        }
    }
}

/// How many futures are sampled, and when to stop.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Number of paths.
    pub paths: u64,
    /// Seed of every stream.
    pub seed: u64,
    /// Stop earlier or later than `paths`, when a metric is known well enough.
    pub precision: Option<Precision>,
    /// How the random numbers of different paths hang together.
    pub draws: Draws,
    /// By how much rare disruptions are drawn too often, by `kind.id`; paths are weighted for it.
    pub tilt: Tilt,
}

/// How the random numbers of different paths hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Draws {
    /// Not at all.
    #[default]
    Independent,
    /// Path 2k + 1 has 1 − u wherever path 2k has u.
    Antithetic,
}

impl Draws {
    /// Its name in files: `independent`, `antithetic`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Independent => "independent",
            Self::Antithetic => "antithetic",
        }
    }
}

/// Factors, above 0, of rates or probabilities of arrival while sampling, by `kind.id`.
pub type Tilt = Table<f64>;

impl Default for Run {
    fn default() -> Self {
        Self {
            paths: 10_000,
            seed: 1,
            precision: None,
            draws: Draws::Independent,
            tilt: Tilt::new(),
        }
    }
}

/// Stop once the interval of a mean is tight enough.
#[derive(Debug, Clone, PartialEq)]
pub struct Precision {
    /// A group and a quantity, such as `total.shortfall` or `us-chips.unmet`.
    pub metric: String,
    /// Half width of the interval wanted, as a share of the mean; above 0.
    pub relative: f64,
    /// Confidence of the interval, between 0 and 1.
    pub confidence: f64,
    /// Never more paths than this.
    pub max_paths: u64,
}

/// Whether the calm state must balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Baseline {
    /// Output above capacity is an error.
    #[default]
    Balanced,
    /// Flows of an exporter asked for more than its capacity are scaled down.
    Given,
}

/// A number that is known, or a law it is drawn from: once a path for a parameter, once an event
/// for a duration or severity.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// A known number.
    Fixed(f64),
    /// A number drawn from a law.
    Uncertain(Law),
}

impl Amount {
    /// The number itself, or the median of its law.
    pub fn median(&self) -> f64 {
        match self {
            Self::Fixed(value) => *value,
            Self::Uncertain(law) => law.median(),
        }
    }

    /// The law, if there is one.
    pub fn law(&self) -> Option<&Law> {
        match self {
            Self::Fixed(_) => None,
            Self::Uncertain(law) => Some(law),
        }
    }
}

impl From<f64> for Amount {
    fn from(value: f64) -> Self {
        Self::Fixed(value)
    }
}

/// A quantity that may change over time: a number, a schedule, or a value per step.
#[derive(Debug, Clone, PartialEq)]
pub enum Series {
    /// The same all the time.
    Constant(Amount),
    /// Entries `(from, value)`: the value of the last one with `from` at or before the step; before
    /// any, the first. The first may leave `from` out.
    Schedule(Vec<(Option<Date>, f64)>),
    /// One value per step of the horizon, already per year (or a plain factor).
    Column(Vec<f64>),
}

impl From<f64> for Series {
    fn from(value: f64) -> Self {
        Self::Constant(Amount::Fixed(value))
    }
}

/// A quantity of a commodity: in its unit, or as a span of the served countries' need.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Size {
    /// In the commodity's unit.
    Units(f64),
    /// So many years of the yearly need at the start of the countries served.
    Cover(Years),
}

/// A rate: a quantity, so many times a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// What each time.
    pub size: Size,
    /// How many times a year; 12 for "per month".
    pub times_per_year: f64,
}

impl From<Law> for Amount {
    fn from(law: Law) -> Self {
        Self::Uncertain(law)
    }
}
