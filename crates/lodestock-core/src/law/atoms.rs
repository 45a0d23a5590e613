//! Laws on finitely many values.

/// Values in ascending order and the probability of each one or a lower one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Atoms {
    values: Vec<f64>,
    cumulative: Vec<f64>,
}

impl Atoms {
    /// From values and weights already checked: at least one weight is above 0.
    ///
    /// The order of the pairs does not matter; equal values are merged and weights of 0 left out.
    pub fn new(values: &[f64], weights: &[f64]) -> Self {
        let pairs = values.iter().copied().zip(weights.iter().copied());
        let mut pairs: Vec<(f64, f64)> = pairs.filter(|&(_, weight)| weight > 0.0).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut atoms = Self {
            values: Vec::new(),
            cumulative: Vec::new(),
        };
        let mut sum = 0.0;
        for (value, weight) in pairs {
            sum += weight;
            if atoms.values.last() == Some(&value) {
                atoms.cumulative.pop();
            } else {
                atoms.values.push(value);
            }
            atoms.cumulative.push(sum);
        }
        atoms.cumulative.iter_mut().for_each(|c| *c /= sum);
        atoms
    }

    pub fn lower(&self) -> f64 {
        self.values[0]
    }

    pub fn upper(&self) -> f64 {
        self.values[self.values.len() - 1]
    }

    /// The lowest value whose probability of it or a lower one is at least `u`.
    pub fn quantile(&self, u: f64) -> f64 {
        let at = self.cumulative.partition_point(|&c| c < u);
        self.values[at.min(self.values.len() - 1)]
    }

    /// Probability of a value of at most `x`.
    pub fn cdf(&self, x: f64) -> f64 {
        match self.values.partition_point(|&value| value <= x) {
            0 => 0.0,
            n => self.cumulative[n - 1],
        }
    }

    /// Mean of the value where it is at most `x`, counted as 0 elsewhere.
    pub fn mean_below(&self, x: f64) -> f64 {
        let before = std::iter::once(0.0).chain(self.cumulative.iter().copied());
        let atoms = self.values.iter().zip(&self.cumulative).zip(before);
        atoms
            .take_while(|&((&value, _), _)| value <= x)
            .map(|((&value, &upto), before)| value * (upto - before))
            .sum()
    }
}
