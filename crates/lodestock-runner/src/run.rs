//! Running many paths: fixed blocks on all cores, merged in the order of paths.

mod notes;
mod worker;

use std::sync::Mutex;
use std::time::Instant;

use lodestock_core::spec::{Draws, Precision, Tilt};
use lodestock_core::{Groups, Kernel, LANES, Model};
use rayon::prelude::*;

use crate::emptied::Emptied;
use crate::futures::{Futures, Sampled};
use crate::precision::{Rule, Stopping};
use crate::progress::Progress;
use crate::series::Series;
use crate::statistics::Design;
use crate::table::Table;
pub use worker::message as panic_message;
use worker::{Outcome, Worker};

/// Blocks of a batch: what a worker takes at a time.
const BLOCKS: u64 = 8;
/// Paths of a batch.
pub(crate) const BATCH: u64 = BLOCKS * LANES as u64;

/// What to run.
#[derive(Debug, Clone)]
pub struct Options {
    /// Number of paths, 1 to 2³² − 1; one more where an odd number would break an antithetic pair.
    pub paths: u64,
    /// Number of the first path: a run of 1,000 paths from path 5,000 gives the rows that a longer
    /// run has there. With `precision`, 0.
    pub first_path: u64,
    /// Seed of every stream.
    pub seed: u64,
    /// How the random numbers of different paths hang together. Like the seed and the tilt it is
    /// what [`run()`] samples by; a source of futures of one's own says itself what it is.
    pub draws: Draws,
    /// By how much rare arrivals are drawn too often, as [`Model::tilted`] takes it; paths are
    /// weighted for it.
    pub tilt: Tilt,
    /// Number of threads; as many as there are cores if `None`.
    pub threads: Option<usize>,
    /// Stop when a metric is known so well, instead of after `paths`.
    pub precision: Option<Precision>,
    /// Whether to keep fans of every series over time.
    pub series: bool,
    /// Whether to count the events of each disruption that empty a reserve.
    pub emptied: bool,
    /// Bytes that the run may take for rows and workspaces.
    pub memory: u64,
    /// Instruction set; the widest of the machine if `None`. Results do not depend on it.
    pub kernel: Option<Kernel>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            paths: 10_000,
            first_path: 0,
            seed: 1,
            draws: Draws::Independent,
            tilt: Tilt::new(),
            threads: None,
            precision: None,
            series: false,
            emptied: false,
            memory: 8 << 30,
            kernel: None,
        }
    }
}

/// Why a run cannot begin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// No path asked for.
    #[error("a run needs at least one path")]
    NoPaths,
    /// More paths than a run may have.
    #[error("{0} paths are more than the {max} a run may have", max = u32::MAX)]
    TooManyPaths(u64),
    /// Rows would not fit in memory.
    #[error(
        "{paths} paths × {row} bytes a row and {workspaces} MB of workspaces do not fit in the {memory} MB of memory there are; ask for at most {most} paths"
    )]
    Memory {
        /// Paths asked for.
        paths: u64,
        /// Bytes of a row.
        row: u64,
        /// Megabytes of all workspaces.
        workspaces: u64,
        /// Megabytes allowed.
        memory: u64,
        /// Paths that would fit.
        most: u64,
    },
    /// The stopping rule names no metric of the scenario.
    #[error("no metric `{name}`{}", help.as_deref().map(|h| format!(": {h}")).unwrap_or_default())]
    Metric {
        /// What was asked for.
        name: String,
        /// The nearest metric.
        help: Option<String>,
    },
    /// The stopping rule is out of range.
    #[error("{0}")]
    Precision(String),
    /// What is tilted is not there, or cannot be.
    #[error("{0}")]
    Tilt(String),
    /// The first path stands within a unit of paths that are drawn together.
    #[error("paths are drawn {unit} at a time: the first must be a multiple of that, not {first}")]
    WithinUnit {
        /// First path asked for.
        first: u64,
        /// Paths of a unit.
        unit: u64,
    },
    /// Threads could not be started.
    #[error("cannot start threads: {0}")]
    Threads(String),
}

/// A path that could not be simulated: a defect of the program, not of the scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedPath {
    /// Its number.
    pub path: u64,
    /// What the program said.
    pub message: String,
}

/// What a run leaves.
#[derive(Debug, Clone)]
pub struct Run {
    /// Groups and columns of the rows.
    pub groups: Groups,
    /// A row a path.
    pub table: Table,
    /// Paths that were drawn together, such as 2 for antithetic pairs.
    pub unit: u64,
    /// Fans over time, if asked for and all paths count the same.
    pub series: Option<Series>,
    /// Events that emptied reserves, if asked for, there are reserves and all paths count the same.
    pub emptied: Option<Emptied>,
    /// Paths that failed; the others count.
    pub failed: Vec<FailedPath>,
    /// Whether it was stopped before it was done.
    pub partial: bool,
    /// Paths asked for.
    pub wanted: u64,
    /// Seed.
    pub seed: u64,
    /// Threads used.
    pub threads: usize,
    /// Wall time of sampling and stepping, seconds.
    pub seconds: f64,
}

impl Run {
    /// How its paths stand for what can happen: the errors of estimates rest on it.
    pub fn design(&self) -> Design {
        self.table.design(self.unit)
    }
}

/// Runs sampled futures of a model.
///
/// Same model, seed and options give the same bits on any number of threads.
///
/// # Errors
/// If the run cannot begin; a run that began always ends with a [`Run`].
pub fn run(model: &Model, options: &Options, progress: &dyn Progress) -> Result<Run, RunError> {
    run_futures(model, &Sampled::of(model, options)?, options, progress)
}

