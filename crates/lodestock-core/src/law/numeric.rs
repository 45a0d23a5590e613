//! What the gamma and beta laws share: saddle-point densities and a root finder.

/// Half the logarithm of 2π.
const HALF_LN_TWO_PI: f64 = 0.918_938_533_204_672_8;

/// Both tails at a point, and the density there per unit of the logarithm that is searched over.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tails {
    /// Probability at or below the point.
    pub lower: f64,
    /// Probability above it.
    pub upper: f64,
    /// Derivative of `lower`.
    pub density: f64,
}

/// ln Γ(a + 1) less Stirling's approximation of it, (a + ½) ln a − a + ½ ln 2π, for `a` above 0.
///
/// C. Loader (2000), "Fast and accurate computation of binomial probabilities". The asymptotic
/// series is Abramowitz and Stegun 6.1.41.
pub(super) fn stirling_error(a: f64) -> f64 {
    if a < 16.0 {
        return libm::lgamma(a + 1.0) - (a + 0.5) * libm::log(a) + a - HALF_LN_TWO_PI;
    }
    const TERMS: [f64; 7] = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1260.0,
        -1.0 / 1680.0,
        1.0 / 1188.0,
        -691.0 / 360_360.0,
        1.0 / 156.0,
    ];
    let square = 1.0 / (a * a);
    TERMS.iter().rev().fold(0.0, |sum, c| sum * square + c) / a
}

/// x ln(x/m) + m − x without cancellation near x = m, for both above 0: Loader's deviance `bd0`.
pub(super) fn deviance(x: f64, m: f64) -> f64 {
    let gap = x - m;
    if gap.abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) - gap;
    }
    let v = gap / (x + m);
    let square = v * v;
    let mut sum = gap * v;
    let mut power = 2.0 * x * v;
    for odd in (3..200).step_by(2) {
        power *= square;
        let next = sum + power / f64::from(odd);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// The `x` above 0 whose lower tail is `u`, from a first guess.
///
/// Newton steps on the logarithm of the smaller tail over ln x. That function is concave for the
/// laws used here (their densities over ln x, or over the log odds, are log-concave), so the steps
/// converge from everywhere; a bracket guards them against rounding. Results beyond 1e±300 are
/// returned unrefined.
pub(super) fn solve(guess: f64, u: f64, tails: impl Fn(f64) -> Tails) -> f64 {
    let mut x = guess;
    let (mut low, mut high) = (0.0, f64::INFINITY);
    for _ in 0..500 {
        if !(1e-300..=1e300).contains(&x) {
            break;
        }
        let at = tails(x);
        let (excess, slope) = if u <= 0.5 {
            (libm::log(at.lower / u), at.density / at.lower)
        } else {
            (libm::log((1.0 - u) / at.upper), at.density / at.upper)
        };
        if excess < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let step = -excess / slope;
        let next = x * libm::exp(step.clamp(-100.0, 100.0));
        if step.abs() < 1e-9 {
            return next;
        }
        x = if next > low && next < high {
            next
        } else {
            middle(low, high)
        };
        if high <= low * (1.0 + 4.0 * f64::EPSILON) {
            break;
        }
    }
    x
}

/// A point well inside a bracket, by ratio.
fn middle(low: f64, high: f64) -> f64 {
    if low == 0.0 {
        high / 16.0
    } else if high == f64::INFINITY {
        low * 16.0
    } else {
        low.sqrt() * high.sqrt()
    }
}
