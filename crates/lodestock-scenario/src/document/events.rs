//! What can go wrong, and how often.

use lodestock_core::spec::{
    After, Amount, Arrival, Disruption, Effect, Initial, LaneSet, Leak, Measure,
};

use super::stock::lane_set;
use crate::entry::Entry;
use crate::schema::Bound;

pub(crate) fn restriction(entry: &Entry<'_>) -> Option<Disruption> {
    let word = entry.word("measure").unwrap_or("ban");
    let (measure, bound) = match word {
        "quota" => (Measure::Quota, Bound::SHARE),
        "licence" => (Measure::Licence, Bound::SHARE),
        "tariff" => (Measure::Tariff, Bound::NOT_NEGATIVE),
        _ => (Measure::Ban, Bound::SHARE),
    };
    let limit = if measure == Measure::Quota {
        entry.number("limit")
    } else {
        None
    };
    let effect = Effect::Restriction {
        measure,
        exporters: entry.names("exporter").unwrap_or_default(),
        importers: entry.names("importers").unwrap_or_default(),
        commodities: entry.names_or_shares("commodities").unwrap_or_default(),
        limit,
    };
    disruption(entry, effect, bound, Reach::Lanes)
}

pub(crate) fn outage(entry: &Entry<'_>) -> Option<Disruption> {
    let effect = Effect::Outage {
        targets: entry.names("targets").unwrap_or_default(),
        countries: entry.names("countries").unwrap_or_default(),
        commodities: entry.names("commodities").unwrap_or_default(),
    };
    disruption(entry, effect, Bound::SHARE, Reach::Places)
}

pub(crate) fn closure(entry: &Entry<'_>) -> Option<Disruption> {
    let lanes: Vec<LaneSet> = entry.tables("lanes").iter().map(lane_set).collect();
    let effect = Effect::Closure {
        market: entry.name("market"),
        lanes,
    };
    disruption(entry, effect, Bound::SHARE, Reach::Lanes)
}

pub(crate) fn surge(entry: &Entry<'_>) -> Option<Disruption> {
    let effect = Effect::Surge {
        consumers: entry.names("consumers").unwrap_or_default(),
    };
    disruption(entry, effect, Bound::NOT_NEGATIVE, Reach::Places)
}

pub(crate) fn slump(entry: &Entry<'_>) -> Option<Disruption> {
    let effect = Effect::Slump {
        commodities: entry.names_or_shares("commodities").unwrap_or_default(),
    };
    disruption(entry, effect, Bound::SHARE, Reach::Places)
}

/// What a disruption acts on: only one of lanes can be hoarded against, or leak.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Lanes,
    Places,
}

fn disruption(entry: &Entry<'_>, effect: Effect, bound: Bound, reach: Reach) -> Option<Disruption> {
    let of_lanes = |name: &str| match reach {
        Reach::Lanes => entry.span(name).unwrap_or(0.0),
        Reach::Places => 0.0,
    };
    let arrival = arrival(entry);
    let duration = entry.span_amount("duration");
    let severity = bounded(entry, "severity", bound).unwrap_or(Amount::Fixed(1.0));
    let recovery = entry.span_amount("recovery").unwrap_or(Amount::Fixed(0.0));
    let (notice, hoard) = (of_lanes("notice"), of_lanes("hoard"));
    let leak = if reach == Reach::Lanes {
        entry.table("leak").and_then(|entry| leak(&entry))
    } else {
        None
    };
    let after = entry.table("after").and_then(|entry| after(&entry, bound));
    let initial = initial(entry, arrival.as_ref());
    Some(Disruption {
        effect,
        arrival: arrival?,
        duration: duration?,
        severity,
        recovery,
        notice,
        hoard,
        leak,
        after,
        initial,
    })
}

fn bounded(entry: &Entry<'_>, name: &str, bound: Bound) -> Option<Amount> {
    let (node, _) = entry.node(name)?;
    entry.amount_within(name, node, bound)
}

fn leak(entry: &Entry<'_>) -> Option<Leak> {
    let (share, delay) = (entry.number("share"), entry.span("delay"));
    Some(Leak {
        share: share?,
        delay: delay.unwrap_or(0.0),
    })
}

fn after(entry: &Entry<'_>, bound: Bound) -> Option<After> {
    let (severity, duration) = (
        bounded(entry, "severity", bound),
        entry.span_amount("duration"),
    );
    Some(After {
        severity: severity?,
        duration: duration?,
    })
}

/// Only a two-state unit has a state at the start.
fn initial(entry: &Entry<'_>, arrival: Option<&Arrival>) -> Initial {
    let two_state = matches!(arrival, Some(Arrival::MeanUp(_)) | None);
    if two_state && entry.word("initial") == Some("stationary") {
        Initial::Stationary
    } else {
        Initial::Up
    }
}

fn arrival(entry: &Entry<'_>) -> Option<Arrival> {
    let (choice, kind) = entry.choice("arrival")?;
    match kind {
        "date" => choice.date(kind).map(Arrival::Date),
        "within_horizon" => choice.number(kind).map(Arrival::WithinHorizon),
        "mean_up" => choice.span(kind).map(Arrival::MeanUp),
        "poisson" => poisson(&choice.table(kind)?),
        _ => trigger(&choice.table(kind)?),
    }
}

fn poisson(entry: &Entry<'_>) -> Option<Arrival> {
    let (per_year, regime) = (entry.amount("per_year"), entry.shares("regime"));
    Some(Arrival::Poisson {
        per_year: per_year?,
        regime: regime.unwrap_or_default().into_iter().collect(),
    })
}

fn trigger(entry: &Entry<'_>) -> Option<Arrival> {
    let disruption = entry.text("disruption");
    let probability = entry.number("probability").unwrap_or(1.0);
    let delay = entry.span_amount("delay").unwrap_or(Amount::Fixed(0.0));
    Some(Arrival::After {
        disruption: disruption?,
        probability,
        delay,
    })
}
