//! Where futures come from.

use lodestock_core::spec::{Draws, Tilt};
use lodestock_core::{Future, Model, Problem};

use crate::run::{Options, RunError};
use crate::sampling::Sampler;

/// A source of futures: sampled, written by hand, or replayed from history.
///
/// `fill` must be a pure function of the path number, so that any sharding gives the same results.
pub trait Futures: Sync {
    /// Writes the future of a path over an old one, reusing its memory.
    fn fill(&self, path: u64, future: &mut Future);

    /// How many paths, from a multiple of it on, are drawn together and no evidence apart: errors
    /// are those of such units. 1, unless said; 2 for antithetic pairs.
    fn unit(&self) -> u64 {
        1
    }
}

/// Futures sampled from a seed.
#[derive(Debug)]
pub struct Sampled<'m> {
    sampler: Sampler<'m>,
    unit: u64,
}

impl<'m> Sampled<'m> {
    /// The futures of a model under a seed.
    pub fn new(model: &'m Model, seed: u64) -> Self {
        Self {
            sampler: Sampler::new(model, seed),
            unit: 1,
        }
    }

    /// The futures that options ask for.
    ///
    /// # Errors
    /// If something is to be tilted that is not there or cannot be.
    pub fn of(model: &'m Model, options: &Options) -> Result<Self, RunError> {
        let sampled = Self::new(model, options.seed).draws(options.draws);
        sampled.tilt(model, &options.tilt).map_err(|problems| {
            let all: Vec<String> = problems.iter().map(Problem::to_string).collect();
            RunError::Tilt(all.join("; "))
        })
    }

    /// The same, drawn in such a way.
    #[must_use]
    pub fn draws(mut self, draws: Draws) -> Self {
        self.sampler = self.sampler.draws(draws);
        self.unit = match draws {
            Draws::Independent => 1,
            Draws::Antithetic => 2,
        };
        self
    }

    /// The same with some arrivals drawn too often, and paths weighted for it.
    ///
    /// # Errors
    /// As [`Model::tilted`].
    pub fn tilt(mut self, model: &Model, tilt: &Tilt) -> Result<Self, Vec<Problem>> {
        self.sampler = self.sampler.tilt(model.tilted(tilt)?);
        Ok(self)
    }
}

impl Futures for Sampled<'_> {
    fn fill(&self, path: u64, future: &mut Future) {
        self.sampler.sample(path, future);
    }

    fn unit(&self) -> u64 {
        self.unit
    }
}

impl<F: Fn(u64, &mut Future) + Sync> Futures for F {
    fn fill(&self, path: u64, future: &mut Future) {
        self(path, future);
    }
}
