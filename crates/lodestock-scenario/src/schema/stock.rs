//! Trade and strategic stocks.

use super::*;

const SIZE: Bound = Bound::NOT_NEGATIVE;

/// `[market.COMMODITY]`.
pub static MARKET: Kind = Kind {
    name: "market",
    doc: "How a commodity is traded; its id is the commodity's.",
    fields: &[
        may(
            "imports",
            Form::Grid(Bound::SHARE),
            "in proportion to capacity",
            "Importer, exporter and the share of what the importer buys; a row sums to 1.",
        ),
        may("lead_time", Form::Span, "0", "Lead time of foreign lanes."),
        may(
            "leads",
            Form::SpanGrid,
            "the lead time",
            "Importer, exporter and the lead time of that one lane.",
        ),
        may(
            "commercial_cover",
            Form::Span,
            "0",
            "Usable stock that users hold, as a span of their need.",
        ),
        may(
            "restock_time",
            Form::Span,
            "a step",
            "Time over which a stock gap is closed.",
        ),
        may(
            "reroute_per_month",
            Form::Amount(SIZE),
            "0.05",
            "Share of need that an importer can move to a lane in a month.",
        ),
        may(
            "price_pull",
            Form::Number(Bound::SHARE),
            "1",
            "How strongly price pulls cargo.",
        ),
        may(
            "stock_price_exponent",
            Form::Number(SIZE),
            "0",
            "Exponent of price on stock cover.",
        ),
        may(
            "price_memory",
            Form::Span,
            "a step",
            "Memory of the price signal.",
        ),
        may(
            "trade_elasticity",
            Form::Number(SIZE),
            "4",
            "Elasticity of substitution between origins under tariffs.",
        ),
        may(
            "domestic_priority",
            Form::Names,
            "none",
            "Exporters that serve their own country first.",
        ),
        may(
            "access",
            Form::Grid(Bound::SHARE),
            "no limit",
            "Importer, exporter and the most of the exporter's available output that the lane carries.",
        ),
    ],
};

/// `[offtake.ID]`.
pub static OFFTAKE: Kind = Kind {
    name: "offtake",
    doc: "A contract served before the market.",
    fields: &[
        must("seller", Form::Text, "Exporting country."),
        must("buyer", Form::Text, "Importing country."),
        must("commodity", Form::Text, "What is sold."),
        must(
            "quantity",
            Form::Number(SIZE),
            "Units a year; at most the calm flow of its lane.",
        ),
    ],
};

/// `[corridor.ID]`.
pub static CORRIDOR: Kind = Kind {
    name: "corridor",
    doc: "Capacity that several lanes share: a railway, a port, a strait.",
    fields: &[
        must(
            "lanes",
            Form::Tables(&CARGO),
            "Commodities, exporters and importers that use it.",
        ),
        must(
            "capacity",
            Form::Number(SIZE),
            "Units a year, of all lanes together.",
        ),
    ],
};

/// `lanes` of a corridor.
static CARGO: Kind = Kind {
    name: "lanes",
    doc: "Lanes of a commodity from each of some countries to each of others.",
    fields: &[must("commodity", Form::Text, "What is carried."), FROM, TO],
};

/// `lanes` of a route closure.
pub static LANES: Kind = Kind {
    name: "lanes",
    doc: "Lanes from each of some countries to each of others.",
    fields: &[FROM, TO],
};

const FROM: Field = must("from", Form::Names, "Exporting countries or blocs.");
const TO: Field = must("to", Form::Names, "Importing countries or blocs.");

/// `[reserve.ID]`.
pub static RESERVE: Kind = Kind {
    name: "reserve",
    doc: "A strategic stock.",
    fields: &[
        must("commodity", Form::Text, "What it holds."),
        must(
            "serves",
            Form::Names,
            "Countries or blocs, in the order served.",
        ),
        must("capacity", Form::Size, "Most it holds."),
        may(
            "initial",
            Form::Size,
            "the capacity",
            "What it holds at the start.",
        ),
        may("max_release", Form::Rate, "no limit", "Most it releases."),
        may(
            "release",
            Form::Table(&RELEASE),
            "the defaults of its keys",
            RELEASE.doc,
        ),
        may("refill", Form::Table(&REFILL), "never", REFILL.doc),
        may(
            "holding_cost",
            Form::Number(SIZE),
            "0",
            "Cost of holding, share of the stock's value a year.",
        ),
    ],
};

/// `release` of a reserve.
pub static RELEASE: Kind = Kind {
    name: "release",
    doc: "When and how a reserve releases.",
    fields: &[
        may(
            "trigger_fill",
            Form::Number(Bound::SHARE),
            "1",
            "It releases where less than this share of demand is served.",
        ),
        may("delay", Form::Span, "0", "After so long below the trigger."),
        may(
            "rule",
            Form::WordOrChoice(&["cover"], &RULE),
            "\"cover\"",
            "How much at a time.",
        ),
    ],
};

/// `rule` of a release.
pub static RULE: Kind = Kind {
    name: "rule",
    doc: "How much a reserve gives at a time.",
    fields: &[
        may("spread", Form::Table(&SPREAD), "", SPREAD.doc),
        may("hold", Form::Table(&HOLD), "", HOLD.doc),
    ],
};

static SPREAD: Kind = Kind {
    name: "spread",
    doc: "At most an equal part of what it held when the shortage began.",
    fields: &[must(
        "over",
        Form::Span,
        "Time over which the stock is spread.",
    )],
};

static HOLD: Kind = Kind {
    name: "hold",
    doc: "Hold a quantity back for the first priorities.",
    fields: &[
        must(
            "for_priority",
            Form::Whole(1, u32::MAX as u64),
            "Priorities up to this one may use everything.",
        ),
        must("quantity", Form::Size, "What the others must leave."),
    ],
};

/// `refill` of a reserve.
pub static REFILL: Kind = Kind {
    name: "refill",
    doc: "How a reserve is filled again.",
    fields: &[
        may("rate", Form::Rate, "0", "Most it buys."),
        may(
            "below_price",
            Form::Number(SIZE),
            "no limit",
            "Only while the price is at most this, in reference prices.",
        ),
        may(
            "within",
            Form::Span,
            "no duty",
            "What was released is ordered again at least this fast, whatever the price.",
        ),
    ],
};

/// `[fund.ID]`.
pub static FUND: Kind = Kind {
    name: "fund",
    doc: "One purse for several reserves, spent in id order.",
    fields: &[
        must("budget", Form::Number(SIZE), "USD, in total."),
        must("reserves", Form::Names, "Ids of the reserves it pays for."),
    ],
};
