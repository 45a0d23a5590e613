//! Trade and strategic stocks.

use lodestock_core::spec::{
    Corridor, Fund, LaneSet, Market, Offtake, Rate, Refill, Release, ReleaseRule, Reserve, Size,
};

use crate::entry::{Entry, bound};
use crate::value;

pub(crate) fn market(entry: &Entry<'_>) -> Market {
    let default = Market::default();
    let shares = |name: &str| {
        entry.grid(name, |label, node, field| {
            value::number(label, node, bound(field))
        })
    };
    let number = |name: &str, otherwise| entry.number(name).unwrap_or(otherwise);
    Market {
        imports: shares("imports"),
        lead_time: entry.span("lead_time").unwrap_or(default.lead_time),
        leads: entry.grid("leads", |label, node, _| value::span(label, node)),
        commercial_cover: entry.span("commercial_cover").unwrap_or(0.0),
        restock_time: entry.span("restock_time"),
        reroute_per_month: entry
            .amount("reroute_per_month")
            .unwrap_or(default.reroute_per_month),
        price_pull: number("price_pull", default.price_pull),
        stock_price_exponent: number("stock_price_exponent", default.stock_price_exponent),
        price_memory: entry.span("price_memory"),
        trade_elasticity: number("trade_elasticity", default.trade_elasticity),
        domestic_priority: entry.names("domestic_priority").unwrap_or_default(),
        access: shares("access"),
    }
}

pub(crate) fn offtake(entry: &Entry<'_>) -> Offtake {
    Offtake {
        seller: entry.name("seller"),
        buyer: entry.name("buyer"),
        commodity: entry.name("commodity"),
        quantity: entry.number("quantity").unwrap_or(0.0),
    }
}

pub(crate) fn corridor(entry: &Entry<'_>) -> Corridor {
    let lanes = entry.tables("lanes");
    let lanes = lanes
        .iter()
        .map(|lane| (lane.name("commodity"), lane_set(lane)));
    Corridor {
        lanes: lanes.collect(),
        capacity: entry.number("capacity").unwrap_or(0.0),
    }
}

/// `from` and `to` of some lanes.
pub(crate) fn lane_set(entry: &Entry<'_>) -> LaneSet {
    LaneSet {
        from: entry.names("from").unwrap_or_default(),
        to: entry.names("to").unwrap_or_default(),
    }
}

pub(crate) fn reserve(entry: &Entry<'_>) -> Reserve {
    Reserve {
        commodity: entry.name("commodity"),
        serves: entry.names("serves").unwrap_or_default(),
        capacity: entry.size("capacity").unwrap_or(Size::Units(0.0)),
        initial: entry.size("initial"),
        max_release: entry.rate("max_release"),
        release: entry
            .table("release")
            .map_or_else(Release::default, |entry| release(&entry)),
        refill: entry.table("refill").map(|entry| refill(&entry)),
        holding_cost: entry.number("holding_cost").unwrap_or(0.0),
    }
}

fn release(entry: &Entry<'_>) -> Release {
    let default = Release::default();
    Release {
        trigger_fill: entry.number("trigger_fill").unwrap_or(default.trigger_fill),
        delay: entry.span("delay").unwrap_or(default.delay),
        rule: rule(entry).unwrap_or(default.rule),
    }
}

fn rule(entry: &Entry<'_>) -> Option<ReleaseRule> {
    if entry.is_text("rule") {
        return entry.word("rule").map(|_| ReleaseRule::Cover);
    }
    let (choice, kind) = entry.choice("rule")?;
    let entry = choice.table(kind)?;
    if kind == "spread" {
        return entry.span("over").map(|over| ReleaseRule::Spread { over });
    }
    let (priority, quantity) = (entry.whole("for_priority"), entry.size("quantity"));
    Some(ReleaseRule::Hold {
        for_priority: priority? as u32,
        quantity: quantity?,
    })
}

fn refill(entry: &Entry<'_>) -> Refill {
    Refill {
        rate: entry.rate("rate").unwrap_or(Rate {
            size: Size::Units(0.0),
            times_per_year: 1.0,
        }),
        below_price: entry.number("below_price"),
        within: entry.span("within"),
    }
}

pub(crate) fn fund(entry: &Entry<'_>) -> Fund {
    Fund {
        budget: entry.number("budget").unwrap_or(0.0),
        reserves: entry.names("reserves").unwrap_or_default(),
    }
}
