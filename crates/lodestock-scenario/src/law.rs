//! Amounts: a number or span, or the law it is drawn from.

use lodestock_core::law::{Law, LawError};
use lodestock_core::spec::Amount;
use toml::de::DeValue;

use crate::context::{Context, Node};
use crate::diagnostic::Fault;
use crate::entry::{Entry, choose};
use crate::schema::{Bound, LAW};
use crate::value;

/// What the values of a law are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dimension {
    /// Plain numbers.
    Number,
    /// Spans, in years.
    Span,
}

/// A number or span, or a law.
pub(crate) fn amount<'a>(
    cx: &'a Context<'a>,
    name: &str,
    node: Node<'a>,
    bound: Bound,
    dimension: Dimension,
) -> Option<Amount> {
    if node.get_ref().is_table() {
        return law(cx, name, node, bound, dimension).map(Amount::Uncertain);
    }
    let fixed = match dimension {
        Dimension::Number => value::number(name, node.get_ref(), bound),
        Dimension::Span => value::span(name, node.get_ref()),
    };
    cx.report(node.span(), fixed).map(Amount::Fixed)
}

fn law<'a>(
    cx: &'a Context<'a>,
    name: &str,
    node: Node<'a>,
    bound: Bound,
    dimension: Dimension,
) -> Option<Law> {
    let (entry, kind) = choose(cx, name, node, &LAW)?;
    let reader = Reader {
        entry: entry.table(kind)?,
        dimension,
    };
    let law = reader.law(kind)?;
    let (lower, upper) = (law.lower(), law.upper());
    if !bound.holds_all(lower, upper) {
        let fault = Fault::new(format!(
            "`{name}` must {}, but this law gives {} to {}",
            bound.words(),
            short(lower),
            short(upper)
        ));
        let help = "`max` truncates a law from above";
        let fault = if upper > bound.high {
            fault.help(help)
        } else {
            fault
        };
        cx.log.error(node.span(), fault);
        return None;
    }
    Some(law)
}

fn short(value: f64) -> String {
    if value == f64::INFINITY {
        "any height".into()
    } else {
        value.to_string()
    }
}

/// Reads the parameters of one law.
struct Reader<'a> {
    entry: Entry<'a>,
    dimension: Dimension,
}

impl<'a> Reader<'a> {
    fn law(&self, kind: &str) -> Option<Law> {
        let law = self.build(kind);
        let max = self.parameter("max");
        let law = match law? {
            Ok(law) if self.entry.has("max") => law.truncated(max?),
            other => other,
        };
        let fault = |e: LawError| {
            let fault = Fault::new(format!("no such {kind} law: {e}"));
            match self.dimension {
                Dimension::Number => fault,
                Dimension::Span => fault.help("spans are in years here"),
            }
        };
        let span = self.entry.span.clone();
        self.entry.cx.report(span, law.map_err(fault))
    }

    fn build(&self, kind: &str) -> Option<Result<Law, LawError>> {
        match kind {
            "exponential" => Some(Law::exponential(self.parameter("mean")?)),
            "gamma" => self.two("shape", "scale", Law::gamma),
            "weibull" => self.two("shape", "scale", Law::weibull),
            "lognormal" => self.two("sigma", "median", |sigma, median| {
                Law::lognormal(median, sigma)
            }),
            "uniform" => self.uniform(),
            "triangular" => self.three(Law::triangular),
            "pert" => self.three(Law::pert),
            "beta" => self.beta(),
            "discrete" => self.discrete(),
            _ => Some(Law::empirical(&self.parameters("values")?)),
        }
    }

    /// A plain parameter and one of the law's dimension.
    fn two(
        &self,
        plain: &str,
        other: &str,
        law: impl Fn(f64, f64) -> Result<Law, LawError>,
    ) -> Option<Result<Law, LawError>> {
        let (plain, other) = (self.entry.number(plain), self.parameter(other));
        Some(law(plain?, other?))
    }

    fn ends(&self) -> (Option<f64>, Option<f64>) {
        (self.parameter("low"), self.parameter("high"))
    }

    fn uniform(&self) -> Option<Result<Law, LawError>> {
        let (low, high) = self.ends();
        Some(Law::uniform(low?, high?))
    }

    fn three(
        &self,
        law: impl Fn(f64, f64, f64) -> Result<Law, LawError>,
    ) -> Option<Result<Law, LawError>> {
        let (low, high) = self.ends();
        let mode = self.parameter("mode");
        Some(law(low?, mode?, high?))
    }

    fn beta(&self) -> Option<Result<Law, LawError>> {
        let (alpha, beta) = (self.entry.number("alpha"), self.entry.number("beta"));
        let (low, high) = self.ends();
        Some(Law::beta(alpha?, beta?, low?, high?))
    }

    fn discrete(&self) -> Option<Result<Law, LawError>> {
        let (values, weights) = (self.parameters("values"), self.entry.numbers("weights"));
        Some(Law::discrete(&values?, &weights?))
    }

    fn parameter(&self, name: &str) -> Option<f64> {
        let (node, _) = self.entry.node(name)?;
        let cx = self.entry.cx;
        cx.report(node.span(), self.convert(name, node.get_ref()))
    }

    fn parameters(&self, name: &str) -> Option<Vec<f64>> {
        let (node, _) = self.entry.node(name)?;
        self.entry
            .list(name, node, |item| self.convert(name, item.get_ref()))
    }

    fn convert(&self, name: &str, value: &DeValue<'_>) -> Result<f64, Fault> {
        match self.dimension {
            Dimension::Number => value::number(name, value, Bound::ANY),
            Dimension::Span => value::span(name, value),
        }
    }
}
