//! Steps, dates and spans.

use std::fmt;
use std::str::FromStr;

/// Length of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StepLength {
    /// 8760 a year.
    Hour,
    /// 365 a year.
    Day,
    /// 365/7 a year.
    Week,
    /// 12 a year.
    Month,
    /// 4 a year.
    Quarter,
    /// One a year.
    Year,
}

impl StepLength {
    /// Every length, shortest first.
    pub const ALL: [Self; 6] = [
        Self::Hour,
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::Year,
    ];

    /// How many fit in a year.
    pub fn per_year(self) -> f64 {
        match self {
            Self::Hour => 8760.0,
            Self::Day => 365.0,
            Self::Week => 365.0 / 7.0,
            Self::Month => 12.0,
            Self::Quarter => 4.0,
            Self::Year => 1.0,
        }
    }

    /// Its name in a scenario file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The length of that name, singular or plural.
    pub fn from_name(name: &str) -> Option<Self> {
        let singular = name.strip_suffix('s').unwrap_or(name);
        Self::ALL.into_iter().find(|step| step.name() == singular)
    }
}

impl fmt::Display for StepLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A calendar day, valid by construction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

/// Why a text is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not of the form `2027-01` or `2027-01-15`.
    #[error("a date is written \"2027-01\" or \"2027-01-15\"")]
    Form,
    /// No such month.
    #[error("there are twelve months, 01 to 12")]
    Month,
    /// No such day in that month.
    #[error("that month has no such day")]
    Day,
}

impl Date {
    /// The first of January 2000.
    pub const JANUARY_2000: Self = Self {
        year: 2000,
        month: 1,
        day: 1,
    };

    /// A day of the Gregorian calendar; years 1 to 9999.
    ///
    /// # Errors
    /// If there is no such year, month or day.
    pub fn new(year: i32, month: u8, day: u8) -> Result<Self, DateError> {
        if !(1..=9999).contains(&year) {
            return Err(DateError::Form);
        }
        if !(1..=12).contains(&month) {
            return Err(DateError::Month);
        }
        if day == 0 || day > days_of_month(year, month) {
            return Err(DateError::Day);
        }
        Ok(Self { year, month, day })
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }

    /// Share of its month that has passed when the day begins.
    fn day_fraction(self) -> f64 {
        f64::from(self.day - 1) / f64::from(days_of_month(self.year, self.month))
    }

    /// Years from `start` to this day: whole months and the part of a month, over twelve.
    pub fn years_after(self, start: Self) -> f64 {
        let months = 12 * (self.year - start.year) + i32::from(self.month) - i32::from(start.month);
        (f64::from(months) + self.day_fraction() - start.day_fraction()) / 12.0
    }

    /// The month that lies `months` after this day's, as `2031-08`.
    pub fn month_after(self, months: i64) -> String {
        let index = i64::from(self.year) * 12 + i64::from(self.month) - 1 + months;
        format!(
            "{:04}-{:02}",
            index.div_euclid(12),
            index.rem_euclid(12) + 1
        )
    }
}

fn days_of_month(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let digits = |part: &str, width: usize| {
            (part.len() == width && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse::<i32>().ok())
                .flatten()
                .ok_or(DateError::Form)
        };
        let mut parts = text.split('-');
        let year = digits(parts.next().unwrap_or(""), 4)?;
        let month = digits(parts.next().unwrap_or(""), 2)?;
        let day = parts.next().map_or(Ok(1), |part| digits(part, 2))?;
        if parts.next().is_some() {
            return Err(DateError::Form);
        }
        Self::new(year, month as u8, day as u8)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)?;
        if self.day > 1 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

/// The grid of steps of a model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clock {
    /// First day of step 0.
    pub start: Date,
    /// Length of a step.
    pub length: StepLength,
    /// Steps counted.
    pub steps: usize,
    /// Steps simulated before step 0 and not counted.
    pub warm_up: usize,
}

impl Clock {
    /// Steps a year.
    pub fn steps_per_year(&self) -> f64 {
        self.length.per_year()
    }

    /// Steps in a span of years, set to a whole number when within 1e-6 of it.
    pub fn span(&self, years: f64) -> f64 {
        snap(years * self.steps_per_year())
    }

    /// Steps from step 0 to a date; negative before the start.
    pub fn date(&self, date: Date) -> f64 {
        self.span(date.years_after(self.start))
    }

    /// Steps in a month, at least 1: the θ of the price rule.
    pub fn theta(&self) -> f64 {
        (self.steps_per_year() / 12.0).max(1.0)
    }

    /// The date on which a step begins, to the month.
    pub fn month_of(&self, step: f64) -> String {
        let months = self.start.day_fraction() + step * 12.0 / self.steps_per_year();
        self.start.month_after((months + 1e-6).floor() as i64)
    }

    /// Month of the year in which a step begins, January 0.
    pub fn season(&self, step: usize) -> usize {
        let months = (12.0 * step as f64 / self.steps_per_year() + 1e-6).floor() as usize;
        (usize::from(self.start.month - 1) + months) % 12
    }

    /// Years of the horizon.
    pub fn years(&self) -> f64 {
        self.steps as f64 / self.steps_per_year()
    }
}

/// A number of steps, set to a whole one when within 1e-6 of it.
pub fn snap(steps: f64) -> f64 {
    let whole = steps.round();
    if (steps - whole).abs() <= 1e-6 {
        whole
    } else {
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn dates_count_months_and_day_fractions() {
        assert_eq!(date("2028-07").years_after(date("2027-01")), 1.5);
        let half = date("2027-03-16").years_after(date("2027-03")) * 12.0;
        assert_eq!(half, 15.0 / 31.0);
        assert_eq!(date("2027-02-15").years_after(date("2027-02-15")), 0.0);
    }

    #[test]
    fn impossible_dates_are_refused() {
        for (text, error) in [
            ("2027-13", DateError::Month),
            ("2027-02-29", DateError::Day),
            ("2027", DateError::Form),
            ("2027-1", DateError::Form),
            ("27-01", DateError::Form),
            ("2027-01-01-01", DateError::Form),
        ] {
            assert_eq!(text.parse::<Date>(), Err(error), "{text}");
        }
        assert!("2028-02-29".parse::<Date>().is_ok());
    }

    #[test]
    fn spans_snap_to_whole_steps() {
        let clock = Clock {
            start: date("2027-03"),
            length: StepLength::Week,
            steps: 156,
            warm_up: 0,
        };
        assert_eq!(clock.span(26.0 * 7.0 / 365.0), 26.0);
        assert_ne!(clock.span(0.5).fract(), 0.0);
        assert_eq!(clock.season(0), 2);
        assert_eq!(clock.month_of(5.0), "2027-04");
    }
}
