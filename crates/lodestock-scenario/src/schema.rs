//! What each table of a scenario file may hold: the one place that names its keys.
//!
//! Readers look a key up here before they read it, so a key that is not listed cannot be read, and
//! a listed key that no reader asks for is reported as having no effect. The format reference and
//! the editor schema are written from the same lists.

mod events;
mod goods;
mod laws;
mod run;
mod stock;

pub use events::{AFTER, ARRIVAL, CLOSURE, LEAK, OUTAGE, RESTRICTION, SLUMP, SURGE};
pub use goods::{
    BLOC, COMMODITY, CONSUMER, COUNTRY, FACTOR_COLUMN, NOISE, PRICE_FLOOR, PROCESSOR, PRODUCER,
    PROJECT, RATE_COLUMN, SCHEDULE, SUBSTITUTION,
};
pub use laws::LAW;
pub use run::{PRECISION, REGIME, ROOT, RUN, SCENARIO, TIME};
pub use stock::{CORRIDOR, FUND, LANES, MARKET, OFFTAKE, REFILL, RELEASE, RESERVE, RULE};

/// A type of table: its name and its keys.
#[derive(Debug)]
pub struct Kind {
    /// What it is called, such as `producer`.
    pub name: &'static str,
    /// What it describes, in a line.
    pub doc: &'static str,
    /// Its keys, in the order of the reference.
    pub fields: &'static [Field],
}

impl Kind {
    /// The key of that name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Names of all keys.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.fields.iter().map(|field| field.name)
    }

    /// Whether a table of this kind cannot be empty.
    pub fn has_required(&self) -> bool {
        self.fields.iter().any(|field| field.required)
    }
}

/// A key of a table.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// What it holds.
    pub form: Form,
    /// Whether the table needs it.
    pub required: bool,
    /// What holds without it, in words; empty if required.
    pub default: &'static str,
    /// What it says, in a line.
    pub doc: &'static str,
}

/// A key that the table needs.
pub(crate) const fn must(name: &'static str, form: Form, doc: &'static str) -> Field {
    Field {
        name,
        form,
        required: true,
        default: "",
        doc,
    }
}

/// A key that may be left out, and what holds then.
pub(crate) const fn may(
    name: &'static str,
    form: Form,
    default: &'static str,
    doc: &'static str,
) -> Field {
    Field {
        name,
        form,
        required: false,
        default,
        doc,
    }
}

/// What a key holds.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// A text.
    Text,
    /// One of a few words.
    Word(&'static [&'static str]),
    /// A name or a list of names.
    Names,
    /// A number.
    Number(Bound),
    /// A list of numbers, of this length.
    Numbers(usize, Bound),
    /// A whole number between two others.
    Whole(u64, u64),
    /// A number or a law of numbers.
    Amount(Bound),
    /// A span such as `"9 months"`.
    Span,
    /// A span or a law of spans.
    SpanAmount,
    /// A date such as `"2027-01"`.
    Date,
    /// A quantity in the commodity's unit, or a span of need.
    Size,
    /// A quantity per year, or a text such as `"30 days per month"`.
    Rate,
    /// An amount, a schedule, or a column of a file; the kind of the column table.
    Series(Bound, &'static Kind),
    /// A table.
    Table(&'static Kind),
    /// A list of tables.
    Tables(&'static Kind),
    /// Tables by id.
    Entries(&'static Kind),
    /// A table with exactly one of the kind's keys.
    Choice(&'static Kind),
    /// A word, or a table with exactly one of the kind's keys.
    WordOrChoice(&'static [&'static str], &'static Kind),
    /// Names with a number each.
    Shares(Bound),
    /// Names, or names with a number each.
    NamesOrShares(Bound),
    /// Names with names with a number each.
    Grid(Bound),
    /// Names with names with a span each.
    SpanGrid,
    /// A parameter of a law, of the law's dimension.
    Parameter,
    /// Several parameters of a law.
    Parameters,
}

/// Numbers that a key can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// Lowest.
    pub low: f64,
    /// Highest.
    pub high: f64,
    /// Whether it can be the lowest itself.
    pub closed_low: bool,
    /// Whether it can be the highest itself.
    pub closed_high: bool,
}

impl Bound {
    const fn new(low: f64, high: f64, closed_low: bool, closed_high: bool) -> Self {
        Self {
            low,
            high,
            closed_low,
            closed_high,
        }
    }

    /// Any number.
    pub const ANY: Self = Self::new(f64::NEG_INFINITY, f64::INFINITY, true, true);
    /// 0 or more.
    pub const NOT_NEGATIVE: Self = Self::new(0.0, f64::INFINITY, true, true);
    /// Above 0.
    pub const POSITIVE: Self = Self::new(0.0, f64::INFINITY, false, true);
    /// 1 or more.
    pub const FROM_ONE: Self = Self::new(1.0, f64::INFINITY, true, true);
    /// From 0 to 1.
    pub const SHARE: Self = Self::new(0.0, 1.0, true, true);
    /// From 0 to below 1.
    pub const BELOW_ONE: Self = Self::new(0.0, 1.0, true, false);
    /// Between 0 and 1, neither of them.
    pub const INSIDE: Self = Self::new(0.0, 1.0, false, false);
    /// A discount rate a year.
    pub const DISCOUNT: Self = Self::new(0.0, 1.0, true, true);
    /// Growth: nothing shrinks by all of itself in a year.
    pub const GROWTH: Self = Self::new(-1.0, f64::INFINITY, false, true);

    /// Elasticity of demand: it falls as price rises.
    pub const ELASTICITY: Self = Self::new(-100.0, 0.0, true, true);

    /// Whether a number is within.
    pub fn holds(&self, value: f64) -> bool {
        (value > self.low || self.closed_low && value == self.low)
            && (value < self.high || self.closed_high && value == self.high)
    }

    /// Whether all that lies between two numbers is within; the ends of an open bound count as
    /// within, since a law hits them with probability 0.
    pub fn holds_all(&self, lower: f64, upper: f64) -> bool {
        lower >= self.low && upper <= self.high
    }

    /// What a number must be, in words.
    pub fn words(&self) -> String {
        let (low, high) = (self.low, self.high);
        match (low.is_finite(), high.is_finite()) {
            (false, false) => "be a number".into(),
            (true, false) if self.closed_low => format!("be at least {low}"),
            (true, false) => format!("be above {low}"),
            (false, true) if self.closed_high => format!("be at most {high}"),
            (false, true) => format!("be below {high}"),
            (true, true) => match (self.closed_low, self.closed_high) {
                (true, true) => format!("lie between {low} and {high}"),
                (true, false) => format!("be at least {low} and below {high}"),
                (false, true) => format!("be above {low} and at most {high}"),
                (false, false) => format!("be above {low} and below {high}"),
            },
        }
    }
}
