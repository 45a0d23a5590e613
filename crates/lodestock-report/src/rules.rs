//! Rules of thumb side by side: what so many days of cover cost and what each leaves.

mod csv;
mod json;

use lodestock_core::Model;
use lodestock_runner::rules::{Differences, ReserveRule, Rule, Rules, Total};

pub use csv::csv;
pub use json::json;

use crate::estimate::{self, certainty, difference, is_nothing, probability, served};
use crate::grid::{Grid, wrap};
use crate::money::{self, Money};
use crate::{number, words};

/// Most reserves that get a sentence.
const SENTENCES: usize = 4;
/// Columns that may go where the table is too wide, first to last.
const EXPENDABLE: [&str; 3] = ["P(empty)", "P(unmet)", "CVaR95"];

/// The planner's text, in lines of so many characters.
pub fn text(model: &Model, rules: &Rules, width: usize) -> String {
    let mut head = estimate::title(model, rules.paths, rules.seed, width);
    if rules.rules.len() < rules.wanted {
        let line = format!(
            "PARTIAL: stopped after {} of {}; what follows is about those.",
            words::count(rules.rules.len() as u64, "rule"),
            rules.wanted,
        );
        head += &wrap(&line, width, 2);
    }
    let mut parts = vec![head, sentences(model, rules, width)];
    parts.extend(all_reserves(rules, width));
    for place in 0..rules.reserves.len() {
        parts.push(risks(model, rules, place, width));
        parts.extend(costs(model, rules, place, width));
    }
    parts.push(closing(model, rules, width));
    parts.join("\n")
}

/// The smallest and the largest rule.
fn ends(rules: &Rules) -> Option<(&Rule, &Rule)> {
    let by_days = |a: &&Rule, b: &&Rule| a.days.total_cmp(&b.days);
    let rules = rules.rules.iter();
    Some((rules.clone().min_by(by_days)?, rules.max_by(by_days)?))
}

fn days(days: f64) -> String {
    let plural = if days == 1.0 { "" } else { "s" };
    format!("{} day{plural}", number::exact(days))
}

fn sentences(model: &Model, rules: &Rules, width: usize) -> String {
    let mut text = String::new();
    if let Some(best) = cheapest(rules) {
        text += &wrap(&best, width, 2);
    }
    for place in 0..rules.reserves.len().min(SENTENCES) {
        text += &wrap(&about(model, rules, place), width, 2);
    }
    if rules.reserves.len() > SENTENCES {
        let more = rules.reserves.len() - SENTENCES;
        text += &format!(
            "{} more are in the tables below.\n",
            words::count(more as u64, "reserve")
        );
    }
    text
}

/// The rule of least net cost, where all money is known.
fn cheapest(rules: &Rules) -> Option<String> {
    if !rules.unvalued.is_empty() {
        return None;
    }
    let totals = rules
        .rules
        .iter()
        .map(|rule| Some((rule.days, rule.total?)));
    let totals: Vec<(f64, Total)> = totals.collect::<Option<_>>()?;
    let net = |total: &Total| total.net.value;
    let (best, total) = totals
        .iter()
        .min_by(|a, b| net(&a.1).total_cmp(&net(&b.1)))?;
    let cost = money::estimate(total.net.value, total.net.se);
    let text = format!(
        "Of these rules {} cost least in all, {cost} for reserves and shortfalls together",
        days(*best)
    );
    let first = totals.first()?.0;
    Some(match total.against_first {
        Some(paired) => {
            let less = paired.difference;
            format!(
                "{text}: {} less than {} (certainty {}).",
                money::estimate(-less.value, less.se),
                days(first),
                certainty(paired.certainty_of_lower()),
            )
        }
        None => format!("{text}."),
    })
}

