//! Targets as planners write them: `P(shortfall) <= 5%`, `mean shortfall <= 100 t a year`.

use std::fmt;

use lodestock_core::Model;
use lodestock_core::problem::suggest;
use lodestock_core::time::StepLength;

use crate::measure::{Measure, Per, Quantity, Subject};

/// A measure and the most it may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// What is judged.
    pub measure: Measure,
    /// Over the horizon or a year.
    pub per: Per,
    /// The most it may be.
    pub most: Bound,
}

/// The right side of a target.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    /// A number in the measure's own unit: units, USD, steps, or a probability below 1.
    Number(f64),
    /// A number with the unit that was written.
    Of(f64, String),
    /// A share of demand over the horizon or the year.
    ShareOfDemand(f64),
}

/// Why a text is no target: what is wrong, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}{}", help.as_deref().map(|h| format!(": {h}")).unwrap_or_default())]
pub struct TargetError {
    /// What is wrong.
    pub what: String,
    /// The nearest right thing.
    pub help: Option<String>,
}

impl TargetError {
    fn new(what: impl Into<String>, help: impl Into<Option<String>>) -> Self {
        Self {
            what: what.into(),
            help: help.into(),
        }
    }
}

const FORM: &str = "write for example \"P(shortfall) <= 5%\" or \"mean shortfall <= 100 t a year\"";
const MEASURES: [&str; 12] = [
    "P(shortfall)",
    "P(unmet)",
    "P(empty)",
    "mean shortfall",
    "mean unmet",
    "mean curtailed",
    "mean cost",
    "CVaR95(shortfall)",
    "CVaR95(unmet)",
    "CVaR95(curtailed)",
    "CVaR95(cost)",
    "steps short",
];

impl Measure {
    /// The measure of a name such as `P(shortfall)`, `mean cost`, `CVaR99(unmet)` or
    /// `months short`. Case and spaces do not matter.
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let plain = plain.to_lowercase();
        match plain.as_str() {
            "p(shortfall)" | "p(short)" | "p(shortage)" => return Some(Self::ProbabilityShort),
            "p(unmet)" => return Some(Self::ProbabilityUnmet),
            "p(empty)" | "p(exhaustion)" | "p(exhausted)" => return Some(Self::ProbabilityEmpty),
            _ => {}
        }
        let quantity = |name: &str| Quantity::ALL.into_iter().find(|q| q.name() == name);
        if let Some(name) = plain.strip_prefix("mean") {
            return quantity(name).map(Self::Mean);
        }
        if let Some(rest) = plain.strip_prefix("cvar") {
            let (level, name) = rest.strip_suffix(')')?.split_once('(')?;
            let level: f64 = if level.is_empty() { "95" } else { level }.parse().ok()?;
            // Rounded as decimals are: 99.9 / 100 is not 0.999.
            let level = (level * 1e6).round() / 1e8;
            return (level > 0.0 && level < 1.0).then_some(Self::Cvar(quantity(name)?, level));
        }
        let units = [
            "hours", "days", "weeks", "months", "quarters", "years", "steps",
        ];
        let steps = plain.strip_suffix("short")?;
        units.contains(&steps).then_some(Self::StepsShort)
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ProbabilityShort => write!(f, "P(shortfall)"),
            Self::ProbabilityUnmet => write!(f, "P(unmet)"),
            Self::ProbabilityEmpty => write!(f, "P(empty)"),
            Self::Mean(quantity) => write!(f, "mean {}", quantity.name()),
            Self::Cvar(quantity, level) => {
                // Levels come from texts such as CVaR99.9: the digits of the product are noise.
                let percent = (level * 1e8).round() / 1e6;
                write!(f, "CVaR{percent}({})", quantity.name())
            }
            Self::StepsShort => write!(f, "steps short"),
        }
    }
}

