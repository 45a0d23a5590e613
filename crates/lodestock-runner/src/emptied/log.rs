//! When reserves were empty in the paths of one block.

use lodestock_core::{Model, Observer, Readings};

/// A reserve is empty at or below this share of its capacity (model page §2).
const EMPTY: f64 = 1e-9;

/// Spans of steps at whose ends a reserve was empty.
#[derive(Debug, Default)]
pub(crate) struct Empties {
    /// Levels at or below which each reserve is empty.
    pub(super) bounds: Vec<f64>,
    pub(super) lanes: usize,
    /// First and last step of each span, in order, `[reserve][lane]`.
    pub(super) spans: Vec<Vec<(f64, f64)>>,
}

impl Empties {
    /// A log for the reserves of a model.
    pub fn new(model: &Model) -> Self {
        let reserves = model.reserves().iter();
        Self {
            bounds: reserves.map(|reserve| EMPTY * reserve.capacity).collect(),
            ..Self::default()
        }
    }

    /// Begins a block of so many paths.
    pub fn watch(&mut self, lanes: usize) -> EmptyWatcher<'_> {
        self.lanes = lanes;
        self.spans.iter_mut().for_each(Vec::clear);
        self.spans.resize(self.bounds.len() * lanes, Vec::new());
        EmptyWatcher(self)
    }

    /// Whether a reserve was empty in a step from `first` on and before `end`.
    pub fn any(&self, reserve: usize, lane: usize, first: f64, end: f64) -> bool {
        let spans = &self.spans[reserve * self.lanes + lane];
        let place = spans.partition_point(|&(_, last)| last < first);
        spans.get(place).is_some_and(|&(begin, _)| begin < end)
    }
}

/// Writes down when reserves are empty.
pub(crate) struct EmptyWatcher<'l>(&'l mut Empties);

impl Observer for EmptyWatcher<'_> {
    fn step(&mut self, readings: &dyn Readings) {
        let Empties {
            bounds,
            lanes,
            spans,
        } = &mut *self.0;
        for (r, &bound) in bounds.iter().enumerate() {
            let levels = &readings.level(r)[..*lanes];
            // Mostly none is: one look without branches.
            if !levels
                .iter()
                .fold(false, |any, &level| any | (level <= bound))
            {
                continue;
            }
            let time = readings.time();
            let spans = &mut spans[r * *lanes..(r + 1) * *lanes];
            for (spans, _) in spans.iter_mut().zip(levels).filter(|(_, l)| **l <= bound) {
                match spans.last_mut() {
                    Some((_, last)) if *last + 1.0 == time => *last = time,
                    _ => spans.push((time, time)),
                }
            }
        }
    }
}
