//! Columns whose paths count unequally or were drawn together.

use super::*;

fn close(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-12 * (1.0 + b.abs()), "{a} is not {b}");
}

/// A column in which each value stands twice, drawn together.
fn twice(values: &[f64]) -> (Vec<f64>, Design) {
    let all = values.iter().flat_map(|&x| [x, x]).collect();
    let units = (0..values.len() as u64).flat_map(|i| [i, i]).collect();
    (all, Design::new(None, Some(units)))
}

#[test]
fn what_stands_twice_is_known_as_if_it_stood_once() {
    let once = draws(&Law::exponential(1.0).unwrap(), 1000, 0);
    let (all, design) = twice(&once);
    let (all, once) = (Sample::new(&all, &design), Sample::plain(&once));
    let (a, b) = (all.mean().unwrap(), once.mean().unwrap());
    close(a.value, b.value);
    close(a.se, b.se);
    let (a, b) = (all.mean_interval(0.95), once.mean_interval(0.95));
    close(a.unwrap().high, b.unwrap().high);
    let (a, b) = (all.cvar(0.95).unwrap(), once.cvar(0.95).unwrap());
    close(a.value, b.value);
    close(a.se, b.se);
    let [a, b] = [all, once].map(|s| s.share(|x| x > 2.0, 0.95).unwrap());
    close(a.value, b.value);
    close(a.low, b.low);
    close(a.high, b.high);
    let [a, b] = [all, once].map(|s| s.quantiles([0.5, 0.95], 0.95).unwrap());
    for (a, b) in a.into_iter().zip(b) {
        assert_eq!(a, b);
    }
}

#[test]
fn mirror_images_that_cancel_leave_no_error_of_the_mean() {
    let half = draws(&Law::uniform(0.0, 1.0).unwrap(), 500, 1);
    let all: Vec<f64> = half.iter().flat_map(|&x| [x, 1.0 - x]).collect();
    let units = (0..500).flat_map(|i| [i, i]).collect();
    let design = Design::new(None, Some(units));
    let sample = Sample::new(&all, &design);
    let mean = sample.mean().unwrap();
    close(mean.value, 0.5);
    assert!(mean.se < 1e-15);
    // As many lie below the half as above it in every pair; a zero error is not believed.
    let share = sample.share(|x| x > 0.5, 0.95).unwrap();
    assert_eq!(Proportion::of_share(0.5, 500.0, 0.95), share);
    // Pairs scatter about the quartile less than paths apart do.
    let plain = Sample::plain(&all).quantiles([0.25], 0.95).unwrap()[0];
    let pairs = sample.quantiles([0.25], 0.95).unwrap()[0];
    assert_eq!(pairs.value, plain.value);
    assert!(pairs.high - pairs.low < plain.high - plain.low);
}

#[test]
fn whole_weights_estimate_what_so_many_copies_do() {
    let values = [3.0, 1.0, 7.0, 2.0, 5.0];
    let weights = [1.0, 3.0, 1.0, 2.0, 3.0];
    let design = Design::new(Some(weights.to_vec()), None);
    let copies: Vec<f64> = values
        .iter()
        .zip(weights)
        .flat_map(|(&x, n)| std::iter::repeat_n(x, n as usize))
        .collect();
    let (few, many) = (Sample::new(&values, &design), Sample::plain(&copies));
    close(few.mean().unwrap().value, many.mean().unwrap().value);
    for level in [0.05, 0.3, 0.31, 0.5, 0.51, 0.9, 0.99] {
        let [a, b] = [few, many].map(|s| s.quantiles([level], 0.95).unwrap()[0].value);
        assert_eq!(a, b, "{level}");
        let [a, b] = [few, many].map(|s| s.cvar(level).unwrap().value);
        close(a, b);
    }
    // Residuals w (x − 3.2) are −0.2, −6.6, 3.8, −2.4 and 5.4 of a total weight of 10.
    let squares: f64 = 0.04 + 6.6f64.powi(2) + 3.8f64.powi(2) + 2.4f64.powi(2) + 5.4f64.powi(2);
    close(few.mean().unwrap().se, (squares * 5.0 / 4.0).sqrt() / 10.0);
    close(design.effective_paths(5), 100.0 / 24.0);
    assert!(design.is_weighted() && !design.is_plain());
}

#[test]
fn what_was_never_seen_is_known_by_the_heaviest() {
    let values = [0.0; 4];
    let design = Design::new(Some(vec![8.0, 4.0, 2.0, 2.0]), None);
    let never = Sample::new(&values, &design).share(|x| x > 0.0, 0.95);
    assert_eq!(never, Proportion::of(0, 2, 0.95));
    let nothing = Sample::new(&[], &Design::PLAIN);
    assert_eq!(nothing.share(|x| x > 0.0, 0.95), None);
    let none = design.of_those(|_| false);
    assert!(Sample::new(&[], &none).distribution(0.95).is_none());
}

#[test]
fn equal_weights_change_no_estimate() {
    let values = draws(&Law::exponential(1.0).unwrap(), 400, 2);
    let design = Design::new(Some(vec![0.3; 400]), None);
    let weighted = Sample::new(&values, &design).distribution(0.95).unwrap();
    let plain = Sample::plain(&values).distribution(0.95).unwrap();
    close(weighted.mean.value, plain.mean.value);
    close(weighted.mean.se, plain.mean.se);
    assert_eq!(
        weighted.quantiles.map(|q| q.value),
        plain.quantiles.map(|q| q.value)
    );
    close(weighted.cvar95.se, plain.cvar95.se);
    let [a, b] = [weighted.quantiles[2], plain.quantiles[2]];
    assert_eq!((a.low, a.high), (b.low, b.high));
}
