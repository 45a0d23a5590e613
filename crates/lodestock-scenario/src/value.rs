//! Numbers, spans, dates, sizes and rates, as a file writes them.

use lodestock_core::problem::suggest;
use lodestock_core::spec::{Rate, Size, Years};
use lodestock_core::time::{Date, StepLength};
use toml::de::DeValue;

use crate::diagnostic::Fault;
use crate::schema::Bound;

/// Longest span, in years; a planner who wants "never" leaves the key out.
const LONGEST: Years = 1e9;

/// What a value is, with an article, for messages.
pub(crate) fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// `key` must be this, but is that.
pub(crate) fn mismatch(key: &str, wanted: &str, value: &DeValue<'_>) -> Fault {
    Fault::new(format!("`{key}` must be {wanted}, but is {}", kind(value)))
}

/// A finite number within bounds.
pub(crate) fn number(key: &str, value: &DeValue<'_>, bound: Bound) -> Result<f64, Fault> {
    let (number, text) = match value {
        DeValue::Integer(integer) => (integer_value(integer), integer.to_string()),
        DeValue::Float(float) => (float.as_str().parse().ok(), float.as_str().to_string()),
        DeValue::String(text) if is_number(text) => {
            let fault = mismatch(key, "a number", value);
            return Err(fault.help(format!("without quotes: {}", text.trim())));
        }
        other => return Err(mismatch(key, "a number", other)),
    };
    let number = number
        .filter(|n: &f64| n.is_finite())
        .ok_or_else(|| Fault::new(format!("{text} is not a number that `{key}` can be")))?;
    if bound.holds(number) {
        Ok(number)
    } else {
        Err(Fault::new(format!(
            "`{key}` must {}, but is {text}",
            bound.words()
        )))
    }
}

/// Whether a text would be a number without its quotes.
pub(crate) fn is_number(text: &str) -> bool {
    text.replace('_', "").trim().parse::<f64>().is_ok()
}

fn integer_value(integer: &toml::de::DeInteger<'_>) -> Option<f64> {
    match integer.radix() {
        10 => integer.as_str().parse().ok(),
        radix => u128::from_str_radix(integer.as_str(), radix)
            .ok()
            .map(|n| n as f64),
    }
}

/// A whole number between two others, both of them included.
pub(crate) fn whole(key: &str, value: &DeValue<'_>, low: u64, high: u64) -> Result<u64, Fault> {
    let integer = match value {
        DeValue::Integer(integer) => integer,
        DeValue::Float(float) => {
            let text = float.as_str();
            return Err(Fault::new(format!(
                "`{key}` must be a whole number, but is {text}"
            )));
        }
        other => return Err(mismatch(key, "a whole number", other)),
    };
    i128::from_str_radix(integer.as_str(), integer.radix())
        .ok()
        .and_then(|n| u64::try_from(n).ok())
        .filter(|n| (low..=high).contains(n))
        .ok_or_else(|| {
            Fault::new(format!(
                "`{key}` must be a whole number from {low} to {high}, but is {integer}"
            ))
        })
}

/// A span such as `"9 months"`, in years.
pub(crate) fn span(key: &str, value: &DeValue<'_>) -> Result<Years, Fault> {
    match value {
        DeValue::String(text) => span_text(key, text),
        DeValue::Integer(_) | DeValue::Float(_) => {
            let number = match value {
                DeValue::Integer(integer) => integer.to_string(),
                DeValue::Float(float) => float.as_str().to_string(),
                _ => String::new(),
            };
            let fault = Fault::new(format!("`{key}` is a span and needs a unit"));
            Err(fault.help(format!("such as \"{number} months\"")))
        }
        other => Err(mismatch(key, "a span such as \"9 months\"", other)),
    }
}

fn span_text(key: &str, text: &str) -> Result<Years, Fault> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let &[number, unit] = words.as_slice() else {
        let fault = Fault::new(format!("\"{text}\" is not a span"));
        return Err(fault.help("a span is a number and a unit, such as \"9 months\""));
    };
    let number = plain_number(key, number)?;
    let unit = unit_of_time(unit)?;
    let years = number / unit.per_year();
    if years > LONGEST {
        let fault = Fault::new(format!("\"{text}\" is longer than a billion years"));
        return Err(fault.help(format!("leave `{key}` out, if it means never")));
    }
    Ok(years)
}

fn unit_of_time(name: &str) -> Result<StepLength, Fault> {
    let units = StepLength::ALL.map(|unit| format!("{unit}s"));
    StepLength::from_name(name).ok_or_else(|| {
        Fault::new(format!("there is no unit of time called \"{name}\""))
            .maybe_help(suggest(name, units.iter().map(String::as_str)))
    })
}

