//! What can go wrong, and how often.

use super::*;

const SIZE: Bound = Bound::NOT_NEGATIVE;
const SHARE: Bound = Bound::SHARE;

const ARRIVES: Field = must("arrival", Form::Choice(&ARRIVAL), "When it comes.");
const DURATION: Field = must("duration", Form::SpanAmount, "How long the cut lasts.");
const DEEP: Field = may("severity", Form::Amount(SHARE), "1", "Share lost.");
const RECOVERY: Field = may(
    "recovery",
    Form::SpanAmount,
    "0",
    "Time to recover after the cut.",
);
const NOTICE: Field = may(
    "notice",
    Form::Span,
    "0",
    "How long before its start it is announced.",
);
const HOARD: Field = may(
    "hoard",
    Form::Span,
    "0",
    "Extra cover that hit importers want from the announcement to the end of the cut.",
);
const LEAKS: Field = may("leak", Form::Table(&LEAK), "none", LEAK.doc);
const STAYS: Field = may("after", Form::Table(&AFTER), "nothing stays", AFTER.doc);
const INITIAL: Field = may(
    "initial",
    Form::Word(&["up", "stationary"]),
    "\"up\"",
    "State at the start of a unit that arrives by `mean_up`.",
);

/// `[export_restriction.ID]`.
pub static RESTRICTION: Kind = Kind {
    name: "export_restriction",
    doc: "A government restricts exports.",
    fields: &[
        may(
            "measure",
            Form::Word(&["ban", "quota", "licence", "tariff"]),
            "\"ban\"",
            "How exports are restricted.",
        ),
        must("exporter", Form::Names, "Countries or blocs that restrict."),
        must(
            "importers",
            Form::Names,
            "Countries or blocs hit; \"all\" for everybody.",
        ),
        must(
            "commodities",
            Form::NamesOrShares(SHARE),
            "Commodities on the list, or the probability that each is.",
        ),
        ARRIVES,
        DURATION,
        may(
            "severity",
            Form::Amount(SIZE),
            "1",
            "Share of the covered exports lost; of a tariff its rate.",
        ),
        may(
            "limit",
            Form::Number(SIZE),
            "none",
            "For a quota: units a year that may still leave, instead of a severity.",
        ),
        RECOVERY,
        NOTICE,
        HOARD,
        LEAKS,
        STAYS,
        INITIAL,
    ],
};

/// `[outage.ID]`.
pub static OUTAGE: Kind = Kind {
    name: "outage",
    doc: "Plants or corridors fail.",
    fields: &[
        may(
            "targets",
            Form::Names,
            "none",
            "\"producer.ID\", \"processor.ID\" or \"corridor.ID\".",
        ),
        may(
            "countries",
            Form::Names,
            "none",
            "Countries or blocs whose sellers all fail.",
        ),
        may(
            "commodities",
            Form::Names,
            "all of them",
            "Commodities those sellers make.",
        ),
        ARRIVES,
        DURATION,
        DEEP,
        RECOVERY,
        STAYS,
        INITIAL,
    ],
};

/// `[route_closure.ID]`.
pub static CLOSURE: Kind = Kind {
    name: "route_closure",
    doc: "A route closes.",
    fields: &[
        must("market", Form::Text, "Commodity whose lanes close."),
        must("lanes", Form::Tables(&LANES), "The lanes."),
        ARRIVES,
        DURATION,
        DEEP,
        RECOVERY,
        NOTICE,
        HOARD,
        LEAKS,
        STAYS,
        INITIAL,
    ],
};

/// `[demand_surge.ID]`.
pub static SURGE: Kind = Kind {
    name: "demand_surge",
    doc: "Demand rises.",
    fields: &[
        must("consumers", Form::Names, "Ids of consumers."),
        ARRIVES,
        DURATION,
        may(
            "severity",
            Form::Amount(SIZE),
            "1",
            "What is added, as a share of demand: 1.5 adds 150 %.",
        ),
        RECOVERY,
        STAYS,
        INITIAL,
    ],
};

/// `[price_slump.ID]`.
pub static SLUMP: Kind = Kind {
    name: "price_slump",
    doc: "The price falls, and with it what sellers can live on.",
    fields: &[
        must(
            "commodities",
            Form::NamesOrShares(SHARE),
            "Commodities, or the probability that each is hit.",
        ),
        ARRIVES,
        DURATION,
        DEEP,
        RECOVERY,
        STAYS,
        INITIAL,
    ],
};

/// `leak` of a disruption.
pub static LEAK: Kind = Kind {
    name: "leak",
    doc: "Goods that come back through third countries.",
    fields: &[
        must(
            "share",
            Form::Number(SHARE),
            "Share of the cut that leaks in the end.",
        ),
        may("delay", Form::Span, "0", "Time until all of it does."),
    ],
};

/// `after` of a disruption.
pub static AFTER: Kind = Kind {
    name: "after",
    doc: "A milder regime that outlasts the cut.",
    fields: &[
        must("severity", Form::Amount(SIZE), "How deep it is."),
        must(
            "duration",
            Form::SpanAmount,
            "How long it lasts, counted from the start of the cut.",
        ),
    ],
};

/// `arrival` of a disruption.
pub static ARRIVAL: Kind = Kind {
    name: "arrival",
    doc: "When a disruption comes.",
    fields: &[
        may("poisson", Form::Table(&POISSON), "", POISSON.doc),
        may("date", Form::Date, "", "On a date."),
        may(
            "within_horizon",
            Form::Number(SHARE),
            "",
            "With this probability, at a uniform date within the horizon.",
        ),
        may(
            "mean_up",
            Form::Span,
            "",
            "After a time up of this mean, again and again: a two-state Markov unit.",
        ),
        may("after", Form::Table(&TRIGGER), "", TRIGGER.doc),
    ],
};

static POISSON: Kind = Kind {
    name: "poisson",
    doc: "At random, so many times a year.",
    fields: &[
        must("per_year", Form::Amount(SIZE), "Rate per year."),
        may(
            "regime",
            Form::Shares(SIZE),
            "1 in every state",
            "Factor on the rate in each state of the regime.",
        ),
    ],
};

static TRIGGER: Kind = Kind {
    name: "after",
    doc: "After each event of another disruption.",
    fields: &[
        must("disruption", Form::Text, "Id of the other one."),
        may(
            "probability",
            Form::Number(SHARE),
            "1",
            "Probability that it follows.",
        ),
        may(
            "delay",
            Form::SpanAmount,
            "0",
            "Delay from the start of the other one.",
        ),
    ],
};
