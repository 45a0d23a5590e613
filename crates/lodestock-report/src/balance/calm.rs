//! Who needs, makes and buys how much in the calm, and what reserves hold.

use lodestock_core::Model;
use lodestock_core::model::Balance;
use lodestock_core::spec::{ReleaseRule, Scenario};

use crate::grid::{Align, Grid};
use crate::{number, words};

/// Below this a quantity is rounding.
const NOTHING: f64 = 1e-9;

/// A table for each commodity, upstream first.
pub(super) fn tables(model: &Model) -> Vec<String> {
    let balances = model.balances();
    let order = model.upstream_first().iter();
    order
        .filter_map(|&commodity| table(model, &balances, commodity))
        .collect()
}

fn table(model: &Model, balances: &[Balance], commodity: usize) -> Option<String> {
    let rows: Vec<&Balance> = balances
        .iter()
        .filter(|b| b.commodity == commodity)
        .collect();
    let unit = &model.commodities()[commodity].unit;
    let what = words::commodity(&model.commodities()[commodity]);
    let mut grid = Grid::new([
        "",
        "need",
        "output",
        "capacity",
        "used",
        "imports",
        "exports",
        "import|reliance",
    ]);
    for balance in &rows {
        grid.row(cells(&words::country(model, balance.country), balance));
    }
    if rows.len() > 1 {
        let sum = |of: fn(&Balance) -> f64| rows.iter().map(|&balance| of(balance)).sum();
        let all = Balance {
            country: 0,
            commodity,
            need: sum(|b| b.need),
            output: sum(|b| b.output),
            capacity: sum(|b| b.capacity),
            imports: sum(|b| b.imports),
            exports: sum(|b| b.exports),
        };
        let mut cells = cells("All", &all);
        // What all import from each other says nothing about anybody's reliance.
        cells[7].clear();
        grid.row(cells);
    }
    let price = model.commodities()[commodity].price;
    let price = price.map_or(String::new(), |p| {
        format!("; reference price {} USD/{unit}", number::exact(p))
    });
    (!grid.is_empty()).then(|| {
        format!(
            "Calm balance of {what}, {unit} a year{price}\n{}",
            grid.text()
        )
    })
}

fn cells(who: &str, balance: &Balance) -> [String; 8] {
    let quantity = |value: f64| match value {
        v if v < NOTHING => "–".to_string(),
        v if v >= 1000.0 => number::significant(v.round(), 15),
        v => number::significant(v, 4),
    };
    let share = |part: f64, whole: f64| match whole {
        w if w < NOTHING => "–".to_string(),
        w => format!("{} %", number::significant((100.0 * part / w).round(), 4)),
    };
    [
        who.into(),
        quantity(balance.need),
        quantity(balance.output),
        quantity(balance.capacity),
        share(balance.output, balance.capacity),
        quantity(balance.imports),
        quantity(balance.exports),
        share(balance.imports, balance.need),
    ]
}

/// Capacity, filling and rules of the reserves; `None` without reserves.
pub(super) fn reserves(scenario: &Scenario, model: &Model) -> Option<String> {
    let heading = [
        "Reserve",
        "holds",
        "serves",
        "capacity",
        "days",
        "initial",
        "releases below",
        "rule",
    ];
    let mut grid = Grid::new(heading)
        .align(1, Align::Left)
        .align(2, Align::Left)
        .align(7, Align::Left);
    for (r, reserve) in model.reserves().iter().enumerate() {
        let commodity = &model.commodities()[reserve.commodity];
        let served: Vec<String> = model
            .served_by(r)
            .map(|c| model.countries()[c].id.clone())
            .collect();
        let days = reserve.capacity / reserve.yearly_need * 365.0;
        let full = 100.0 * reserve.initial / reserve.capacity.max(f64::MIN_POSITIVE);
        let release = scenario
            .reserves
            .get(&reserve.id)
            .map(|reserve| &reserve.release);
        grid.row([
            reserve.id.clone(),
            commodity.id.clone(),
            served.join(", "),
            format!(
                "{} {}",
                number::significant(reserve.capacity, 5),
                commodity.unit
            ),
            if days.is_finite() {
                number::significant(days, 3)
            } else {
                number::UNKNOWN.into()
            },
            format!("{} %", number::significant(full, 3)),
            release.map_or(String::new(), |r| {
                format!(
                    "{} % served",
                    number::significant(100.0 * r.trigger_fill, 4)
                )
            }),
            release.map_or(String::new(), |r| rule(&r.rule)),
        ]);
    }
    (!grid.is_empty()).then(|| grid.text())
}

fn rule(rule: &ReleaseRule) -> String {
    match rule {
        ReleaseRule::Cover => "cover what is missing".into(),
        ReleaseRule::Spread { over } => {
            format!("spread over {} months", number::significant(12.0 * over, 3))
        }
        ReleaseRule::Hold { for_priority, .. } => format!("hold for priority {for_priority}"),
    }
}
