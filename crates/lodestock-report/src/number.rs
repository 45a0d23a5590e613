//! Numbers for people: no digit goes beyond what the error supports.
//!
//! A shown error has one significant digit, or two if the first is a 1; its value ends at the same
//! place. Where the error is not shown the value ends at its first digit. What is not known prints
//! as [`UNKNOWN`].

use lodestock_runner::statistics::{Mean, Proportion, Quantile, Tail};

/// Stands for a number that the run says nothing about.
pub const UNKNOWN: &str = "–";
/// Significant digits of a number without an error.
const EXACT_DIGITS: i32 = 6;

/// Decimal place of the first significant digit of an error, as rounded.
///
/// `None` unless the error is a finite number above 0.
fn first_place(error: f64) -> Option<i32> {
    let known = error > 0.0 && error.is_finite();
    known.then(|| -((error / 9.5).log10().floor() as i32 + 1))
}

/// Decimal place at which a shown error ends: 0 for units, 1 for tenths, −2 for hundreds.
fn place(error: f64) -> Option<i32> {
    let first = first_place(error)?;
    let lead = error * 10f64.powi(first);
    Some(if lead < 1.95 { first + 1 } else { first })
}

/// A number that ends at a decimal place, with thousands apart: `1,540`.
fn fixed(value: f64, place: i32) -> String {
    if place >= 0 {
        return grouped(&format!("{value:.*}", place.min(300) as usize));
    }
    let unit = 10f64.powi(-place);
    grouped(&format!("{:.0}", (value / unit).round() * unit))
}

/// Puts commas between thousands of a decimal number.
fn grouped(digits: &str) -> String {
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(rest) if rest.chars().any(|c| c.is_ascii_digit() && c != '0') => ("-", rest),
        Some(rest) => ("", rest),
        None => ("", digits),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut text = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// A number without an error, to six significant digits at most: `1,578.08`, `0.25`.
pub fn exact(value: f64) -> String {
    significant(value, EXACT_DIGITS)
}

/// A number to so many significant digits at most, zeros at its end left out.
pub fn significant(value: f64, digits: i32) -> String {
    if value == 0.0 {
        return "0".into();
    }
    if !value.is_finite() {
        return UNKNOWN.into();
    }
    let exponent = value.abs().log10().floor() as i32;
    let text = fixed(value, digits - 1 - exponent);
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_string(),
        false => text,
    }
}

/// A value as precise as an error allows; exact if the error is 0, unknown if it is infinite.
pub fn rounded(value: f64, error: f64) -> String {
    match first_place(error) {
        Some(place) => fixed(value, place),
        None if error == 0.0 => exact(value),
        None => UNKNOWN.into(),
    }
}

/// A value as precise as the half width of its interval allows, to its first digit: `31.2`.
pub fn between(value: f64, half_width: f64) -> String {
    match first_place(half_width) {
        Some(place) => fixed(value, place),
        None => rounded(value, half_width),
    }
}

/// A value and its error: `412 ± 6`. With an unknown error the value has two digits.
pub fn with_error(value: f64, error: f64) -> String {
    match place(error) {
        Some(place) => format!("{} ± {}", fixed(value, place), fixed(error, place)),
        None if error == 0.0 => format!("{} ± 0", exact(value)),
        None => format!("{} ± {UNKNOWN}", significant(value, 2)),
    }
}

/// A mean and its standard error: `412 ± 6`; a plain 0 if nothing else was ever seen.
pub fn mean(mean: Mean) -> String {
    if mean.value == 0.0 && mean.se == 0.0 {
        return "0".into();
    }
    with_error(mean.value, mean.se)
}

/// The mean of a tail, as precise as its standard error allows.
pub fn tail(tail: Tail) -> String {
    rounded(tail.value, tail.se)
}

/// A quantile, as precise as its interval allows; unknown if the interval has no end.
pub fn quantile(quantile: Quantile) -> String {
    rounded(quantile.value, 0.5 * (quantile.high - quantile.low))
}

/// A probability and its interval: `31.2 % (30.9–31.5)`.
pub fn proportion(p: Proportion) -> String {
    let Some(place) = first_place(50.0 * (p.high - p.low)) else {
        return format!("{} %", exact(100.0 * p.value));
    };
    let end = |x: f64| match x {
        0.0 => "0".to_string(),
        1.0 => "100".to_string(),
        x => fixed(100.0 * x, place),
    };
    format!("{} % ({}–{})", end(p.value), end(p.low), end(p.high))
}

