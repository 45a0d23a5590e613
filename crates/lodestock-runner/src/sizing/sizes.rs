//! Sizes of one reserve on common paths, each simulated once.

use std::collections::BTreeMap;

use lodestock_core::record::ReserveMetric;
use lodestock_core::{Future, Groups, Model};

use super::outcomes::Outcomes;
use super::{Question, SizingError};
use crate::futures::Futures;
use crate::measure::{Measure, Per, Subject};
use crate::progress::{Part, Progress};
use crate::run::{Options, Run, run_for};

/// Share of a size by which a drawdown must stay below it to leave no doubt.
const ROUNDING: f64 = 1e-9;

/// A reserve counts as unlimited at this many times all need of the horizon at step 0: more than
/// demand grows, and not so much that levels lose digits.
const UNLIMITED: f64 = 100.0;
/// Where releases follow the size of the reserve, sizes up to this many times the deepest drawdown
/// are looked at.
const WIDER: f64 = 4.0;

/// One reserve of many sizes, under the same futures.
///
/// A reserve that is full at the start and covers whatever is missing acts by how far it is drawn
/// down, not by how large it is. So one run with a reserve that never runs dry holds what every
/// size does in the paths that would not empty it, and only the others are simulated again.
pub(super) struct Sizes<'a> {
    pub model: &'a Model,
    futures: &'a dyn Futures,
    groups: Groups,
    reserve: usize,
    target: (Measure, Per),
    options: &'a Options,
    progress: &'a dyn Progress,
    /// A size that no path exhausts.
    pub unlimited: f64,
    /// Whether paths that would not empty a size need no run of their own.
    screened: bool,
    /// Deepest drawdown of each path with the unlimited reserve, units.
    drawdown: Vec<f64>,
    /// Sizes simulated, by the bits of the size.
    known: BTreeMap<u64, Outcomes>,
    /// Paths asked for.
    paths: usize,
    /// Path simulations done and announced.
    work: u64,
}

impl<'a> Sizes<'a> {
    pub fn new(
        (model, futures): (&'a Model, &'a dyn Futures),
        question: &Question,
        options: &'a Options,
        progress: &'a dyn Progress,
    ) -> Self {
        let reserve = &model.reserves()[question.reserve];
        let years = model.clock().steps as f64 / model.clock().steps_per_year();
        let target = question.target.as_ref();
        Self {
            model,
            futures,
            groups: Groups::of(model, [question.consumers.clone()]),
            reserve: question.reserve,
            target: target.map_or((Measure::ProbabilityShort, Per::Horizon), |target| {
                (target.measure, target.per)
            }),
            options,
            progress,
            unlimited: (reserve.yearly_need * years.max(1.0)).max(reserve.capacity) * UNLIMITED,
            // A warm-up may empty it unseen: rows begin with the horizon.
            screened: model.acts_by_drawdown(question.reserve) && model.clock().warm_up == 0,
            drawdown: Vec::new(),
            known: BTreeMap::new(),
            paths: 0,
            work: 0,
        }
    }

