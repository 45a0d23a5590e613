//! Countries, commodities, and those who make, use and build.

use super::*;

const ELASTIC: Bound = Bound::ELASTICITY;
const SIZE: Bound = Bound::NOT_NEGATIVE;

/// `[country.ID]`.
pub static COUNTRY: Kind = Kind {
    name: "country",
    doc: "A country: where things happen.",
    fields: &[may("name", Form::Text, "the id", "Name to print.")],
};

/// `[bloc.ID]`.
pub static BLOC: Kind = Kind {
    name: "bloc",
    doc: "A named list of countries.",
    fields: &[must(
        "members",
        Form::Names,
        "Its countries, in the order they are served.",
    )],
};

/// `[commodity.ID]`.
pub static COMMODITY: Kind = Kind {
    name: "commodity",
    doc: "One tradable form of a mineral.",
    fields: &[
        must(
            "unit",
            Form::Text,
            "Unit of contained metal, such as \"t\" or \"kg\".",
        ),
        may(
            "price",
            Form::Number(Bound::POSITIVE),
            "money is not reported",
            "Reference price, USD per unit.",
        ),
        may(
            "demand_elasticity",
            Form::Amount(ELASTIC),
            "0",
            "Elasticity of demand in the short run, 0 or negative.",
        ),
        may(
            "price_cap",
            Form::Number(Bound::FROM_ONE),
            "20",
            "Highest price, in reference prices.",
        ),
    ],
};

/// `[producer.ID]`.
pub static PRODUCER: Kind = Kind {
    name: "producer",
    doc: "Makes a commodity from nothing: a mine, a by-product stream, recycling.",
    fields: &[
        must("country", Form::Text, "Country where it stands."),
        must("commodity", Form::Text, "What it makes."),
        CAPACITY,
        WEIGHT,
        HOST,
        SUPPLY,
        STRETCH,
        COST,
        PATIENCE,
        RESTART,
        COUNT,
    ],
};

/// `[processor.ID]`.
pub static PROCESSOR: Kind = Kind {
    name: "processor",
    doc: "Turns an input commodity into an output commodity.",
    fields: &[
        must("country", Form::Text, "Country where it stands."),
        must("input", Form::Text, "What it takes."),
        must("output", Form::Text, "What it makes."),
        may(
            "recovery",
            Form::Number(Bound::POSITIVE),
            "1",
            "Output per unit of input.",
        ),
        CAPACITY,
        may(
            "priority",
            Form::Whole(1, u32::MAX as u64),
            "2",
            "Rank in the queue for its input; 1 is served first.",
        ),
        WEIGHT,
        HOST,
        SUPPLY,
        STRETCH,
        COST,
        PATIENCE,
        RESTART,
        COUNT,
    ],
};

const CAPACITY: Field = must(
    "capacity",
    Form::Series(SIZE, &RATE_COLUMN),
    "Most it can make, units of its output a year.",
);
const WEIGHT: Field = may(
    "output_weight",
    Form::Number(SIZE),
    "its capacity",
    "How its country's sales are split over its sellers.",
);
const HOST: Field = may(
    "by_product_of",
    Form::Text,
    "none",
    "\"producer.ID\" or \"processor.ID\": capacity follows that seller's output.",
);
const SUPPLY: Field = may(
    "supply_elasticity",
    Form::Amount(SIZE),
    "0",
    "Output rises as price to this power.",
);
const STRETCH: Field = may(
    "stretch",
    Form::Amount(Bound::FROM_ONE),
    "1",
    "Output never exceeds this times capacity.",
);
const COST: Field = may(
    "cost",
    Form::Number(SIZE),
    "never mothballed",
    "USD per unit; mothballed while the price stays below.",
);
const PATIENCE: Field = may(
    "patience",
    Form::Span,
    "\"6 months\"",
    "How long the price must stay below the cost before it is mothballed.",
);
const RESTART: Field = may(
    "restart",
    Form::Span,
    "\"12 months\"",
    "How long the price must be back before it reopens.",
);
const COUNT: Field = may(
    "count",
    Form::Whole(1, 10_000),
    "1",
    "That many independent copies, each of this capacity and with its own outages.",
);

