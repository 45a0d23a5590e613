//! The standard normal law.

/// Coefficients of a numerator, constant term first.
type Poly = [f64; 8];

const CENTRE: (Poly, Poly) = (
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ],
);

const MIDDLE: (Poly, Poly) = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
);

const TAIL: (Poly, Poly) = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        1.242_660_947_388_078_4e-3,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);

fn ratio((top, bottom): &(Poly, Poly), x: f64) -> f64 {
    let horner = |poly: &Poly| poly.iter().rev().fold(0.0, |sum, c| sum * x + c);
    horner(top) / horner(bottom)
}

/// Quantile of the standard normal law at `u` in `(0, 1)`; relative error about 1e-16.
///
/// Algorithm AS 241, PPND16: M. J. Wichura (1988), "The percentage points of the normal
/// distribution", Applied Statistics 37, 477–484. Infinite at 0 and 1.
pub fn normal_quantile(u: f64) -> f64 {
    let centred = u - 0.5;
    if centred.abs() <= 0.425 {
        return centred * ratio(&CENTRE, 0.180_625 - centred * centred);
    }
    let tail = if centred < 0.0 { u } else { 1.0 - u };
    if tail <= 0.0 {
        return f64::INFINITY.copysign(centred);
    }
    let root = (-libm::log(tail)).sqrt();
    let size = if root <= 5.0 {
        ratio(&MIDDLE, root - 1.6)
    } else {
        ratio(&TAIL, root - 5.0)
    };
    size.copysign(centred)
}

/// Probability that a standard normal variable is at most `z`.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values that Wichura gives for the check of an implementation, and further ones of
    /// Python's `statistics.NormalDist` 3.12.
    #[test]
    fn quantiles_agree_with_published_ones() {
        for (u, z) in [
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_813_5),
            (1e-20, -9.262_340_089_798_408),
            (0.975, 1.959_963_984_540_054),
            (0.5, 0.0),
        ] {
            let error = (normal_quantile(u) - z).abs();
            assert!(error <= 2e-15 * z.abs(), "{u}: {}", normal_quantile(u));
        }
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
    }

    #[test]
    fn the_quantile_inverts_the_distribution_function() {
        for i in 1..2000 {
            let u = f64::from(i) / 2000.0;
            assert!((normal_cdf(normal_quantile(u)) - u).abs() < 1e-15);
        }
        for exponent in 3..300 {
            let u = libm::exp10(-f64::from(exponent));
            let error = normal_cdf(normal_quantile(u)) / u - 1.0;
            assert!(error.abs() < 1e-12, "1e-{exponent}: {error}");
        }
    }
}