fn about(model: &Model, rules: &Rules, place: usize) -> String {
    let Some((least, most)) = ends(rules) else {
        return String::new();
    };
    let reserve = &model.reserves()[rules.reserves[place]];
    let commodity = &model.commodities()[reserve.commodity];
    let side = |rule: &Rule| {
        let of = &rule.reserves[place];
        format!(
            "{} of futures, by {} {} on average",
            number::proportion(probability(of.p_short)),
            estimate::mean(of.shortfall),
            commodity.unit,
        )
    };
    let mut text = format!(
        "{}: with {} {} runs short of {} in {}",
        reserve.id,
        days(least.days),
        served(model, rules.reserves[place]),
        words::commodity(commodity),
        side(least),
    );
    if least.days < most.days {
        text += &format!("; with {} in {}", days(most.days), side(most));
    }
    text += ".";
    if let Some(enough) = enough(rules, place) {
        text += &format!(" Beyond {} nothing further is bought.", days(enough));
    }
    text
}

/// The number of days beyond which no future changes, if a rule of the list shows one.
fn enough(rules: &Rules, place: usize) -> Option<f64> {
    let mut by_days: Vec<&Rule> = rules.rules.iter().collect();
    by_days.sort_by(|a, b| a.days.total_cmp(&b.days));
    let buys = |rule: &&Rule| {
        rule.reserves[place]
            .further
            .is_some_and(|f| !is_nothing(&f))
    };
    let last = by_days.iter().rposition(buys).unwrap_or(0);
    let further = by_days[last + 1..].iter();
    let further = further.filter(|rule| rule.reserves[place].further.is_some());
    (further.count() > 0).then(|| by_days[last].days)
}

/// All reserves together; `None` where there is one, or no money.
fn all_reserves(rules: &Rules, width: usize) -> Option<String> {
    if rules.reserves.len() < 2 {
        return None;
    }
    let totals = rules.rules.iter().map(|rule| Some((rule, rule.total?)));
    let totals: Vec<(&Rule, Total)> = totals.collect::<Option<_>>()?;
    let sums = totals.iter().flat_map(|(_, t)| [t.fill_cost, t.net.value]);
    let unit = Money::for_all(sums);
    let first = number::exact(totals.first()?.0.days);
    let against = format!("less|{first} days");
    let mut grid = Grid::new([
        &format!("All reserves,|{}", unit.name),
        "fill",
        "reserve cost|± s.e.",
        "shortfall cost|± s.e.",
        "net ± s.e.",
        against.as_str(),
    ]);
    for (rule, total) in totals {
        grid.row([
            days(rule.days),
            unit.exact(total.fill_cost),
            unit.estimate(total.reserve_cost),
            unit.estimate(total.shortfall_cost),
            unit.estimate(total.net),
            total
                .against_first
                .map_or(String::new(), |paired| difference(paired, unit.usd)),
        ]);
    }
    grid.fit(width, &["fill"]);
    Some(grid.text())
}

/// What a reserve leaves missing, a row a rule.
fn risks(model: &Model, rules: &Rules, place: usize, width: usize) -> String {
    let reserve = &model.reserves()[rules.reserves[place]];
    let unit = &model.commodities()[reserve.commodity].unit;
    let mut grid = Grid::new([
        reserve.id.as_str(),
        "size",
        "P(shortfall)",
        "P(unmet)",
        "mean shortfall|± s.e.",
        "CVaR95",
        "P(empty)",
        "each further|30 days buy",
    ]);
    for rule in &rules.rules {
        let of = &rule.reserves[place];
        grid.row([
            days(rule.days),
            format!("{} {unit}", number::significant(of.units, 4)),
            number::share(probability(of.p_short)),
            number::share(probability(of.p_unmet)),
            format!("{} {unit}", estimate::mean(of.shortfall)),
            format!("{} {unit}", number::rounded(of.cvar95.value, of.cvar95.se)),
            of.p_empty
                .map_or(number::UNKNOWN.into(), |p| number::share(probability(p))),
            further(of, unit),
        ]);
    }
    grid.fit(width, &EXPENDABLE);
    grid.text()
}