impl Target {
    /// Reads a target: a measure, `<=`, a number with `%` or a unit, and `a year` or `per year` if
    /// it is meant so.
    ///
    /// # Errors
    /// What is wrong with the text, with the nearest right thing.
    pub fn parse(text: &str) -> Result<Self, TargetError> {
        let split = text.split_once("<=").or_else(|| text.split_once('≤'));
        let split = split.or_else(|| text.split_once('<'));
        let Some((left, right)) = split else {
            let what = format!("\"{text}\" is no target");
            return Err(TargetError::new(what, FORM.to_string()));
        };
        let left = left.trim();
        let Some(measure) = Measure::parse(left) else {
            let known = MEASURES.join(", ");
            let help = suggest(left, MEASURES).unwrap_or(format!("known are {known}"));
            return Err(TargetError::new(format!("no measure `{left}`"), help));
        };
        let (right, per) = match yearly(right.trim()) {
            Some(rest) => (rest, Per::Year),
            None => (right.trim(), Per::Horizon),
        };
        if per == Per::Year && !measure.has_years() {
            let what = format!("{measure} counts over the horizon, not over a year");
            return Err(TargetError::new(what, None));
        }
        let most = match (bound(right, measure)?, step_word(left)) {
            (Bound::Number(steps), Some(word)) if measure == Measure::StepsShort => {
                Bound::Of(steps, word)
            }
            (most, _) => most,
        };
        check(measure, &most)?;
        Ok(Self { measure, per, most })
    }

    /// The most in the measure's own unit, for some consumers of a model.
    ///
    /// # Errors
    /// If the unit written is not that of the measure there.
    pub fn resolve(&self, model: &Model, subject: Subject<'_>) -> Result<f64, TargetError> {
        let clock = model.clock();
        let of_unit = |unit: &str, own: Option<&str>| {
            if own.is_some_and(|own| own.eq_ignore_ascii_case(unit)) {
                return Ok(());
            }
            let what = format!("{} is not counted in `{unit}`", self.measure);
            Err(TargetError::new(
                what,
                own.map(|own| format!("its unit is {own}")),
            ))
        };
        match (&self.most, self.measure) {
            (Bound::Number(most), _) => Ok(*most),
            (Bound::Of(most, unit), Measure::StepsShort) => {
                let name = unit.strip_suffix('s').unwrap_or(unit);
                match StepLength::from_name(name) {
                    Some(length) => Ok(most * clock.steps_per_year() / length.per_year()),
                    None => of_unit(unit, Some("steps")).map(|()| *most),
                }
            }
            (Bound::Of(most, unit), measure) => {
                let own = match measure.quantity() {
                    Some(Quantity::ShortfallCost) => Some("USD"),
                    _ => subject.group.unit.as_deref(),
                };
                of_unit(unit, own).map(|()| *most)
            }
            (Bound::ShareOfDemand(share), _) => {
                let steps = match self.per {
                    Per::Horizon => clock.steps as f64,
                    Per::Year => clock.steps_per_year(),
                };
                Ok(share * steps * model.calm_demand(subject.groups, subject.group))
            }
        }
    }
}

/// The unit of time before `short`, unless it is steps.
fn step_word(measure: &str) -> Option<String> {
    let lower = measure.to_lowercase();
    let word = lower.strip_suffix("short")?.trim();
    (word != "steps").then(|| word.to_string())
}

/// What stands before `a year` or `per year`, if that ends the text.
fn yearly(text: &str) -> Option<&str> {
    let lower = text.to_lowercase();
    let ends = ["a year", "per year", "/year", "/ year"];
    let end = ends.iter().find(|end| lower.ends_with(**end))?;
    text.get(..text.len() - end.len()).map(str::trim)
}

fn bound(text: &str, measure: Measure) -> Result<Bound, TargetError> {
    let digits = text
        .char_indices()
        .find(|(_, c)| !(c.is_ascii_digit() || "._+-eE".contains(*c)));
    let (number, unit) = text.split_at(digits.map_or(text.len(), |(at, _)| at));
    let value: f64 = number.replace('_', "").parse().map_err(|_| {
        let what = format!("\"{text}\" does not begin with a number");
        TargetError::new(what, FORM.to_string())
    })?;
    if !value.is_finite() || value < 0.0 {
        let what = format!("a target is a number of 0 or more, not {number}");
        return Err(TargetError::new(what, None));
    }
    let unit = unit.trim();
    Ok(match unit {
        "" => Bound::Number(value),
        "%" if measure.is_probability() => Bound::Number(value / 100.0),
        "%" => {
            let what = format!("{value} % of what?");
            return Err(TargetError::new(
                what,
                "write \"1 % of demand\"".to_string(),
            ));
        }
        _ => match unit.strip_prefix('%').map(str::trim) {
            Some("of demand" | "of need") => Bound::ShareOfDemand(value / 100.0),
            Some(_) => {
                let what = format!("`{unit}` is no unit");
                return Err(TargetError::new(
                    what,
                    "write \"1 % of demand\"".to_string(),
                ));
            }
            None => Bound::Of(value, unit.to_string()),
        },
    })
}

