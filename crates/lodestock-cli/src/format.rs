//! Texts of the command line: counts with underscores, words for a shell, dates.

use std::time::{SystemTime, UNIX_EPOCH};

/// A whole number, underscores allowed: `100_000`.
pub fn whole(text: &str) -> Result<u64, String> {
    let digits = text.replace('_', "");
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if !plain {
        return Err("expected a whole number, such as 100_000".into());
    }
    digits.parse().map_err(|_| format!("{digits} is too large"))
}

/// A number of paths, 1 to 2³² − 1.
pub fn paths(text: &str) -> Result<u64, String> {
    match whole(text)? {
        0 => Err("a run needs at least one path".into()),
        more if more > u64::from(u32::MAX) => Err(format!("a run has at most {} paths", u32::MAX)),
        paths => Ok(paths),
    }
}

/// A number of threads, at least 1.
pub fn threads(text: &str) -> Result<usize, String> {
    match whole(text)? {
        0 => Err("a run needs at least one thread".into()),
        more if more > 4096 => Err("a run has at most 4096 threads".into()),
        threads => Ok(threads as usize),
    }
}

/// A precision: a share above 0 and below 1, such as `5%` or `0.05`.
pub fn precision(text: &str) -> Result<f64, String> {
    let (digits, unit) = match text.trim().strip_suffix('%') {
        Some(digits) => (digits.trim(), 100.0),
        None => (text.trim(), 1.0),
    };
    let share = digits.parse::<f64>().map(|number| number / unit);
    match share {
        Ok(share) if share > 0.0 && share < 1.0 => Ok(share),
        _ => Err("expected a share above 0 and below 1, such as 5% or 0.05".into()),
    }
}

/// A word as a shell takes it back.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_./=-+:,%@".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_string()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// A number of days of cover, 0 or more.
pub fn days(text: &str) -> Result<f64, String> {
    let days: f64 = text.trim().replace('_', "").parse().unwrap_or(f64::NAN);
    if !days.is_finite() {
        return Err("expected a number of days, such as 60".into());
    }
    if days < 0.0 {
        return Err("a cover is 0 days or more".into());
    }
    Ok(days)
}

/// A sum of money above 0, USD: `12e9`, `12_000_000_000`, `12 bn`, `USD 500 M`.
pub fn budget(text: &str) -> Result<f64, String> {
    const FORM: &str = "expected a sum of USD, such as 12e9, 12_000_000_000 or '12 bn'";
    let plain = text.trim();
    let plain = plain
        .strip_prefix("USD")
        .or(plain.strip_prefix('$'))
        .unwrap_or(plain)
        .trim();
    let plain = plain.strip_suffix("USD").unwrap_or(plain).trim();
    // `12e9` ends with a digit, so letters at the end are a word.
    let word = plain.trim_end_matches(|c: char| c.is_alphabetic());
    let (number, word) = plain.split_at(word.len());
    let factor = match word.to_lowercase().as_str() {
        "" => 1.0,
        "k" | "thousand" => 1e3,
        "m" | "million" => 1e6,
        "bn" | "b" | "billion" => 1e9,
        _ => return Err(FORM.into()),
    };
    let number: f64 = number.trim().replace('_', "").parse().map_err(|_| FORM)?;
    let budget = number * factor;
    if !(budget.is_finite() && budget > 0.0) {
        return Err("a budget is a sum above 0 USD".into());
    }
    Ok(budget)
}

/// Today's date (UTC), such as `2027-01-15`.
pub fn today() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    date((since.map_or(0, |span| span.as_secs()) / 86_400) as i64)
}

/// The date so many days after 1970-01-01, by the rules of the Gregorian calendar.
fn date(days: i64) -> String {
    // Years begin in March, so that the leap day comes last; 146,097 days are 400 years.
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day = days.rem_euclid(146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    format!("{:04}-{month:02}-{day:02}", year + era * 400 + next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_may_have_underscores() {
        assert_eq!(paths("100_000"), Ok(100_000));
        assert_eq!(paths("4294967295"), Ok(u64::from(u32::MAX)));
        for wrong in [
            "0",
            "-1",
            "1e5",
            "",
            "_",
            "4294967296",
            "99999999999999999999999",
        ] {
            assert!(paths(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn budgets_are_read_as_people_write_them() {
        for (text, usd) in [
            ("12e9", 12e9),
            ("12_000_000_000", 12e9),
            ("12 bn", 12e9),
            ("12bn", 12e9),
            ("USD 1.5 billion", 1.5e9),
            ("$500 M", 5e8),
            ("20 million USD", 2e7),
        ] {
            assert_eq!(budget(text), Ok(usd), "{text}");
        }
        for wrong in [
            "",
            "0",
            "-5",
            "inf",
            "nan",
            "12 bushels",
            "bn",
            "1e400",
            "twelve",
        ] {
            assert!(budget(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn covers_are_days() {
        assert_eq!(days(" 60"), Ok(60.0));
        for wrong in ["", "-1", "sixty", "inf", "nan"] {
            assert!(days(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn days_become_dates() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(11_016), "2000-02-29");
        assert_eq!(date(20_818), "2026-12-31");
    }

    #[test]
    fn words_survive_a_shell() {
        assert_eq!(
            quoted("scenarios/cobalt-drc.toml"),
            "scenarios/cobalt-drc.toml"
        );
        assert_eq!(
            quoted("reserve.x.capacity=90 days"),
            "'reserve.x.capacity=90 days'"
        );
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}
