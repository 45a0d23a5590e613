//! Sums of money in one unit for a whole table.

use lodestock_runner::Estimate;

use crate::number;

/// A unit of money, so that no table has rows of zeros.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Money {
    /// USD in it.
    pub usd: f64,
    /// Its name.
    pub name: &'static str,
}

const UNITS: [Money; 4] = [
    Money {
        usd: 1e9,
        name: "USD bn",
    },
    Money {
        usd: 1e6,
        name: "USD M",
    },
    Money {
        usd: 1e3,
        name: "USD k",
    },
    Money {
        usd: 1.0,
        name: "USD",
    },
];

impl Money {
    /// The unit in which the largest of some sums has at least two digits before the point; USD if
    /// none has.
    pub fn for_all(sums: impl IntoIterator<Item = f64>) -> Self {
        let largest = sums
            .into_iter()
            .fold(0.0, |largest: f64, sum| largest.max(sum.abs()));
        let fits = UNITS.into_iter().find(|unit| largest >= 9.95 * unit.usd);
        fits.unwrap_or(UNITS[3])
    }

    /// A sum that is known exactly, to four digits.
    pub fn exact(self, sum: f64) -> String {
        number::significant(sum / self.usd, 4)
    }

    /// An estimate and its standard error.
    pub fn estimate(self, of: Estimate) -> String {
        number::with_error(of.value / self.usd, of.se / self.usd)
    }
}

/// A sum with the unit that suits it: `USD 12 bn`, `USD 57.26 M`.
pub(crate) fn sum(usd: f64) -> String {
    in_words(usd, |unit| number::significant(usd / unit.usd, 4))
}

/// An estimate with its error, in the unit that suits it: `USD 3.1 ± 0.2 bn`.
pub(crate) fn estimate(value: f64, se: f64) -> String {
    in_words(value.abs().max(se), |unit| {
        number::with_error(value / unit.usd, se / unit.usd)
    })
}

fn in_words(size: f64, number: impl Fn(Money) -> String) -> String {
    let unit = UNITS.into_iter().find(|unit| size.abs() >= unit.usd);
    let unit = unit.unwrap_or(UNITS[3]);
    let (currency, scale) = unit.name.split_at(3);
    format!("{currency} {}{scale}", number(unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_have_the_unit_that_suits_them() {
        for (usd, expected) in [
            (12e9, "USD 12 bn"),
            (57_264_657.0, "USD 57.26 M"),
            (1_000.0, "USD 1 k"),
            (0.6, "USD 0.6"),
            (0.0, "USD 0"),
        ] {
            assert_eq!(sum(usd), expected);
        }
        assert_eq!(estimate(-3.14e9, 2.1e8), "USD -3.1 ± 0.2 bn");
        assert_eq!(estimate(1e3, 2e6), "USD 0 ± 2 M");
    }

    #[test]
    fn a_table_has_one_unit() {
        assert_eq!(Money::for_all([3e6, -2e10]).name, "USD bn");
        assert_eq!(Money::for_all([3e6, 2e9]).name, "USD M");
        assert_eq!(Money::for_all([]).name, "USD");
        assert_eq!(Money::for_all([3e8]).exact(57_264_657.0), "57.26");
    }
}