/// A number within a text: digits, with underscores, a point, an exponent.
fn plain_number(key: &str, text: &str) -> Result<f64, Fault> {
    let allowed = |c: char| c.is_ascii_digit() || "_.eE+-".contains(c);
    let number = (text.chars().all(allowed) && !text.starts_with('_') && !text.ends_with('_'))
        .then(|| text.replace('_', "").parse::<f64>().ok())
        .flatten()
        .filter(|n| n.is_finite())
        .ok_or_else(|| Fault::new(format!("\"{text}\" is not a number that `{key}` can be")))?;
    if number < 0.0 {
        return Err(Fault::new(format!(
            "`{key}` must not be negative, but is {text}"
        )));
    }
    Ok(number)
}

/// A date, as a text or as a date of TOML.
pub(crate) fn date(key: &str, value: &DeValue<'_>) -> Result<Date, Fault> {
    let text = match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Datetime(at) if at.time.is_none() && at.offset.is_none() => at.to_string(),
        DeValue::Datetime(at) => {
            return Err(Fault::new(format!("`{key}` must be a day, but is {at}")));
        }
        other => return Err(mismatch(key, "a date such as \"2027-01\"", other)),
    };
    text.parse()
        .map_err(|e| Fault::new(format!("\"{text}\" is not a date")).help(format!("{e}")))
}

/// A quantity in the commodity's unit, or a span of need.
pub(crate) fn size(key: &str, value: &DeValue<'_>) -> Result<Size, Fault> {
    match value {
        DeValue::String(text) => span_text(key, text).map(Size::Cover),
        DeValue::Integer(_) | DeValue::Float(_) => {
            number(key, value, Bound::NOT_NEGATIVE).map(Size::Units)
        }
        other => Err(mismatch(
            key,
            "a quantity or a span such as \"60 days\"",
            other,
        )),
    }
}

/// A quantity per year, `"30 days per month"` or `"14 per month"`.
pub(crate) fn rate(key: &str, value: &DeValue<'_>) -> Result<Rate, Fault> {
    let text = match value {
        DeValue::String(text) => text,
        DeValue::Integer(_) | DeValue::Float(_) => {
            let size = number(key, value, Bound::NOT_NEGATIVE).map(Size::Units)?;
            return Ok(Rate {
                size,
                times_per_year: 1.0,
            });
        }
        other => return Err(mismatch(key, "a rate such as \"30 days per month\"", other)),
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let (size, unit) = match words.as_slice() {
        [amount, "per", unit] => (Size::Units(plain_number(key, amount)?), unit),
        [amount, span, "per", unit] => {
            let cover = span_text(key, &format!("{amount} {span}"))?;
            (Size::Cover(cover), unit)
        }
        _ => {
            let fault = Fault::new(format!("\"{text}\" is not a rate"));
            return Err(fault.help("such as \"30 days per month\", or a quantity per year"));
        }
    };
    Ok(Rate {
        size,
        times_per_year: unit_of_time(unit)?.per_year(),
    })
}

/// An id: letters, digits, `-` and `_`.
pub(crate) fn is_id(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    !text.is_empty() && text.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> DeValue<'_> {
        DeValue::String(text.into())
    }

    #[test]
    fn spans_are_numbers_with_units() {
        for (written, years) in [
            ("9 months", 0.75),
            ("1 year", 1.0),
            ("1_461 days", 1461.0 / 365.0),
            ("36 hours", 36.0 / 8760.0),
            ("1.5 quarters", 0.375),
            ("26 weeks", 26.0 * 7.0 / 365.0),
            (" 2   years ", 2.0),
            ("0 days", 0.0),
        ] {
            let found = span("x", &text(written)).unwrap();
            assert!((found - years).abs() < 1e-15, "{written}: {found}");
        }
        for written in [
            "",
            "9",
            "9months",
            "nan days",
            "inf days",
            "-1 day",
            "9 moths",
            "1e99 years",
        ] {
            assert!(span("x", &text(written)).is_err(), "{written}");
        }
    }

    #[test]
    fn rates_are_quantities_or_covers_per_unit() {
        let rate = |written| rate("x", &text(written));
        let month = |size| Rate {
            size,
            times_per_year: 12.0,
        };
        assert_eq!(
            rate("30 days per month"),
            Ok(month(Size::Cover(30.0 / 365.0)))
        );
        assert_eq!(rate("14 per month"), Ok(month(Size::Units(14.0))));
        for wrong in [
            "14",
            "14 months",
            "14 per moon",
            "per month",
            "-3 per month",
        ] {
            assert!(rate(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn bounds_say_what_they_allow() {
        assert_eq!(Bound::SHARE.words(), "lie between 0 and 1");
        assert_eq!(Bound::BELOW_ONE.words(), "be at least 0 and below 1");
        assert_eq!(Bound::POSITIVE.words(), "be above 0");
        assert!(Bound::SHARE.holds(1.0) && !Bound::BELOW_ONE.holds(1.0));
        assert!(!Bound::POSITIVE.holds(0.0) && Bound::POSITIVE.holds_all(0.0, f64::INFINITY));
    }
}