/// A probability as precise as its interval allows: `31.2 %`, or `<0.004 %` if it was never seen.
pub fn share(p: Proportion) -> String {
    let half = 50.0 * (p.high - p.low);
    if p.value == 0.0 && p.high < 1.0 {
        return format!("<{} %", ceiling(100.0 * p.high));
    }
    if p.value == 1.0 && p.low > 0.0 {
        let missing = ceiling(100.0 * (1.0 - p.low));
        let missing: f64 = missing.parse().unwrap_or(100.0);
        return format!(">{} %", significant(100.0 - missing, 12));
    }
    format!("{} %", rounded(100.0 * p.value, half))
}

/// A positive number rounded up to one significant digit.
fn ceiling(value: f64) -> String {
    let exponent = value.log10().floor() as i32;
    let unit = 10f64.powi(exponent);
    let up = ((value / unit) * (1.0 - 1e-12)).ceil() * unit;
    fixed(up, -(up * (1.0 + 1e-12)).log10().floor() as i32)
}

/// To 12 significant digits, as machines read it: `38.3561643836`.
pub fn digits12(value: f64) -> String {
    let short = format!("{value:.11e}").parse().unwrap_or(value);
    // Adding 0 turns −0 into 0.
    (short + 0.0).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_ends_where_its_error_ends() {
        for (value, error, expected) in [
            (412.3, 6.2, "412 ± 6"),
            (3.1259, 0.21, "3.1 ± 0.2"),
            (3.1259, 0.0149, "3.126 ± 0.015"),
            (12_345.0, 612.0, "12,300 ± 600"),
            (12_345.0, 1_400.0, "12,300 ± 1,400"),
            (1_234_567.0, 97.0, "1,234,570 ± 100"),
            (0.4, 6.0, "0 ± 6"),
            (-0.4, 6.0, "0 ± 6"),
            (-1_540.0, 30.0, "-1,540 ± 30"),
            (7.0, 0.0, "7 ± 0"),
            (0.0, 0.0, "0 ± 0"),
            (1578.0822, 0.0, "1,578.08 ± 0"),
            (412.3, f64::INFINITY, "410 ± –"),
            (99.96, 0.97, "100.0 ± 1.0"),
            (5.0, 0.0195, "5.00 ± 0.02"),
        ] {
            assert_eq!(with_error(value, error), expected);
        }
    }

    #[test]
    fn quantiles_end_where_their_interval_ends() {
        let level = 0.9;
        let text = |value, low, high| {
            quantile(Quantile {
                level,
                value,
                low,
                high,
            })
        };
        assert_eq!(text(1543.21, 1539.0, 1548.0), "1,543");
        assert_eq!(text(1543.21, 1500.0, 1560.0), "1,540");
        assert_eq!(text(0.0, 0.0, 0.0), "0");
        assert_eq!(text(7.0, 7.0, 7.0), "7");
        assert_eq!(text(7.0, 3.0, f64::INFINITY), UNKNOWN);
        assert_eq!(text(7.0, f64::NEG_INFINITY, 9.0), UNKNOWN);
    }

    #[test]
    fn percentages_carry_their_interval() {
        let of = |count, trials| Proportion::of(count, trials, 0.95).unwrap();
        assert_eq!(proportion(of(31_234, 100_000)), "31.2 % (30.9–31.5)");
        assert_eq!(share(of(31_234, 100_000)), "31.2 %");
        assert_eq!(proportion(of(0, 100_000)), "0 % (0–0.004)");
        assert_eq!(share(of(0, 100_000)), "<0.004 %");
        assert_eq!(share(of(100_000, 100_000)), ">99.996 %");
        assert_eq!(share(of(10, 10)), ">70 %");
        assert_eq!(proportion(of(3, 10)), "30 % (10–60)");
        assert_eq!(proportion(of(0, 1)), "0 % (0–80)");
        assert_eq!(share(of(0, 1)), "<80 %");
    }

    #[test]
    fn numbers_for_machines_have_twelve_digits() {
        assert_eq!(digits12(38.356_164_383_561_64), "38.3561643836");
        assert_eq!(digits12(750.0), "750");
        assert_eq!(digits12(2_179.486_301_369_863), "2179.48630137");
        assert_eq!(digits12(-0.0), "0");
    }

    #[test]
    fn errors_that_round_up_lose_a_place() {
        assert_eq!(place(0.96), Some(1));
        assert_eq!(place(9.6), Some(0));
        assert_eq!(place(1.94), Some(1));
        assert_eq!(place(1.96), Some(0));
        assert_eq!(place(f64::NAN), None);
        assert_eq!(first_place(0.94), Some(1));
        assert_eq!(first_place(0.96), Some(0));
        assert_eq!(first_place(19.0), Some(-1));
        assert_eq!(first_place(f64::INFINITY), None);
    }
}