/// `[consumer.ID]`.
pub static CONSUMER: Kind = Kind {
    name: "consumer",
    doc: "Uses a commodity.",
    fields: &[
        must("country", Form::Text, "Country where it stands."),
        must("commodity", Form::Text, "What it uses."),
        must(
            "demand",
            Form::Series(SIZE, &RATE_COLUMN),
            "Demand, units a year.",
        ),
        may(
            "profile",
            Form::Series(SIZE, &FACTOR_COLUMN),
            "1",
            "Factor on demand over time.",
        ),
        may(
            "growth",
            Form::Amount(Bound::GROWTH),
            "0",
            "Growth of demand a year.",
        ),
        may(
            "seasonality",
            Form::Numbers(12, SIZE),
            "1 each",
            "Twelve monthly factors, January first.",
        ),
        may(
            "priority",
            Form::Whole(1, u32::MAX as u64),
            "2",
            "Rank in the queue; 1 is served first.",
        ),
        may(
            "demand_elasticity",
            Form::Amount(ELASTIC),
            "its commodity's",
            "Elasticity of demand in the short run, 0 or negative.",
        ),
        may(
            "value_at_risk",
            Form::Number(SIZE),
            "not counted",
            "USD of downstream value added per unit of unmet demand.",
        ),
        may(
            "sector",
            Form::Text,
            "none",
            "Sector it belongs to, for reports.",
        ),
        may("noise", Form::Table(&NOISE), "none", NOISE.doc),
        may(
            "defer",
            Form::Number(Bound::SHARE),
            "0",
            "Share of unmet demand that joins the next step's demand.",
        ),
        may(
            "substitution",
            Form::Table(&SUBSTITUTION),
            "none",
            SUBSTITUTION.doc,
        ),
    ],
};

/// `noise` of a consumer.
pub static NOISE: Kind = Kind {
    name: "noise",
    doc: "Lognormal AR(1) noise of mean 1 on demand.",
    fields: &[
        must(
            "volatility",
            Form::Number(SIZE),
            "Standard deviation of the logarithm in the long run.",
        ),
        must(
            "persistence",
            Form::Number(Bound::BELOW_ONE),
            "Correlation from one step to the next.",
        ),
    ],
};

/// `substitution` of a consumer.
pub static SUBSTITUTION: Kind = Kind {
    name: "substitution",
    doc: "Demand that switches away while the price is high.",
    fields: &[
        must("rate", Form::Number(SIZE), "Share of demand a year."),
        must("limit", Form::Number(Bound::SHARE), "Most that can switch."),
    ],
};

/// An entry of a schedule.
pub static SCHEDULE: Kind = Kind {
    name: "schedule entry",
    doc: "A value from a date on.",
    fields: &[
        must("value", Form::Number(SIZE), "The value."),
        may(
            "from",
            Form::Date,
            "the start, for the first entry",
            "Date from which it holds.",
        ),
    ],
};

/// A column of a file with rates.
pub static RATE_COLUMN: Kind = Kind {
    name: "column",
    doc: "A column of a CSV file, a row per step.",
    fields: &[
        FILE,
        COLUMN,
        may(
            "per",
            Form::Word(&["hour", "day", "week", "month", "quarter", "year"]),
            "\"year\"",
            "The unit of time of its values.",
        ),
    ],
};

/// A column of a file with factors.
pub static FACTOR_COLUMN: Kind = Kind {
    name: "column",
    doc: "A column of a CSV file, a row per step.",
    fields: &[FILE, COLUMN],
};

const FILE: Field = must(
    "file",
    Form::Text,
    "The CSV file, relative to the scenario.",
);
const COLUMN: Field = must("column", Form::Text, "Header of the column.");

/// `[project.ID]`.
pub static PROJECT: Kind = Kind {
    name: "project",
    doc: "New capacity that comes late or never.",
    fields: &[
        must(
            "adds_to",
            Form::Text,
            "\"producer.ID\", \"processor.ID\" or \"corridor.ID\".",
        ),
        must(
            "capacity",
            Form::Number(SIZE),
            "Units a year, when fully ramped up.",
        ),
        must("start", Form::Date, "Planned start."),
        may("delay", Form::SpanAmount, "0", "How much later it comes."),
        may(
            "probability",
            Form::Number(Bound::SHARE),
            "1",
            "Probability that it comes at all.",
        ),
        may("ramp", Form::Span, "0", "Time from first to full output."),
    ],
};

/// `[price_floor.ID]`.
pub static PRICE_FLOOR: Kind = Kind {
    name: "price_floor",
    doc: "A price paid to the sellers of a zone.",
    fields: &[
        must("members", Form::Names, "Countries or blocs."),
        must("commodity", Form::Text, "Commodity it holds for."),
        must("level", Form::Number(SIZE), "USD per unit."),
    ],
};
