//! Watching and stopping a run.

/// Somebody who watches a run from outside, and may ask it to stop.
///
/// Calls come from several threads, once a batch of paths.
pub trait Progress: Sync {
    /// The run is about to simulate so many paths in all; called again if that changes.
    fn begin(&self, paths: u64) {
        let _ = paths;
    }

    /// So many more paths are done.
    fn advance(&self, paths: u64) {
        let _ = paths;
    }

    /// Whether to stop: batches under way are finished and kept, no new one begins.
    fn stopped(&self) -> bool {
        false
    }
}

/// Nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {}

/// A run that is part of something longer: what it does and whether to stop is passed on, how long
/// it takes is not, since somebody else has said that of the whole.
pub struct Part<'p>(pub &'p dyn Progress);

impl Progress for Part<'_> {
    fn advance(&self, paths: u64) {
        self.0.advance(paths);
    }

    fn stopped(&self) -> bool {
        self.0.stopped()
    }
}
