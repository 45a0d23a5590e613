//! The whole document, its time, its run and its political weather.

use super::*;

/// The document.
pub static ROOT: Kind = Kind {
    name: "scenario file",
    doc: "A scenario: who makes, trades, uses and holds what, and what can go wrong.",
    fields: &[
        may(
            "scenario",
            Form::Table(&SCENARIO),
            "no name",
            "What the scenario is called.",
        ),
        must(
            "time",
            Form::Table(&TIME),
            "When it starts, how long a step is, how far it looks.",
        ),
        may(
            "run",
            Form::Table(&RUN),
            "the defaults of its keys",
            "How many futures, from which seed.",
        ),
        may("country", Form::Entries(&COUNTRY), "none", COUNTRY.doc),
        may("bloc", Form::Entries(&BLOC), "none", BLOC.doc),
        may(
            "commodity",
            Form::Entries(&COMMODITY),
            "none",
            COMMODITY.doc,
        ),
        may("producer", Form::Entries(&PRODUCER), "none", PRODUCER.doc),
        may(
            "processor",
            Form::Entries(&PROCESSOR),
            "none",
            PROCESSOR.doc,
        ),
        may("consumer", Form::Entries(&CONSUMER), "none", CONSUMER.doc),
        may(
            "market",
            Form::Entries(&MARKET),
            "the defaults of its keys",
            MARKET.doc,
        ),
        may("offtake", Form::Entries(&OFFTAKE), "none", OFFTAKE.doc),
        may("corridor", Form::Entries(&CORRIDOR), "none", CORRIDOR.doc),
        may("project", Form::Entries(&PROJECT), "none", PROJECT.doc),
        may("reserve", Form::Entries(&RESERVE), "none", RESERVE.doc),
        may("fund", Form::Entries(&FUND), "none", FUND.doc),
        may(
            "price_floor",
            Form::Entries(&PRICE_FLOOR),
            "none",
            PRICE_FLOOR.doc,
        ),
        may("regime", Form::Table(&REGIME), "none", REGIME.doc),
        may(
            "export_restriction",
            Form::Entries(&RESTRICTION),
            "none",
            RESTRICTION.doc,
        ),
        may("outage", Form::Entries(&OUTAGE), "none", OUTAGE.doc),
        may(
            "route_closure",
            Form::Entries(&CLOSURE),
            "none",
            CLOSURE.doc,
        ),
        may("demand_surge", Form::Entries(&SURGE), "none", SURGE.doc),
        may("price_slump", Form::Entries(&SLUMP), "none", SLUMP.doc),
    ],
};

/// `[scenario]`.
pub static SCENARIO: Kind = Kind {
    name: "scenario",
    doc: "What the scenario is called and where its figures come from.",
    fields: &[
        may("name", Form::Text, "empty", "Name to print."),
        may(
            "description",
            Form::Text,
            "empty",
            "What it asks, in a sentence or two.",
        ),
        may(
            "sources",
            Form::Names,
            "none",
            "Ids of the sources behind its figures.",
        ),
        may(
            "focus",
            Form::Names,
            "none",
            "Countries or blocs that its question is about.",
        ),
    ],
};

/// `[time]`.
pub static TIME: Kind = Kind {
    name: "time",
    doc: "When the scenario starts, how long a step is, how far it looks.",
    fields: &[
        must("start", Form::Date, "First day of step 0."),
        must("step", Form::Word(&STEPS), "Length of a step."),
        must(
            "horizon",
            Form::Span,
            "How far it looks; rounded to whole steps.",
        ),
    ],
};

/// Lengths of a step.
const STEPS: [&str; 6] = ["hour", "day", "week", "month", "quarter", "year"];

/// `[run]`.
pub static RUN: Kind = Kind {
    name: "run",
    doc: "How many futures, from which seed; the command line overrides it.",
    fields: &[
        may(
            "paths",
            Form::Whole(1, u32::MAX as u64),
            "10_000",
            "Number of paths.",
        ),
        may(
            "seed",
            Form::Whole(0, i64::MAX as u64),
            "1",
            "Seed of every stream.",
        ),
        may(
            "baseline",
            Form::Word(&["balanced", "given"]),
            "balanced",
            "Whether the calm must balance, or is scaled down to what there is.",
        ),
        may(
            "warm_up",
            Form::Span,
            "0",
            "Simulated before the horizon and not counted.",
        ),
        may(
            "discount_rate",
            Form::Number(Bound::DISCOUNT),
            "0",
            "Money is counted at its value at step 0, discounted by this a year.",
        ),
        may("precision", Form::Table(&PRECISION), "none", PRECISION.doc),
        may(
            "draws",
            Form::Word(&["independent", "antithetic"]),
            "independent",
            "Whether every second path is the mirror image of the one before.",
        ),
        may(
            "tilt",
            Form::Shares(Bound::POSITIVE),
            "none",
            "Disruptions drawn so many times too often, with paths weighted for it.",
        ),
    ],
};

/// `run.precision`.
pub static PRECISION: Kind = Kind {
    name: "precision",
    doc: "Stop once the interval of a mean is tight enough.",
    fields: &[
        must(
            "metric",
            Form::Text,
            "A group and a quantity, such as \"total.shortfall\".",
        ),
        must(
            "relative",
            Form::Number(Bound::POSITIVE),
            "Half width of the interval wanted, as a share of the mean.",
        ),
        may(
            "confidence",
            Form::Number(Bound::INSIDE),
            "0.95",
            "Confidence of the interval.",
        ),
        may(
            "max_paths",
            Form::Whole(1, u32::MAX as u64),
            "1_000_000",
            "Never more paths than this.",
        ),
    ],
};

/// `[regime]`.
pub static REGIME: Kind = Kind {
    name: "regime",
    doc: "A Markov chain that multiplies the rates that name it.",
    fields: &[
        must("states", Form::Names, "Its states."),
        must(
            "start",
            Form::Text,
            "State at the start, or \"stationary\".",
        ),
        must(
            "switch",
            Form::Grid(Bound::NOT_NEGATIVE),
            "From, to and rate per year.",
        ),
    ],
};
