//! One budget over many reserves: what to buy, what it brings, and against what.

mod csv;
mod json;
mod tables;

use lodestock_core::Model;
use lodestock_runner::portfolio::{Aim, Policy, PolicyKind, Portfolio};
use lodestock_runner::{Bound, Paired, Per, Target};

pub use csv::csv;
pub use json::json;

use crate::estimate::{self, certainty};
use crate::grid::wrap;
use crate::{money, number, words};

/// The planner's text, in lines of so many characters.
pub fn text(model: &Model, portfolio: &Portfolio, width: usize) -> String {
    let mut head = estimate::title(model, portfolio.paths, portfolio.seed, width);
    if portfolio.partial {
        let line = "PARTIAL: stopped before the allocation was judged against everything; what was done by then follows.";
        head += &wrap(line, width, 2);
    }
    let lines = answer(model, portfolio);
    let lines = lines.iter().map(|line| wrap(line, width, 2));
    let mut parts = vec![head, lines.collect()];
    parts.push(tables::holdings(model, portfolio, width));
    if !portfolio.policies.is_empty() {
        parts.push(tables::policies(portfolio, width));
    }
    let comparisons = tables::comparisons(portfolio, width);
    parts.extend(comparisons);
    parts.push(closing(model, portfolio, width));
    parts.join("\n")
}

fn answer(model: &Model, portfolio: &Portfolio) -> Vec<String> {
    let mut lines = vec![bought(model, portfolio)];
    lines.extend(effect(portfolio));
    for kind in [PolicyKind::EqualDays, PolicyKind::EqualDollars] {
        let policy = portfolio.policy(kind);
        let paired = policy.and_then(|policy| Some((policy, policy.allocation_less?)));
        lines.extend(paired.map(|(policy, paired)| against(portfolio, policy, &paired)));
    }
    lines.extend(net(portfolio));
    lines.extend(rest(model, portfolio));
    lines
}

/// Whether the reserves are worth their cost.
fn net(portfolio: &Portfolio) -> Option<String> {
    let less = portfolio.policy(PolicyKind::Nothing)?.net_less?;
    let difference = less.difference;
    let (value, se) = (difference.value.abs(), difference.se);
    if estimate::is_nothing(&less) {
        return None;
    }
    Some(format!(
        "With what the reserves themselves cost it comes to {} {} than nothing (certainty of less {}).",
        money::estimate(value, se),
        if difference.value <= 0.0 {
            "less"
        } else {
            "MORE"
        },
        certainty(less.certainty_of_lower()),
    ))
}

/// Most reserves named in the first sentence.
const NAMED: usize = 3;

/// What the money goes to.
fn bought(model: &Model, portfolio: &Portfolio) -> String {
    let mut holdings: Vec<_> = portfolio
        .holdings
        .iter()
        .filter(|h| h.dollars > 0.0)
        .collect();
    holdings.sort_by(|a, b| b.dollars.total_cmp(&a.dollars));
    let budget = money::sum(portfolio.budget);
    if holdings.is_empty() {
        return format!("Nothing is bought: all of {budget} is unspent.");
    }
    let named = holdings.iter().take(NAMED).map(|holding| {
        let reserve = &model.reserves()[holding.reserve];
        format!(
            "{} days in {} ({})",
            number::significant(holding.days, 3),
            reserve.id,
            money::sum(holding.dollars),
        )
    });
    let mut named: Vec<String> = named.collect();
    if holdings.len() > NAMED {
        let more = (holdings.len() - NAMED) as u64;
        named.push(format!("and cover in {more} more"));
    }
    format!("{budget} buy {}.", named.join(", "))
}

/// What that brings, against nothing.
fn effect(portfolio: &Portfolio) -> Option<String> {
    let own = portfolio.policy(PolicyKind::Allocation)?;
    let none = portfolio.policy(PolicyKind::Nothing)?;
    let all = portfolio.holdings.len();
    if let Aim::BelowTarget(_) = portfolio.aim {
        return Some(format!(
            "{} of {} meet {}, and {} without any of that.",
            own.meets?,
            words::count(all as u64, "reserve"),
            goal(portfolio),
            none.meets?,
        ));
    }
    let cost = |policy: &Policy| {
        let of = match portfolio.aim {
            Aim::TailCost => policy.cvar_cost?,
            _ => policy.shortfall_cost?,
        };
        Some(money::estimate(of.value, of.se))
    };
    Some(format!(
        "They bring the {} from {} without any reserve to {}.",
        goal(portfolio),
        cost(none)?,
        cost(own)?
    ))
}

/// What is made small, in words.
fn goal(portfolio: &Portfolio) -> String {
    match &portfolio.aim {
        Aim::MeanCost => "mean shortfall cost".into(),
        Aim::TailCost => "CVaR95 of the shortfall cost".into(),
        Aim::BelowTarget(target) => in_words(target),
    }
}

/// A target as it is written.
fn in_words(target: &Target) -> String {
    let most = match &target.most {
        Bound::Number(most) if target.measure.is_probability() => {
            format!("{} %", number::exact(100.0 * most))
        }
        Bound::Number(most) => number::exact(*most),
        Bound::Of(most, unit) => format!("{} {unit}", number::exact(*most)),
        Bound::ShareOfDemand(share) => format!("{} % of demand", number::exact(100.0 * share)),
    };
    let per = match target.per {
        Per::Year => " a year",
        Per::Horizon => "",
    };
    format!("{} <= {most}{per}", target.measure)
}