/// What further days bring, or that they bring nothing.
fn further(of: &ReserveRule, unit: &str) -> String {
    match of.further {
        None => String::new(),
        Some(paired) if is_nothing(&paired) => "nothing".into(),
        Some(paired) => format!("{} {unit}", difference(paired, 1.0)),
    }
}

/// What a reserve costs, and what it changes against the first rule, a row a rule. `None` with a
/// single rule and without money.
fn costs(model: &Model, rules: &Rules, place: usize, width: usize) -> Option<String> {
    let of = |rule: &Rule| rule.reserves[place].clone();
    let priced = rules.rules.iter().any(|rule| of(rule).fill_cost.is_some());
    if rules.rules.len() < 2 && !priced {
        return None;
    }
    let reserve = &model.reserves()[rules.reserves[place]];
    let unit = &model.commodities()[reserve.commodity].unit;
    let sums = rules.rules.iter().map(of);
    let money = Money::for_all(sums.flat_map(|of| {
        let cost = of.shortfall_cost.map_or(0.0, |cost| cost.value);
        [of.fill_cost.unwrap_or(0.0), cost]
    }));
    let first = rules.rules.first()?.days;
    let mut grid = Grid::new([
        format!("{},|{}", reserve.id, money.name),
        "fill".into(),
        "reserve cost|± s.e.".into(),
        "shortfall cost|± s.e.".into(),
        format!("less {}:|P, points", days(first)),
        format!("|mean, {unit}"),
        format!("|cost, {}", money.name),
        format!("|CVaR95, {unit}"),
    ]);
    for rule in &rules.rules {
        grid.row(cost_cells(rule, &of(rule), money));
    }
    grid.fit(width, &[&format!("|CVaR95, {unit}"), "fill"]);
    Some(grid.text())
}

fn cost_cells(rule: &Rule, of: &ReserveRule, money: Money) -> [String; 8] {
    let unknown = || number::UNKNOWN.to_string();
    let cost = |of| Option::map_or(of, unknown(), |of| money.estimate(of));
    let against = of.against_first;
    let less =
        |number: &dyn Fn(&Differences) -> String| against.as_ref().map_or(String::new(), number);
    [
        days(rule.days),
        of.fill_cost.map_or(unknown(), |fill| money.exact(fill)),
        cost(of.reserve_cost),
        cost(of.shortfall_cost),
        less(&|of| difference(of.p_short, 0.01)),
        less(&|of| difference(of.shortfall, 1.0)),
        less(&|of| {
            let cost = of.shortfall_cost;
            cost.map_or(unknown(), |cost| difference(cost, money.usd))
        }),
        less(&|of| difference(of.cvar95, 1.0)),
    ]
}

fn closing(model: &Model, rules: &Rules, width: usize) -> String {
    let mut lines = Vec::new();
    for &r in &rules.unvalued {
        lines.push(format!(
            "No consumer that {} serves has a value_at_risk: what is physically missing there costs nothing in these sums.",
            model.reserves()[r].id
        ));
    }
    lines.push(format!(
        "All rules see the same {}, so differences are known better than either side. Days are days of the calm need of the countries served. Shortfall is what price made users give up or what was physically missing, over the whole horizon; CVaR95 is the mean of its worst 5 %.",
        words::count(rules.paths, "future"),
    ));
    let discounted = match model.discount_rate() {
        0.0 => String::new(),
        rate => format!(", at its value in {}", at_start(model, rate)),
    };
    lines.push(format!(
        "Reserve cost is the initial fill, purchases and holding, less what it sells and what is left, both at the reference price{discounted}. Digits end where the standard error (s.e.) does; what the scenario itself gets wrong is not in it.",
    ));
    lines.iter().map(|line| wrap(line, width, 0)).collect()
}

/// The start and the rate at which money is discounted.
fn at_start(model: &Model, rate: f64) -> String {
    format!(
        "{} (discounted by {} % a year)",
        model.clock().start,
        number::exact(100.0 * rate)
    )
}
