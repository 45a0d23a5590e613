//! Draws from streams: their law, and their bits.

use super::*;
use crate::stream::{Address, Stream};

fn stream() -> Stream {
    Address::new("law", "draw").stream(2027, 0)
}

/// Largest distance of the empirical distribution function of `n` draws from the law's, times √n.
fn kolmogorov_smirnov(law: &Law, n: u32) -> f64 {
    let stream = stream();
    let mut draws: Vec<f64> = (0..u64::from(n))
        .map(|event| law.quantile(stream.uniform(event)))
        .collect();
    draws.sort_by(f64::total_cmp);
    let distance = draws.iter().enumerate().map(|(i, &x)| {
        let (below, upto) = (i as f64 / f64::from(n), (i + 1) as f64 / f64::from(n));
        (law.cdf(x) - below).abs().max((upto - law.cdf(x)).abs())
    });
    distance.fold(0.0, f64::max) * f64::from(n).sqrt()
}

#[test]
fn draws_pass_the_kolmogorov_smirnov_test() {
    // P(K > 1.95) = 0.001 under the law; the distribution functions are tested against statrs.
    for law in &one_of_each()[..8] {
        let statistic = kolmogorov_smirnov(law, 20_000);
        assert!(statistic < 1.95, "{}: {statistic}", law.name());
        let cut = law.clone().truncated(law.quantile(0.6)).unwrap();
        let statistic = kolmogorov_smirnov(&cut, 20_000);
        assert!(statistic < 1.95, "{} truncated: {statistic}", law.name());
    }
}

#[test]
fn values_come_as_often_as_their_weights_say() {
    let stream = stream();
    for law in &one_of_each()[8..] {
        let n = 100_000;
        for x in [1.0, 2.0, 6.0, 7.0, 11.0] {
            let count = (0..n).filter(|&event| law.quantile(stream.uniform(event)) <= x);
            let share = count.count() as f64 / n as f64;
            let p = law.cdf(x);
            let error = (p * (1.0 - p) / n as f64).sqrt();
            assert!(
                (share - p).abs() <= 3.5 * error,
                "{}: {share} for {p}",
                law.name()
            );
        }
    }
}

#[test]
fn sample_means_lie_within_their_error() {
    let stream = stream();
    let n = 50_000;
    for law in one_of_each() {
        let draws: Vec<f64> = (0..n)
            .map(|event| law.quantile(stream.uniform(event)))
            .collect();
        let mean = draws.iter().sum::<f64>() / n as f64;
        let squares = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
        let error = squares.sqrt() / n as f64;
        let apart = (mean - law.mean()) / error;
        assert!(apart.abs() < 3.5, "{}: {apart} s.e.", law.name());
    }
}

/// Bits of the first two draws. A change here changes every published number: it is breaking.
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
