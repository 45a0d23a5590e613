//! Where futures come from.

use lodestock_core::{Future, Model};

use crate::sampling::Sampler;

/// A source of futures: sampled, written by hand, or replayed from history.
///
/// `fill` must be a pure function of the path number, so that any sharding gives the same results.
pub trait Futures: Sync {
    /// Writes the future of a path over an old one, reusing its memory.
    fn fill(&self, path: u64, future: &mut Future);
}

/// Futures sampled from a seed.
#[derive(Debug)]
pub struct Sampled<'m> {
    sampler: Sampler<'m>,
}

impl<'m> Sampled<'m> {
    /// The futures of a model under a seed.
    pub fn new(model: &'m Model, seed: u64) -> Self {
        Self {
            sampler: Sampler::new(model, seed),
        }
    }
}

impl Futures for Sampled<'_> {
    fn fill(&self, path: u64, future: &mut Future) {
        self.sampler.sample(path, future);
    }
}

impl<F: Fn(u64, &mut Future) + Sync> Futures for F {
    fn fill(&self, path: u64, future: &mut Future) {
        self(path, future);
    }
}
