//! How large a reserve must be: the answer in sentences, the curve, and both for machines.

mod machine;
mod sentences;

use lodestock_core::{Groups, Model};
use lodestock_runner::Estimate;
use lodestock_runner::sizing::{Point, PointCost, Question, Sizing};
use lodestock_runner::statistics::Mean;

use crate::grid::{Align, Grid, wrap};
use crate::money::Money;
use crate::{number, words};
pub use machine::{csv, json};

/// What is to be told.
#[derive(Debug, Clone, Copy)]
pub struct SizingReport<'a> {
    /// The model.
    pub model: &'a Model,
    /// What was asked.
    pub question: &'a Question,
    /// The target as it was written, if there was one.
    pub target: Option<&'a str>,
    /// What came of it.
    pub sizing: &'a Sizing,
    /// Seed of the paths.
    pub seed: u64,
    /// Wall time, seconds.
    pub seconds: f64,
    /// Characters of a line.
    pub width: usize,
}

/// Columns that may go where the table is too wide: of risk, and of money.
const RISK: [&str; 2] = ["P(empty)", "CVaR95"];
const MONEY: [&str; 2] = ["shortage|costs", "reserve|costs"];

/// The planner's text: the answer first, then the curve.
pub fn text(report: &SizingReport<'_>) -> String {
    let mut text = heading(report) + "\n";
    for sentence in sentences::all(report) {
        text += &wrap(&sentence, report.width, 2);
    }
    text + "\n" + &curve(report) + &notes(report)
}

fn heading(report: &SizingReport<'_>) -> String {
    let clock = report.model.clock();
    let mut right = format!(
        "{} × {} from {} · seed {} · {:.1} s",
        words::count(report.sizing.paths as u64, "path"),
        words::count(clock.steps as u64, clock.length.name()),
        clock.start,
        report.seed,
        report.seconds,
    );
    if report.sizing.partial {
        right += " · PARTIAL";
    }
    let left = report.model.name();
    let space = report
        .width
        .saturating_sub(left.chars().count() + right.chars().count());
    match space {
        0..=1 => format!("{left}\n{right}\n"),
        space => format!("{left}{}{right}\n", " ".repeat(space)),
    }
}

fn curve(report: &SizingReport<'_>) -> String {
    let reserve = &report.model.reserves()[report.question.reserve];
    let unit = &report.model.commodities()[reserve.commodity].unit;
    let measure = report.question.target.as_ref().map(|target| target.measure);
    let money = Money::for_all(report.sizing.curve.iter().map(largest_cost));
    let target = measure.map_or(String::new(), |measure| measure.to_string());
    let shown = !target.is_empty() && target != "P(shortfall)" && target != "mean shortfall";
    let mut grid = Grid::new([
        reserve.id.clone(),
        unit.clone(),
        target,
        "P(shortfall)".into(),
        format!("mean|shortfall, {unit}"),
        "CVaR95".into(),
        "P(empty)".into(),
        "reserve|costs".into(),
        "shortage|costs".into(),
        format!("{} less|than with none", money.name),
        String::new(),
    ])
    .align(0, Align::Right)
    .align(10, Align::Left);
    for point in &report.sizing.curve {
        grid.row(cells(report, point, money));
    }
    if !shown {
        grid.remove(2);
    }
    if report.sizing.curve.iter().all(|point| point.cost.is_none()) {
        for gone in [
            "reserve|costs",
            "shortage|costs",
            &format!("{} less|than with none", money.name),
        ] {
            grid.without(gone);
        }
    }
    let (first, then) = match report.question.cheapest {
        true => (RISK, MONEY),
        false => (MONEY, RISK),
    };
    grid.fit(report.width, &first);
    grid.fit(report.width, &then);
    grid.text()
}

fn largest_cost(point: &Point) -> f64 {
    point.cost.as_ref().map_or(0.0, |cost| {
        cost.reserve.value.abs().max(cost.shortfall.value.abs())
    })
}

fn cells(report: &SizingReport<'_>, point: &Point, unit: Money) -> [String; 11] {
    let probability =
        |p: &Estimate| number::between(100.0 * p.value, 50.0 * (p.high - p.low)) + " %";
    let measure = report.question.target.as_ref().map(|target| target.measure);
    let target = point.target.map_or(String::new(), |estimate| {
        if measure.is_some_and(|measure| measure.is_probability()) {
            probability(&estimate)
        } else {
            number::with_error(estimate.value, estimate.se)
        }
    });
    // Below this part of what the fill costs only rounding is left.
    let reserve = &report.model.reserves()[report.question.reserve];
    let price = report.model.commodities()[reserve.commodity].price;
    let rounding = 1e-9 * price.unwrap_or(0.0) * point.size;
    let money = |value: &dyn Fn(&PointCost) -> Mean| match point.cost.as_ref().map(value) {
        None => String::new(),
        Some(mean) if mean.value.abs() <= rounding => "0".into(),
        Some(mean) => number::mean(mean.times(1.0 / unit.usd)),
    };
    let saved = |cost: &PointCost| Mean {
        value: 0.0 - cost.against_none.value,
        se: cost.against_none.se,
    };
    [
        words::days(point.days),
        number::significant(point.size, 4),
        target,
        probability(&point.p_short),
        number::mean(Mean {
            value: point.shortfall.value,
            se: point.shortfall.se,
        }),
        number::rounded(point.cvar95.value, point.cvar95.se),
        if point.size > 0.0 {
            probability(&point.p_empty)
        } else {
            number::UNKNOWN.into()
        },
        money(&|cost| cost.reserve),
        money(&|cost| cost.shortfall),
        money(&saved),
        marks(report, point),
    ]
}

/// What a size is: the answer, the cheapest, what there is today.
fn marks(report: &SizingReport<'_>, point: &Point) -> String {
    let sizing = report.sizing;
    let smallest = sizing
        .smallest
        .as_ref()
        .and_then(|smallest| smallest.size());
    let cheapest = sizing.cheapest.map(|cheapest| cheapest.size);
    let today = report.model.reserves()[report.question.reserve].capacity;
    let marks = [
        (smallest, "meets the target"),
        (cheapest, "cheapest"),
        (Some(today), "as in the file"),
    ];
    let named = marks.iter().filter(|(size, _)| *size == Some(point.size));
    let named: Vec<&str> = named.map(|(_, name)| *name).collect();
    match named.is_empty() {
        true => String::new(),
        false => format!("← {}", named.join(", ")),
    }
}

fn notes(report: &SizingReport<'_>) -> String {
    let mut text = String::new();
    if report.sizing.curve.iter().any(|point| point.cost.is_some()) {
        let worthless = report.model.value_at_risk(&report.question.consumers) == 0.0;
        if worthless {
            let whose = whose(report);
            text += &wrap(
                &format!(
                    "No value_at_risk is given for {whose}: what is physically missing counts as no \
                     cost, only what price curtails."
                ),
                report.width,
                2,
            );
        }
        let rate = report.model.discount_rate();
        let discounted = match rate {
            0.0 => "not discounted (run.discount_rate)".to_string(),
            rate => format!("discounted by {} % a year", number::exact(100.0 * rate)),
        };
        text += &wrap(
            &format!(
                "Costs are {discounted}. The reserve is filled, sells and is worth at the end what the \
                 reference price says; it refills at the price of the day."
            ),
            report.width,
            2,
        );
    }
    text
}

/// Whose risk it is, within a sentence.
fn whose(report: &SizingReport<'_>) -> String {
    let groups = Groups::of(report.model, [report.question.consumers.clone()]);
    words::within_sentence(&words::group(report.model, &groups.groups()[0]))
}
