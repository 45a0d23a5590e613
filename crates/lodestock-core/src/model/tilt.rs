//! Which arrivals can be drawn too often: those with a rate or a probability of their own.

use super::{Arrival, Model};
use crate::problem::{Problem, suggest};
use crate::spec::Tilt;

impl Model {
    /// Factor on the rate or probability of each disruption's arrival, in their order; 1 where the
    /// tilt does not name it. A name is `kind.id`, or the id alone where one kind has it.
    ///
    /// # Errors
    /// Every name that is none, names several or cannot be tilted, and every factor that is not
    /// above 0 or makes a probability certain.
    pub fn tilted(&self, tilt: &Tilt) -> Result<Vec<f64>, Vec<Problem>> {
        let mut factors = vec![1.0; self.disruptions.len()];
        let mut problems = Vec::new();
        for (name, &factor) in tilt {
            match self.tilted_by(name, factor) {
                Ok(found) => found.into_iter().for_each(|d| factors[d] = factor),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() {
            Ok(factors)
        } else {
            Err(problems)
        }
    }

    /// Indices of the disruptions, copies of a unit each, that a name of a tilt means.
    fn tilted_by(&self, name: &str, factor: f64) -> Result<Vec<usize>, Problem> {
        let error = |message: String| Problem::error(format!("run.tilt.{name}"), message);
        if !(factor > 0.0 && factor.is_finite()) {
            return Err(error(format!("a tilt is a number above 0, not {factor}")));
        }
        let written = |d: usize| super::resolve::written_id(&self.disruptions[d].id);
        let named = |d: &usize| {
            let full = written(*d);
            full == name || full.split_once('.').is_some_and(|(_, id)| id == name)
        };
        let found: Vec<usize> = (0..self.disruptions.len()).filter(named).collect();
        let Some(&first) = found.first() else {
            let known = (0..self.disruptions.len()).filter(|&d| self.can_be_tilted(d));
            let mut problem = error(format!("there is no disruption `{name}`"));
            problem.help = suggest(name, known.map(written));
            return Err(problem);
        };
        if let Some(&other) = found.iter().find(|&&d| written(d) != written(first)) {
            let (a, b) = (written(first), written(other));
            return Err(error(format!("`{name}` names several: {a}, {b}")));
        }
        match self.disruptions[first].arrival {
            Arrival::Poisson { .. } => Ok(found),
            Arrival::WithinHorizon(p) if p * factor < 1.0 => Ok(found),
            Arrival::WithinHorizon(p) => Err(error(format!(
                "a probability of {p} times {factor} is not below 1"
            ))),
            Arrival::Date(_) => Err(error(format!("`{name}` has a date: it comes anyway"))),
            Arrival::After { parent, .. } => Err(error(format!("`{name}` follows another"))
                .help(format!("tilt `{}`", written(parent)))),
        }
    }

    fn can_be_tilted(&self, disruption: usize) -> bool {
        matches!(
            self.disruptions[disruption].arrival,
            Arrival::Poisson { .. } | Arrival::WithinHorizon(_)
        )
    }
}
