//! The dated cases: trajectories of another implementation, reproduced to 1e-9.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lodestock::{Future, Groups, Model, Observer, Readings, Simulation};

/// Agreement wanted, relative to the larger of the value and a thousandth of demand.
const TOLERANCE: f64 = 1e-9;

struct Trace<'m> {
    model: &'m Model,
    /// (step, consumer) → demand, served, curtailed, unmet, deferred, price, stock, reserves.
    rows: BTreeMap<(usize, String), Vec<f64>>,
}

impl Observer for Trace<'_> {
    fn step(&mut self, readings: &dyn Readings) {
        for (c, consumer) in self.model.consumers().iter().enumerate() {
            let mut row = vec![
                readings.demand(c)[0],
                readings.served(c)[0],
                readings.curtailed(c)[0],
                readings.unmet(c)[0],
                readings.deferred(c)[0],
                readings.price(c)[0],
                readings.stock(c)[0],
            ];
            row.extend((0..self.model.reserves().len()).map(|r| readings.level(r)[0]));
            self.rows
                .insert((readings.time() as usize, consumer.id.clone()), row);
        }
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases")
}

/// Largest disagreement of each column, in tolerances, and where it is.
fn compare(case: &str) -> (Vec<(String, f64, String)>, usize) {
    let path = folder().join(format!("{case}.toml"));
    let loaded =
        lodestock::scenario::load(&path, &[]).unwrap_or_else(|failure| panic!("{failure}"));
    let groups = Groups::all(&loaded.model);
    let mut trace = Trace {
        model: &loaded.model,
        rows: BTreeMap::new(),
    };
    let mut simulation = Simulation::<1>::new(&loaded.model, &groups);
    simulation.run(&[Future::dated(&loaded.model)], Some(&mut trace));
    let text = std::fs::read_to_string(folder().join(format!("{case}.csv"))).unwrap();
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next().unwrap().split(',').skip(4).collect();
    let mut worst: Vec<(String, f64, String)> = columns
        .iter()
        .map(|name| (name.to_string(), 0.0, String::new()))
        .collect();
    let mut rows = 0;
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let (step, consumer) = (cells[0].parse::<usize>().unwrap(), cells[3]);
        let ours = &trace.rows[&(step, consumer.to_string())];
        let expected: Vec<f64> = cells[4..]
            .iter()
            .map(|cell| cell.parse().unwrap())
            .collect();
        assert_eq!(ours.len(), expected.len());
        let scale = expected[0] / 1000.0;
        for (column, (ours, expected)) in ours.iter().zip(&expected).enumerate() {
            let error = (ours - expected).abs() / expected.abs().max(scale) / TOLERANCE;
            if error.is_nan() || error > worst[column].1 {
                worst[column].1 = error;
                worst[column].2 = format!("step {step} {consumer}: {ours} for {expected}");
            }
        }
        rows += 1;
    }
    (worst, rows)
}

fn agrees(case: &str, rows: usize) {
    let (worst, compared) = compare(case);
    assert_eq!(compared, rows, "rows of {case}");
    for (column, error, place) in worst {
        println!("{case} {column}: {error:.2e} tolerances");
        assert!(
            error <= 1.0,
            "{case} {column}: {error} tolerances at {place}"
        );
    }
}

#[test]
fn cobalt_ban_and_quota() {
    agrees("cobalt-ban-and-quota", 240);
}

#[test]
fn gallium_licence() {
    agrees("gallium-licence", 240);
}

#[test]
fn everything_weekly() {
    agrees("everything-weekly", 936);
}

#[test]
fn corners() {
    agrees("corners", 360);
}
