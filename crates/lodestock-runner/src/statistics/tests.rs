mod designs;

use lodestock_core::law::Law;
use lodestock_core::stream::Address;

use super::*;

/// `n` draws of a law in one repeat.
fn draws(law: &Law, n: u64, repeat: u64) -> Vec<f64> {
    let stream = Address::new("statistics", "draw").stream(7, repeat);
    (0..n).map(|i| law.quantile(stream.uniform(i))).collect()
}

#[test]
fn means_of_known_columns() {
    let mean = Mean::of(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]).unwrap();
    assert_eq!(mean.value, 5.0);
    // Sum of squared deviations 32.
    assert_eq!(mean.se, (32.0f64 / 7.0 / 8.0).sqrt());
    let interval = mean.interval(0.95);
    assert!((interval.high - 5.0 - 1.959_963_984_540_054 * mean.se).abs() < 1e-14);
    assert!((interval.low + interval.high - 10.0).abs() < 1e-14);
}

#[test]
fn a_large_offset_does_not_swallow_the_variance() {
    let values: Vec<f64> = (0..1000).map(|i| 1e12 + f64::from(i % 2)).collect();
    let mean = Mean::of(&values).unwrap();
    assert_eq!(mean.value, 1e12 + 0.5);
    assert!((mean.se - (0.25f64 / 999.0).sqrt()).abs() < 1e-15);
    assert_eq!(sum(&[1e100, 1.0, -1e100, 1e-9]), 1.0 + 1e-9);
}

#[test]
fn empty_columns_have_no_estimates() {
    assert_eq!(Mean::of(&[]), None);
    assert_eq!(Proportion::of(0, 0, 0.95), None);
    assert_eq!(Quantile::at(&[], [0.5], 0.95), None);
    assert_eq!(Tail::cvar(&[], 0.95), None);
    assert_eq!(Interval::of_mean(&[], 0.95), None);
    assert_eq!(Interval::of_cvar(&[], 0.95, 0.95), None);
    assert_eq!(Distribution::of(&[], 0.95), None);
    assert!(exceedance(&[], &[1.0], 0.95).is_empty());
    assert!(even_levels(&[], 3).is_empty());
}

#[test]
fn equal_values_have_no_error() {
    let distribution = Distribution::of(&[0.1; 1000], 0.95).unwrap();
    assert_eq!(distribution.count, 1000);
    assert_eq!(
        distribution.mean,
        Mean {
            value: 0.1,
            se: 0.0
        }
    );
    assert_eq!(
        distribution.cvar95,
        Tail {
            value: 0.1,
            se: 0.0
        }
    );
    for quantile in distribution.quantiles {
        assert_eq!((quantile.value, quantile.low), (0.1, 0.1));
        assert_eq!(quantile.high, 0.1);
    }
}

#[test]
fn one_path_says_nothing_about_errors() {
    let distribution = Distribution::of(&[3.0], 0.95).unwrap();
    assert_eq!(
        (distribution.mean.value, distribution.mean.se),
        (3.0, f64::INFINITY)
    );
    assert_eq!(
        (distribution.cvar95.value, distribution.cvar95.se),
        (3.0, f64::INFINITY)
    );
    for interval in [distribution.mean_interval, distribution.cvar95_interval] {
        let ends = (interval.low, interval.high);
        assert_eq!(ends, (f64::NEG_INFINITY, f64::INFINITY));
    }
    assert!(distribution.quantiles.iter().all(|q| q.value == 3.0));
    let median = distribution.quantiles[0];
    assert_eq!(
        (median.low, median.high),
        (f64::NEG_INFINITY, f64::INFINITY)
    );
    // With 99 % the one value lies below P99: a lower end, but no upper one.
    let high = distribution.quantiles[3];
    assert_eq!((high.low, high.high), (3.0, f64::INFINITY));
}

