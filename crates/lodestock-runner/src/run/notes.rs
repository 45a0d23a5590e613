//! What is noted of every step of a worker's paths, if it is asked for.

use lodestock_core::{Future, Groups, Model, Observer, Readings, Simulation};

use super::Options;
use crate::emptied::{Emptied, Empties, EmptyWatcher};
use crate::series::{Log, Series, Watcher};

/// Fans, and counts of events that empty reserves, of all paths that a worker has simulated.
pub(super) struct Notes<'m> {
    groups: &'m Groups,
    series: Option<Series>,
    log: Log,
    emptied: Option<Emptied>,
    empties: Empties,
}

impl<'m> Notes<'m> {
    pub fn new(model: &'m Model, groups: &'m Groups, unit: u64, options: &Options) -> Self {
        let reserves = options.emptied && !model.reserves().is_empty();
        Self {
            groups,
            series: options.series.then(|| Series::new(model, groups)),
            log: Log::default(),
            emptied: reserves.then(|| Emptied::new(model, unit)),
            empties: Empties::new(model),
        }
    }

    /// Runs a block and watches it.
    pub fn run<const L: usize>(&mut self, simulation: &mut Simulation<'_, L>, block: &[Future]) {
        let Self {
            groups,
            series,
            log,
            emptied,
            empties,
        } = self;
        let paths = block.len();
        if series.is_none() && emptied.is_none() {
            return simulation.run(block, None);
        }
        let mut eyes = Eyes {
            fans: series
                .as_ref()
                .map(|series| log.watch(series, groups, paths)),
            reserves: emptied.as_ref().map(|_| empties.watch(paths)),
        };
        simulation.run(block, Some(&mut eyes));
    }

    /// Counts the block that has just ended well.
    pub fn keep(&mut self, block: &[Future]) {
        if let Some(series) = &mut self.series {
            series.add(&self.log);
        }
        if let Some(emptied) = &mut self.emptied {
            emptied.add(&self.empties, block);
        }
    }

    /// Everything noted, added to what others have noted.
    pub fn merge(self, all: &mut (Option<Series>, Option<Emptied>)) {
        match (&mut all.0, self.series) {
            (Some(all), Some(part)) => all.merge(&part),
            (all @ None, part) => *all = part,
            (Some(_), None) => {}
        }
        match (&mut all.1, self.emptied) {
            (Some(all), Some(part)) => all.merge(&part),
            (all @ None, part) => *all = part,
            (Some(_), None) => {}
        }
    }
}

/// Whoever watches a block.
struct Eyes<'n> {
    fans: Option<Watcher<'n>>,
    reserves: Option<EmptyWatcher<'n>>,
}

impl Observer for Eyes<'_> {
    fn step(&mut self, readings: &dyn Readings) {
        if let Some(watcher) = &mut self.fans {
            watcher.step(readings);
        }
        if let Some(watcher) = &mut self.reserves {
            watcher.step(readings);
        }
    }
}
