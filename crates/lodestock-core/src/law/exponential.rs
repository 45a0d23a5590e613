//! The unit exponential law by inversion, which sampling asks for most.

use crate::lanes::{LN2_HIGH, LN2_LOW};

/// Below this share of 1, ln(1 − u) is −u to the last bit: 2^−53.
const LEAST: f64 = 1.0 / (1u64 << 53) as f64;
/// High words of 1 − √½, and of √½ and 1.
const NEAR: u64 = 0x3fd2_bec4;
const SQRT_HALF: u64 = 0x3fe6_a09e;
const ONE: u64 = 0x3ff0_0000;

/// Coefficients of the minimax polynomial of FreeBSD's `log1p`, from the lowest power.
const SERIES: [f64; 7] = [
    6.666_666_666_666_735e-1,
    3.999_999_999_940_942e-1,
    2.857_142_874_366_239e-1,
    2.222_219_843_214_978_4e-1,
    1.818_357_216_161_805e-1,
    1.531_383_769_920_937_3e-1,
    1.479_819_860_511_658_6e-1,
];

/// −ln(1 − u) for u in (0, 1): a unit exponential from a uniform number.
///
/// It has the bits of `-libm::log1p(-u)`, by the same steps. Only what cannot happen here is left
/// out and what can is chosen without branches, so that it may be inlined where it is needed.
#[inline]
pub fn unit_exponential(u: f64) -> f64 {
    let x = -u;
    if u < LEAST {
        return u;
    }
    let left = 1.0 + x;
    let bits = left.to_bits();
    let high = (bits >> 32) + (ONE - SQRT_HALF);
    let mantissa = (((high & 0x000f_ffff) + SQRT_HALF) << 32) | (bits & 0xffff_ffff);
    let near = u.to_bits() >> 32 <= NEAR;
    let power = if near {
        0.0
    } else {
        f64::from((high >> 20) as i32 - 0x3ff)
    };
    let f = if near {
        x
    } else {
        f64::from_bits(mantissa) - 1.0
    };
    // What rounding took from 1 − u: nothing, if u is one of a stream's numbers.
    let lost = if near { 0.0 } else { x - (left - 1.0) };
    let correction = if lost == 0.0 { 0.0 } else { lost / left };
    let half_square = 0.5 * f * f;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let even = w * (SERIES[1] + w * (SERIES[3] + w * SERIES[5]));
    let odd = z * (SERIES[0] + w * (SERIES[2] + w * (SERIES[4] + w * SERIES[6])));
    let series = odd + even;
    let low = s * (half_square + series) + (power * LN2_LOW + correction);
    -(low - half_square + f + power * LN2_HIGH)
}

#[cfg(test)]
mod tests {
    use super::unit_exponential;
    use crate::stream::Stream;

    fn agrees(u: f64) {
        let exact = -libm::log1p(-u);
        assert_eq!(unit_exponential(u).to_bits(), exact.to_bits(), "{u:e}");
    }

    #[test]
    fn it_has_the_bits_of_libm() {
        let stream = Stream::from_key(5);
        for n in 0..1_000_000 {
            let u = stream.uniform(n);
            agrees(u);
            agrees(u * 0.37);
            agrees(u * u * u);
            // Down to the smallest numbers and up to the last before 1.
            let scale = f64::from_bits((1 + n % 1023) << 52);
            agrees((u * scale).max(f64::MIN_POSITIVE));
            agrees(1.0 - f64::EPSILON * (1.0 + n as f64) / 2.0);
        }
    }

    #[test]
    fn it_has_the_bits_of_libm_where_branches_meet() {
        let least = 1.0 / (1u64 << 53) as f64;
        for corner in [
            least,
            0.5,
            0.75,
            1.0 - f64::sqrt(0.5),
            0.292_893_648_147_582_95,
        ] {
            for step in -1000i64..1000 {
                agrees(f64::from_bits((corner.to_bits() as i64 + step) as u64));
            }
        }
    }
}
