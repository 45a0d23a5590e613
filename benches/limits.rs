//! What this machine could do at most, beside what the engine does: `cargo bench --bench limits`.
//!
//! One thread, the best of several tries. What a step computes is counted by benches/mix.py.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use lodestock::core::lanes::{Lanes, row_by_row};
use lodestock::runner::{Futures, Sampled};
use lodestock::{Future, Groups, Kernel, LANES, Model, Simulation};

type Row = Lanes<LANES>;

/// The jobs whose step is set beside the limits.
const JOBS: [(&str, &str); 2] = [
    ("cobalt", "scenarios/cobalt-drc.toml"),
    ("J1", "benches/scenarios/j1.toml"),
];

/// Tries, of which the best counts.
const TRIES: usize = 25;
/// Bytes of tables that stay in the first, second and third cache of most machines.
const TABLES: [(&str, usize); 3] = [("L1", 12 << 10), ("L2", 384 << 10), ("L3", 6 << 20)];
/// Products, sums and differences of one `exp`.
const IN_EXP: usize = 33;

/// What is asked of the machine.
#[derive(Debug, Clone, Copy)]
enum Probe {
    /// Powers of a table into another: products and sums of what is in registers.
    Exp,
    /// A quotient per number of a table.
    Divide,
    /// Three tables: the first becomes its product with the second, plus the third.
    Rows,
}

#[inline(always)]
fn ask(probe: Probe, rows: &mut [Row]) {
    match probe {
        Probe::Exp => {
            let (out, of) = rows.split_at_mut(rows.len() / 2);
            for (out, of) in out.iter_mut().zip(of) {
                *out = of.exp();
                row_by_row();
            }
        }
        Probe::Divide => {
            let by = Row::all(black_box(1.0 + 1e-9));
            for row in rows {
                *row = *row / by;
                row_by_row();
            }
        }
        Probe::Rows => {
            let third = rows.len() / 3;
            let (out, rest) = rows.split_at_mut(third);
            let (factor, term) = rest.split_at(third);
            for ((out, factor), term) in out.iter_mut().zip(factor).zip(term) {
                *out = *out * *factor + *term;
                row_by_row();
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn ask_avx2(probe: Probe, rows: &mut [Row]) {
    ask(probe, rows);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512vl")]
fn ask_avx512(probe: Probe, rows: &mut [Row]) {
    ask(probe, rows);
}

fn ask_on(kernel: Kernel, probe: Probe, rows: &mut [Row]) {
    match kernel {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: the kernels asked for are those that this machine has.
        Kernel::Avx2 => unsafe { ask_avx2(probe, rows) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        Kernel::Avx512 => unsafe { ask_avx512(probe, rows) },
        _ => ask(probe, rows),
    }
}

/// Seconds that work takes once, at best.
fn best(mut work: impl FnMut()) -> f64 {
    // Long enough to be timed, a few milliseconds.
    let clock = Instant::now();
    work();
    let times = (4e-3 / clock.elapsed().as_secs_f64()).ceil().max(1.0) as usize;
    let mut best = f64::INFINITY;
    for _ in 0..TRIES {
        let clock = Instant::now();
        for _ in 0..times {
            work();
        }
        best = best.min(clock.elapsed().as_secs_f64() / times as f64);
    }
    best
}

/// Peaks of arithmetic and of moving rows, with a kernel.
fn peaks(kernel: Kernel) {
    let mut rows = vec![Row::ONE; TABLES[0].1 / size_of::<Row>()];
    let numbers = (rows.len() * LANES) as f64;
    let seconds = best(|| ask_on(kernel, Probe::Exp, black_box(&mut rows)));
    let made = numbers / 2.0 * IN_EXP as f64 / seconds / 1e9;
    println!("| {kernel:?} | products and sums in registers (`exp`) | {made:.1} |");
    let seconds = best(|| ask_on(kernel, Probe::Divide, black_box(&mut rows)));
    let made = numbers / seconds / 1e9;
    println!("| {kernel:?} | quotients | {made:.1} |");
    for (cache, bytes) in TABLES {
        let third = bytes / 3 / size_of::<Row>();
        let mut rows = vec![Row::ONE; 3 * third];
        let seconds = best(|| ask_on(kernel, Probe::Rows, black_box(&mut rows)));
        let made = 2.0 * (third * LANES) as f64 / seconds / 1e9;
        let moved = 4.0 * (third * size_of::<Row>()) as f64 / seconds / 1e9;
        println!(
            "| {kernel:?} | a·b + c over rows in {cache} | {made:.1}, moving {moved:.0} GB/s |"
        );
    }
}

fn load(path: &str) -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let loaded = lodestock::scenario::load(path, &[]);
    loaded.unwrap_or_else(|failure| panic!("{failure}")).model
}

/// Million path-steps/s of a job: stepping, drawing, and going once through all state of a block.
fn job(name: &str, model: &Model, kernel: Kernel) {
    let steps = model.clock().steps as f64;
    let million = |seconds: f64, path_steps: f64| path_steps / seconds / 1e6;

    let source = Sampled::new(model, 7);
    let mut futures = vec![Future::default(); LANES];
    let mut path = 0;
    let drawn = best(|| {
        source.fill(path, &mut futures[0]);
        path += 1;
    });
    for (path, future) in futures.iter_mut().enumerate() {
        source.fill(path as u64, future);
    }
    let groups = Groups::all(model);
    let mut simulation = Simulation::<LANES>::with_kernel(model, &groups, kernel);
    let stepped = best(|| simulation.run(&futures, None));

    let bytes = Simulation::<LANES>::bytes(model);
    let mut state = vec![Row::ONE; bytes / size_of::<Row>() / 3 * 3];
    let swept = best(|| ask_on(kernel, Probe::Rows, black_box(&mut state)));
    println!(
        "| {name} | {:.2} | {:.1} | {} | {:.1} |",
        million(stepped, steps * LANES as f64),
        million(drawn, steps),
        bytes >> 10,
        million(swept, LANES as f64),
    );
}

fn main() {
    println!("| kernel | what | thousand million/s |\n|---|---|---|");
    for kernel in Kernel::available() {
        peaks(kernel);
    }
    let kernel = Kernel::widest();
    println!("\nMillion path-steps/s, {kernel:?}\n");
    println!("| job | stepping | drawing alone | state, KB | all state once a step |");
    println!("|---|---|---|---|---|");
    for (name, path) in JOBS {
        job(name, &load(path), kernel);
    }
}
