//! Intervals of means of skewed columns.

use super::sum::Moments;
use super::{Interval, two_sided};

/// Below this the correction is lost in rounding.
const SYMMETRIC: f64 = 1e-6;

/// The interval of a mean whose normal one would miss the truth too often on one side: losses are
/// seldom and large, so that a sample with too few of them has a low mean and a low error as well.
///
/// P. Hall (1992), "On the removal of skewness by transformation", Journal of the Royal Statistical
/// Society B 54, 221–228: the cubic that takes the skewness out of the studentised mean, inverted.
/// Without skewness it is the normal interval. `scale` multiplies and `offset` moves all of it.
pub(super) fn interval(
    moments: &Moments,
    (offset, scale): (f64, f64),
    confidence: f64,
) -> Interval {
    let error = moments.standard_error();
    let z = two_sided(confidence);
    let skew = moments.skew_of_mean();
    let end = |z: f64| offset + scale * (moments.mean - error * untransformed(z, skew));
    Interval {
        low: end(z),
        high: end(-z),
        confidence,
    }
}

/// Inverse of g(t) = t + s t²/3 + s² t³/27 + s/6, s being the skewness of the mean.
fn untransformed(z: f64, skew: f64) -> f64 {
    if skew.abs() < SYMMETRIC {
        return z;
    }
    3.0 / skew * (libm::cbrt(1.0 + skew * (z - skew / 6.0)) - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cubic_is_inverted() {
        for skew in [-0.9, -0.01, 2e-6, 0.3, 1.0] {
            for z in [-3.0, -1.96, 0.0, 1.0, 2.5] {
                let t = untransformed(z, skew);
                let back = t + skew * t * t / 3.0 + skew * skew * t * t * t / 27.0 + skew / 6.0;
                assert!((back - z).abs() < 1e-9, "{skew} {z}: {back}");
            }
        }
    }

    #[test]
    fn symmetric_columns_have_the_normal_interval_and_skewed_ones_a_longer_tail() {
        let moments = Moments::of([1.0, 2.0, 3.0].into_iter()).unwrap();
        let even = interval(&moments, (0.0, 1.0), 0.95);
        let half = two_sided(0.95) * moments.standard_error();
        assert_eq!((even.low, even.high), (2.0 - half, 2.0 + half));
        let moments = Moments::of([0.0, 0.0, 0.0, 9.0].into_iter()).unwrap();
        let skewed = interval(&moments, (0.0, 1.0), 0.95);
        assert!(skewed.high - moments.mean > 2.0 * (moments.mean - skewed.low));
        let moved = interval(&moments, (5.0, 2.0), 0.95);
        assert!((moved.high - (5.0 + 2.0 * skewed.high)).abs() < 1e-12);
    }

    #[test]
    fn one_value_has_no_interval_and_equal_ones_no_width() {
        let one = Moments::of([3.0].into_iter()).unwrap();
        let open = interval(&one, (0.0, 1.0), 0.95);
        assert_eq!((open.low, open.high), (f64::NEG_INFINITY, f64::INFINITY));
        let equal = Moments::of([0.1; 50].into_iter()).unwrap();
        let point = interval(&equal, (0.0, 1.0), 0.95);
        assert_eq!((point.low, point.high), (0.1, 0.1));
    }
}