fn against(portfolio: &Portfolio, policy: &Policy, paired: &Paired) -> String {
    let what = match policy.days {
        Some(days) => format!("{} days of everything", number::significant(days, 3)),
        None => "equal dollars for everything".into(),
    };
    let money = match portfolio.unspent() {
        0.0 => "the same money".to_string(),
        _ => money::sum(portfolio.budget),
    };
    let percent = |share: f64| format!("{} %", number::significant(100.0 * share, 2));
    let start = match policy.meets {
        Some(meets) => format!("{meets} would with {what} for {money}:"),
        None => format!("Against {what} for {money}"),
    };
    if estimate::is_nothing(paired) {
        return format!("{start} no future differs.");
    }
    format!(
        "{start} {} (certainty {}), less in {} of futures, more in {}.",
        effect_against(portfolio, paired),
        certainty(paired.certainty_of_lower()),
        percent(paired.lower),
        percent(paired.higher),
    )
}

/// By how much the allocation is better, or worse.
fn effect_against(portfolio: &Portfolio, paired: &Paired) -> String {
    let difference = paired.difference;
    let (value, se) = (difference.value.abs(), difference.se);
    let better = difference.value <= 0.0;
    if portfolio.aim.is_cost() {
        let less = if better { "less" } else { "MORE" };
        return format!("it leaves {} {less}", money::estimate(value, se));
    }
    let fewer = if better { "fewer" } else { "MORE" };
    let count = number::with_error(value, se);
    format!("the allocation leaves {count} {fewer} reserves short in a future")
}

/// Why money is left, if it is.
fn rest(model: &Model, portfolio: &Portfolio) -> Option<String> {
    let id = |r: usize| model.reserves()[r].id.as_str();
    let mut text = String::new();
    if !portfolio.out_of_reach.is_empty() {
        let names: Vec<&str> = portfolio.out_of_reach.iter().map(|&r| id(r)).collect();
        text += &format!(
            "No size that the budget can buy brings {} there. ",
            names.join(", ")
        );
    }
    let unspent = portfolio.unspent();
    if unspent > 0.0 && portfolio.spent() > 0.0 {
        let unspent = money::sum(unspent);
        text += &match (portfolio.next, portfolio.aim.is_cost()) {
            (Some((next, dollars)), _) => format!(
                "{unspent} are unspent: the next, {}, would take {}.",
                id(next),
                money::sum(dollars)
            ),
            (None, true) => {
                format!("{unspent} are unspent: no larger reserve avoids anything more.")
            }
            (None, false) => format!("{unspent} are unspent: nothing more is to be had for them."),
        };
    }
    (!text.is_empty()).then(|| text.trim_end().to_string())
}

fn closing(model: &Model, portfolio: &Portfolio, width: usize) -> String {
    let mut lines: Vec<String> = portfolio.linked.iter().map(|set| {
        let names: Vec<&str> = set.iter().map(|&r| model.reserves()[r].id.as_str()).collect();
        format!("The markets of {} act on each other, so that curves made with all reserves at once only approximate what each does.", names.join(", "))
    }).collect();
    lines.extend(predicted(portfolio));
    let paths = words::count(portfolio.paths, "future");
    let avoids = match portfolio.aim {
        Aim::MeanCost => " \"Avoids\" is USD of shortfall cost per USD, by the curves.",
        Aim::TailCost => " \"Avoids\" is USD of CVaR95 per USD, by the curves.",
        Aim::BelowTarget(_) => "",
    };
    lines.push(format!(
        "The allocation was chosen on {paths} and judged on as many others, the same for every policy. The budget pays initial fills at reference prices; days are days of the calm need of the countries served.{avoids}",
    ));
    lines.push("Reserve cost is the initial fill, purchases and holding, less what is sold and what is left at the end, both at the reference price; net is that and the shortfall cost. Digits end where the standard error (s.e.) does; what the scenario itself gets wrong is not in it.".into());
    lines.iter().map(|line| wrap(line, width, 0)).collect()
}

fn predicted(portfolio: &Portfolio) -> Option<String> {
    let prediction = portfolio.prediction?;
    let miss = prediction.difference.difference;
    let miss = match estimate::is_nothing(&prediction.difference) {
        true => "the same".to_string(),
        false => format!(
            "{} {} than that",
            money::estimate(miss.value.abs(), miss.se),
            if miss.value < 0.0 { "less" } else { "more" },
        ),
    };
    let mut text = format!(
        "The curves predict {} for the allocation; a run of it on the same futures gives {miss}.",
        money::estimate(prediction.predicted.value, prediction.predicted.se),
    );
    if prediction.misses() {
        text += " That is more than the prediction's error.";
    }
    text += &match portfolio.moves {
        0 => String::new(),
        moves => format!(
            " {} of money between reserves, each shown to be better by a run, are in it.",
            words::count(moves as u64, "move")
        ),
    };
    Some(text)
}
