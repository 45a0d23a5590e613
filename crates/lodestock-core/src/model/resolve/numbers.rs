//! Numbers with their ranges, series as tables, names as indices.

use super::{Resolver, countries_of, limits};
use crate::law::Law;
use crate::model::{Parameter, Quantity, Value};
use crate::problem::suggest;
use crate::spec::{Amount, Series, Years};
use crate::time::Date;

impl<'s> Resolver<'s> {
    /// A number that must lie in a range; says so if it does not.
    pub(super) fn within(&mut self, at: &str, what: &str, value: f64, low: f64, high: f64) -> f64 {
        if value.abs() <= limits::NUMBER && value >= low && value <= high {
            return value;
        }
        if value.is_finite() && value.abs() > limits::NUMBER && high == f64::INFINITY {
            let most = limits::NUMBER;
            self.error(
                at,
                format!("{what} must be at most {most:e}, so that sums stay finite, not {value:e}"),
            );
            return low.max(0.0);
        }
        let range = match (low, high) {
            (0.0, f64::INFINITY) => "0 or more".to_string(),
            (low, f64::INFINITY) => format!("{low} or more"),
            (low, high) => format!("between {low} and {high}"),
        };
        self.error(at, format!("{what} must be {range}, not {value}"));
        low.max(0.0)
    }

    pub(super) fn not_negative(&mut self, at: &str, what: &str, value: f64) -> f64 {
        self.within(at, what, value, 0.0, f64::INFINITY)
    }

    pub(super) fn share(&mut self, at: &str, what: &str, value: f64) -> f64 {
        self.within(at, what, value, 0.0, 1.0)
    }

    /// A span in steps.
    pub(super) fn span(&mut self, at: &str, what: &str, years: Years) -> f64 {
        let years = self.not_negative(at, what, years);
        self.model.clock.span(years)
    }

    /// An amount whose every value must lie in a range.
    pub(super) fn amount(&mut self, at: &str, what: &str, amount: &Amount, low: f64, high: f64) {
        match amount {
            Amount::Fixed(value) => {
                self.within(at, what, *value, low, high);
            }
            Amount::Uncertain(law) => self.support(at, what, law, low, high),
        }
    }

    pub(super) fn support(&mut self, at: &str, what: &str, law: &Law, low: f64, high: f64) {
        if law.lower() < low || law.upper() > high {
            let (from, to) = (law.lower(), law.upper());
            let range = if high < f64::INFINITY {
                format!("between {low} and {high}")
            } else {
                format!("{low} or more")
            };
            self.error(
                at,
                format!("{what} must be {range}, and this law runs from {from} to {to}"),
            );
        }
    }

    /// An amount of the model: fixed and scaled, or a parameter named after its place.
    pub(super) fn value(&mut self, at: &str, amount: &Amount, scale: f64) -> Value {
        match amount {
            Amount::Fixed(value) => Value::Fixed(value * scale),
            Amount::Uncertain(law) => {
                self.model.parameters.push(Parameter {
                    id: at.to_string(),
                    law: law.clone(),
                });
                Value::Parameter {
                    index: self.model.parameters.len() - 1,
                    scale,
                }
            }
        }
    }

    /// A quantity over time, per year in the scenario and times `scale` in the model.
    pub(super) fn quantity(
        &mut self,
        at: &str,
        what: &str,
        series: &Series,
        scale: f64,
    ) -> Quantity {
        match series {
            Series::Constant(amount) => {
                self.amount(at, what, amount, 0.0, f64::INFINITY);
                Quantity {
                    value: self.value(at, amount, scale),
                    shape: None,
                }
            }
            Series::Schedule(entries) => Quantity {
                value: Value::Fixed(1.0),
                shape: self.schedule(at, what, entries, scale),
            },
            Series::Column(rows) => Quantity {
                value: Value::Fixed(1.0),
                shape: self.column(at, what, rows, scale),
            },
        }
    }

    /// Takes room for a table over time, or refuses it.
    pub(super) fn table(&mut self, at: &str) -> Option<usize> {
        let steps = self.model.clock.steps;
        self.table += steps;
        if self.table > limits::TABLE {
            self.error(
                at,
                format!("schedules of {steps} steps for so many entries do not fit in memory"),
            );
            return None;
        }
        Some(steps)
    }

