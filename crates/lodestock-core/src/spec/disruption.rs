//! What can go wrong, and how often.

use super::{Amount, Table, Years};
use crate::time::Date;

/// Anything that removes capacity, closes or caps lanes, or moves demand or price, for a while.
#[derive(Debug, Clone)]
pub struct Disruption {
    /// What it does.
    pub effect: Effect,
    /// When it comes.
    pub arrival: Arrival,
    /// How long the cut lasts, years.
    pub duration: Amount,
    /// How deep it is: a share lost, a tariff, or the rise of demand.
    pub severity: Amount,
    /// Time to recover after the cut, years.
    pub recovery: Amount,
    /// How long before its start it is announced.
    pub notice: Years,
    /// Extra cover that hit importers want from the announcement to the end of the cut.
    pub hoard: Years,
    /// What comes back through third countries.
    pub leak: Option<Leak>,
    /// What stays after the cut.
    pub after: Option<After>,
    /// State of a two-state unit at the start.
    pub initial: Initial,
}

/// Goods that come back through third countries.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leak {
    /// Share of the cut that leaks in the end, in `[0, 1]`.
    pub share: f64,
    /// Time until all of it does.
    pub delay: Years,
}

/// A milder regime that outlasts the cut.
#[derive(Debug, Clone, PartialEq)]
pub struct After {
    /// How deep it is.
    pub severity: Amount,
    /// How long it lasts, years counted from the start of the cut.
    pub duration: Amount,
}

/// State of a two-state unit at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Initial {
    /// Not disrupted.
    #[default]
    Up,
    /// In its long-run state; for exponential durations only.
    Stationary,
}

/// When a disruption comes.
#[derive(Debug, Clone, PartialEq)]
pub enum Arrival {
    /// At random, so many times a year.
    Poisson {
        /// Rate per year; a law is drawn once a path.
        per_year: Amount,
        /// Factor on the rate in each state of the regime; 1 for a state left out.
        regime: Table<f64>,
    },
    /// On a date.
    Date(Date),
    /// With this probability, at a uniform date within the horizon.
    WithinHorizon(f64),
    /// After an exponential time up of this mean, again and again: a two-state Markov unit.
    MeanUp(Years),
    /// After each event of another disruption.
    After {
        /// Id of the other one, with or without its kind.
        disruption: String,
        /// Probability that it follows.
        probability: f64,
        /// Delay from the start of the other one, years.
        delay: Amount,
    },
}

/// What a disruption does.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// A government restricts exports.
    Restriction {
        /// Ban, quota, licence or tariff.
        measure: Measure,
        /// Countries or blocs that restrict.
        exporters: Vec<String>,
        /// Countries or blocs hit; `all` for everybody.
        importers: Vec<String>,
        /// Commodity and the probability that it is on the list, in the order written.
        commodities: Vec<(String, f64)>,
        /// For a quota: units a year that may still leave, instead of a severity.
        limit: Option<f64>,
    },
    /// Plants or corridors fail.
    Outage {
        /// `producer.x`, `processor.x` or `corridor.x`.
        targets: Vec<String>,
        /// Countries or blocs whose sellers all fail.
        countries: Vec<String>,
        /// Commodities those sellers make; all if empty.
        commodities: Vec<String>,
    },
    /// A route closes.
    Closure {
        /// Commodity whose lanes close.
        market: String,
        /// The lanes.
        lanes: Vec<LaneSet>,
    },
    /// Demand rises.
    Surge {
        /// Ids of consumers.
        consumers: Vec<String>,
    },
    /// The price falls, and with it what sellers can live on.
    Slump {
        /// Commodities, with the probability that each is hit.
        commodities: Vec<(String, f64)>,
    },
}

/// How exports are restricted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Lanes carry at most the share left.
    Ban,
    /// All lanes together carry at most the share left, or the limit.
    Quota,
    /// As a ban; licences trickle.
    Licence,
    /// Lanes become dearer.
    Tariff,
}

/// Lanes from each of some countries to each of others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LaneSet {
    /// Exporting countries or blocs.
    pub from: Vec<String>,
    /// Importing countries or blocs.
    pub to: Vec<String>,
}

/// A Markov chain of political weather.
#[derive(Debug, Clone, PartialEq)]
pub struct Regime {
    /// Its states.
    pub states: Vec<String>,
    /// Where it starts.
    pub start: RegimeStart,
    /// From → to → rate per year.
    pub switch: Table<Table<f64>>,
}

/// Where the regime starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegimeStart {
    /// In this state.
    State(String),
    /// In its long-run law.
    Stationary,
}
