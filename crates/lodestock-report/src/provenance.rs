//! Where a run comes from: everything that is needed to repeat it.

use lodestock_core::Kernel;
use lodestock_runner::Run;
use serde::Serialize;

use crate::json::kernel_name;

/// What the caller knows about a run and the run itself does not.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// Version of the program.
    pub version: &'a str,
    /// Scenario file, as it was named.
    pub file: &'a str,
    /// Hash of the scenario with its changes and the files it names.
    pub hash: &'a str,
    /// Changes from the command line, `path=value`.
    pub set: &'a [String],
    /// Day of the run, such as `2027-01-15`.
    pub date: &'a str,
    /// Command that repeats it.
    pub command: &'a str,
}

#[derive(Serialize)]
struct Provenance<'a> {
    program: Program<'a>,
    scenario: Scenario<'a>,
    run: Paths<'a>,
    machine: Machine,
}

#[derive(Serialize)]
struct Program<'a> {
    name: &'a str,
    version: &'a str,
}

#[derive(Serialize)]
struct Scenario<'a> {
    file: &'a str,
    sha256: &'a str,
    resolved: &'a str,
    set: &'a [String],
}

#[derive(Serialize)]
struct Paths<'a> {
    command: &'a str,
    date: &'a str,
    seed: toml::Value,
    paths_asked: u64,
    paths_counted: u64,
    paths_failed: Vec<u64>,
    partial: bool,
}

#[derive(Serialize)]
struct Machine {
    threads: usize,
    kernel: &'static str,
    seconds: f64,
}

/// Provenance as TOML. The scenario itself stands beside it, in `scenario.toml`.
pub fn toml(run: &Run, origin: &Origin<'_>) -> String {
    let provenance = Provenance {
        program: Program {
            name: "lodestock",
            version: origin.version,
        },
        scenario: Scenario {
            file: origin.file,
            sha256: origin.hash,
            resolved: "scenario.toml",
            set: origin.set,
        },
        run: Paths {
            command: origin.command,
            date: origin.date,
            // TOML counts to 2⁶³ − 1; larger seeds stand as text.
            seed: i64::try_from(run.seed).map_or(run.seed.to_string().into(), toml::Value::Integer),
            paths_asked: run.wanted,
            paths_counted: run.table.rows() as u64,
            paths_failed: run.failed.iter().map(|failed| failed.path).collect(),
            partial: run.partial,
        },
        machine: Machine {
            threads: run.threads,
            kernel: kernel_name(Kernel::widest()),
            seconds: run.seconds,
        },
    };
    toml::to_string(&provenance).expect("texts and numbers that fit are TOML")
}
