//! The results as JSON. The names are a contract: keys may be added, none is renamed.
//!
//! A number that is not known (an infinite error, an interval without an end) is `null`. Only
//! `timing` differs between two runs of the same scenario, seed and version.

mod comparison;

use lodestock_core::record::GroupId;
use lodestock_core::{Kernel, Model};
use lodestock_runner::statistics::{Distribution, Mean, Proportion};
use lodestock_runner::summary::{Evidence, GroupSummary, ReserveSummary};
use lodestock_runner::{EmptiedBy, Run, Summary};
use serde_json::{Map, Value, json};

pub use comparison::comparison;

/// Version of the names.
pub const SCHEMA: u32 = 1;

/// The whole run.
pub fn summary(model: &Model, run: &Run, summary: &Summary) -> Value {
    let failed = summary.failed.iter();
    let failed: Vec<Value> = failed
        .map(|f| json!({ "path": f.path, "message": f.message }))
        .collect();
    let mut root = object(json!({
        "schema": SCHEMA,
        "scenario": summary.scenario,
        "start": summary.start,
        "step": summary.step,
        "steps": summary.steps,
        "steps_per_year": summary.steps_per_year,
        "paths": summary.paths,
        "paths_wanted": run.wanted,
        "seed": summary.seed,
        "evidence": evidence(summary.evidence),
        "partial": summary.partial,
        "failed": failed,
    }));
    groups(model, summary, &mut root);
    let reserves = summary.reserves.iter().map(|r| (r.id.clone(), reserve(r)));
    root.insert("reserves".into(), Value::Object(reserves.collect()));
    root.insert(
        "timing".into(),
        json!({
            "seconds": number(summary.timing.seconds),
            "threads": summary.timing.threads,
            "path_steps_per_second": number(summary.timing.path_steps_per_second),
            "kernel": kernel_name(Kernel::widest()),
        }),
    );
    Value::Object(root)
}

/// How paths were drawn: how many together, and what their weights leave.
fn evidence(evidence: Evidence) -> Value {
    json!({
        "paths_together": evidence.unit,
        "weight": evidence.weight.map_or(Value::Null, mean),
        "effective_paths": number(evidence.effective_paths),
    })
}

/// Name of an instruction set, in files.
pub(crate) fn kernel_name(kernel: Kernel) -> &'static str {
    match kernel {
        Kernel::Base => "base",
        Kernel::Avx2 => "avx2",
        Kernel::Avx512 => "avx512",
    }
}

fn groups(model: &Model, summary: &Summary, root: &mut Map<String, Value>) {
    let commodity = |index: usize| model.commodities()[index].id.clone();
    let mut consumers = Map::new();
    let mut countries = Map::new();
    let mut commodities = Map::new();
    let mut sectors = Map::new();
    let mut served = Map::new();
    let mut total = Value::Null;
    for one in &summary.groups {
        let value = group(one);
        match &one.group.id {
            GroupId::Consumer(c) => {
                let consumer = &model.consumers()[*c];
                let mut value = object(value);
                value.insert(
                    "country".into(),
                    model.countries()[consumer.country].id.clone().into(),
                );
                value.insert("commodity".into(), commodity(consumer.commodity).into());
                value.insert("priority".into(), consumer.priority.into());
                consumers.insert(consumer.id.clone(), Value::Object(value));
            }
            GroupId::Country {
                country,
                commodity: c,
            } => {
                nested(
                    &mut countries,
                    &model.countries()[*country].id,
                    commodity(*c),
                    value,
                );
            }
            GroupId::Commodity(c) => {
                commodities.insert(commodity(*c), value);
            }
            GroupId::Sector {
                sector,
                commodity: c,
            } => {
                nested(&mut sectors, sector, commodity(*c), value);
            }
            GroupId::Served(r) => {
                served.insert(model.reserves()[*r].id.clone(), value);
            }
            GroupId::Total => total = value,
        }
    }
    root.insert("consumers".into(), Value::Object(consumers));
    root.insert("countries".into(), Value::Object(countries));
    root.insert("commodities".into(), Value::Object(commodities));
    root.insert("sectors".into(), Value::Object(sectors));
    root.insert("served_by".into(), Value::Object(served));
    root.insert("total".into(), total);
}

fn nested(map: &mut Map<String, Value>, outer: &str, inner: String, value: Value) {
    let entry = map
        .entry(outer)
        .or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(entry) = entry {
        entry.insert(inner, value);
    }
}

