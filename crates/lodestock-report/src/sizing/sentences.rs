//! The answer of a sizing in sentences.

use lodestock_core::model::Limit;
use lodestock_runner::sizing::{Cheapest, Never, SizeEstimate, Smallest};
use lodestock_runner::statistics::Mean;
use lodestock_runner::{Estimate, Measure};

use super::{SizingReport, whose};
use crate::{money, number, words};

/// A sentence for each thing asked.
pub(super) fn all(report: &SizingReport<'_>) -> Vec<String> {
    let mut sentences = Vec::new();
    if let (Some(smallest), Some(text)) = (&report.sizing.smallest, report.target) {
        sentences.push(match smallest {
            Smallest::Size(found) if found.size > 0.0 => size(report, found, text),
            Smallest::Size(found) => none_needed(report, found, text),
            Smallest::Never(never) => never_enough(report, never, text),
            Smallest::Unknown => format!("Stopped before a size for {text} was found."),
        });
    }
    if let Some(found) = &report.sizing.cheapest {
        sentences.push(cheapest(report, found));
    }
    sentences
}

/// A size in days and units with its interval.
fn measured(report: &SizingReport<'_>, found: &SizeEstimate) -> String {
    let reserve = &report.model.reserves()[report.question.reserve];
    let unit = &report.model.commodities()[reserve.commodity].unit;
    let with = |factor: f64, unit: &str| {
        let half_width = 0.5 * (found.high - found.low) * factor;
        let end = |size: f64| match size.is_finite() {
            true => number::between(size * factor, half_width),
            false => "∞".into(),
        };
        let (size, low, high) = (end(found.size), end(found.low), end(found.high));
        format!("{size} {unit} ({low}–{high})")
    };
    match reserve.yearly_need {
        0.0 => with(1.0, unit),
        need => format!(
            "{} of need, or {}",
            with(365.0 / need, "days"),
            with(1.0, unit)
        ),
    }
}

/// A risk with its error.
fn risk(report: &SizingReport<'_>, estimate: Estimate) -> String {
    if measure(report).is_probability() {
        let half_width = 50.0 * (estimate.high - estimate.low);
        let end = |share: f64| number::between(100.0 * share, half_width);
        let (value, low, high) = (end(estimate.value), end(estimate.low), end(estimate.high));
        return format!("{value} % ({low}–{high})");
    }
    let Estimate { value, se, .. } = estimate;
    number::mean(Mean { value, se })
}

fn measure(report: &SizingReport<'_>) -> Measure {
    let target = report.question.target.as_ref();
    target.map_or(Measure::ProbabilityShort, |target| target.measure)
}

fn size(report: &SizingReport<'_>, found: &SizeEstimate, text: &str) -> String {
    let reserve = &report.model.reserves()[report.question.reserve];
    let mut sentence = format!(
        "For {text} of {}, {} must hold {}.",
        whose(report),
        reserve.id,
        measured(report, found),
    );
    let mut curve = report.sizing.curve.iter();
    if let Some(today) = curve.find(|point| point.size == reserve.capacity)
        && let Some(left) = today.target
    {
        let days = words::days(today.days);
        sentence += &format!(" As it is, {days}, it leaves {}.", risk(report, left));
    }
    if found.high.is_infinite() {
        sentence += " These paths cannot exclude that no size is enough.";
    }
    sentence
}

fn none_needed(report: &SizingReport<'_>, found: &SizeEstimate, text: &str) -> String {
    let reserve = &report.model.reserves()[report.question.reserve];
    let unit = &report.model.commodities()[reserve.commodity].unit;
    let doubt = match found.high {
        0.0 => String::new(),
        high if high.is_infinite() => " These paths cannot exclude that no size is enough.".into(),
        high => format!(
            " These paths cannot exclude that it takes up to {} {unit}.",
            number::significant(high, 2)
        ),
    };
    format!(
        "For {text} of {} no {} is needed: without it there is {}.{doubt}",
        whose(report),
        reserve.id,
        risk(report, found.risk)
    )
}

fn never_enough(report: &SizingReport<'_>, never: &Never, text: &str) -> String {
    let id = &report.model.reserves()[report.question.reserve].id;
    let start = if never.certain {
        format!("No size of {id} gives")
    } else {
        format!("These paths cannot tell whether any size of {id} gives")
    };
    let mut sentence = format!(
        "{start} {text} of {}: without any limit of size it leaves {}.",
        whose(report),
        risk(report, never.left)
    );
    for (limit, estimate) in &never.without {
        let effect = effect(report, never, *estimate);
        sentence += &format!(" {} would {effect}.", lifted(*limit));
    }
    match (never.without_all, never.without.len()) {
        (Some(estimate), 2..) => {
            let effect = effect(report, never, estimate);
            sentence += &format!(" All of these together would {effect}.");
        }
        (None, _) => sentence += " No rule of the reserve limits it: it does not reach this risk.",
        _ => {}
    }
    sentence
}

/// What lifting limits would do to the risk that is left.
fn effect(report: &SizingReport<'_>, never: &Never, estimate: Estimate) -> String {
    if estimate.value >= never.left.low {
        return "change little".into();
    }
    // Below this part of the risk only rounding is left.
    if estimate.value <= 1e-9 * never.left.value && !measure(report).is_probability() {
        return "leave nothing".into();
    }
    format!("leave {}", risk(report, estimate))
}

/// What a reserve without a limit would do.
fn lifted(limit: Limit) -> &'static str {
    match limit {
        Limit::ReleaseRate => "Releasing in a step all that is missing (max_release)",
        Limit::Delay => "Releasing at once (delay)",
        Limit::Trigger => "Making up what price curtails too (trigger_fill)",
        Limit::Rule => "Covering whatever is missing (rule)",
    }
}

fn cheapest(report: &SizingReport<'_>, found: &Cheapest) -> String {
    let reserve = &report.model.reserves()[report.question.reserve];
    let unit = &report.model.commodities()[reserve.commodity].unit;
    if found.size == 0.0 {
        let (id, whose) = (&reserve.id, whose(report));
        return format!("No {id} pays: every size costs more than it saves {whose}.");
    }
    let of = |size: f64| match reserve.yearly_need {
        0.0 => format!("{} {unit}", number::significant(size, 3)),
        need => words::days(size / need * 365.0),
    };
    let Estimate { value, se, .. } = found.against_none;
    format!(
        "The cheapest size is {}, or {} {unit}: reserve and shortage of {} together cost {} less \
         than without it. From {} to {} they cost at most 5 % of that gain more; these paths \
         cannot tell the sizes from {} to {} apart.",
        of(found.size),
        number::significant(found.size, 3),
        whose(report),
        money::estimate(-value, se),
        of(found.flat.0),
        of(found.flat.1),
        of(found.alike.0),
        of(found.alike.1),
    )
}
