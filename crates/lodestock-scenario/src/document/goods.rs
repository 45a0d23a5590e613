//! Countries, commodities, and those who make, use and build.

use lodestock_core::spec::{
    Amount, Commodity, Consumer, Country, Noise, PriceFloor, Processor, Producer, Project, Seller,
    Series, Substitution,
};
use lodestock_core::time::Date;

use crate::entry::Entry;

pub(crate) fn country(entry: &Entry<'_>) -> Country {
    Country {
        name: entry.text("name"),
    }
}

pub(crate) fn commodity(entry: &Entry<'_>) -> Commodity {
    let default = Commodity::default();
    Commodity {
        unit: entry.name("unit"),
        price: entry.number("price"),
        demand_elasticity: entry
            .amount("demand_elasticity")
            .unwrap_or(default.demand_elasticity),
        price_cap: entry.number("price_cap").unwrap_or(default.price_cap),
    }
}

pub(crate) fn producer(entry: &Entry<'_>) -> Producer {
    Producer {
        seller: seller(entry),
        commodity: entry.name("commodity"),
    }
}

pub(crate) fn processor(entry: &Entry<'_>) -> Processor {
    Processor {
        seller: seller(entry),
        input: entry.name("input"),
        output: entry.name("output"),
        recovery: entry.number("recovery").unwrap_or(1.0),
        priority: priority(entry),
    }
}

fn seller(entry: &Entry<'_>) -> Seller {
    let default = Seller::default();
    // Above 0 even if it cannot be read: without any, shares on this country would be wrong too.
    let unread = Series::from(1.0);
    Seller {
        country: entry.name("country"),
        capacity: entry.series("capacity").unwrap_or(unread),
        output_weight: entry.number("output_weight"),
        by_product_of: entry.text("by_product_of"),
        supply_elasticity: entry
            .amount("supply_elasticity")
            .unwrap_or(default.supply_elasticity),
        stretch: entry.amount("stretch").unwrap_or(default.stretch),
        cost: entry.number("cost"),
        patience: entry.span("patience").unwrap_or(default.patience),
        restart: entry.span("restart").unwrap_or(default.restart),
        count: entry.whole("count").map_or(1, |count| count as u32),
    }
}

fn priority(entry: &Entry<'_>) -> u32 {
    entry.whole("priority").map_or(2, |rank| rank as u32)
}

pub(crate) fn consumer(entry: &Entry<'_>) -> Consumer {
    Consumer {
        country: entry.name("country"),
        commodity: entry.name("commodity"),
        demand: entry.series("demand").unwrap_or(Series::from(0.0)),
        profile: entry.series("profile"),
        growth: entry.amount("growth").unwrap_or(Amount::Fixed(0.0)),
        seasonality: entry
            .numbers("seasonality")
            .and_then(|factors| factors.try_into().ok()),
        priority: priority(entry),
        demand_elasticity: entry.amount("demand_elasticity"),
        value_at_risk: entry.number("value_at_risk"),
        sector: entry.text("sector"),
        noise: entry.table("noise").and_then(|entry| noise(&entry)),
        defer: entry.number("defer").unwrap_or(0.0),
        substitution: entry
            .table("substitution")
            .and_then(|entry| substitution(&entry)),
    }
}

fn noise(entry: &Entry<'_>) -> Option<Noise> {
    let (volatility, persistence) = (entry.number("volatility"), entry.number("persistence"));
    Some(Noise {
        volatility: volatility?,
        persistence: persistence?,
    })
}

fn substitution(entry: &Entry<'_>) -> Option<Substitution> {
    let (rate, limit) = (entry.number("rate"), entry.number("limit"));
    Some(Substitution {
        rate: rate?,
        limit: limit?,
    })
}

pub(crate) fn project(entry: &Entry<'_>) -> Project {
    let (delay, fixed_delay) = match entry.span_amount("delay") {
        Some(Amount::Uncertain(law)) => (Some(law), 0.0),
        Some(Amount::Fixed(years)) => (None, years),
        None => (None, 0.0),
    };
    Project {
        adds_to: entry.name("adds_to"),
        capacity: entry.number("capacity").unwrap_or(0.0),
        start: entry.date("start").unwrap_or(Date::JANUARY_2000),
        delay,
        fixed_delay,
        probability: entry.number("probability").unwrap_or(1.0),
        ramp: entry.span("ramp").unwrap_or(0.0),
    }
}

pub(crate) fn price_floor(entry: &Entry<'_>) -> PriceFloor {
    PriceFloor {
        members: entry.names("members").unwrap_or_default(),
        commodity: entry.name("commodity"),
        level: entry.number("level").unwrap_or(0.0),
    }
}
