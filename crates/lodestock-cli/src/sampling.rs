//! How many futures, from which seed, on how many threads; and simulating them under watch.

use std::panic::{AssertUnwindSafe, catch_unwind};

use clap::Args;
use lodestock_core::spec::Draws;
use lodestock_runner::Options;
use lodestock_runner::run::panic_message;
use lodestock_scenario::Loaded;

use crate::progress::Bar;
use crate::{format, interrupt, machine, output};

/// Arguments of every command that simulates.
#[derive(Debug, Args)]
pub struct Sampling {
    /// Number of futures, such as 100_000 [default: the scenario's]
    #[arg(long, value_name = "N", value_parser = format::paths)]
    pub paths: Option<u64>,
    /// Seed of all random numbers [default: the scenario's]
    #[arg(long, value_name = "N", value_parser = format::whole)]
    pub seed: Option<u64>,
    /// Number of threads; results do not depend on it [default: all cores]
    #[arg(long, value_name = "N", value_parser = format::threads)]
    pub threads: Option<usize>,
}

impl Sampling {
    /// What to run: the scenario's own settings, unless the command line says otherwise.
    pub fn options(&self, loaded: &Loaded) -> Options {
        let settings = &loaded.scenario.run;
        Options {
            paths: self.paths.unwrap_or(settings.paths),
            seed: self.seed.unwrap_or(settings.seed),
            threads: self.threads,
            precision: settings.precision.clone().filter(|_| self.paths.is_none()),
            memory: machine::memory(),
            ..Options::default()
        }
    }

    /// The same for commands that compare on common futures, which are drawn plainly.
    pub fn plain_options(&self, loaded: &Loaded) -> Options {
        let settings = &loaded.scenario.run;
        if settings.draws != Draws::Independent || !settings.tilt.is_empty() {
            output::note("run.draws and run.tilt have no effect here: futures are drawn plainly\n");
        }
        self.options(loaded)
    }
}

/// Simulates with a bar and Ctrl-C. A path that fails is caught and named in the result, so the
/// usual message of a panic would only be noise; one outside of paths is an error.
pub fn watched<T>(work: impl FnOnce(&Bar) -> T) -> anyhow::Result<T> {
    interrupt::listen()?;
    let bar = Bar::new();
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let done = catch_unwind(AssertUnwindSafe(|| work(&bar)));
    std::panic::set_hook(hook);
    bar.clear();
    done.map_err(|panic| {
        let message = panic_message(panic.as_ref());
        anyhow::anyhow!("a defect of the program, please report it: {message}")
    })
}