/// A group. Quantities of commodities with different units cannot be added up, so they are `null`
/// where the unit is.
fn group(group: &GroupSummary) -> Value {
    let has_unit = group.group.unit.is_some();
    let quantity = |d: &Distribution| {
        if has_unit {
            distribution(d)
        } else {
            Value::Null
        }
    };
    json!({
        "unit": group.group.unit,
        "yearly_demand": if has_unit { number(group.yearly_demand) } else { Value::Null },
        "shortfall": quantity(&group.shortfall),
        "curtailed": quantity(&group.curtailed),
        "unmet": quantity(&group.unmet),
        "deferred": if has_unit { mean(group.deferred) } else { Value::Null },
        "p_short": proportion(group.p_short),
        "p_unmet": proportion(group.p_unmet),
        "steps_short": distribution(&group.steps_short),
        "years_short": mean(group.years_short),
        "first_short_step": maybe(group.first_short_step.as_ref()),
        "longest_spell": distribution(&group.longest_spell),
        "spells": mean(group.spells),
        "deepest_step": quantity(&group.deepest_step),
        "peak_price": distribution(&group.peak_price),
        "import_cost": maybe(group.import_cost.as_ref()),
        "shortfall_cost": maybe(group.shortfall_cost.as_ref()),
        "worst_path": group.worst_path,
    })
}

fn reserve(reserve: &ReserveSummary) -> Value {
    json!({
        "unit": reserve.unit,
        "capacity": number(reserve.capacity),
        "days": number(reserve.days),
        "initial": number(reserve.initial),
        "p_empty": proportion(reserve.p_empty),
        "first_empty_step": maybe(reserve.first_empty_step.as_ref()),
        "steps_empty": distribution(&reserve.steps_empty),
        "steps_full": mean(reserve.steps_full),
        "share_empty": mean(reserve.share_empty),
        "share_full": mean(reserve.share_full),
        "emptied_by": Value::Object(reserve.emptied_by.iter().map(emptied_by).collect()),
        "released": distribution(&reserve.released),
        "refilled": distribution(&reserve.refilled),
        "lowest": distribution(&reserve.lowest),
        "mean_level": mean(reserve.mean_level),
        "final_level": mean(reserve.final_level),
        "initial_cost": reserve.initial_cost.map(number),
        "purchase_cost": maybe(reserve.purchase_cost.as_ref()),
        "holding_cost": maybe(reserve.holding_cost.as_ref()),
        "sales_value": maybe(reserve.sales_value.as_ref()),
    })
}

fn emptied_by(by: &EmptiedBy) -> (String, Value) {
    let value = json!({
        "events": by.events,
        "emptied": by.emptied,
        "p": proportion(by.p),
    });
    (by.disruption.clone(), value)
}

fn maybe(distribution_or_none: Option<&Distribution>) -> Value {
    distribution_or_none.map_or(Value::Null, distribution)
}

fn distribution(distribution: &Distribution) -> Value {
    let quantiles = distribution.quantiles.iter().map(|quantile| {
        let value = json!({
            "value": number(quantile.value),
            "low": number(quantile.low),
            "high": number(quantile.high),
        });
        (quantile.level.to_string(), value)
    });
    json!({
        "count": distribution.count,
        "mean": number(distribution.mean.value),
        "se": number(distribution.mean.se),
        "mean_low": number(distribution.mean_interval.low),
        "mean_high": number(distribution.mean_interval.high),
        "quantiles": Value::Object(quantiles.collect()),
        "cvar": { "0.95": {
            "value": number(distribution.cvar95.value),
            "se": number(distribution.cvar95.se),
            "low": number(distribution.cvar95_interval.low),
            "high": number(distribution.cvar95_interval.high),
        } },
    })
}

pub(crate) fn mean(mean: Mean) -> Value {
    json!({ "mean": number(mean.value), "se": number(mean.se) })
}

fn proportion(p: Proportion) -> Value {
    json!({
        "value": number(p.value),
        "low": number(p.low),
        "high": number(p.high),
        "confidence": number(p.confidence),
    })
}

/// A number, or `null` if it is infinite or none.
pub(crate) fn number(value: f64) -> Value {
    serde_json::Number::from_f64(value).map_or(Value::Null, Value::Number)
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
