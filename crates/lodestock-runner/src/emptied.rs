//! How often a disruption empties a reserve.
//!
//! An event counts if it acts in a step of the horizon. It empties a reserve if the reserve is empty
//! at the end of a step from the event's start until nothing of it is left, plus the longest lead of
//! the reserve's market, because what was cut is missed only when it would have arrived. Where
//! several disruptions act together, each of them counts: this says what a disruption is met with,
//! not whose fault it is. But a disruption that hits nothing of the reserve's
//! commodity, nor of what is linked with it ([`Model::linked`]), never counts.
//! Copies of a plant count as one disruption.

mod log;

use std::collections::BTreeMap;

use lodestock_core::{Event, Future, Model};

use crate::statistics::Proportion;
pub(crate) use log::{Empties, EmptyWatcher};

/// Events of every disruption, and how many of them emptied each reserve.
///
/// All sums are integers, so that the order in which paths are added never matters.
#[derive(Debug, Clone, PartialEq)]
pub struct Emptied {
    /// `kind.id` of each disruption, copies together.
    names: Vec<String>,
    /// Place in `names` of each disruption of the model.
    place: Vec<usize>,
    /// Longest lead of each reserve's market, in steps.
    leads: Vec<f64>,
    /// Whether each disruption of the model can matter to each reserve: reserve after reserve.
    reaches: Vec<Vec<bool>>,
    steps: f64,
    /// Paths that were drawn together.
    unit: usize,
    /// Units of them counted.
    units: u64,
    /// Events of each name.
    events: Vec<Square>,
    /// Of each reserve and name, where there is any.
    emptied: BTreeMap<(usize, usize), Pair>,
}

/// Sum over units of paths of a count and of its square.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Square {
    sum: u64,
    squares: u128,
}

/// Sums over units of the events that emptied a reserve, alone and times all events of the unit.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Pair {
    emptied: Square,
    products: u128,
}

/// Events of one unit by name, and by reserve and name those that emptied it.
#[derive(Debug, Default)]
struct Counted {
    events: BTreeMap<usize, u64>,
    emptied: BTreeMap<(usize, usize), u64>,
}

impl Square {
    fn add(&mut self, other: Self) {
        self.sum += other.sum;
        self.squares += other.squares;
    }

    fn of(count: u64) -> Self {
        let squares = u128::from(count) * u128::from(count);
        Self {
            sum: count,
            squares,
        }
    }
}

/// How often one disruption empties one reserve.
#[derive(Debug, Clone, PartialEq)]
pub struct EmptiedBy {
    /// The disruption, `kind.id`.
    pub disruption: String,
    /// Its events in all paths.
    pub events: u64,
    /// Those that emptied the reserve.
    pub emptied: u64,
    /// Probability that an event does. The interval knows that events of one path, or of paths
    /// drawn together, are alike.
    pub p: Proportion,
    /// Standard error of that probability over paths; infinite where the sample does not tell.
    pub se: f64,
}

impl Emptied {
    /// Nothing counted yet, of futures drawn so many at a time.
    pub fn new(model: &Model, unit: u64) -> Self {
        let mut names: Vec<String> = Vec::new();
        let mut place = Vec::new();
        for disruption in model.disruptions() {
            // Copies stand together and differ in what follows the `#`.
            let name = disruption.id.split('#').next().unwrap_or_default();
            if names.last().is_none_or(|last| last != name) {
                names.push(name.into());
            }
            place.push(names.len() - 1);
        }
        let reserves = model.reserves().iter();
        let labels = model.linked();
        let reaches = reserves.clone().map(|reserve| {
            let own = labels[reserve.commodity];
            let linked: Vec<bool> = labels.iter().map(|label| *label == own).collect();
            let disruptions = 0..model.disruptions().len();
            disruptions.map(|d| model.hits(d, &linked)).collect()
        });
        Self {
            reaches: reaches.collect(),
            events: vec![Square::default(); names.len()],
            names,
            place,
            leads: reserves
                .map(|reserve| model.longest_lead(reserve.commodity) as f64)
                .collect(),
            steps: model.clock().steps as f64,
            unit: usize::try_from(unit).unwrap_or(usize::MAX).max(1),
            units: 0,
            emptied: BTreeMap::new(),
        }
    }

