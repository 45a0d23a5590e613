//! A bar on standard error while a run is under way.

use std::fmt;
use std::io::{self, IsTerminal};

use indicatif::{HumanCount, ProgressBar, ProgressState, ProgressStyle};
use lodestock_runner::Progress;

use crate::interrupt;

/// Shows a bar if standard error is a terminal, and passes Ctrl-C on.
pub struct Bar(Option<ProgressBar>);

const TEMPLATE: &str = "{bar:30} {human_pos} of {human_len} paths  {rate} paths/s  {eta} left";

impl Bar {
    /// A bar that waits for its run.
    pub fn new() -> Self {
        let bar = io::stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template(TEMPLATE);
            let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
            let rate = |state: &ProgressState, out: &mut dyn fmt::Write| {
                let _ = write!(out, "{}", HumanCount(state.per_sec() as u64));
            };
            ProgressBar::new(0).with_style(style.with_key("rate", rate))
        });
        Self(bar)
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Bar {
    fn begin(&self, paths: u64) {
        if let Some(bar) = &self.0 {
            bar.set_length(paths);
        }
    }

    fn advance(&self, paths: u64) {
        if let Some(bar) = &self.0 {
            bar.inc(paths);
        }
    }

    fn stopped(&self) -> bool {
        interrupt::asked()
    }
}
