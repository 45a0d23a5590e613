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
