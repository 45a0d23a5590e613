//! Draws from streams: their law, by statrs, and their bits.

use statrs::distribution::{
    Beta, ChiSquared, ContinuousCDF, Exp, Gamma, LogNormal, Triangular, Uniform, Weibull,
};
use statrs::statistics::Distribution;

use super::*;
use crate::stream::{Address, Stream};

fn stream() -> Stream {
    Address::new("law", "draw").stream(2027, 0)
}

/// Distribution function, mean and variance by statrs.
struct Other {
    cdf: Box<dyn Fn(f64) -> f64>,
    mean: f64,
    variance: f64,
}

/// A law of statrs, moved and stretched: low + width · X.
fn other<D>(law: D, low: f64, width: f64) -> Other
where
    D: ContinuousCDF<f64, f64> + Distribution<f64> + 'static,
{
    Other {
        mean: low + width * law.mean().unwrap(),
        variance: width * width * law.variance().unwrap(),
        cdf: Box::new(move |x| law.cdf((x - low) / width)),
    }
}

/// The continuous laws of [`one_of_each`], by statrs.
fn others() -> [Other; 8] {
    // PERT by its definition: a beta law of shapes 1 + 4 · 1/3 and 1 + 4 · 2/3 on [1, 4].
    let pert = Beta::new(7.0 / 3.0, 11.0 / 3.0).unwrap();
    [
        other(Exp::new(0.2).unwrap(), 0.0, 1.0),
        other(Gamma::new(2.5, 1.0 / 3.0).unwrap(), 0.0, 1.0),
        other(Weibull::new(0.687, 10.5).unwrap(), 0.0, 1.0),
        other(LogNormal::new(libm::log(5.7), 0.71).unwrap(), 0.0, 1.0),
        other(Uniform::new(0.75, 0.95).unwrap(), 0.0, 1.0),
        other(Triangular::new(1.0, 4.0, 2.0).unwrap(), 0.0, 1.0),
        other(pert, 1.0, 3.0),
        other(Beta::new(2.0, 3.0).unwrap(), -1.0, 2.0),
    ]
}

fn draws(law: &Law, n: u32) -> Vec<f64> {
    let stream = stream();
    let draws = (0..u64::from(n)).map(|event| law.quantile(stream.uniform(event)));
    draws.collect()
}

/// Kolmogorov's statistic of draws against a distribution function, in the form of M. A. Stephens
/// (1970), JRSS B 32, 115–122, that has the limit law at any size: P(K > 1.949) = 0.001.
fn kolmogorov_smirnov(mut draws: Vec<f64>, cdf: impl Fn(f64) -> f64) -> f64 {
    draws.sort_by(f64::total_cmp);
    let n = draws.len() as f64;
    let distance = draws.iter().enumerate().map(|(i, &x)| {
        let (below, upto) = (i as f64 / n, (i + 1) as f64 / n);
        (cdf(x) - below).abs().max((upto - cdf(x)).abs())
    });
    let root = n.sqrt();
    distance.fold(0.0, f64::max) * (root + 0.12 + 0.11 / root)
}

#[test]
fn draws_pass_the_kolmogorov_smirnov_test_of_statrs() {
    for (law, other) in one_of_each().iter().zip(others()) {
        let statistic = kolmogorov_smirnov(draws(law, 20_000), &other.cdf);
        assert!(statistic < 1.949, "{}: {statistic}", law.name());
        // X given X ≤ max, for a low and a high maximum.
        for max in [law.quantile(0.1), law.quantile(0.6), law.quantile(0.999)] {
            let cut = law.clone().truncated(max).unwrap();
            let mass = (other.cdf)(max);
            let within = |x: f64| ((other.cdf)(x) / mass).min(1.0);
            let statistic = kolmogorov_smirnov(draws(&cut, 20_000), within);
            assert!(statistic < 1.949, "{} to {max}: {statistic}", law.name());
        }
    }
}

#[test]
fn the_test_would_see_a_parameter_off_by_a_twentieth() {
    let off = Exp::new(0.2 * 1.05).unwrap();
    let draws = draws(&Law::exponential(5.0).unwrap(), 20_000);
    assert!(kolmogorov_smirnov(draws, |x| off.cdf(x)) > 1.949);
}

#[test]
fn values_come_as_often_as_their_weights_say() {
    let cases: [(Law, &[(f64, f64)]); 4] = [
        (
            one_of_each()[8].clone(),
            &[(1.0, 0.5), (6.0, 0.3), (18.0, 0.2)],
        ),
        (
            one_of_each()[9].clone(),
            &[(2.0, 0.25), (7.0, 0.5), (11.0, 0.25)],
        ),
        (
            one_of_each()[8].clone().truncated(17.0).unwrap(),
            &[(1.0, 0.625), (6.0, 0.375)],
        ),
        (
            one_of_each()[9].clone().truncated(7.0).unwrap(),
            &[(2.0, 1.0 / 3.0), (7.0, 2.0 / 3.0)],
        ),
    ];
    for (law, expected) in cases {
        let n = 100_000;
        let draws = draws(&law, n);
        let mut counted = 0;
        let terms = expected.iter().map(|&(value, p)| {
            let count = draws.iter().filter(|&&x| x == value).count();
            counted += count;
            let mean = p * f64::from(n);
            (count as f64 - mean) * (count as f64 - mean) / mean
        });
        let statistic: f64 = terms.sum();
        assert_eq!(counted, draws.len(), "{law:?} has other values");
        let critical = ChiSquared::new(expected.len() as f64 - 1.0).unwrap();
        let critical = critical.inverse_cdf(0.999);
        assert!(statistic < critical, "{law:?}: {statistic} of {critical}");
    }
}