    fn schedule(
        &mut self,
        at: &str,
        what: &str,
        entries: &[(Option<Date>, f64)],
        scale: f64,
    ) -> Option<Vec<f64>> {
        if entries.is_empty() {
            self.error(at, format!("{what} is an empty schedule"));
            return None;
        }
        let mut last = f64::NEG_INFINITY;
        let mut starts = Vec::new();
        for (place, &(from, value)) in entries.iter().enumerate() {
            self.not_negative(at, what, value);
            let start = match from {
                Some(date) => self.date(at, "this entry", date),
                None if place == 0 => f64::NEG_INFINITY,
                None => {
                    self.error(
                        at,
                        format!("entry {} of {what} needs a `from` date", place + 1),
                    );
                    continue;
                }
            };
            if place > 0 && start <= last {
                self.error(
                    at,
                    format!(
                        "dates of {what} must increase: entry {} does not",
                        place + 1
                    ),
                );
            }
            last = start;
            starts.push((start, value * scale));
        }
        let steps = self.table(at)?;
        let first = starts.first().map_or(0.0, |entry| entry.1);
        let at_step = |t: usize| {
            let past = starts.iter().rev().find(|entry| entry.0 <= t as f64);
            past.map_or(first, |entry| entry.1)
        };
        Some((0..steps).map(at_step).collect())
    }

    fn column(&mut self, at: &str, what: &str, rows: &[f64], scale: f64) -> Option<Vec<f64>> {
        let steps = self.table(at)?;
        if rows.len() < steps {
            let count = rows.len();
            self.error(
                at,
                format!("{what} has {count} rows, and the horizon {steps} steps"),
            );
            return None;
        }
        if let Some(bad) = rows[..steps]
            .iter()
            .position(|row| !(0.0..=limits::NUMBER).contains(row))
        {
            let value = rows[bad];
            self.error(
                at,
                format!(
                    "row {} of {what} is {value}: it must be 0 or more, and at most {:e}",
                    bad + 1,
                    limits::NUMBER
                ),
            );
        }
        Some(rows[..steps].iter().map(|row| row * scale).collect())
    }

    /// Steps to a date, with a warning where it lies outside the horizon.
    pub(super) fn date(&mut self, at: &str, what: &str, date: Date) -> f64 {
        let clock = self.model.clock;
        let step = clock.date(date);
        if step < 0.0 || step >= clock.steps as f64 {
            let (first, last) = (clock.month_of(0.0), clock.month_of(clock.steps as f64));
            self.warn(
                at,
                format!("{what} is dated {date}, outside the horizon of {first} to {last}"),
            );
        }
        step
    }

    /// Index of a country.
    pub(super) fn country(&mut self, at: &str, id: &str) -> Option<usize> {
        let found = self.countries.get(id).copied();
        if found.is_none() {
            self.unknown(at, "country", id, |s| {
                s.scenario.countries.keys().cloned().collect()
            });
        }
        found
    }

    /// Index of a commodity.
    pub(super) fn commodity(&mut self, at: &str, id: &str) -> Option<usize> {
        let found = self.commodities.get(id).copied();
        if found.is_none() {
            self.unknown(at, "commodity", id, |s| {
                s.scenario.commodities.keys().cloned().collect()
            });
        }
        found
    }

    /// Countries of a list of countries and blocs, in the order written, each once.
    pub(super) fn members(&mut self, at: &str, names: &[String]) -> Vec<usize> {
        let mut members = Vec::new();
        for name in names {
            let bloc = self.scenario.blocs.contains_key(name);
            for id in countries_of(self.scenario, name) {
                match self.countries.get(id.as_str()) {
                    Some(&country) if !members.contains(&country) => members.push(country),
                    Some(_) => {}
                    // A bloc's own unknown members are reported at the bloc.
                    None if bloc => {}
                    None => self.unknown(at, "country or bloc", id, |s| {
                        let (countries, blocs) = (&s.scenario.countries, &s.scenario.blocs);
                        countries.keys().chain(blocs.keys()).cloned().collect()
                    }),
                }
            }
        }
        members
    }

    /// Index of a corridor, by its id alone.
    pub(super) fn corridor(&mut self, at: &str, id: &str) -> Option<usize> {
        let corridors = &self.scenario.corridors;
        let found = corridors.keys().position(|known| known == id);
        if found.is_none() {
            self.unknown(at, "corridor", id, |s| {
                s.scenario.corridors.keys().cloned().collect()
            });
        }
        found
    }

    /// Copies of a seller, by `producer.x` or `processor.x`.
    pub(super) fn seller(&mut self, at: &str, id: &str) -> Vec<usize> {
        match self.sellers.get(id) {
            Some(copies) => copies.clone(),
            None => {
                self.unknown(at, "producer or processor", id, |s| {
                    s.sellers.keys().cloned().collect()
                });
                Vec::new()
            }
        }
    }

    /// Reports a name that nothing has.
    pub(super) fn unknown(
        &mut self,
        at: &str,
        what: &str,
        id: &str,
        known: impl FnOnce(&Self) -> Vec<String>,
    ) {
        let known = known(self);
        let help = suggest(id, known.iter().map(String::as_str));
        self.error(at, format!("there is no {what} `{id}`")).help = help;
    }
}
