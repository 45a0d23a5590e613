//! Many paths at once: a vector of `L` numbers, one per path, and the arithmetic of the step.
//!
//! Every operation is a plain loop over the paths, inlined, so that the compiler turns it into
//! vector instructions of whatever machine the kernel is compiled for. Nothing is fused or
//! reassociated, and `ln` and `exp` are our own, so that any number of lanes and any instruction
//! set give the same bits.

use std::ops::{Add, AddAssign, Div, Mul, Sub, SubAssign};

/// One number per path of a block.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(C, align(64))]
pub struct Lanes<const L: usize>(pub [f64; L]);

macro_rules! operator {
    ($trait:ident, $method:ident, $op:tt) => {
        impl<const L: usize> $trait for Lanes<L> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                let mut out = self;
                let mut i = 0;
                while i < L {
                    out.0[i] = self.0[i] $op other.0[i];
                    i += 1;
                }
                out
            }
        }
        impl<const L: usize> $trait<f64> for Lanes<L> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: f64) -> Self {
                let mut out = self;
                let mut i = 0;
                while i < L {
                    out.0[i] = self.0[i] $op other;
                    i += 1;
                }
                out
            }
        }
    };
}
operator!(Add, add, +);
operator!(Sub, sub, -);
operator!(Mul, mul, *);
operator!(Div, div, /);

impl<const L: usize> AddAssign for Lanes<L> {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl<const L: usize> SubAssign for Lanes<L> {
    #[inline(always)]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

/// `x` where `a > b`, else `y`, lane by lane. A NaN compares as not greater.
#[inline(always)]
pub fn gt<const L: usize>(a: Lanes<L>, b: Lanes<L>, x: Lanes<L>, y: Lanes<L>) -> Lanes<L> {
    let mut out = y;
    let mut i = 0;
    while i < L {
        out.0[i] = if a.0[i] > b.0[i] { x.0[i] } else { y.0[i] };
        i += 1;
    }
    out
}

/// Stands in a loop over rows and keeps it one: left to itself the compiler may vectorise across
/// rows, with gathers and scatters, which is several times slower than across paths.
#[inline(always)]
pub fn row_by_row() {
    std::hint::black_box(());
}

impl<const L: usize> Lanes<L> {
    /// Zero in every lane.
    pub const ZERO: Self = Self([0.0; L]);
    /// One in every lane.
    pub const ONE: Self = Self([1.0; L]);

    /// The same number in every lane.
    #[inline(always)]
    pub const fn all(value: f64) -> Self {
        Self([value; L])
    }

    /// The smaller of two; `other` where this one is NaN, so that ∞ · 0 never limits anything.
    #[inline(always)]
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        gt(other, self, self, other)
    }

    /// The larger of two; `other` where this one is NaN.
    #[inline(always)]
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        gt(self, other, self, other)
    }

    /// The number, or 0 if it is negative.
    #[inline(always)]
    #[must_use]
    pub fn positive(self) -> Self {
        self.max(Self::ZERO)
    }

    /// 1 where `self > other`, else 0.
    #[inline(always)]
    #[must_use]
    pub fn above(self, other: Self) -> Self {
        gt(self, other, Self::ONE, Self::ZERO)
    }

    /// `self / other` where `other > 0`, else `otherwise`.
    #[inline(always)]
    #[must_use]
    pub fn over(self, other: Self, otherwise: Self) -> Self {
        let divisor = gt(other, Self::ZERO, other, Self::ONE);
        gt(other, Self::ZERO, self / divisor, otherwise)
    }

    /// Whether any lane is above that of another.
    #[inline(always)]
    pub fn any_above(self, other: Self) -> bool {
        let mut found = 0u64;
        let mut i = 0;
        while i < L {
            found |= u64::from(self.0[i] > other.0[i]);
            i += 1;
        }
        found != 0
    }

    /// Natural logarithm of a positive, finite, normal number; within 2 units in the last place.
    ///
    /// 2 atanh((m − 1)/(m + 1)) for the mantissa m in [√½, √2), as a power series.
    #[inline(always)]
    #[must_use]
    pub fn ln(self) -> Self {
        let mut out = self;
        let mut i = 0;
        while i < L {
            out.0[i] = ln(self.0[i]);
            i += 1;
        }
        out
    }

    /// Exponential of a number within ±700; within 2 units in the last place.
    #[inline(always)]
    #[must_use]
    pub fn exp(self) -> Self {
        let mut out = self;
        let mut i = 0;
        while i < L {
            out.0[i] = exp(self.0[i]);
            i += 1;
        }
        out
    }
}

