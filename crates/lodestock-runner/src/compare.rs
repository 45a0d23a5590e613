//! Several models on the same futures, and how each differs from the first.
//!
//! Streams are addressed by the id of what they belong to, so whatever two models have in common
//! draws the same numbers in both: a difference is that of the models, not of chance.

mod error;
mod figure;
mod rows;

use lodestock_core::Model;
use lodestock_core::record::Group;
use rayon::prelude::*;

pub use error::CompareError;
pub use figure::Figure;
use rows::Rows;

use crate::measure::Estimate;
use crate::paired::Paired;
use crate::progress::Progress;
use crate::run::{FailedPath, Options};
use crate::summary::CONFIDENCE;

/// A model under comparison.
#[derive(Debug, Clone)]
pub struct Variant<'m> {
    /// What it is called.
    pub label: String,
    /// The model.
    pub model: &'m Model,
}

/// What a comparison found. Variants stand in the order given; the first is what the others are
/// compared with.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// What the variants are called.
    pub labels: Vec<String>,
    /// Futures that every variant has.
    pub paths: u64,
    /// Futures asked for.
    pub wanted: u64,
    /// Seed.
    pub seed: u64,
    /// Whether it was stopped before it was done.
    pub partial: bool,
    /// Paths that failed, with the index of the variant; they count in none.
    pub failed: Vec<(usize, FailedPath)>,
    /// Sets of consumers.
    pub groups: Vec<ComparedGroup>,
    /// Reserves, by id.
    pub reserves: Vec<ComparedReserve>,
    /// Wall time of sampling and stepping, seconds.
    pub seconds: f64,
    /// Threads used.
    pub threads: usize,
}

/// A set of consumers in all variants.
#[derive(Debug, Clone)]
pub struct ComparedGroup {
    /// Its name, by which it is found in every variant.
    pub name: String,
    /// Unit of its quantities; `None` where its commodities have different ones.
    pub unit: Option<String>,
    /// The group in each variant; `None` where there is none of that name.
    pub of: Vec<Option<Group>>,
    /// Its figures, those that no variant has left out.
    pub rows: Vec<Row>,
}

/// A reserve in all variants.
#[derive(Debug, Clone)]
pub struct ComparedReserve {
    /// Its id, by which it is found in every variant.
    pub id: String,
    /// Unit of what it holds.
    pub unit: String,
    /// Its index in each variant; `None` where there is none of that id.
    pub of: Vec<Option<usize>>,
    /// Its figures, those that no variant has left out.
    pub rows: Vec<Row>,
}

/// A figure in all variants.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Which.
    pub figure: Figure,
    /// In each variant; `None` where the variant has no such thing, or no price for it.
    pub cells: Vec<Option<Cell>>,
}

/// A figure in one variant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// Its estimate.
    pub estimate: Estimate,
    /// Its difference to the first variant, path by path; `None` for the first itself, and where
    /// the first has no such figure.
    pub difference: Option<Paired>,
}