/// Runs the futures of any source through a model.
///
/// # Errors
/// As [`run`].
pub fn run_futures(
    model: &Model,
    futures: &dyn Futures,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Run, RunError> {
    run_for(model, Groups::all(model), futures, options, progress)
}

/// Runs the futures of any source and keeps rows for some groups only, which costs less.
///
/// # Errors
/// As [`run`].
pub fn run_for(
    model: &Model,
    groups: Groups,
    futures: &dyn Futures,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Run, RunError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads.unwrap_or(0))
        .build()
        .map_err(|error| RunError::Threads(error.to_string()))?;
    let threads = pool.current_num_threads();
    let rule = Rule::new(&groups, model, options)?;
    let unit = futures.unit().max(1);
    if !options.first_path.is_multiple_of(unit) {
        let first = options.first_path;
        return Err(RunError::WithinUnit { first, unit });
    }
    check_size(model, &groups, rule.most(), threads, options)?;
    let clock = Instant::now();
    let mut stage = Stage {
        model,
        groups: &groups,
        futures,
        options,
        progress,
        workers: (0..threads).map(|_| Mutex::new(None)).collect(),
        table: Table::new(groups.columns().len()),
        failed: Vec::new(),
    };
    let mut wanted = rule.first().next_multiple_of(unit);
    let mut done = 0;
    let mut partial = false;
    loop {
        progress.begin(wanted);
        let first = options.first_path;
        partial |= !pool.install(|| stage.simulate(first + done, first + wanted));
        done = wanted;
        match rule.next(&stage.table, unit, done) {
            Stopping::Go(more) if !partial => wanted = more.next_multiple_of(unit),
            _ => break,
        }
    }
    let (mut series, mut emptied) = stage.notes();
    let Stage { table, failed, .. } = stage;
    if table.weights().is_some() {
        // They are counts, which know no weights.
        (series, emptied) = (None, None);
    }
    Ok(Run {
        table,
        unit,
        series,
        emptied,
        failed,
        partial,
        wanted,
        seed: options.seed,
        threads,
        seconds: clock.elapsed().as_secs_f64(),
        groups,
    })
}

/// Refuses more paths than rows fit in memory.
fn check_size(
    model: &Model,
    groups: &Groups,
    paths: u64,
    threads: usize,
    options: &Options,
) -> Result<(), RunError> {
    match paths {
        0 => return Err(RunError::NoPaths),
        more if more.saturating_add(options.first_path) > u64::from(u32::MAX) => {
            return Err(RunError::TooManyPaths(more));
        }
        _ => {}
    }
    let row = 8 * (groups.columns().len() as u64 + 1);
    let series = if options.series {
        Series::bytes(model, groups)
    } else {
        0
    };
    let each = lodestock_core::Simulation::<LANES>::bytes(model) as u64 + 2 * series;
    let workspaces = each * threads as u64 + series;
    // Summaries sort a scratch copy of one column a thread.
    let rows = paths * (row + 8 * threads as u64);
    if rows + workspaces > options.memory {
        return Err(RunError::Memory {
            paths,
            row,
            workspaces: workspaces >> 20,
            memory: options.memory >> 20,
            most: options.memory.saturating_sub(workspaces) / (row + 8 * threads as u64),
        });
    }
    Ok(())
}

/// A run under way.
struct Stage<'a> {
    model: &'a Model,
    groups: &'a Groups,
    futures: &'a dyn Futures,
    options: &'a Options,
    progress: &'a dyn Progress,
    /// One workspace a worker, made when it first works.
    workers: Vec<Mutex<Option<Worker<'a>>>>,
    table: Table,
    failed: Vec<FailedPath>,
}

/// Batches that are simulated before their results are merged.
const MERGE: u64 = 64;

impl Stage<'_> {
    /// Simulates paths from `first` up to `end`; says whether it got there.
    fn simulate(&mut self, first: u64, end: u64) -> bool {
        let mut start = first;
        while start < end {
            let stop = end.min(start + MERGE * BATCH);
            let batches = (stop - start).div_ceil(BATCH);
            let outcomes: Vec<Option<Outcome>> = (0..batches)
                .into_par_iter()
                .map(|b| {
                    let first = start + b * BATCH;
                    self.batch(first, stop.min(first + BATCH))
                })
                .collect();
            let complete = outcomes.iter().all(Option::is_some);
            for outcome in outcomes.into_iter().flatten() {
                let failed = outcome.failed.iter().map(|f| f.path);
                self.table.push(outcome.batch, failed);
                self.failed.extend(outcome.failed);
            }
            if !complete {
                return false;
            }
            start = stop;
        }
        true
    }

    /// What all workers noted, together.
    fn notes(&mut self) -> (Option<Series>, Option<Emptied>) {
        let mut all = (None, None);
        for slot in &mut self.workers {
            let slot = slot
                .get_mut()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            if let Some(worker) = slot.take() {
                worker.notes.merge(&mut all);
            }
        }
        all
    }

    /// One batch on this thread's workspace; `None` if the run was stopped before.
    fn batch(&self, first: u64, end: u64) -> Option<Outcome> {
        if self.progress.stopped() {
            return None;
        }
        let slot = rayon::current_thread_index().unwrap_or(0);
        let mut slot = self.workers[slot]
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let worker = slot.get_or_insert_with(|| {
            Worker::new(self.model, self.groups, self.futures.unit(), self.options)
        });
        let outcome = worker.batch(self.futures, first, end);
        self.progress.advance(end - first);
        Some(outcome)
    }
}
