//! A comparison as JSON: lists in the order of the variants, `null` where one has no such thing.

use crate::estimate::json_of;
use lodestock_core::{Kernel, Model};
use lodestock_runner::Comparison;
use lodestock_runner::compare::{Cell, Row};
use lodestock_runner::paired::Paired;
use serde_json::{Map, Value, json};

use super::{SCHEMA, kernel_name, number, proportion};
use crate::comparison::figures::{key, share};

/// The whole comparison. `made_of` says what each variant is.
pub fn comparison(models: &[&Model], comparison: &Comparison, made_of: &[String]) -> Value {
    let clock = models[0].clock();
    let variants = comparison.labels.iter().zip(models).zip(made_of);
    let variants: Vec<Value> = variants
        .map(|((label, model), made_of)| {
            json!({ "label": label, "scenario": model.name(), "made_of": made_of })
        })
        .collect();
    let failed = comparison.failed.iter().map(|(variant, failed)| {
        json!({ "variant": variant, "path": failed.path, "message": failed.message })
    });
    json!({
        "schema": SCHEMA,
        "variants": variants,
        "start": clock.start.to_string(),
        "step": clock.length.name(),
        "steps": clock.steps,
        "steps_per_year": clock.steps_per_year(),
        "paths": comparison.paths,
        "paths_wanted": comparison.wanted,
        "seed": comparison.seed,
        "partial": comparison.partial,
        "failed": failed.collect::<Vec<_>>(),
        "groups": Value::Object(groups(comparison)),
        "reserves": Value::Object(reserves(models, comparison)),
        "timing": {
            "seconds": number(comparison.seconds),
            "threads": comparison.threads,
            "kernel": kernel_name(Kernel::widest()),
        },
    })
}

fn groups(comparison: &Comparison) -> Map<String, Value> {
    let groups = comparison.groups.iter().map(|group| {
        let missing = missing(comparison, group.of.iter().map(Option::is_some));
        let value = json!({
            "unit": group.unit,
            "missing_in": missing,
            "figures": figures(&group.rows, comparison.paths),
        });
        (group.name.clone(), value)
    });
    groups.collect()
}

fn reserves(models: &[&Model], comparison: &Comparison) -> Map<String, Value> {
    let reserves = comparison.reserves.iter().map(|reserve| {
        let missing = missing(comparison, reserve.of.iter().map(Option::is_some));
        let sizes = reserve.of.iter().zip(models);
        let sizes: Vec<Value> = sizes
            .map(|(of, model)| of.map_or(Value::Null, |r| number(model.reserves()[r].capacity)))
            .collect();
        let value = json!({
            "unit": reserve.unit,
            "missing_in": missing,
            "capacity": sizes,
            "figures": figures(&reserve.rows, comparison.paths),
        });
        (reserve.id.clone(), value)
    });
    reserves.collect()
}

/// Labels of the variants that have no such thing.
fn missing(comparison: &Comparison, has: impl Iterator<Item = bool>) -> Vec<&str> {
    let labels = comparison.labels.iter().zip(has);
    let missing = labels.filter(|(_, has)| !has);
    missing.map(|(label, _)| label.as_str()).collect()
}

fn figures(rows: &[Row], paths: u64) -> Value {
    let figures = rows.iter().map(|row| {
        let cells = row.cells.iter();
        let cells = cells.map(|one| one.as_ref().map_or(Value::Null, |one| cell(one, paths)));
        (key(row.figure), Value::Array(cells.collect()))
    });
    Value::Object(figures.collect())
}

fn cell(cell: &Cell, paths: u64) -> Value {
    let mut value = json_of(cell.estimate);
    let difference = cell.difference.as_ref();
    value["difference"] = difference.map_or(Value::Null, |paired| self::paired(paired, paths));
    value
}

fn paired(paired: &Paired, paths: u64) -> Value {
    let mut value = json_of(paired.difference);
    value["lower"] = share(paired.lower, paths).map_or(Value::Null, proportion);
    value["higher"] = share(paired.higher, paths).map_or(Value::Null, proportion);
    value
}