    /// Adds the paths of a block that has been watched to its end.
    pub(crate) fn add(&mut self, empties: &Empties, futures: &[Future]) {
        for (first, unit) in (0..).step_by(self.unit).zip(futures.chunks(self.unit)) {
            let mut counted = Counted::default();
            for (lane, future) in (first..).zip(unit) {
                self.count(empties, lane, &future.events, &mut counted);
            }
            self.add_unit(counted);
        }
    }

    /// Counts the events of a path.
    fn count(&self, empties: &Empties, lane: usize, events: &[Event], counted: &mut Counted) {
        let mut last = None;
        for event in events {
            // One event stands there once for each thing it hits.
            let key = (event.disruption, event.number, event.start.to_bits());
            let first = event.start.ceil().max(0.0);
            if last == Some(key) || first >= event.end().min(self.steps) {
                continue;
            }
            last = Some(key);
            let name = self.place[event.disruption as usize];
            *counted.events.entry(name).or_default() += 1;
            for (r, lead) in self.leads.iter().enumerate() {
                let reaches = self.reaches[r][event.disruption as usize];
                if reaches && empties.any(r, lane, first, event.end() + lead) {
                    *counted.emptied.entry((r, name)).or_default() += 1;
                }
            }
        }
    }

    fn add_unit(&mut self, counted: Counted) {
        self.units += 1;
        for (&name, &count) in &counted.events {
            self.events[name].add(Square::of(count));
        }
        for ((r, name), count) in counted.emptied {
            let pair = self.emptied.entry((r, name)).or_default();
            pair.emptied.add(Square::of(count));
            pair.products += u128::from(count) * u128::from(counted.events[&name]);
        }
    }

    /// Adds the counts of other paths.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.units += other.units;
        for (all, part) in self.events.iter_mut().zip(&other.events) {
            all.add(*part);
        }
        for (key, part) in &other.emptied {
            let pair = self.emptied.entry(*key).or_default();
            pair.emptied.add(part.emptied);
            pair.products += part.products;
        }
    }

    /// The disruptions that emptied a reserve at least once, by id, with intervals of a confidence
    /// in `(0, 1)`.
    pub fn of_reserve(&self, reserve: usize, confidence: f64) -> Vec<EmptiedBy> {
        let pairs = self.emptied.range((reserve, 0)..(reserve + 1, 0));
        pairs
            .filter_map(|(&(_, name), pair)| self.by(name, pair, confidence))
            .collect()
    }

    fn by(&self, name: usize, pair: &Pair, confidence: f64) -> Option<EmptiedBy> {
        let events = self.events[name];
        let (n, m) = (events.sum as f64, pair.emptied.sum as f64);
        let (p, units) = (m / n, self.units as f64);
        // Σ (m − p·n)² over units: events of one are not independent.
        let spread = pair.emptied.squares as f64 - 2.0 * p * pair.products as f64
            + p * p * events.squares as f64;
        let se = if self.units < 2 || pair.emptied.sum == events.sum {
            f64::INFINITY
        } else {
            (spread.max(0.0) * units / (units - 1.0)).sqrt() / n
        };
        // As many independent events would give the same error; never more than there were.
        let alike = (se * se / (p * (1.0 - p) / n)).max(1.0);
        let effective = if se.is_finite() {
            n / alike
        } else {
            units.min(n)
        };
        Some(EmptiedBy {
            disruption: self.names[name].clone(),
            events: events.sum,
            emptied: pair.emptied.sum,
            p: Proportion::of_alike(pair.emptied.sum, events.sum, effective, confidence)?,
            se,
        })
    }
}

#[cfg(test)]
mod tests;
