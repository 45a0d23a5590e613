//! A portfolio as JSON. The names are a contract: keys may be added, none is renamed.

use lodestock_core::Model;
use lodestock_runner::portfolio::{Aim, Holding, Policy, Portfolio, Prediction, Risk};
use serde_json::{Map, Value, json};

use crate::estimate::{json_of, json_of_pair};
use crate::json::{SCHEMA, number};

/// Every number of it; costs in USD, quantities in units of the commodity.
pub fn json(model: &Model, portfolio: &Portfolio) -> Value {
    let id = |r: usize| model.reserves()[r].id.clone();
    let ids = |reserves: &[usize]| reserves.iter().map(|&r| id(r)).collect::<Vec<_>>();
    let holdings = portfolio.holdings.iter();
    let holdings = holdings.map(|holding| (id(holding.reserve), one(model, holding)));
    let policies = portfolio.policies.iter();
    let policies = policies.map(|of| (of.kind.name().to_string(), policy(portfolio, of, &id)));
    json!({
        "schema": SCHEMA,
        "scenario": model.name(),
        "minimise": name(&portfolio.aim),
        "target": match &portfolio.aim {
            Aim::BelowTarget(target) => super::in_words(target).into(),
            _ => Value::Null,
        },
        "paths": portfolio.paths,
        "seed": portfolio.seed,
        "partial": portfolio.partial,
        "budget": number(portfolio.budget),
        "spent": number(portfolio.spent()),
        "unspent": number(portfolio.unspent()),
        "reserves": Value::Object(holdings.collect::<Map<_, _>>()),
        "policies": Value::Object(policies.collect::<Map<_, _>>()),
        "prediction": portfolio.prediction.map(prediction),
        "linked": portfolio.linked.iter().map(|set| ids(set)).collect::<Vec<_>>(),
        "moves": portfolio.moves,
        "out_of_reach": ids(&portfolio.out_of_reach),
        "next": portfolio.next.map(|(r, dollars)| json!({ "reserve": id(r), "dollars": number(dollars) })),
    })
}

/// Name of an aim, as the command line has it.
fn name(aim: &Aim) -> &'static str {
    match aim {
        Aim::MeanCost => "cost",
        Aim::TailCost => "cvar",
        Aim::BelowTarget(_) => "below-target",
    }
}

fn one(model: &Model, holding: &Holding) -> Value {
    let commodity = &model.commodities()[model.reserves()[holding.reserve].commodity];
    json!({
        "commodity": commodity.id,
        "unit": commodity.unit,
        "capacity": number(holding.capacity),
        "days": number(holding.days),
        "dollars": number(holding.dollars),
        "last_dollar_avoids": holding.last_dollar.map(json_of),
        "next_dollar_avoids": holding.next_dollar.map(json_of),
        "before": holding.before.map(risk),
        "after": holding.after.map(risk),
    })
}

fn risk(of: Risk) -> Value {
    json!({
        "p_short": json_of(of.p_short),
        "p_unmet": json_of(of.p_unmet),
        "shortfall": json_of(of.shortfall),
        "shortfall_cost": of.shortfall_cost.map(json_of),
        "measure": of.measure.map(json_of),
        "meets": of.meets,
    })
}

fn policy(portfolio: &Portfolio, of: &Policy, id: &dyn Fn(usize) -> String) -> Value {
    let reserves = portfolio
        .holdings
        .iter()
        .enumerate()
        .map(|(place, holding)| {
            let value = json!({
                "dollars": number(of.dollars[place]),
                "capacity": number(of.capacities[place]),
                "risk": risk(of.risks[place]),
            });
            (id(holding.reserve), value)
        });
    json!({
        "spent": number(of.dollars.iter().sum()),
        "days": of.days.map(number),
        "shortfall_cost": of.shortfall_cost.map(json_of),
        "shortfall_cost_cvar95": of.cvar_cost.map(json_of),
        "reserve_cost": json_of(of.reserve_cost),
        "net": of.net.map(json_of),
        "reserves_short": json_of(of.short),
        "meets": of.meets,
        "allocation_less": of.allocation_less.map(json_of_pair),
        "net_allocation_less": of.net_less.map(json_of_pair),
        "reserves": Value::Object(reserves.collect::<Map<_, _>>()),
    })
}

fn prediction(of: Prediction) -> Value {
    json!({
        "predicted": json_of(of.predicted),
        "simulated": json_of(of.simulated),
        "simulated_less_predicted": json_of_pair(of.difference),
    })
}