    pub fn subject(&self) -> Subject<'_> {
        Subject {
            groups: &self.groups,
            group: &self.groups.groups()[0],
            reserve: Some(self.reserve),
        }
    }

    /// Paths that every size is simulated with from now on.
    pub fn extend(&mut self, paths: usize) {
        self.paths = paths;
    }

    /// Index of the reserve.
    pub fn reserve(&self) -> usize {
        self.reserve
    }

    /// Forgets paths beyond those asked for.
    pub fn cut(&mut self) {
        for outcomes in self.known.values_mut() {
            outcomes.truncate(self.paths);
        }
        self.drawdown.truncate(self.paths);
    }

    /// Paths asked for.
    pub fn paths(&self) -> usize {
        self.paths
    }

    /// Sizes known on all paths, smallest first.
    pub fn known(&self) -> impl Iterator<Item = (f64, &Outcomes)> {
        let known = self
            .known
            .iter()
            .map(|(bits, outcomes)| (f64::from_bits(*bits), outcomes));
        known.filter(|(_, outcomes)| outcomes.short.len() == self.paths)
    }

    /// The largest size that any path makes use of, units: exactly where drawdowns decide,
    /// generously elsewhere.
    pub fn largest_useful(&self) -> f64 {
        let deepest = self.drawdown.iter().copied().fold(0.0, f64::max);
        let reserve = &self.model.reserves()[self.reserve];
        match reserve.initial / reserve.capacity {
            _ if self.screened => deepest * (1.0 + 2.0 * ROUNDING),
            filled if filled > 0.0 => deepest * WIDER / filled,
            _ => self.unlimited / UNLIMITED,
        }
    }

    /// Drawdowns of the paths with the unlimited reserve, if they decide what sizes do.
    pub fn drawdowns(&self) -> Option<&[f64]> {
        self.screened.then_some(&self.drawdown)
    }

    /// What the paths leave under a size.
    pub fn at(&mut self, size: f64) -> Result<&Outcomes, SizingError> {
        let bits = size.to_bits();
        let done = self.known.get(&bits).map_or(0, |known| known.short.len());
        if done < self.paths {
            let more = if self.screened && size < self.unlimited {
                self.screen(size, done)?
            } else {
                self.simulate(size, done)?
            };
            self.known.entry(bits).or_default().append(more);
        }
        Ok(&self.known[&bits])
    }

    /// Paths from `done` on by simulation.
    fn simulate(&mut self, size: f64, done: usize) -> Result<Outcomes, SizingError> {
        let model = self.model.resized(self.reserve, size);
        let paths = (self.paths - done) as u64;
        let run = self.run(&model, self.futures, (done as u64, paths))?;
        if size == self.unlimited {
            let lowest = self
                .groups
                .reserve_column(self.reserve, ReserveMetric::Lowest);
            let initial = model.reserves()[self.reserve].initial;
            let lowest = run.table.column(lowest);
            self.drawdown
                .extend(lowest.iter().map(|level| initial - level));
        }
        Ok(Outcomes::of(&model, self.subject(), self.target, &run))
    }

    /// Paths from `done` on: those that would empty it by simulation, the others as with the
    /// unlimited reserve, but for what the idle units between the two cost.
    fn screen(&mut self, size: f64, done: usize) -> Result<Outcomes, SizingError> {
        let unlimited = self.unlimited;
        self.at(unlimited)?;
        let mut outcomes = self.known[&unlimited.to_bits()].from(done);
        let idle = (unlimited - size) * self.model.idle_cost(self.reserve);
        outcomes
            .reserve_cost
            .iter_mut()
            .for_each(|cost| *cost -= idle);
        let drawn = self.drawdown[done..].iter().enumerate();
        let emptied: Vec<usize> = drawn
            .filter(|(_, depth)| **depth >= size * (1.0 - ROUNDING))
            .map(|(place, _)| place)
            .collect();
        if !emptied.is_empty() {
            let model = self.model.resized(self.reserve, size);
            let all = self.futures;
            let chosen = |place: u64, future: &mut Future| {
                all.fill((done + emptied[place as usize]) as u64, future);
            };
            let run = self.run(&model, &chosen, (0, emptied.len() as u64))?;
            let again = Outcomes::of(&model, self.subject(), self.target, &run);
            outcomes.replace(&emptied, again);
        }
        Ok(outcomes)
    }

    /// Simulates the same paths, all of them, under another model.
    pub fn simulate_other(&mut self, model: &Model) -> Result<Outcomes, SizingError> {
        let run = self.run(model, self.futures, (0, self.paths as u64))?;
        Ok(Outcomes::of(model, self.subject(), self.target, &run))
    }

    fn run(
        &mut self,
        model: &Model,
        futures: &dyn Futures,
        (first_path, paths): (u64, u64),
    ) -> Result<Run, SizingError> {
        let options = Options {
            first_path,
            paths,
            precision: None,
            ..self.options.clone()
        };
        self.work += paths;
        self.progress.begin(self.work);
        let groups = self.groups.clone();
        let run = run_for(model, groups, futures, &options, &Part(self.progress))?;
        match run.failed.first() {
            _ if run.partial => Err(SizingError::Interrupted),
            Some(failed) => Err(SizingError::FailedPath(failed.clone())),
            None if !run.design().is_plain() => Err(SizingError::NotPlain),
            None => Ok(run),
        }
    }
}
