//! Rules as JSON. The names are a contract: keys may be added, none is renamed.

use lodestock_core::Model;
use lodestock_runner::rules::{Differences, FURTHER, ReserveRule, Rule, Rules, Total};
use serde_json::{Map, Value, json};

use crate::estimate::{json_of, json_of_pair};
use crate::json::{SCHEMA, number};

/// Every rule with every number; costs in USD, quantities in units of the commodity.
pub fn json(model: &Model, rules: &Rules) -> Value {
    let id = |r: &usize| model.reserves()[*r].id.clone();
    json!({
        "schema": SCHEMA,
        "scenario": model.name(),
        "paths": rules.paths,
        "seed": rules.seed,
        "partial": rules.rules.len() < rules.wanted,
        "rules_wanted": rules.wanted,
        "without_value_at_risk": rules.unvalued.iter().map(id).collect::<Vec<_>>(),
        "further_days": FURTHER,
        "rules": rules.rules.iter().map(|rule| one(model, rule)).collect::<Vec<_>>(),
    })
}

fn one(model: &Model, rule: &Rule) -> Value {
    let reserves = rule.reserves.iter().map(|of| {
        let id = model.reserves()[of.reserve].id.clone();
        (id, reserve(model, of))
    });
    json!({
        "days": number(rule.days),
        "reserves": Value::Object(reserves.collect::<Map<_, _>>()),
        "total": rule.total.map(total),
    })
}

fn reserve(model: &Model, of: &ReserveRule) -> Value {
    let commodity = &model.commodities()[model.reserves()[of.reserve].commodity];
    json!({
        "unit": commodity.unit,
        "capacity": number(of.units),
        "fill_cost": of.fill_cost.map(number),
        "reserve_cost": of.reserve_cost.map(json_of),
        "p_short": json_of(of.p_short),
        "p_unmet": json_of(of.p_unmet),
        "shortfall": json_of(of.shortfall),
        "cvar95": json_of(of.cvar95),
        "shortfall_cost": of.shortfall_cost.map(json_of),
        "p_empty": of.p_empty.map(json_of),
        "against_first": of.against_first.map(differences),
        "shortfall_each_further": of.further.map(json_of_pair),
    })
}

fn differences(of: Differences) -> Value {
    json!({
        "p_short": json_of_pair(of.p_short),
        "shortfall": json_of_pair(of.shortfall),
        "cvar95": json_of_pair(of.cvar95),
        "p_empty": of.p_empty.map(json_of_pair),
        "reserve_cost": of.reserve_cost.map(json_of_pair),
        "shortfall_cost": of.shortfall_cost.map(json_of_pair),
    })
}

fn total(of: Total) -> Value {
    json!({
        "fill_cost": number(of.fill_cost),
        "reserve_cost": json_of(of.reserve_cost),
        "shortfall_cost": json_of(of.shortfall_cost),
        "net": json_of(of.net),
        "net_against_first": of.against_first.map(json_of_pair),
    })
}
