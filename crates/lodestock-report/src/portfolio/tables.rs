//! The tables of a portfolio: what each reserve gets, every policy, and the allocation against them.

use lodestock_core::Model;
use lodestock_runner::Estimate;
use lodestock_runner::portfolio::{Holding, Policy, PolicyKind, Portfolio, Risk};

use crate::estimate::{certainty, difference, is_nothing, probability};
use crate::grid::Grid;
use crate::money::Money;
use crate::number::{self, UNKNOWN};

/// What each reserve gets, the most money first.
pub(super) fn holdings(model: &Model, portfolio: &Portfolio, width: usize) -> String {
    let mut holdings: Vec<&Holding> = portfolio.holdings.iter().collect();
    holdings.sort_by(|a, b| b.dollars.total_cmp(&a.dollars));
    let unit = Money::for_all(holdings.iter().map(|holding| holding.dollars));
    let mut grid = Grid::new([
        "Reserve",
        "days",
        "size",
        unit.name,
        "last dollar|avoids, USD",
        "P(shortfall)|without → with",
        "P(unmet)|without → with",
        "mean shortfall|without → with",
    ]);
    for holding in &holdings {
        grid.row(cells(model, holding, unit));
    }
    if !portfolio.aim.is_cost() {
        grid.without("last dollar|avoids, USD");
    }
    grid.fit(
        width,
        &[
            "size",
            "P(shortfall)|without → with",
            "mean shortfall|without → with",
        ],
    );
    grid.text()
}

fn cells(model: &Model, holding: &Holding, unit: Money) -> [String; 8] {
    let reserve = &model.reserves()[holding.reserve];
    let of = &model.commodities()[reserve.commodity].unit;
    let risk =
        |risk: Option<Risk>, text: &dyn Fn(Risk) -> String| risk.map_or(UNKNOWN.to_string(), text);
    let p_short = |risk: Risk| number::share(probability(risk.p_short));
    let p_unmet = |risk: Risk| number::share(probability(risk.p_unmet));
    let missing = |risk: Risk| number::rounded(risk.shortfall.value, risk.shortfall.se);
    let both = |text: &dyn Fn(Risk) -> String| {
        let (before, after) = (risk(holding.before, text), risk(holding.after, text));
        format!("{before} → {after}")
    };
    let avoids = |of: Estimate| number::with_error(of.value, of.se);
    [
        reserve.id.clone(),
        number::significant(holding.days, 3),
        format!("{} {of}", number::significant(holding.capacity, 4)),
        unit.exact(holding.dollars),
        holding.last_dollar.map_or(UNKNOWN.into(), avoids),
        both(&p_short),
        both(&p_unmet),
        format!("{} {of}", both(&missing)),
    ]
}

/// Every policy on fresh paths.
pub(super) fn policies(portfolio: &Portfolio, width: usize) -> String {
    let all = &portfolio.policies;
    let sums = all.iter().flat_map(|policy| {
        let largest = |of: Option<Estimate>| of.map_or(0.0, |of| of.value);
        [
            spent(policy),
            largest(policy.shortfall_cost),
            largest(policy.net),
        ]
    });
    let unit = Money::for_all(sums);
    let mut grid = Grid::new([
        &format!("Policy, {}", unit.name),
        "spent",
        "shortfall cost|± s.e.",
        "CVaR95",
        "reserve cost|± s.e.",
        "net ± s.e.",
        "short in|a future",
        "meet|target",
    ]);
    for policy in all {
        grid.row(policy_cells(policy, unit));
    }
    if portfolio.aim.is_cost() {
        grid.without("meet|target");
    }
    if all.iter().all(|policy| policy.shortfall_cost.is_none()) {
        for column in ["shortfall cost|± s.e.", "CVaR95", "net ± s.e."] {
            grid.without(column);
        }
    }
    grid.fit(
        width,
        &["short in|a future", "reserve cost|± s.e.", "spent"],
    );
    grid.text()
}

fn policy_cells(policy: &Policy, unit: Money) -> [String; 8] {
    let cost = |of: Option<Estimate>| of.map_or(UNKNOWN.into(), |of| unit.estimate(of));
    let tail = |of: Estimate| number::rounded(of.value / unit.usd, of.se / unit.usd);
    let meets = |meets: usize| format!("{meets} of {}", policy.risks.len());
    [
        name(policy),
        unit.exact(spent(policy)),
        cost(policy.shortfall_cost),
        policy.cvar_cost.map_or(UNKNOWN.into(), tail),
        cost(Some(policy.reserve_cost)),
        cost(policy.net),
        number::with_error(policy.short.value, policy.short.se),
        policy.meets.map_or(String::new(), meets),
    ]
}

/// The allocation less every other policy; `None` if no other was run.
pub(super) fn comparisons(portfolio: &Portfolio, width: usize) -> Option<String> {
    let others = portfolio.policies.iter();
    let others = others.filter_map(|policy| Some((policy, policy.allocation_less?)));
    let others: Vec<_> = others.collect();
    let largest = others.iter().map(|(_, less)| less.difference.value);
    let (unit, name_of_unit) = match portfolio.aim.is_cost() {
        true => {
            let unit = Money::for_all(largest);
            (unit.usd, unit.name)
        }
        false => (1.0, "reserves short"),
    };
    let mut grid = Grid::new([
        "Allocation against",
        &format!("less, {name_of_unit}|± s.e."),
        "certainty|it is better",
        "futures in which it|is better",
        "|is worse",
    ]);
    for (policy, less) in others {
        let known = !is_nothing(&less);
        let percent = |share: f64| format!("{} %", number::significant(100.0 * share, 2));
        grid.row([
            name(policy),
            difference(less, unit),
            if known {
                certainty(less.certainty_of_lower())
            } else {
                UNKNOWN.into()
            },
            percent(less.lower),
            percent(less.higher),
        ]);
    }
    grid.fit(width, &[]);
    (!grid.is_empty()).then(|| grid.text())
}

fn spent(policy: &Policy) -> f64 {
    policy.dollars.iter().sum()
}

fn name(policy: &Policy) -> String {
    match (policy.kind, policy.days) {
        (PolicyKind::Allocation, _) => "allocation".into(),
        (PolicyKind::Nothing, _) => "nothing".into(),
        (PolicyKind::EqualDays, Some(days)) => {
            format!("{} days each", number::significant(days, 3))
        }
        (PolicyKind::EqualDays, None) => "equal days".into(),
        (PolicyKind::EqualDollars, _) => "equal dollars".into(),
    }
}
