//! Distributions.

use super::*;

const P: Form = Form::Parameter;
const PLAIN: Form = Form::Number(Bound::ANY);
const MAX: Field = may(
    "max",
    P,
    "no limit",
    "Truncates: drawn given that it is at most this.",
);

const fn law(name: &'static str, fields: &'static [Field], doc: &'static str) -> Kind {
    Kind { name, doc, fields }
}

/// Laws by name.
pub static LAW: Kind = Kind {
    name: "law",
    doc: "A distribution.",
    fields: &[
        may(
            "exponential",
            Form::Table(&EXPONENTIAL),
            "",
            EXPONENTIAL.doc,
        ),
        may("gamma", Form::Table(&GAMMA), "", GAMMA.doc),
        may("weibull", Form::Table(&WEIBULL), "", WEIBULL.doc),
        may("lognormal", Form::Table(&LOGNORMAL), "", LOGNORMAL.doc),
        may("uniform", Form::Table(&UNIFORM), "", UNIFORM.doc),
        may("triangular", Form::Table(&TRIANGULAR), "", TRIANGULAR.doc),
        may("pert", Form::Table(&PERT), "", PERT.doc),
        may("beta", Form::Table(&BETA), "", BETA.doc),
        may("discrete", Form::Table(&DISCRETE), "", DISCRETE.doc),
        may("empirical", Form::Table(&EMPIRICAL), "", EMPIRICAL.doc),
    ],
};

static EXPONENTIAL: Kind = law(
    "exponential",
    &[must("mean", P, "Mean."), MAX],
    "Without memory.",
);
static GAMMA: Kind = law(
    "gamma",
    &[
        must("shape", PLAIN, "Shape."),
        must("scale", P, "Scale."),
        MAX,
    ],
    "Gamma.",
);
static WEIBULL: Kind = law(
    "weibull",
    &[
        must("shape", PLAIN, "Shape."),
        must("scale", P, "Scale."),
        MAX,
    ],
    "Weibull.",
);
static LOGNORMAL: Kind = law(
    "lognormal",
    &[
        must("median", P, "Median."),
        must("sigma", PLAIN, "Standard deviation of the logarithm."),
        MAX,
    ],
    "Lognormal.",
);
static UNIFORM: Kind = law("uniform", &[LOW, HIGH, MAX], "Uniform.");
static TRIANGULAR: Kind = law("triangular", &[LOW, MODE, HIGH, MAX], "Triangular.");
static PERT: Kind = law(
    "pert",
    &[LOW, MODE, HIGH, MAX],
    "PERT: a beta with weight 4 on the mode.",
);
static BETA: Kind = law(
    "beta",
    &[
        must("alpha", PLAIN, "First shape."),
        must("beta", PLAIN, "Second shape."),
        LOW,
        HIGH,
        MAX,
    ],
    "Beta, between two ends.",
);
static DISCRETE: Kind = law(
    "discrete",
    &[
        must("values", Form::Parameters, "Values."),
        must(
            "weights",
            Form::Numbers(0, Bound::NOT_NEGATIVE),
            "Weight of each.",
        ),
        MAX,
    ],
    "A few values with weights.",
);
static EMPIRICAL: Kind = law(
    "empirical",
    &[must("values", Form::Parameters, "Values seen."), MAX],
    "Values seen, each as likely.",
);

const LOW: Field = must("low", P, "Lowest.");
const MODE: Field = must("mode", P, "Most likely.");
const HIGH: Field = must("high", P, "Highest.");