#[test]
fn wilson_intervals_are_the_published_ones() {
    // Newcombe (1998), Statistics in Medicine 17, 857–872, table I, method 3;
    // the last by hand: 1 − z²/(n + z²).
    for (count, trials, low, high) in [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
    ] {
        let p = Proportion::of(count, trials, 0.95).unwrap();
        assert!((p.low - low).abs() < 5.1e-5, "{count}/{trials}: {p:?}");
        assert!((p.high - high).abs() < 5.1e-5, "{count}/{trials}: {p:?}");
    }
    let column = [0.0, 2.0, 0.0, 5.0];
    let short = Proportion::where_true(&column, |x| x > 0.0, 0.9).unwrap();
    assert_eq!(short, Proportion::of(2, 4, 0.9).unwrap());
}

#[test]
fn quantile_intervals_have_binomial_ranks() {
    // Binomial of 100 and ½: P(B < 40) = 0.0176, P(B < 41) = 0.0284; of 100 and 0.99:
    // P(B < 97) = 0.0184, P(B < 98) = 0.0794, and P(B ≥ 100) = 0.366 leaves no upper end.
    let values: Vec<f64> = (1..=100).rev().map(f64::from).collect();
    let [median, high] = Quantile::at(&values, [0.5, 0.99], 0.95).unwrap();
    assert_eq!((median.value, median.low, median.high), (50.0, 40.0, 61.0));
    assert_eq!(
        (high.value, high.low, high.high),
        (99.0, 97.0, f64::INFINITY)
    );
}

#[test]
fn cvar_counts_the_boundary_in_part() {
    let values: Vec<f64> = (1..=10).map(f64::from).collect();
    // The worst 25 % of ten: 10, 9 and half of 8.
    let tail = Tail::cvar(&values, 0.75).unwrap();
    assert!((tail.value - 23.0 / 2.5).abs() < 1e-14);
    // Excesses over 8: 1, 2 and eight times 0.
    let squares: f64 = 5.0 - 9.0 / 10.0;
    assert!((tail.se - (squares / 9.0 / 10.0).sqrt() / 0.25).abs() < 1e-14);
    assert_eq!(Tail::cvar(&values, 0.95).unwrap().value, 10.0);
    assert_eq!(Tail::cvar(&values, 0.95).unwrap().se, f64::INFINITY);
    assert!((Tail::cvar(&values, 1e-9).unwrap().value - 5.5).abs() < 1e-8);
}

#[test]
fn exceedance_counts_what_lies_strictly_above() {
    let column = [0.0, 0.0, 1.0, 3.0];
    let levels = even_levels(&column, 4);
    assert_eq!(levels, [0.0, 1.0, 2.0, 3.0]);
    let curve = exceedance(&column, &levels, 0.95);
    let shares: Vec<f64> = curve.iter().map(|point| point.above.value).collect();
    assert_eq!(shares, [0.5, 0.25, 0.25, 0.0]);
    assert_eq!(even_levels(&column, 1), [0.0]);
    assert_eq!(even_levels(&[-2.0, -1.0], 2), [-2.0, -1.0]);
}

#[test]
fn a_distribution_is_made_of_the_single_estimates() {
    let column = draws(&Law::lognormal(5.0, 1.0).unwrap(), 3000, 0);
    let distribution = Distribution::of(&column, 0.9).unwrap();
    assert_eq!(Mean::of(&column), Some(distribution.mean));
    assert_eq!(Tail::cvar(&column, 0.95), Some(distribution.cvar95));
    let (mean, cvar) = (distribution.mean_interval, distribution.cvar95_interval);
    assert_eq!(Interval::of_mean(&column, 0.9), Some(mean));
    assert_eq!(Interval::of_cvar(&column, 0.95, 0.9), Some(cvar));
    for (level, quantile) in Distribution::LEVELS.into_iter().zip(distribution.quantiles) {
        assert_eq!(Quantile::at(&column, [level], 0.9), Some([quantile]));
        assert!(quantile.low < quantile.value && quantile.value < quantile.high);
    }
}
