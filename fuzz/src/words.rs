//! What is put where something else stood.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use lodestock::scenario::schema::{Form, Kind, ROOT};

/// Numbers at the edges of what is allowed or sensible.
pub const NUMBERS: &[&str] = &[
    "0",
    "0.0",
    "-0.0",
    "1",
    "-1",
    "2",
    "3",
    "7",
    "12",
    "100",
    "0.5",
    "0.02",
    "0.999999999",
    "0.9999999999999999",
    "1.0000000000000002",
    "1e-6",
    "1e-9",
    "1e-12",
    "1e-17",
    "1e-100",
    "1e-308",
    "5e-324",
    "1e6",
    "1e9",
    "1e12",
    "1e15",
    "1e17",
    "1e100",
    "1e150",
    "1e200",
    "1e300",
    "1e308",
    "1.7976931348623157e308",
    "nan",
    "inf",
    "-inf",
    "-1e308",
    "65535",
    "65536",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "9007199254740993",
    "9223372036854775807",
    "99999999999999999999999999",
];

/// Texts: spans, dates, rates, choices.
pub const TEXTS: &[&str] = &[
    "",
    " ",
    "x",
    "0 months",
    "1 month",
    "1 hour",
    "1 day",
    "2 days",
    "1 week",
    "3 months",
    "1 year",
    "9 years",
    "0.5 months",
    "1e-9 years",
    "1e9 years",
    "1e308 years",
    "1e300 hours",
    "-1 month",
    "nan days",
    "inf days",
    "2027-01",
    "2027-02-28",
    "2028-02-29",
    "0000-01",
    "9999-12-31",
    "1999-12-31",
    "2027-13",
    "30 days per month",
    "1 day per hour",
    "1 year per day",
    "1e300 days per day",
    "month",
    "week",
    "day",
    "hour",
    "quarter",
    "year",
    "cover",
    "spread",
    "hold",
    "given",
    "stationary",
    "full",
    "#",
    "a.b",
    "\\u0000",
    "\\n",
    "ä",
];

/// Whole values.
pub const VALUES: &[&str] = &[
    "true",
    "[]",
    "{}",
    "\"\"",
    "[[1]]",
    "[{}]",
    "\"2 months\"",
    "\"0 months\"",
    "\"1e9 years\"",
    "\"1 day\"",
    "\"2027-06\"",
    "2027-06-01",
    "\"20 days per month\"",
    "\"stationary\"",
    "\"cover\"",
    "\"given\"",
    "\"60 days\"",
    "{ exponential = { mean = \"6 months\" } }",
    "{ exponential = { mean = \"1e9 years\" } }",
    "{ exponential = { mean = 3 } }",
    "{ uniform = { low = 0, high = 1 } }",
    "{ uniform = { low = 1, high = 1e308 } }",
    "{ lognormal = { median = 1, sigma = 30 } }",
    "{ lognormal = { median = \"1 month\", sigma = 0.5 } }",
    "{ beta = { alpha = 1e-3, beta = 1e-3, low = 0, high = 1 } }",
    "{ beta = { alpha = 1e6, beta = 1, low = 0, high = 1 } }",
    "{ gamma = { shape = 1e-3, scale = 1 } }",
    "{ gamma = { shape = 1e9, scale = \"1 month\" } }",
    "{ weibull = { shape = 0.01, scale = 1 } }",
    "{ weibull = { shape = 100, scale = \"1 month\" } }",
    "{ triangular = { low = 0, mode = 0, high = 1 } }",
    "{ pert = { low = 0, mode = 1, high = 1 } }",
    "{ discrete = { values = [0, 1], weights = [1, 0] } }",
    "{ discrete = { values = [\"0 days\", \"9 years\"], weights = [1, 1] } }",
    "{ empirical = { values = [0, 1, 1e300] } }",
    "{ poisson = { per_year = 1 } }",
    "{ poisson = { per_year = 1e300 } }",
    "{ poisson = { per_year = 1e-300 } }",
    "{ mean_up = \"1 day\" }",
    "{ date = \"2027-06\" }",
    "{ within_horizon = 1 }",
    "[{ from = \"2027-06\", value = 3 }]",
    "[{ value = 0 }, { from = \"2028-01\", value = 1e9 }]",
    "[0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]",
    "{ spread = { over = \"3 months\" } }",
];

/// Some key of the format.
pub fn key(index: usize) -> &'static str {
    let keys = keys();
    keys[index % keys.len()]
}

/// Every key of the format, once.
pub fn keys() -> &'static [&'static str] {
    static KEYS: OnceLock<Vec<&'static str>> = OnceLock::new();
    KEYS.get_or_init(|| {
        let mut keys = BTreeSet::new();
        collect(&ROOT, &mut BTreeSet::new(), &mut keys);
        keys.into_iter().collect()
    })
}

fn collect(
    kind: &'static Kind,
    seen: &mut BTreeSet<&'static str>,
    keys: &mut BTreeSet<&'static str>,
) {
    let signature = kind.fields.first().map_or("", |field| field.doc);
    if !seen.insert(signature) {
        return;
    }
    for field in kind.fields {
        keys.insert(field.name);
        match field.form {
            Form::Series(_, kind)
            | Form::Table(kind)
            | Form::Tables(kind)
            | Form::Entries(kind)
            | Form::Choice(kind)
            | Form::WordOrChoice(_, kind) => collect(kind, seen, keys),
            _ => {}
        }
    }
}
