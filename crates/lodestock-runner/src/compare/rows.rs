//! Rows of all variants, of the same paths.

use std::collections::BTreeSet;
use std::time::Instant;

use lodestock_core::problem::suggest;
use lodestock_core::record::{Group, GroupId};
use lodestock_core::{Groups, Model};

use super::{CompareError, Variant};
use crate::futures::Sampled;
use crate::progress::{Part, Progress};
use crate::run::{BATCH, FailedPath, Options, Run, RunError, run_for};
use crate::table::Table;

/// Most batches a thread simulates of one variant before the next has its turn.
const TURN: u64 = 16;
/// Columns that a difference is made of, on a thread, beside that of each variant.
const SCRATCH: usize = 6;

/// What the variants leave.
pub(super) struct Rows {
    groups: Vec<Groups>,
    tables: Vec<Table>,
    pub failed: Vec<(usize, FailedPath)>,
    pub partial: bool,
    pub threads: usize,
    pub seconds: f64,
}

/// Names of all groups of any variant, in the order of the first that has them.
pub(super) fn every_name(variants: &[Variant<'_>]) -> Vec<String> {
    let all = variants.iter().map(|variant| Groups::all(variant.model));
    let all: Vec<Groups> = all.collect();
    let mut seen = BTreeSet::new();
    let names = all.iter().flat_map(Groups::groups).map(|group| &group.name);
    let new = names.filter(|name| seen.insert(*name));
    new.cloned().collect()
}

/// The names asked for, each once; one that no variant has is an error.
pub(super) fn known(
    variants: &[Variant<'_>],
    names: &[String],
) -> Result<Vec<String>, CompareError> {
    let every = every_name(variants);
    let mut seen = BTreeSet::new();
    for name in names {
        if !every.contains(name) {
            return Err(CompareError::Group {
                name: name.clone(),
                help: suggest(name, every.iter().map(String::as_str)),
            });
        }
    }
    let new = names.iter().filter(|name| seen.insert(*name));
    Ok(new.cloned().collect())
}

impl Rows {
    /// Simulates turn by turn, so that an early stop leaves paths that all variants have. Turns
    /// grow from one batch, so that even a very early one does.
    pub fn run(
        variants: &[Variant<'_>],
        names: &[String],
        options: &Options,
        progress: &dyn Progress,
    ) -> Result<Self, CompareError> {
        let groups = variants.iter().map(|v| kept(v.model, names));
        let groups: Vec<Groups> = groups.collect();
        check_size(&groups, options)?;
        let clock = Instant::now();
        let mut rows = Self {
            tables: groups
                .iter()
                .map(|groups| Table::new(groups.columns().len()))
                .collect(),
            groups,
            failed: Vec::new(),
            partial: false,
            threads: 1,
            seconds: 0.0,
        };
        let futures = variants.iter();
        let futures = futures.map(|variant| Sampled::new(variant.model, options.seed));
        let futures: Vec<Sampled<'_>> = futures.collect();
        progress.begin(options.paths * variants.len() as u64);
        let (mut done, mut turn) = (0, BATCH);
        while done < options.paths && !rows.partial {
            let part = Options {
                paths: turn.min(options.paths - done),
                first_path: options.first_path + done,
                precision: None,
                series: false,
                emptied: false,
                ..options.clone()
            };
            for (v, variant) in variants.iter().enumerate() {
                let (groups, progress) = (rows.groups[v].clone(), Part(progress));
                rows.add(
                    v,
                    run_for(variant.model, groups, &futures[v], &part, &progress)?,
                );
            }
            done += part.paths;
            turn = (2 * turn).min(TURN * BATCH * rows.threads as u64);
        }
        Table::line_up(&mut rows.tables);
        rows.seconds = clock.elapsed().as_secs_f64();
        Ok(rows)
    }

    fn add(&mut self, variant: usize, run: Run) {
        self.tables[variant].append(run.table);
        let failed = run.failed.into_iter().map(|path| (variant, path));
        self.failed.extend(failed);
        self.partial |= run.partial;
        self.threads = run.threads;
    }

    /// Number of paths that all have.
    pub fn paths(&self) -> u64 {
        self.tables.first().map_or(0, |table| table.rows() as u64)
    }

    /// Groups and rows of a variant.
    pub fn of(&self, variant: usize) -> (&Groups, &Table) {
        (&self.groups[variant], &self.tables[variant])
    }

    /// The group of a name in each variant.
    pub fn group(&self, name: &str) -> Vec<Option<Group>> {
        let groups = self.groups.iter();
        groups.map(|groups| groups.named(name).cloned()).collect()
    }

    /// Ids of the reserves that serve any group kept, or that serve processors only while all
    /// consumers are kept.
    pub fn reserves(&self, variants: &[Variant<'_>]) -> Vec<String> {
        let mut ids = BTreeSet::new();
        for (variant, groups) in variants.iter().zip(&self.groups) {
            let model = variant.model;
            let all = groups.groups().iter().any(|g| g.id == GroupId::Total);
            for (r, reserve) in model.reserves().iter().enumerate() {
                let mut kept = groups.groups().iter();
                if all || kept.any(|group| groups.serves(model, r, group)) {
                    ids.insert(reserve.id.clone());
                }
            }
        }
        ids.into_iter().collect()
    }
}

/// The groups of a model that have one of the names.
fn kept(model: &Model, names: &[String]) -> Groups {
    let all = Groups::all(model);
    let ids = names.iter().filter_map(|name| all.named(name));
    Groups::of(model, ids.map(|group| group.id.clone()))
}

/// Refuses more paths than rows of all variants fit in memory.
fn check_size(groups: &[Groups], options: &Options) -> Result<(), CompareError> {
    let paths = options.paths;
    if paths == 0 {
        return Err(RunError::NoPaths.into());
    }
    if paths.saturating_add(options.first_path) > u64::from(u32::MAX) {
        return Err(RunError::TooManyPaths(paths).into());
    }
    let rows = groups
        .iter()
        .map(|groups| 8 * groups.columns().len() as u64);
    let scratch = 8 * (groups.len() + SCRATCH) * rayon::current_num_threads();
    let row = rows.sum::<u64>() + scratch as u64;
    if paths * row > options.memory {
        return Err(CompareError::Memory {
            paths,
            variants: groups.len(),
            row,
            memory: options.memory >> 20,
            most: options.memory / row,
        });
    }
    Ok(())
}
