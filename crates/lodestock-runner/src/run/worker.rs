//! A worker: one workspace that simulates batches of paths.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lodestock_core::{Future, Groups, Kernel, LANES, Model, Simulation};

use super::notes::Notes;
use super::{FailedPath, Options};
use crate::futures::Futures;
use crate::table::Batch;

/// What a batch leaves.
pub(super) struct Outcome {
    pub batch: Batch,
    pub failed: Vec<FailedPath>,
}

/// One workspace, used for batch after batch.
pub(super) struct Worker<'m> {
    model: &'m Model,
    groups: &'m Groups,
    kernel: Kernel,
    simulation: Simulation<'m, LANES>,
    futures: Vec<Future>,
    /// What was noted of all paths that this worker has simulated.
    pub notes: Notes<'m>,
}

impl<'m> Worker<'m> {
    pub fn new(model: &'m Model, groups: &'m Groups, unit: u64, options: &Options) -> Self {
        let kernel = options.kernel.unwrap_or_else(Kernel::widest);
        Self {
            model,
            groups,
            kernel,
            simulation: Simulation::with_kernel(model, groups, kernel),
            futures: vec![Future::default(); LANES],
            notes: Notes::new(model, groups, unit, options),
        }
    }

    /// Simulates the paths from `first` up to `end`, block by block.
    pub fn batch(&mut self, source: &dyn Futures, first: u64, end: u64) -> Outcome {
        let paths = (end - first) as usize;
        let mut outcome = Outcome {
            batch: Batch {
                first,
                paths,
                values: vec![f64::NAN; self.groups.columns().len() * paths],
                weights: vec![1.0; paths],
            },
            failed: Vec::new(),
        };
        let mut start = first;
        while start < end {
            let stop = end.min(start + LANES as u64);
            self.block(source, start, stop, &mut outcome);
            start = stop;
        }
        if outcome.batch.weights.iter().all(|&weight| weight == 1.0) {
            outcome.batch.weights = Vec::new();
        }
        outcome
    }

    fn block(&mut self, source: &dyn Futures, start: u64, stop: u64, outcome: &mut Outcome) {
        let paths = (stop - start) as usize;
        let Self {
            futures,
            simulation,
            notes,
            ..
        } = self;
        let futures = &mut futures[..paths];
        let ran = catch_unwind(AssertUnwindSafe(|| {
            for (future, path) in futures.iter_mut().zip(start..) {
                fill(source, path, future);
            }
            notes.run(simulation, futures);
        }));
        if ran.is_err() {
            self.simulation = Simulation::with_kernel(self.model, self.groups, self.kernel);
            self.one_by_one(source, start, stop, outcome);
            return;
        }
        let first = (start - outcome.batch.first) as usize;
        for column in 0..self.groups.columns().len() {
            let values = self.simulation.values(column);
            let rows = outcome.batch.column(column);
            rows[first..first + paths].copy_from_slice(&values[..paths]);
        }
        for (lane, future) in self.futures[..paths].iter().enumerate() {
            outcome.batch.weights[first + lane] = future.weight;
        }
        self.notes.keep(&self.futures[..paths]);
    }

    /// After a failure in a block: each path alone, so that only the ones at fault are lost.
    fn one_by_one(&mut self, source: &dyn Futures, start: u64, stop: u64, outcome: &mut Outcome) {
        for path in start..stop {
            let Self {
                model,
                notes,
                groups,
                ..
            } = self;
            let ran = catch_unwind(AssertUnwindSafe(|| {
                let mut future = Future::default();
                fill(source, path, &mut future);
                let mut simulation = Simulation::<1>::new(model, groups);
                let alone = [future];
                notes.run(&mut simulation, &alone);
                let columns = 0..groups.columns().len();
                let values: Vec<f64> = columns.map(|c| simulation.value(c, 0)).collect();
                (alone, values)
            }));
            match ran {
                Ok((alone, values)) => {
                    let row = (path - outcome.batch.first) as usize;
                    for (column, value) in values.into_iter().enumerate() {
                        outcome.batch.column(column)[row] = value;
                    }
                    outcome.batch.weights[row] = alone[0].weight;
                    self.notes.keep(&alone);
                }
                Err(panic) => outcome.failed.push(FailedPath {
                    path,
                    message: message(panic.as_ref()),
                }),
            }
        }
    }
}

/// Fills a future anew.
///
/// # Panics
/// If its weight is none.
fn fill(source: &dyn Futures, path: u64, future: &mut Future) {
    future.weight = 1.0;
    source.fill(path, future);
    let weight = future.weight;
    assert!(
        weight > 0.0 && weight.is_finite(),
        "a weight is a number above 0, not {weight}"
    );
}

/// What a panic said.
pub fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "it failed without a word".into())
}
