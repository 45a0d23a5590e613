//! Figures and their differences as text.

use lodestock_core::time::Clock;
use lodestock_runner::compare::{Cell, Figure, Row};
use lodestock_runner::measure::{Estimate, Measure, Quantity};
use lodestock_runner::statistics::Proportion;
use lodestock_runner::summary::CONFIDENCE;

use crate::{number, words};

/// Digits of a number that no sampling has touched.
const DIGITS: i32 = 4;

/// How a row's numbers are shown: in which unit, and how many of it make one of the row's.
#[derive(Debug, Clone)]
pub(super) struct Scale {
    pub unit: String,
    pub factor: f64,
}

impl Scale {
    /// That of a row: percent for probabilities, USD by thousands, months or shorter steps.
    pub fn of(row: &Row, unit: Option<&str>, clock: &Clock) -> Self {
        let (unit, factor) = match row.figure {
            figure if is_probability(figure) => ("%", 100.0),
            figure if figure.is_money() => money(row),
            Figure::Risk(Measure::StepsShort) => words::span_unit(clock),
            _ => (unit.unwrap_or_default(), 1.0),
        };
        Self {
            unit: unit.into(),
            factor,
        }
    }

    /// A value and its error: `174 ± 2`, without a unit but for percent.
    pub fn value(&self, row: &Row, estimate: &Estimate) -> String {
        if !is_probability(row.figure) {
            return self.number(estimate);
        }
        match estimate.value {
            0.0 | 1.0 => number::share(proportion(estimate)),
            _ => format!("{} %", self.number(estimate)),
        }
    }

    /// A difference and its error, with its sign: `-95 ± 1`, `+0.3 ± 0.1 points`.
    pub fn difference(&self, row: &Row, cell: &Cell) -> String {
        let Some(paired) = cell.difference else {
            return String::new();
        };
        if paired.lower == 0.0 && paired.higher == 0.0 {
            return "same".into();
        }
        let sign = if paired.difference.value > 0.0 {
            "+"
        } else {
            ""
        };
        let points = if is_probability(row.figure) {
            " points"
        } else {
            ""
        };
        format!("{sign}{}{points}", self.number(&paired.difference))
    }

    /// A number and its error; where no future differs from another, its first digits.
    pub fn number(&self, estimate: &Estimate) -> String {
        let (value, se) = (estimate.value * self.factor, estimate.se * self.factor);
        match se {
            0.0 => number::significant(value, DIGITS),
            se => number::with_error(value, se),
        }
    }
}

/// USD by thousands, so that the largest number of a row is below a thousand.
fn money(row: &Row) -> (&'static str, f64) {
    let values = row.cells.iter().flatten();
    let largest = values
        .map(|cell| cell.estimate.value.abs())
        .fold(0.0, f64::max);
    match largest {
        x if x >= 1e9 => ("billion USD", 1e-9),
        x if x >= 1e6 => ("million USD", 1e-6),
        x if x >= 1e3 => ("thousand USD", 1e-3),
        _ => ("USD", 1.0),
    }
}

/// What a row is about, with its unit: `mean shortfall, t`, `months short`.
pub(super) fn name(figure: Figure, scale: &Scale) -> String {
    let name = match figure {
        Figure::Risk(Measure::StepsShort) => return format!("{} short", scale.unit),
        Figure::Risk(Measure::Cvar(Quantity::Shortfall, level)) => {
            format!("CVaR{} of shortfall", number::exact(100.0 * level))
        }
        Figure::Risk(Measure::Mean(Quantity::ShortfallCost)) => "mean shortfall cost".into(),
        Figure::InitialCost => "cost of the initial fill".into(),
        Figure::Risk(_) => figure.name(),
        _ => format!("mean {}", figure.name()),
    };
    match scale.unit.as_str() {
        "%" | "" => name,
        unit => format!("{name}, {unit}"),
    }
}

/// The name of a figure in files: `p_short`, `mean_shortfall`, `cvar95_shortfall`.
pub(crate) fn key(figure: Figure) -> String {
    match figure {
        Figure::Risk(Measure::ProbabilityShort) => "p_short".into(),
        Figure::Risk(Measure::ProbabilityUnmet) => "p_unmet".into(),
        Figure::Risk(Measure::ProbabilityEmpty) => "p_empty".into(),
        Figure::Risk(Measure::Mean(Quantity::ShortfallCost)) => "shortfall_cost".into(),
        Figure::Risk(Measure::Cvar(quantity, level)) => {
            format!("cvar{}_{}", number::exact(100.0 * level), quantity.name())
        }
        figure => figure.name().replace(' ', "_"),
    }
}

/// The unit of a figure in files; nothing for a probability.
pub(crate) fn unit(figure: Figure, of_quantities: Option<&str>) -> &str {
    match figure {
        figure if figure.is_money() => "USD",
        figure if figure.is_quantity() => of_quantities.unwrap_or_default(),
        Figure::Risk(Measure::StepsShort) => "steps",
        _ => "",
    }
}

pub(super) fn is_probability(figure: Figure) -> bool {
    matches!(figure, Figure::Risk(measure) if measure.is_probability())
}

/// Whether a path has a number of its own that the figure is the mean of.
pub(super) fn is_of_paths(figure: Figure) -> bool {
    !matches!(
        figure,
        Figure::Risk(Measure::Cvar(..)) | Figure::InitialCost
    )
}

pub(super) fn proportion(estimate: &Estimate) -> Proportion {
    Proportion {
        value: estimate.value,
        low: estimate.low,
        high: estimate.high,
        confidence: CONFIDENCE,
    }
}

/// A share of all futures, with its interval.
pub(crate) fn share(share: f64, paths: u64) -> Option<Proportion> {
    Proportion::of((share * paths as f64).round() as u64, paths, CONFIDENCE)
}
