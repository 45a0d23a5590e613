//! A sizing as JSON and CSV.

use std::io;

use lodestock_core::Groups;
use lodestock_core::model::Limit;
use lodestock_runner::Per;
use lodestock_runner::sizing::{Cheapest, Never, Point, SizeEstimate, Smallest};
use serde_json::{Value, json};

use super::SizingReport;
use crate::csv::{cell, into_io};
use crate::estimate::json_of;
use crate::json::{SCHEMA, mean, number};

/// All of it. Only `timing` differs between two runs of the same question.
pub fn json(report: &SizingReport<'_>) -> Value {
    let model = report.model;
    let reserve = &model.reserves()[report.question.reserve];
    let groups = Groups::of(model, [report.question.consumers.clone()]);
    let sizing = report.sizing;
    let target = report.question.target.as_ref().map(|target| {
        json!({
            "text": report.target,
            "measure": target.measure.to_string(),
            "per": match target.per { Per::Horizon => "horizon", Per::Year => "year" },
            "most": sizing.most.map(number),
        })
    });
    let (smallest, never) = match &sizing.smallest {
        Some(Smallest::Size(found)) => (size(found, reserve.yearly_need), Value::Null),
        Some(Smallest::Never(why)) => (Value::Null, never(why)),
        Some(Smallest::Unknown) | None => (Value::Null, Value::Null),
    };
    json!({
        "schema": SCHEMA,
        "scenario": model.name(),
        "reserve": reserve.id,
        "unit": model.commodities()[reserve.commodity].unit,
        "yearly_need": number(reserve.yearly_need),
        "consumers": groups.groups()[0].name,
        "discount_rate": number(model.discount_rate()),
        "target": target,
        "smallest": smallest,
        "never": never,
        "cheapest": sizing.cheapest.as_ref().map(cheapest),
        "curve": sizing.curve.iter().map(point).collect::<Vec<_>>(),
        "paths": sizing.paths,
        "seed": report.seed,
        "partial": sizing.partial,
        "timing": { "seconds": number(report.seconds) },
    })
}

fn size(found: &SizeEstimate, yearly_need: f64) -> Value {
    let days = (yearly_need > 0.0).then(|| number(found.size / yearly_need * 365.0));
    json!({
        "size": number(found.size),
        "low": number(found.low),
        "high": number(found.high),
        "days": days,
        "risk": json_of(found.risk),
    })
}

fn never(why: &Never) -> Value {
    let without = why.without.iter().map(|(limit, risk)| {
        let name = match limit {
            Limit::ReleaseRate => "max_release",
            Limit::Delay => "delay",
            Limit::Trigger => "trigger_fill",
            Limit::Rule => "rule",
        };
        (name.to_string(), json_of(*risk))
    });
    json!({
        "left": json_of(why.left),
        "certain": why.certain,
        "without": Value::Object(without.collect()),
        "without_all": why.without_all.map(json_of),
    })
}

fn cheapest(found: &Cheapest) -> Value {
    let span = |(low, high): (f64, f64)| json!({ "low": number(low), "high": number(high) });
    json!({
        "size": number(found.size),
        "cost": mean(found.cost),
        "against_none": json_of(found.against_none),
        "flat": span(found.flat),
        "alike": span(found.alike),
    })
}

fn point(point: &Point) -> Value {
    let cost = point.cost.as_ref().map(|cost| {
        json!({
            "reserve": mean(cost.reserve),
            "shortfall": mean(cost.shortfall),
            "net": mean(cost.net),
            "against_none": json_of(cost.against_none),
        })
    });
    json!({
        "size": number(point.size),
        "days": number(point.days),
        "target": point.target.map(json_of),
        "p_short": json_of(point.p_short),
        "shortfall": json_of(point.shortfall),
        "cvar95": json_of(point.cvar95),
        "p_empty": json_of(point.p_empty),
        "cost": cost,
    })
}

/// The curve, a row a size.
///
/// # Errors
/// If it cannot be written.
pub fn csv(report: &SizingReport<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let reserve = &report.model.reserves()[report.question.reserve];
    let unit = &report.model.commodities()[reserve.commodity].unit;
    let mut writer = ::csv::Writer::from_writer(out);
    writer.write_record(names(unit)).map_err(into_io)?;
    for point in &report.sizing.curve {
        writer.write_record(row(point)).map_err(into_io)?;
    }
    writer.flush()
}

fn names(unit: &str) -> Vec<String> {
    let estimates = ["target", "p_short", "shortfall", "cvar95", "p_empty"];
    let money = ["reserve_cost", "shortfall_cost", "net_cost", "against_none"];
    let mut names = vec![format!("size_{unit}"), "days".to_string()];
    for name in estimates {
        let unit = match name {
            "shortfall" | "cvar95" => format!("_{unit}"),
            _ => String::new(),
        };
        names.extend(["", "_se", "_low", "_high"].map(|end| format!("{name}{end}{unit}")));
    }
    for name in money {
        names.extend(["", "_se"].map(|end| format!("{name}{end}_usd")));
    }
    names
}

fn row(point: &Point) -> Vec<String> {
    let mut row = vec![cell(point.size), cell(point.days)];
    let estimates = [
        point.target,
        Some(point.p_short),
        Some(point.shortfall),
        Some(point.cvar95),
        Some(point.p_empty),
    ];
    for one in estimates {
        let cells = one.map(|e| [e.value, e.se, e.low, e.high].map(cell));
        row.extend(cells.unwrap_or_default());
    }
    let money = point.cost.as_ref().map(|cost| {
        let net = cost.against_none;
        let pairs = [
            [cost.reserve.value, cost.reserve.se],
            [cost.shortfall.value, cost.shortfall.se],
            [cost.net.value, cost.net.se],
            [net.value, net.se],
        ];
        pairs.map(|pair| pair.map(cell))
    });
    row.extend(money.unwrap_or_default().into_iter().flatten());
    row
}