fn check(measure: Measure, most: &Bound) -> Result<(), TargetError> {
    let wrong = |what: String, help: &str| Err(TargetError::new(what, help.to_string()));
    if measure.is_probability() {
        return match most {
            Bound::Number(p) if *p > 0.0 && *p < 1.0 => Ok(()),
            Bound::Number(0.0) => wrong(
                "no sample shows that a probability is 0".into(),
                "write for example 0.1%",
            ),
            Bound::Number(p) => wrong(
                format!("{measure} is a probability, and {p} is not below 1"),
                "write 5% or 0.05",
            ),
            _ => wrong(
                format!("{measure} is a probability, not a quantity"),
                "write 5% or 0.05",
            ),
        };
    }
    match (measure, most) {
        (Measure::StepsShort, Bound::ShareOfDemand(_)) => wrong(
            "steps short is a number of steps".into(),
            "write for example 0.5",
        ),
        (
            Measure::Mean(Quantity::ShortfallCost) | Measure::Cvar(Quantity::ShortfallCost, _),
            Bound::ShareOfDemand(_),
        ) => wrong("a cost is in USD".into(), "write for example 1e6 USD"),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Target {
        Target::parse(text).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn targets_are_read_as_planners_write_them() {
        let short = Measure::ProbabilityShort;
        for (text, measure, per, most) in [
            (
                "P(shortfall) <= 5%",
                short,
                Per::Horizon,
                Bound::Number(0.05),
            ),
            (
                "p(short)<=0.05 per year",
                short,
                Per::Year,
                Bound::Number(0.05),
            ),
            (
                "P( exhaustion ) < 10 %",
                Measure::ProbabilityEmpty,
                Per::Horizon,
                Bound::Number(0.1),
            ),
            (
                "mean shortfall <= 1_500 t a year",
                Measure::Mean(Quantity::Shortfall),
                Per::Year,
                Bound::Of(1500.0, "t".into()),
            ),
            (
                "CVaR(unmet) ≤ 2 % of demand",
                Measure::Cvar(Quantity::Unmet, 0.95),
                Per::Horizon,
                Bound::ShareOfDemand(0.02),
            ),
            (
                "cvar99.9(cost) <= 1e6 USD",
                Measure::Cvar(Quantity::ShortfallCost, 0.999),
                Per::Horizon,
                Bound::Of(1e6, "USD".into()),
            ),
            (
                "months short <= 0.5/year",
                Measure::StepsShort,
                Per::Year,
                Bound::Of(0.5, "months".into()),
            ),
            (
                "steps short <= 3",
                Measure::StepsShort,
                Per::Horizon,
                Bound::Number(3.0),
            ),
        ] {
            assert_eq!(parsed(text), Target { measure, per, most }, "{text}");
        }
        let cvar = parsed("CVaR99.9(cost) <= 1").measure;
        assert_eq!(cvar.to_string(), "CVaR99.9(cost)");
        assert_eq!(Measure::parse(&cvar.to_string()), Some(cvar));
    }

    #[test]
    fn what_is_no_target_is_refused_with_the_nearest_right_thing() {
        for (text, part) in [
            ("P(shortfall)", "is no target"),
            ("P(shortfal) <= 5%", "did you mean `P(shortfall)`?"),
            ("P(shortfall) <= 5", "5 is not below 1"),
            ("P(shortfall) <= 100%", "not below 1"),
            ("P(shortfall) <= 5 t", "not a quantity"),
            ("P(shortfall) <= -5%", "0 or more"),
            ("P(shortfall) <= 0%", "no sample"),
            ("P(shortfall) <= NaN", "does not begin with a number"),
            ("P(shortfall) <= 1e999", "0 or more"),
            ("P(empty) <= 5% a year", "over the horizon"),
            ("CVaR95(shortfall) <= 5 t a year", "over the horizon"),
            ("CVaR0(shortfall) <= 5", "no measure"),
            ("CVaR100(shortfall) <= 5", "no measure"),
            ("mean shortfall <= 5%", "of what?"),
            ("mean shortfall <= 5% of supply", "of demand"),
            ("mean cost <= 5% of demand", "USD"),
            ("steps short <= 5% of demand", "number of steps"),
            ("mean shortfall <= ", "does not begin with a number"),
            ("", "is no target"),
        ] {
            let error = Target::parse(text).unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
    }
}