/// Runs the same futures through several models, at least two, and compares each with the first.
///
/// With `names` only those groups, such as `us.gallium`, and the reserves that serve them are
/// kept; else all. The same models, seed and number of paths give the same bits on any number of
/// threads; a stopping rule of the options is not used, nor are fans.
///
/// # Errors
/// If the models cannot be compared, a name is in none of them, or the run cannot begin.
pub fn compare(
    variants: &[Variant<'_>],
    names: Option<&[String]>,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Comparison, CompareError> {
    check(variants)?;
    let names = match names {
        Some(names) => rows::known(variants, names)?,
        None => rows::every_name(variants),
    };
    let rows = Rows::run(variants, &names, options, progress)?;
    Ok(Comparison {
        labels: variants.iter().map(|v| v.label.clone()).collect(),
        paths: rows.paths(),
        wanted: options.paths,
        seed: options.seed,
        partial: rows.partial,
        groups: groups(variants, &rows, &names)?,
        reserves: reserves(variants, &rows)?,
        seconds: rows.seconds,
        threads: rows.threads,
        failed: rows.failed,
    })
}

/// Refuses what cannot be compared.
fn check(variants: &[Variant<'_>]) -> Result<(), CompareError> {
    let [first, others @ ..] = variants else {
        return Err(CompareError::TooFew);
    };
    if others.is_empty() {
        return Err(CompareError::TooFew);
    }
    match others
        .iter()
        .find(|v| v.model.clock() != first.model.clock())
    {
        Some(other) => Err(CompareError::clocks(first, other)),
        None => Ok(()),
    }
}

fn groups(
    variants: &[Variant<'_>],
    rows: &Rows,
    names: &[String],
) -> Result<Vec<ComparedGroup>, CompareError> {
    let compared = names.par_iter().map(|name| {
        let of: Vec<Option<Group>> = rows.group(name);
        let mut units = Vec::new();
        for (variant, group) in variants.iter().zip(&of) {
            if let Some(group) = group {
                units.push((variant, group.unit.as_deref()));
            }
        }
        let unit = one_unit(name, &units)?;
        let figures = Figure::OF_CONSUMERS.into_iter();
        let figures = figures.filter(|figure| unit.is_some() || !figure.is_quantity());
        let row = |figure: Figure| {
            let columns = of.iter().enumerate().map(|(v, group)| {
                let (groups, table) = rows.of(v);
                figure.of_group(variants[v].model, groups, group.as_ref()?, table)
            });
            row(figure, &columns.collect::<Vec<_>>())
        };
        Ok(ComparedGroup {
            name: name.clone(),
            unit: unit.map(String::from),
            rows: figures.filter_map(row).collect(),
            of,
        })
    });
    compared.collect()
}

fn reserves(variants: &[Variant<'_>], rows: &Rows) -> Result<Vec<ComparedReserve>, CompareError> {
    let compared = rows.reserves(variants).into_par_iter().map(|id| {
        let of: Vec<Option<usize>> = variants.iter().map(|v| index(v.model, &id)).collect();
        let mut units = Vec::new();
        for (variant, reserve) in variants.iter().zip(&of) {
            if let Some(reserve) = reserve {
                let model = variant.model;
                let commodity = &model.commodities()[model.reserves()[*reserve].commodity];
                units.push((variant, Some(commodity.unit.as_str())));
            }
        }
        let unit = one_unit(&id, &units)?.unwrap_or_default().to_string();
        let row = |figure: Figure| {
            let columns = of.iter().enumerate().map(|(v, reserve)| {
                let (groups, table) = rows.of(v);
                figure.of_reserve(variants[v].model, groups, (*reserve)?, table)
            });
            row(figure, &columns.collect::<Vec<_>>())
        };
        Ok(ComparedReserve {
            unit,
            rows: Figure::OF_RESERVE.into_iter().filter_map(row).collect(),
            of,
            id,
        })
    });
    compared.collect()
}

fn index(model: &Model, id: &str) -> Option<usize> {
    model.reserves().iter().position(|reserve| reserve.id == id)
}

/// The unit that all have; none if one of them has none.
fn one_unit<'u>(
    name: &str,
    units: &[(&Variant<'_>, Option<&'u str>)],
) -> Result<Option<&'u str>, CompareError> {
    let Some(&(first, unit)) = units.first() else {
        return Ok(None);
    };
    for &(other, its) in &units[1..] {
        match (unit, its) {
            (Some(unit), Some(its)) if unit != its => {
                return Err(CompareError::Units {
                    name: name.into(),
                    first: (first.label.clone(), unit.into()),
                    other: (other.label.clone(), its.into()),
                });
            }
            (_, None) => return Ok(None),
            _ => {}
        }
    }
    Ok(unit)
}

/// A figure from the paths' numbers in each variant; `None` if no variant has it, or if there is
/// no price and it is 0 in all paths of all.
fn row(figure: Figure, columns: &[Option<figure::Values>]) -> Option<Row> {
    let mut known = columns.iter().flatten();
    if !known.any(|values| values.matters) {
        return None;
    }
    let measure = figure.measure();
    let first = columns.first().and_then(Option::as_ref);
    let cells = columns.iter().enumerate().map(|(v, column)| {
        let values = &column.as_ref()?.numbers;
        let before = first.filter(|_| v > 0).map(|first| &first.numbers);
        Some(Cell {
            estimate: measure.estimate(values, CONFIDENCE)?,
            difference: before.and_then(|before| Paired::of(measure, before, values, CONFIDENCE)),
        })
    });
    Some(Row {
        figure,
        cells: cells.collect(),
    })
}
