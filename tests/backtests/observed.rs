//! What happened, from `scenarios/backtests/observed.toml`, and what the dated run says of the same.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::history::History;

/// All episodes, in the order of the page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observed {
    pub episode: Vec<Episode>,
}

/// One episode: a scenario of the same name, and what is compared.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Episode {
    /// Name of the scenario file.
    pub scenario: String,
    pub title: String,
    /// Its rows of `scenarios/data/episodes.csv`.
    pub rows: Vec<String>,
    /// What was done, in a sentence or two.
    pub happened: String,
    /// What of the scenario is data, and what judgement.
    pub inputs: String,
    /// What the model misses, and why.
    pub misses: String,
    /// Whose quarters are shown.
    pub shown: Vec<String>,
    pub compare: Vec<Compare>,
}

/// One line: observed beside simulated.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compare {
    pub what: String,
    /// As its source says it, or that nobody has observed it.
    pub observed: String,
    #[serde(default)]
    pub source: String,
    /// The observed as a number like the simulated, where it is one.
    pub value: Option<f64>,
    pub kind: Kind,
    /// A consumer.
    pub who: String,
    /// First and last month.
    pub over: [String; 2],
    /// First and last month of what it is relative to; without, the calm.
    pub base: Option<[String; 2]>,
    pub verdict: Verdict,
    /// Bounds that a right simulation keeps; without any, half and twice `value`.
    pub above: Option<f64>,
    pub below: Option<f64>,
    /// First and last month within which a right simulation falls.
    pub within: Option<[String; 2]>,
    /// Keys changed for this line, as by `--set`.
    #[serde(default)]
    pub set: BTreeMap<String, String>,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Mean price over months, against that of the base.
    Price,
    /// Arrivals a month, against those of the base.
    Arrivals,
    /// Shortfall over demand.
    Short,
    /// Month of the highest price.
    Peak,
    /// Month at whose end the stock is lowest.
    LowestStock,
    /// First month in which more than 1 % of demand is not served.
    ShortFrom,
}

/// How the model does, as the test asserts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Within the bounds.
    Right,
    /// Outside the bounds.
    Missed,
    /// Not asserted: nobody observed it, or a key was changed.
    Shown,
}

/// What a measure gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Simulated {
    /// A relative change.
    Change(f64),
    /// A share of demand.
    Share(f64),
    /// A month, or never.
    Month(Option<String>),
}

impl Episode {
    /// What the run says of a line; `history` is the run without changed keys.
    pub fn simulated(&self, line: &Compare, history: &History) -> Simulated {
        if line.set.is_empty() {
            line.simulated(history)
        } else {
            line.simulated(&History::of(&self.scenario, &line.set))
        }
    }
}

impl Compare {
    fn simulated(&self, history: &History) -> Simulated {
        let who = history.consumer(&self.who);
        let span = |names: &[String; 2]| (history.month(&names[0]), history.month(&names[1]));
        let (from, to) = span(&self.over);
        let base = self.base.as_ref().map(span);
        let months = |(from, to): (usize, usize)| (to + 1 - from) as f64;
        let named = |month: Option<usize>| Simulated::Month(month.map(|m| history.name(m)));
        let least =
            |of: &dyn Fn(usize) -> f64| (from..=to).min_by(|&a, &b| of(a).total_cmp(&of(b)));
        match self.kind {
            Kind::Price => {
                let base = base.map_or(1.0, |(from, to)| history.price(who, from, to));
                Simulated::Change(history.price(who, from, to) / base - 1.0)
            }
            Kind::Arrivals => {
                let base = base.expect("arrivals have a base");
                let rate =
                    |span: (usize, usize)| history.arrivals(who, span.0, span.1) / months(span);
                Simulated::Change(rate((from, to)) / rate(base) - 1.0)
            }
            Kind::Short => Simulated::Share(history.short(who, from, to)),
            Kind::Peak => named(least(&|t| -history.price(who, t, t))),
            Kind::LowestStock => named(least(&|t| history.stock(who, t))),
            Kind::ShortFrom => named((from..=to).find(|&t| history.short(who, t, t) > 0.01)),
        }
    }

    /// Whether a simulated value keeps the bounds of this line.
    pub fn keeps(&self, simulated: &Simulated) -> bool {
        match simulated {
            Simulated::Change(value) | Simulated::Share(value) => {
                if self.above.is_none() && self.below.is_none() {
                    let ratio = value / self.value.expect(&self.what);
                    return (0.5..=2.0).contains(&ratio);
                }
                self.above.is_none_or(|bound| *value > bound)
                    && self.below.is_none_or(|bound| *value < bound)
            }
            Simulated::Month(month) => {
                let [first, last] = self.within.as_ref().expect(&self.what);
                month.as_ref().is_some_and(|m| m >= first && m <= last)
            }
        }
    }
}

impl std::fmt::Display for Simulated {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Change(value) => write!(f, "{} %", whole(100.0 * value)),
            Self::Share(value) => write!(f, "{:.1} %", 100.0 * value.max(0.0)),
            Self::Month(Some(month)) => write!(f, "{month}"),
            Self::Month(None) => write!(f, "never"),
        }
    }
}

/// A number of percent with its sign, as `+1,291` or `−57`.
pub fn whole(percent: f64) -> String {
    let digits = format!("{:.0}", percent.abs());
    let sign = if percent < 0.0 && digits != "0" {
        '−'
    } else {
        '+'
    };
    let mut text = sign.to_string();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