pub(crate) const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
pub(crate) const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// 1.5 · 2⁵²: adding it leaves a small integer in the low bits of a double.
const SHIFT: f64 = 6_755_399_441_055_744.0;
/// Bits of √½, rounded up: where the mantissa is cut so that it straddles 1.
const SQRT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;

/// Natural logarithm of one positive, finite, normal number.
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    let bits = x.to_bits();
    let shifted = bits.wrapping_sub(SQRT_HALF);
    let exponent = (shifted as i64 >> 52) as u64;
    let mantissa = f64::from_bits(bits.wrapping_sub(exponent << 52));
    // The exponent as a double, by the low bits of a large one: no integer conversion is needed.
    let power = f64::from_bits(SHIFT.to_bits().wrapping_add(exponent)) - SHIFT;
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let z = s * s;
    let mut series = 1.0 / 23.0;
    series = series * z + 1.0 / 21.0;
    series = series * z + 1.0 / 19.0;
    series = series * z + 1.0 / 17.0;
    series = series * z + 1.0 / 15.0;
    series = series * z + 1.0 / 13.0;
    series = series * z + 1.0 / 11.0;
    series = series * z + 1.0 / 9.0;
    series = series * z + 1.0 / 7.0;
    series = series * z + 1.0 / 5.0;
    series = series * z + 1.0 / 3.0;
    let twice = s + s;
    power * LN2_HIGH + (twice + (twice * z * series + power * LN2_LOW))
}

/// Exponential of one number within ±700.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let shifted = x * std::f64::consts::LOG2_E + SHIFT;
    let power = shifted - SHIFT;
    let r = (x - power * LN2_HIGH) - power * LN2_LOW;
    let mut series = 1.0 / 6_227_020_800.0;
    series = series * r + 1.0 / 479_001_600.0;
    series = series * r + 1.0 / 39_916_800.0;
    series = series * r + 1.0 / 3_628_800.0;
    series = series * r + 1.0 / 362_880.0;
    series = series * r + 1.0 / 40_320.0;
    series = series * r + 1.0 / 5_040.0;
    series = series * r + 1.0 / 720.0;
    series = series * r + 1.0 / 120.0;
    series = series * r + 1.0 / 24.0;
    series = series * r + 1.0 / 6.0;
    series = series * r + 0.5;
    let grown = 1.0 + (r + r * r * series);
    f64::from_bits(grown.to_bits().wrapping_add(shifted.to_bits() << 52))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points from 1e-12 to 1e12, dense near 1.
    fn points() -> impl Iterator<Item = f64> {
        (-2400..=2400).map(|i| libm::exp(f64::from(i) * 0.011_513))
    }

    #[test]
    fn ln_agrees_with_libm_to_two_units_in_the_last_place() {
        for x in points() {
            let exact = libm::log(x);
            let error = (ln(x) - exact).abs();
            assert!(
                error <= 2.0 * f64::EPSILON * exact.abs().max(1e-3),
                "{x}: {error}"
            );
        }
        assert_eq!(ln(1.0), 0.0);
    }

    #[test]
    fn exp_agrees_with_libm_to_two_units_in_the_last_place() {
        for i in -7000..=7000 {
            let x = f64::from(i) * 0.099_9;
            let exact = libm::exp(x);
            assert!((exp(x) / exact - 1.0).abs() <= 2.0 * f64::EPSILON, "{x}");
        }
        assert_eq!(exp(0.0), 1.0);
    }

    #[test]
    fn an_absent_limit_never_limits() {
        let none = Lanes::<4>::all(f64::INFINITY) * Lanes::ZERO;
        assert_eq!(none.min(Lanes::all(3.0)), Lanes::all(3.0));
        assert_eq!(
            Lanes::<4>::all(5.0).over(Lanes::ZERO, Lanes::ONE),
            Lanes::ONE
        );
    }

    #[test]
    fn every_lane_gets_the_bits_of_one_lane() {
        let mut x = Lanes::<32>::ZERO;
        for (i, lane) in x.0.iter_mut().enumerate() {
            *lane = 0.37 * (i as f64 + 1.0);
        }
        let (logs, powers) = (x.ln(), x.exp());
        for i in 0..32 {
            assert_eq!(logs.0[i].to_bits(), Lanes([x.0[i]]).ln().0[0].to_bits());
            assert_eq!(powers.0[i].to_bits(), Lanes([x.0[i]]).exp().0[0].to_bits());
        }
    }
}
