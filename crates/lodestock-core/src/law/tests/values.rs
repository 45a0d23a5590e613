//! Quantiles and distribution functions against values computed elsewhere.

use statrs::distribution::{
    Beta, ContinuousCDF, Exp, Gamma, LogNormal, Triangular, Uniform, Weibull,
};

use super::reference::{BETA, GAMMA};
use super::*;

#[test]
fn gamma_quantiles_agree_with_reference_values() {
    for (shape, u, x) in GAMMA {
        let law = Law::gamma(shape, 1.0).unwrap();
        let error = (law.quantile(u) / x - 1.0).abs();
        // A relative error of e in u is one of e/shape in a small x.
        let bound = 1e-13 / shape.min(1.0);
        assert!(error < bound, "gamma({shape}) at {u}: {error}");
    }
}

#[test]
fn beta_quantiles_agree_with_reference_values() {
    for (alpha, beta, u, x) in BETA {
        let law = Law::beta(alpha, beta, 0.0, 1.0).unwrap();
        let error = (law.quantile(u) / x - 1.0).abs();
        let bound = 1e-13 / alpha.min(1.0);
        assert!(error < bound, "beta({alpha}, {beta}) at {u}: {error}");
    }
}

#[test]
fn special_cases_are_exact() {
    let exponential = Law::exponential(3.0).unwrap();
    let (gamma, weibull) = (
        Law::gamma(1.0, 3.0).unwrap(),
        Law::weibull(1.0, 3.0).unwrap(),
    );
    let uniform = Law::beta(1.0, 1.0, 2.0, 5.0).unwrap();
    let triangular = Law::triangular(0.0, 0.0, 1.0).unwrap();
    let beta = Law::beta(1.0, 2.0, 0.0, 1.0).unwrap();
    let pert = Law::pert(0.0, 1.0, 4.0).unwrap();
    for u in uniforms() {
        let x = exponential.quantile(u);
        assert!((gamma.quantile(u) / x - 1.0).abs() < 1e-13);
        assert!((weibull.quantile(u) / x - 1.0).abs() < 1e-15);
        assert!((uniform.quantile(u) - 2.0 - 3.0 * u).abs() < 1e-14);
        assert!((beta.quantile(u) - triangular.quantile(u)).abs() < 1e-14);
        let same = Law::beta(2.0, 4.0, 0.0, 4.0).unwrap().quantile(u);
        assert_eq!(pert.quantile(u), same);
    }
    assert!((pert.mean() - 8.0 / 6.0).abs() < 1e-15);
    assert_eq!(pert.name(), "pert");
}

/// Compares at many points; `bound` is what statrs itself is good for.
fn compare(law: &Law, other: &impl ContinuousCDF<f64, f64>, bound: f64) {
    for i in 1..400 {
        let u = f64::from(i) / 400.0;
        let x = law.quantile(u);
        let back = (other.cdf(x) - u).abs();
        assert!(back < bound, "{law:?} at {u}: {back}");
        let error = (law.cdf(x) - other.cdf(x)).abs();
        assert!(error < bound, "{law:?} at {x}: {error}");
        let inverse = other.inverse_cdf(u);
        let apart = (inverse - x).abs();
        assert!(
            apart < 1e-6 * (1.0 + x.abs()),
            "{law:?} at {u}: {x}, statrs {inverse}"
        );
    }
}

#[test]
fn laws_agree_with_statrs() {
    for mean in [0.01, 1.0, 47.6] {
        let other = Exp::new(1.0 / mean).unwrap();
        compare(&Law::exponential(mean).unwrap(), &other, 1e-14);
    }
    for (shape, scale) in [(0.3, 2.0), (0.687, 10.5), (1.0, 1.0), (5.0, 0.1)] {
        let other = Weibull::new(shape, scale).unwrap();
        compare(&Law::weibull(shape, scale).unwrap(), &other, 1e-13);
    }
    for (median, sigma) in [(5.7, 0.71), (32.3, 1.68), (1e-3, 0.05)] {
        let other = LogNormal::new(libm::log(median), sigma).unwrap();
        compare(&Law::lognormal(median, sigma).unwrap(), &other, 1e-9);
    }
    let other = Uniform::new(-2.0, 5.0).unwrap();
    compare(&Law::uniform(-2.0, 5.0).unwrap(), &other, 1e-14);
    for (low, mode, high) in [(1.0, 2.0, 4.0), (-3.0, -3.0, 1.0), (0.0, 7.0, 7.0)] {
        let other = Triangular::new(low, high, mode).unwrap();
        compare(&Law::triangular(low, mode, high).unwrap(), &other, 1e-13);
    }
}

#[test]
fn gamma_and_beta_laws_agree_with_statrs() {
    for shape in [0.05, 0.4, 1.0, 2.5, 17.0, 400.0, 1e5] {
        let other = Gamma::new(shape, 0.5).unwrap();
        compare(&Law::gamma(shape, 2.0).unwrap(), &other, 1e-9);
    }
    for alpha in [0.1, 0.9, 1.0, 3.5, 60.0, 1e4] {
        for beta in [0.7, 1.0, 2.0, 33.0, 1e4] {
            let other = Beta::new(alpha, beta).unwrap();
            compare(&Law::beta(alpha, beta, 0.0, 1.0).unwrap(), &other, 1e-9);
        }
    }
}
