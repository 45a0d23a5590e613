//! Tests of the laws.

mod reference;
mod samples;
mod values;

use super::*;

/// One law of each kind, with parameters such as scenarios have.
fn one_of_each() -> Vec<Law> {
    let laws = [
        Law::exponential(5.0),
        Law::gamma(2.5, 3.0),
        Law::weibull(0.687, 10.5),
        Law::lognormal(5.7, 0.71),
        Law::uniform(0.75, 0.95),
        Law::triangular(1.0, 2.0, 4.0),
        Law::pert(1.0, 2.0, 4.0),
        Law::beta(2.0, 3.0, -1.0, 1.0),
        Law::discrete(&[1.0, 6.0, 18.0], &[0.5, 0.3, 0.2]),
        Law::empirical(&[2.0, 11.0, 7.0, 7.0]),
    ];
    laws.into_iter().map(|law| law.unwrap()).collect()
}

/// Laws at the ends of what is allowed.
fn extreme() -> Vec<Law> {
    let mut laws = vec![
        Law::exponential(1e100),
        Law::exponential(1e-300),
        Law::weibull(1e-2, 1e100),
        Law::weibull(1e6, 1e-300),
        Law::lognormal(1e100, 20.0),
        Law::lognormal(1e-300, 20.0),
        Law::lognormal(3.0, 1e-9),
        Law::uniform(-1e100, 1e100),
        Law::triangular(-1e100, 1e100, 1e100),
        Law::triangular(0.0, 0.0, 1e-300),
        Law::pert(-1e100, -1e100, 1e100),
    ];
    for shape in [1e-3, 0.03, 1.0, 777.0, 1e6] {
        laws.push(Law::gamma(shape, 1e100));
        for other in [1e-3, 0.2, 1.0, 40.0, 1e6] {
            laws.push(Law::beta(shape, other, 0.0, 1.0));
        }
    }
    laws.into_iter().map(|law| law.unwrap()).collect()
}

/// Uniforms from the least to the largest that a stream yields.
fn uniforms() -> Vec<f64> {
    let least = 0.5 / (1u64 << 52) as f64;
    let mut low: Vec<f64> = (0..16).map(|k| least * libm::exp10(f64::from(k))).collect();
    low.retain(|&u| u < 0.1);
    let high: Vec<f64> = low.iter().rev().map(|u| 1.0 - u).collect();
    let middle = (1..20).map(|i| f64::from(i) / 20.0);
    low.into_iter()
        .chain(middle.filter(|&u| u > 0.1 && u < 0.9))
        .chain(high)
        .collect()
}

#[test]
fn draws_are_finite_inside_the_support_and_never_fall() {
    for law in one_of_each().into_iter().chain(extreme()) {
        let max = law.median().min(1e99);
        for law in [law.clone().truncated(max).unwrap_or(law.clone()), law] {
            let mut former = law.lower();
            for u in uniforms() {
                let x = law.quantile(u);
                assert!(x.is_finite(), "{law:?} at {u}: {x}");
                assert!(x >= law.lower() && x <= law.upper(), "{law:?} at {u}: {x}");
                assert!(
                    x >= former - 1e-12 * former.abs(),
                    "{law:?} at {u}: {x} after {former}"
                );
                former = x;
            }
            assert!(law.mean().is_finite(), "{law:?}");
        }
    }
}

#[test]
fn the_distribution_function_inverts_the_quantile() {
    for law in &one_of_each()[..8] {
        for u in uniforms() {
            let error = (law.cdf(law.quantile(u)) - u).abs();
            assert!(error < 1e-13, "{} at {u}: {error}", law.name());
        }
    }
}

#[test]
fn means_are_those_of_a_fine_grid_of_draws() {
    let grid = 200_000;
    for law in one_of_each() {
        let cut = law.clone().truncated(law.quantile(0.7)).unwrap();
        for law in [law, cut] {
            let draws = (0..grid).map(|i| law.quantile((f64::from(i) + 0.5) / f64::from(grid)));
            let mean = draws.sum::<f64>() / f64::from(grid);
            let error = (mean / law.mean() - 1.0).abs();
            assert!(error < 1e-4, "{law:?}: {mean} for {}", law.mean());
        }
    }
}

