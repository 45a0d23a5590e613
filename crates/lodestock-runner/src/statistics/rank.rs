//! Order statistics: which ranks bound a quantile, and their values by selection.

use lodestock_core::law::{Law, normal_quantile};

/// Up to so many paths the binomial quantile is exact.
const EXACT: usize = 1_000_000;

/// Ranks, from 1, of a quantile and of the ends of its interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ranks {
    pub value: usize,
    pub low: Option<usize>,
    pub high: Option<usize>,
}

impl Ranks {
    /// Those there are, in a column of `count` values.
    pub fn inside(self, count: usize) -> impl Iterator<Item = usize> {
        let all = [self.low, Some(self.value), self.high];
        all.into_iter().flatten().filter(move |_| count > 0)
    }
}

/// Rank ⌈n·level⌉ of a quantile, from 1 (rounding of n·level aside).
pub(super) fn rank(count: usize, level: f64) -> usize {
    let rank = (count as f64 * level * (1.0 - 1e-15)).ceil() as usize;
    rank.clamp(1, count.max(1))
}

/// Ranks of a quantile and its interval.
///
/// With B the count of values at or below the true quantile, binomial of n and `level`, the l-th
/// smallest is above it with probability P(B < l), the h-th below it with P(B ≥ h) at most.
pub(super) fn ranks(count: usize, level: f64, confidence: f64) -> Ranks {
    let side = 0.5 * (1.0 - confidence);
    let low = binomial_quantile(count, level, side);
    let high = binomial_quantile(count, level, 1.0 - side) + 1;
    Ranks {
        value: rank(count, level),
        low: (low >= 1).then_some(low),
        high: (high <= count).then_some(high),
    }
}

/// The least k for which at most k of `count` trials succeed with probability `u` or more.
fn binomial_quantile(count: usize, p: f64, u: f64) -> usize {
    if count == 0 {
        return 0;
    }
    let n = count as f64;
    let z = normal_quantile(u);
    let spread = (n * p * (1.0 - p)).sqrt();
    // Cornish and Fisher's expansion, with the correction for continuity.
    let guess = n * p + z * spread + (z * z - 1.0) * (1.0 - 2.0 * p) / 6.0 - 0.5;
    let mut k = guess.ceil().clamp(0.0, n) as usize;
    if count > EXACT {
        return k;
    }
    while k < count && binomial_cdf(count, p, k) < u {
        k += 1;
    }
    while k > 0 && binomial_cdf(count, p, k - 1) >= u {
        k -= 1;
    }
    k
}

/// Probability of at most `k` successes: an incomplete beta function (Abramowitz and Stegun
/// 26.5.24).
fn binomial_cdf(count: usize, p: f64, k: usize) -> f64 {
    if k >= count {
        return 1.0;
    }
    // Shapes are whole numbers from 1 to a million, which the law accepts.
    Law::beta((count - k) as f64, (k + 1) as f64, 0.0, 1.0).map_or(f64::NAN, |law| law.cdf(1.0 - p))
}

/// Sorts the ranks wanted, leaves each once, and returns their values; `None` for no values.
pub(super) fn order_statistics(values: &[f64], wanted: &mut Vec<usize>) -> Option<Vec<f64>> {
    if values.is_empty() {
        return None;
    }
    wanted.sort_unstable();
    wanted.dedup();
    let mut scratch = values.to_vec();
    select(&mut scratch, 0, wanted);
    Some(wanted.iter().map(|&rank| scratch[rank - 1]).collect())
}

/// Weighted values in their order.
pub(super) struct Ranking {
    values: Vec<f64>,
    /// Weight up to each value.
    upto: Vec<f64>,
}

impl Ranking {
    /// Of values with weights above 0; `None` without values.
    pub fn of(values: &[f64], weight: impl Fn(usize) -> f64) -> Option<Self> {
        let mut pairs: Vec<(f64, f64)> = values
            .iter()
            .enumerate()
            .map(|(path, &value)| (value, weight(path)))
            .collect();
        pairs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut sum = 0.0;
        let upto = pairs.iter().map(|&(_, weight)| {
            sum += weight;
            sum
        });
        let upto: Vec<f64> = upto.collect();
        let values = pairs.iter().map(|pair| pair.0).collect();
        (!upto.is_empty()).then_some(Self { values, upto })
    }

    /// The smallest value up to which there is at least a share, in `(0, 1]`, of all weight. With
    /// equal weights it is that of [`rank`].
    pub fn at(&self, share: f64) -> f64 {
        let last = self.upto.len() - 1;
        let wanted = self.upto[last] * share * (1.0 - 1e-15);
        let place = self.upto.partition_point(|&weight| weight < wanted);
        self.values[place.min(last)]
    }
}

/// Puts the values of some ranks in their places, by selection from the middle rank outwards.
/// `skipped` values lie before the slice.
fn select(slice: &mut [f64], skipped: usize, wanted: &[usize]) {
    let middle = wanted.len() / 2;
    let Some(&rank) = wanted.get(middle) else {
        return;
    };
    let place = rank - 1 - skipped;
    let (below, _, above) = slice.select_nth_unstable_by(place, f64::total_cmp);
    select(below, skipped, &wanted[..middle]);
    select(above, rank, &wanted[middle + 1..]);
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{Binomial, DiscreteCDF};

    use super::*;

    #[test]
    fn binomial_quantiles_agree_with_statrs() {
        for n in [1, 2, 7, 59, 1000, 54_321] {
            for p in [0.01, 0.5, 0.9, 0.99] {
                let other = Binomial::new(p, n as u64).unwrap();
                for u in [0.005, 0.025, 0.5, 0.975, 0.995] {
                    let k = binomial_quantile(n, p, u);
                    assert!(other.cdf(k as u64) >= u - 1e-9, "{n} {p} {u}");
                    let below = k == 0 || other.cdf(k as u64 - 1) < u + 1e-9;
                    assert!(below, "{n} {p} {u}");
                }
            }
        }
    }

    #[test]
    fn the_expansion_is_within_a_rank_of_the_exact_quantile() {
        let n = EXACT;
        for p in [0.5f64, 0.9, 0.95, 0.99] {
            for u in [0.025, 0.975] {
                let exact = binomial_quantile(n, p, u) as f64;
                let more = binomial_quantile(n + 1, p, u) as f64;
                assert!((more - exact).abs() <= 1.0, "{p} {u}: {exact} {more}");
            }
        }
    }

    #[test]
    fn selection_finds_what_sorting_finds() {
        let values: Vec<f64> = (0..997u32).map(|i| f64::from(i * 7919 % 331)).collect();
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let mut wanted = vec![997, 1, 500, 499, 500, 990, 3];
        let found = order_statistics(&values, &mut wanted).unwrap();
        assert_eq!(wanted, [1, 3, 499, 500, 990, 997]);
        let expected: Vec<f64> = wanted.iter().map(|&rank| sorted[rank - 1]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn whole_products_are_not_rounded_up() {
        for n in 1..5000 {
            assert_eq!(rank(n, 0.95), (95 * n).div_ceil(100), "{n}");
        }
        assert_eq!((rank(1, 0.01), rank(3, 0.999)), (1, 3));
    }
}
