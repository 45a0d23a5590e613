//! Parameters of laws.

use crate::{PAIR, each_is_felt};

/// Each parameter of each law, as a duration or a severity.
#[test]
fn laws() {
    for (from, to) in [
        (
            "exponential = { mean = \"8 months\" }",
            "exponential = { mean = \"9 months\" }",
        ),
        (
            "exponential = { mean = \"8 months\" }",
            "exponential = { mean = \"8 months\", max = \"1 year\" }",
        ),
        (
            "gamma = { shape = 2, scale = \"4 months\" }",
            "gamma = { shape = 3, scale = \"4 months\" }",
        ),
        (
            "gamma = { shape = 2, scale = \"4 months\" }",
            "gamma = { shape = 2, scale = \"5 months\" }",
        ),
        (
            "gamma = { shape = 2, scale = \"4 months\" }",
            "gamma = { shape = 2, scale = \"4 months\", max = \"1 year\" }",
        ),
        (
            "weibull = { shape = 2, scale = \"9 months\" }",
            "weibull = { shape = 1, scale = \"9 months\" }",
        ),
        (
            "weibull = { shape = 2, scale = \"9 months\" }",
            "weibull = { shape = 2, scale = \"5 months\" }",
        ),
        (
            "weibull = { shape = 2, scale = \"9 months\" }",
            "weibull = { shape = 2, scale = \"9 months\", max = \"1 year\" }",
        ),
        (
            "lognormal = { median = \"9 months\", sigma = 0.5 }",
            "lognormal = { median = \"5 months\", sigma = 0.5 }",
        ),
        (
            "lognormal = { median = \"9 months\", sigma = 0.5 }",
            "lognormal = { median = \"9 months\", sigma = 0.9 }",
        ),
        (
            "lognormal = { median = \"9 months\", sigma = 0.5 }",
            "lognormal = { median = \"9 months\", sigma = 0.5, max = \"1 year\" }",
        ),
        (
            "uniform = { low = 0.2, high = 0.8 }",
            "uniform = { low = 0.6, high = 0.8 }",
        ),
        (
            "uniform = { low = 0.2, high = 0.8 }",
            "uniform = { low = 0.2, high = 0.9 }",
        ),
        (
            "uniform = { low = 0.2, high = 0.8 }",
            "uniform = { low = 0.2, high = 0.8, max = 0.5 }",
        ),
        (
            "triangular = { low = 0.2, mode = 0.5, high = 0.8 }",
            "triangular = { low = 0.4, mode = 0.5, high = 0.8 }",
        ),
        (
            "triangular = { low = 0.2, mode = 0.5, high = 0.8 }",
            "triangular = { low = 0.2, mode = 0.7, high = 0.8 }",
        ),
        (
            "triangular = { low = 0.2, mode = 0.5, high = 0.8 }",
            "triangular = { low = 0.2, mode = 0.5, high = 0.9 }",
        ),
        (
            "triangular = { low = 0.2, mode = 0.5, high = 0.8 }",
            "triangular = { low = 0.2, mode = 0.5, high = 0.8, max = 0.5 }",
        ),
        (
            "pert = { low = 0.2, mode = 0.5, high = 0.8 }",
            "pert = { low = 0.4, mode = 0.5, high = 0.8 }",
        ),
        (
            "pert = { low = 0.2, mode = 0.5, high = 0.8 }",
            "pert = { low = 0.2, mode = 0.7, high = 0.8 }",
        ),
        (
            "pert = { low = 0.2, mode = 0.5, high = 0.8 }",
            "pert = { low = 0.2, mode = 0.5, high = 0.9 }",
        ),
        (
            "pert = { low = 0.2, mode = 0.5, high = 0.8 }",
            "pert = { low = 0.2, mode = 0.5, high = 0.8, max = 0.5 }",
        ),
        (
            "beta = { alpha = 2, beta = 3, low = 0, high = 0.8 }",
            "beta = { alpha = 4, beta = 3, low = 0, high = 0.8 }",
        ),
        (
            "beta = { alpha = 2, beta = 3, low = 0, high = 0.8 }",
            "beta = { alpha = 2, beta = 9, low = 0, high = 0.8 }",
        ),
        (
            "beta = { alpha = 2, beta = 3, low = 0, high = 0.8 }",
            "beta = { alpha = 2, beta = 3, low = 0.5, high = 0.8 }",
        ),
        (
            "beta = { alpha = 2, beta = 3, low = 0, high = 0.8 }",
            "beta = { alpha = 2, beta = 3, low = 0, high = 0.9 }",
        ),
        (
            "beta = { alpha = 2, beta = 3, low = 0, high = 0.8 }",
            "beta = { alpha = 2, beta = 3, low = 0, high = 0.8, max = 0.5 }",
        ),
        (
            "discrete = { values = [0, 0.5], weights = [1, 1] }",
            "discrete = { values = [0, 0.9], weights = [1, 1] }",
        ),
        (
            "discrete = { values = [0, 0.5], weights = [1, 1] }",
            "discrete = { values = [0, 0.5], weights = [1, 4] }",
        ),
        (
            "discrete = { values = [0, 0.5], weights = [1, 1] }",
            "discrete = { values = [0, 0.5], weights = [1, 1], max = 0.4 }",
        ),
        (
            "empirical = { values = [0.1, 0.5] }",
            "empirical = { values = [0.1, 0.9] }",
        ),
        (
            "empirical = { values = [0.1, 0.5] }",
            "empirical = { values = [0.1, 0.5], max = 0.4 }",
        ),
    ] {
        // Durations are spans; a plain number of a law here is the severity.
        let spans = from.contains("month");
        let key = if spans {
            "outage.ore.duration"
        } else {
            "outage.ore.severity"
        };
        let (from, to) = (format!("{{ {from} }}"), format!("{{ {to} }}"));
        each_is_felt(PAIR, &[(key, &from)], &[(key, &to)]);
    }
}