#[test]
fn truncation_conditions_on_the_maximum() {
    for law in &one_of_each()[..8] {
        let max = law.quantile(0.3);
        let cut = law.clone().truncated(max).unwrap();
        assert_eq!(cut.upper(), max);
        assert_eq!(cut.cdf(max), 1.0);
        for u in [1e-9, 0.2, 0.5, 0.999] {
            let (x, whole) = (cut.quantile(u), law.quantile(0.3 * u));
            let close = (x - whole).abs() <= 1e-13 * whole.abs().max(1e-3);
            assert!(close, "{}: {x} for {whole}", law.name());
            assert!((cut.cdf(x) - u).abs() < 1e-12);
        }
        let twice = cut.clone().truncated(law.quantile(0.9)).unwrap();
        assert_eq!(twice, cut, "the lower maximum holds");
    }
}

#[test]
fn truncation_of_values_keeps_their_proportions() {
    let law = Law::discrete(&[18.0, 1.0, 6.0], &[0.2, 0.5, 0.3]).unwrap();
    let cut = law.truncated(17.0).unwrap();
    assert_eq!((cut.lower(), cut.upper()), (1.0, 6.0));
    assert!((cut.cdf(1.0) - 0.625).abs() < 1e-15);
    assert_eq!((cut.quantile(0.62), cut.quantile(0.63)), (1.0, 6.0));
    assert!((cut.mean() - 2.875).abs() < 1e-14);
}

#[test]
fn a_truncation_that_reaches_nothing_changes_nothing() {
    let law = Law::uniform(0.0, 1.0).unwrap();
    assert_eq!(law.clone().truncated(1.0), Ok(law));
    let law = Law::exponential(2.0).unwrap();
    assert!(law.is_exponential());
    assert!(!law.truncated(60.0).unwrap().is_exponential());
    assert!(!Law::weibull(1.0, 2.0).unwrap().is_exponential());
}

#[test]
fn truncation_below_everything_is_refused() {
    for law in one_of_each() {
        let low = law.lower();
        let error = law.truncated(low - 0.1).unwrap_err();
        assert!(matches!(error, LawError::NothingBelow { .. }), "{error}");
    }
}

#[test]
fn equal_values_are_merged_and_weights_of_zero_left_out() {
    let merged = Law::discrete(&[2.0, 1.0, 2.0, 9.0], &[1.0, 2.0, 1.0, 0.0]);
    assert_eq!(merged, Law::discrete(&[1.0, 2.0], &[0.5, 0.5]));
    let law = merged.unwrap();
    assert_eq!(law.upper(), 2.0);
    assert_eq!((law.quantile(0.5), law.quantile(0.51)), (1.0, 2.0));
    assert_eq!((law.cdf(0.9), law.cdf(1.0), law.cdf(2.0)), (0.0, 0.5, 1.0));
}

#[test]
fn impossible_laws_are_refused_with_the_reason() {
    let nan = f64::NAN;
    let cases = [
        (Law::exponential(0.0), "mean is 0, but must be above 0"),
        (Law::exponential(nan), "mean is NaN, but must be a finite"),
        (Law::gamma(1e-4, 1.0), "shape is 0.0001, but must lie"),
        (Law::gamma(1.0, -1.0), "scale is -1, but must be above 0"),
        (Law::weibull(1e-3, 1.0), "shape is 0.001, but must lie"),
        (Law::lognormal(1.0, 0.0), "sigma is 0, but must be above 0"),
        (Law::lognormal(1.0, 30.0), "sigma is 30, but must lie"),
        (Law::uniform(2.0, 2.0), "low (2) must be below high (2)"),
        (Law::uniform(0.0, 1e101), "high is 1000"),
        (Law::triangular(0.0, 2.0, 1.0), "mode (2) must lie between"),
        (Law::pert(0.0, -1.0, 1.0), "mode (-1) must lie between"),
        (Law::beta(2.0, 2e6, 0.0, 1.0), "beta is 2000000, but must"),
        (Law::discrete(&[], &[]), "there must be at least one value"),
        (Law::discrete(&[1.0], &[]), "there are 1 values but 0"),
        (Law::discrete(&[1.0], &[-1.0]), "a weight is -1"),
        (Law::discrete(&[1.0], &[0.0]), "at least one weight"),
        (Law::empirical(&[nan]), "a value is NaN"),
    ];
    for (law, start) in cases {
        let message = law.unwrap_err().to_string();
        assert!(message.starts_with(start), "{message}");
    }
}
