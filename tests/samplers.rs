//! Laws by inversion against the samplers of another library, which work by rejection.

#[test]
fn laws_agree_with_another_sampler() {
    use lodestock::core::stream::{Address, StreamRng};
    use rand_distr::{Beta, Distribution, Gamma, LogNormal, Weibull};

    let count = 200_000u32;
    let moments = |draws: &mut dyn FnMut() -> f64| {
        let draws: Vec<f64> = (0..count).map(|_| draws()).collect();
        let mean = draws.iter().sum::<f64>() / f64::from(count);
        let square = draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / f64::from(count);
        (mean, square)
    };
    let mut rng = StreamRng::from(Address::new("cross", "check").stream(1, 0));
    let uniform = Address::new("cross", "ours").stream(1, 0);
    let mut compare = |law: lodestock::Law, theirs: &dyn Fn(&mut StreamRng) -> f64| {
        let mut event = 0;
        let ours = moments(&mut || {
            event += 1;
            law.quantile(uniform.uniform(event))
        });
        let theirs = moments(&mut || theirs(&mut rng));
        let off = (ours.0 - theirs.0) / ((ours.1 + theirs.1) / f64::from(count)).sqrt();
        assert!(
            off.abs() < 4.0,
            "{}: {} and {}, {off} standard errors",
            law.name(),
            ours.0,
            theirs.0
        );
        assert!(
            (ours.1 / theirs.1 - 1.0).abs() < 0.1,
            "{}: variances {} {}",
            law.name(),
            ours.1,
            theirs.1
        );
    };
    let gamma = Gamma::new(2.5, 3.0).unwrap();
    compare(lodestock::Law::gamma(2.5, 3.0).unwrap(), &|rng| {
        gamma.sample(rng)
    });
    let beta = Beta::new(2.0, 5.0).unwrap();
    compare(lodestock::Law::beta(2.0, 5.0, 0.0, 1.0).unwrap(), &|rng| {
        beta.sample(rng)
    });
    let weibull = Weibull::new(10.5, 0.687).unwrap();
    compare(lodestock::Law::weibull(0.687, 10.5).unwrap(), &|rng| {
        weibull.sample(rng)
    });
    let lognormal = LogNormal::new(5.7f64.ln(), 0.71).unwrap();
    compare(lodestock::Law::lognormal(5.7, 0.71).unwrap(), &|rng| {
        lognormal.sample(rng)
    });
}
