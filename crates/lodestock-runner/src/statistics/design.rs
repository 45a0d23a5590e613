//! Paths that count unequally, or were drawn together.

/// How the paths of a run stand for what can happen: how much each counts, and which were drawn
/// together and so are one piece of evidence.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Design {
    /// Weight of each path, the largest 1; `None` where all count the same.
    weights: Option<Vec<f64>>,
    /// Unit of each path, those of a unit next to each other; `None` where each is one.
    units: Option<Vec<u64>>,
}

impl Design {
    /// Every path counts the same and was drawn apart.
    pub const PLAIN: Self = Self {
        weights: None,
        units: None,
    };

    /// From the weights, above 0, and the units of paths.
    ///
    /// # Panics
    /// If there are both and not as many of one as of the other.
    pub fn new(weights: Option<Vec<f64>>, units: Option<Vec<u64>>) -> Self {
        if let (Some(weights), Some(units)) = (&weights, &units) {
            assert_eq!(weights.len(), units.len(), "weights and units");
        }
        let weights = weights.map(|mut weights| {
            let largest = weights.iter().copied().fold(0.0, f64::max);
            weights.iter_mut().for_each(|weight| *weight /= largest);
            weights
        });
        Self { weights, units }
    }

    /// Whether every path counts the same and was drawn apart.
    pub fn is_plain(&self) -> bool {
        self.weights.is_none() && self.units.is_none()
    }

    /// Whether some paths count more than others.
    pub fn is_weighted(&self) -> bool {
        self.weights.is_some()
    }

    /// Of some of the paths only.
    #[must_use]
    pub fn of_those(&self, kept: impl Fn(usize) -> bool) -> Self {
        Self {
            weights: self.weights.as_deref().map(|all| pick(all, &kept)),
            units: self.units.as_deref().map(|all| pick(all, &kept)),
        }
    }

    /// The same with all paths counting the same.
    #[must_use]
    pub fn unweighted(&self) -> Self {
        Self {
            weights: None,
            units: self.units.clone(),
        }
    }

    /// How many of so many paths of equal weight would know as much of what has nothing to do with
    /// the weights: (Σw)²/Σw² (L. Kish 1965, "Survey Sampling").
    pub fn effective_paths(&self, paths: usize) -> f64 {
        effective((0..paths).map(|path| self.weight(path)))
    }

    /// Weight of a path, the largest 1.
    pub(super) fn weight(&self, path: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights[path])
    }

    /// Sum over the paths of each unit, of the first so many paths.
    pub(super) fn by_unit(&self, paths: usize, of: impl Fn(usize) -> f64) -> Vec<f64> {
        let Some(units) = &self.units else {
            return (0..paths).map(of).collect();
        };
        let mut sums = Vec::with_capacity(paths);
        let mut last = None;
        for (path, &unit) in units.iter().enumerate().take(paths) {
            match sums.last_mut() {
                Some(sum) if last == Some(unit) => *sum += of(path),
                _ => sums.push(of(path)),
            }
            last = Some(unit);
        }
        sums
    }

    /// The same of units of paths.
    pub(super) fn effective_units(&self, paths: usize) -> f64 {
        let weights = self.by_unit(paths, |path| self.weight(path));
        effective(weights.into_iter())
    }

    /// As many units would there be if each weighed as much as the heaviest: what is known of
    /// something that was never seen.
    pub(super) fn least_units(&self, paths: usize) -> f64 {
        let weights = self.by_unit(paths, |path| self.weight(path));
        let most = weights.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        weights.iter().sum::<f64>() / most
    }
}

fn effective(weights: impl Iterator<Item = f64> + Clone) -> f64 {
    let sum: f64 = weights.clone().sum();
    let squares: f64 = weights.map(|weight| weight * weight).sum();
    if squares > 0.0 {
        sum * sum / squares
    } else {
        0.0
    }
}

fn pick<T: Copy>(all: &[T], kept: impl Fn(usize) -> bool) -> Vec<T> {
    let places = all.iter().enumerate().filter(|(place, _)| kept(*place));
    places.map(|(_, &value)| value).collect()
}