/// Standard errors that the mean and the variance of draws are off.
fn moments_off(draws: &[f64], mean: f64, variance: f64) -> [f64; 2] {
    let n = draws.len() as f64;
    let power = |k: i32| draws.iter().map(|x| (x - mean).powi(k)).sum::<f64>() / n;
    let (first, second, fourth) = (power(1), power(2), power(4));
    [
        first / (second / n).sqrt(),
        (second - variance) / ((fourth - second * second) / n).sqrt(),
    ]
}

#[test]
fn sample_moments_are_those_of_statrs() {
    for (law, other) in one_of_each().iter().zip(others()) {
        assert!((law.mean() / other.mean - 1.0).abs() < 1e-13, "{law:?}");
        let off = moments_off(&draws(law, 50_000), other.mean, other.variance);
        let far = off.iter().any(|off| off.abs() >= 3.5);
        assert!(!far, "{}: {off:?} s.e.", law.name());
    }
    // Mean and mean square by hand.
    for (law, mean, square) in [
        (&one_of_each()[8], 5.9, 0.5 + 0.3 * 36.0 + 0.2 * 324.0),
        (&one_of_each()[9], 6.75, 0.25 * (4.0 + 121.0) + 0.5 * 49.0),
    ] {
        assert!((law.mean() / mean - 1.0).abs() < 1e-14);
        let off = moments_off(&draws(law, 50_000), mean, square - mean * mean);
        let far = off.iter().any(|off| off.abs() >= 3.5);
        assert!(!far, "{}: {off:?} s.e.", law.name());
    }
}

#[test]
fn truncated_means_are_those_of_statrs() {
    for (law, other) in one_of_each().iter().zip(others()) {
        for u in [0.2, 0.6, 0.99] {
            let max = law.quantile(u);
            let cut = law.clone().truncated(max).unwrap();
            // max − ∫ F/F(max), with x = low + width · t² so that a steep start does no harm.
            let (steps, width) = (20_000, max - law.lower());
            let middle = |i: i32| (f64::from(i) + 0.5) / f64::from(steps);
            let below = (0..steps).map(middle).map(|t| {
                let x = law.lower() + width * t * t;
                (other.cdf)(x) * 2.0 * t * width / f64::from(steps)
            });
            let mean = max - below.sum::<f64>() / (other.cdf)(max);
            let error = (cut.mean() - mean).abs() / width;
            assert!(error < 1e-7, "{} to {max}: {error}", law.name());
            let off = moments_off(&draws(&cut, 50_000), mean, 0.0)[0];
            assert!(off.abs() < 3.5, "{} to {max}: {off} s.e.", law.name());
        }
    }
}

/// Bits of the first two draws. A change here changes every published number: it is a results change.
#[test]
fn the_first_draws_of_each_law_are_pinned() {
    let pinned: [(&str, [u64; 2]); 10] = [
        (
            "exponential",
            [0x4013_12d4_cc6d_c74a, 0x3fbd_cc1e_69f3_c490],
        ),
        ("gamma", [0x401f_8ad5_799b_9a22, 0x3ff3_3766_f860_59c7]),
        ("weibull", [0x4023_995f_6e49_5c64, 0x3fa6_904f_52f3_4f52]),
        ("lognormal", [0x401c_0b16_7938_907e, 0x3ff6_1e97_f49c_ecdd]),
        ("uniform", [0x3feb_ef16_f85f_5c14, 0x3fe8_25b3_3853_6d29]),
        ("triangular", [0x4003_d602_e2d4_d61e, 0x3ff4_342c_0f2b_8877]),
        ("pert", [0x4002_7c2f_b40d_e80e, 0x3ff3_aa27_a998_de6f]),
        ("beta", [0xbfb7_d24f_cc3f_3400, 0xbfeb_dbc3_acfd_bf70]),
        ("discrete", [0x4018_0000_0000_0000, 0x3ff0_0000_0000_0000]),
        ("empirical", [0x401c_0000_0000_0000, 0x4000_0000_0000_0000]),
    ];
    let stream = stream();
    let draws: Vec<(&str, [u64; 2])> = one_of_each()
        .iter()
        .map(|law| {
            (
                law.name(),
                [0, 1].map(|n| law.quantile(stream.uniform(n)).to_bits()),
            )
        })
        .collect();
    assert_eq!(draws, pinned, "{draws:#x?}");
}
