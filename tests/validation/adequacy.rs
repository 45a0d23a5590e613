//! Generating-system adequacy: many unreliable units against a load, without stock or lead.
//!
//! Sampled by the engine from a scenario file, and once more exactly: in the long run each unit is
//! down with its own probability, so the table of outages is a convolution, and the load of an hour
//! is met or not by each of its states. The table knows nothing of steps, events and seeds.

use std::sync::OnceLock;

use lodestock::runner::Summary;
use lodestock::runner::statistics::Mean;
use lodestock::{Event, Future};

use crate::engine::{column, model, near, sampled, shown, written};
use crate::row::{self, Row, Within};

const RTS: &str = "IEEE RTS-79, exact values recomputed by convolution";
const RBTS: &str = "RBTS with the load shape of RTS-79, exact values recomputed by convolution";

/// A group of equal units: MW, how many, mean hours up and down.
type Units = (f64, usize, f64, f64);

/// IEEE Reliability Test System 1979.
const RTS_UNITS: [Units; 9] = [
    (12.0, 5, 2940.0, 60.0),
    (20.0, 4, 450.0, 50.0),
    (50.0, 6, 1980.0, 20.0),
    (76.0, 4, 1960.0, 40.0),
    (100.0, 3, 1200.0, 50.0),
    (155.0, 4, 960.0, 40.0),
    (197.0, 3, 950.0, 50.0),
    (350.0, 1, 1150.0, 100.0),
    (400.0, 2, 1100.0, 150.0),
];

/// Roy Billinton Test System: hours up and down are 8760 over failures and repairs a year.
const RBTS_UNITS: [Units; 6] = [
    (5.0, 2, 8760.0 / 2.0, 8760.0 / 198.0),
    (20.0, 4, 8760.0 / 2.4, 8760.0 / 157.6),
    (40.0, 1, 8760.0 / 3.0, 8760.0 / 147.0),
    (40.0, 2, 8760.0 / 6.0, 8760.0 / 194.0),
    (20.0, 1, 8760.0 / 5.0, 8760.0 / 195.0),
    (10.0, 1, 8760.0 / 4.0, 8760.0 / 196.0),
];

/// Expected steps short, and what is missing, of a load that is met by the units that are up.
fn by_convolution(units: &[Units], load: &[f64]) -> (f64, f64) {
    let installed: f64 = units.iter().map(|(mw, count, ..)| mw * *count as f64).sum();
    // Probability of so many whole MW being up.
    let mut up = vec![0.0; installed as usize + 1];
    up[0] = 1.0;
    let mut most = 0;
    for &(mw, count, mean_up, mean_down) in units {
        let available = mean_up / (mean_up + mean_down);
        for _ in 0..count {
            most += mw as usize;
            for level in (0..=most).rev() {
                let without = up[level] * (1.0 - available);
                let from = level.checked_sub(mw as usize);
                up[level] = without + from.map_or(0.0, |from| up[from] * available);
            }
        }
    }
    let missing = |load: f64| {
        let short = up.iter().enumerate().filter(|(mw, _)| load > *mw as f64);
        short.fold((0.0, 0.0), |(p, mean), (mw, q)| {
            (p + q, mean + q * (load - mw as f64))
        })
    };
    load.iter()
        .map(|&load| missing(load))
        .fold((0.0, 0.0), |(steps, energy), (p, mean)| {
            (steps + p, energy + mean)
        })
}

/// Years sampled, hourly and with daily peaks: enough for three standard errors to be 2 % of LOLE.
const RTS_YEARS: [u64; 2] = [72_000, 60_000];
const RBTS_YEARS: [u64; 2] = [360_000, 280_000];

fn total(file: &str, years: u64) -> (Mean, Summary) {
    let model = model(file, &[]);
    let (_, summary) = sampled(&model, years);
    let total = summary.group("total").unwrap();
    println!(
        "{file}: {years} years in {:.2} s, {:.1} million path-steps/s",
        summary.timing.seconds,
        summary.timing.path_steps_per_second / 1e6
    );
    (total.steps_short.mean, summary)
}

fn rts() -> Vec<Row> {
    let years = RTS_YEARS;
    let (lole, hourly) = total("rts79-hourly.toml", years[0]);
    let (days, _) = total("rts79-daily.toml", years[1]);
    let energy = &hourly.group("total").unwrap().shortfall;
    let spells = hourly.group("total").unwrap().spells;
    let [p50, p90, p95, p99] = energy.quantiles.map(|quantile| quantile.value);
    let of_sample = "6,000 years sampled by another program";
    vec![
        near("RTS-79 LOLE, h/yr", 9.394175, lole, RTS),
        near("RTS-79 EENS, MWh/yr", 1176.298, energy.mean, RTS),
        near("RTS-79 LOLE by daily peaks, days/yr", 1.368863, days, RTS),
        shown(
            "RTS-79 shortage spells a year",
            1.92,
            spells.value,
            of_sample,
        ),
        shown("RTS-79 EENS of a year, MWh, median", 69.0, p50, of_sample),
        shown("RTS-79 EENS of a year, MWh, P90", 3446.0, p90, of_sample),
        shown("RTS-79 EENS of a year, MWh, P95", 5942.0, p95, of_sample),
        shown("RTS-79 EENS of a year, MWh, P99", 13598.0, p99, of_sample),
        shown(
            "RTS-79 EENS of a year, MWh, CVaR95",
            11236.0,
            energy.cvar95.value,
            of_sample,
        ),
    ]
}

fn rbts() -> Vec<Row> {
    let years = RBTS_YEARS;
    let (lole, hourly) = total("rbts-hourly.toml", years[0]);
    let (days, _) = total("rbts-daily.toml", years[1]);
    let energy = hourly.group("total").unwrap().shortfall.mean;
    vec![
        near("RBTS LOLE, h/yr", 1.091560, lole, RBTS),
        near("RBTS EENS, MWh/yr", 9.861351, energy, RBTS),
        near("RBTS LOLE by daily peaks, days/yr", 0.146946, days, RBTS),
    ]
}

/// The exact values again, without the engine: an independent check, not for the page.
fn exact() -> Vec<Row> {
    let of = |units: &[Units], name: &str, peak: &str| {
        let (lole, eens) = by_convolution(units, &column("rts79-load.csv", name));
        let (days, _) = by_convolution(units, &column("rts79-peaks.csv", peak));
        [lole, eens, days]
    };
    let [lole, eens, days] = of(&RTS_UNITS, "load_mw", "peak_mw");
    let [small_lole, small_eens, small_days] = of(&RBTS_UNITS, "rbts_mw", "rbts_mw");
    let row = |what: &str, published, ours, most| Row {
        what: format!("{what}, by convolution"),
        published,
        ours,
        within: Within::Exact(most),
        source: "acceptance",
    };
    vec![
        row("RTS-79 LOLE, h/yr", 9.394175, lole, 1e-6),
        row("RTS-79 EENS, MWh/yr", 1176.298, eens, 1e-3),
        row("RTS-79 LOLE by daily peaks, days/yr", 1.368863, days, 1e-6),
        row("RBTS LOLE, h/yr", 1.091560, small_lole, 1e-6),
        row("RBTS EENS, MWh/yr", 9.861351, small_eens, 1e-6),
        row(
            "RBTS LOLE by daily peaks, days/yr",
            0.146946,
            small_days,
            1e-6,
        ),
    ]
}

/// What the page lists.
pub fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| [rts(), rbts()].concat())
}

/// Asserts that three standard errors of each LOLE are at most 2 % of it.
fn narrow(rows: &[Row]) {
    for row in rows.iter().filter(|row| row.what.contains("LOLE")) {
        if let Within::Sampled(error) = row.within {
            let share = 3.0 * error / row.published;
            assert!(share <= 0.02, "{}: 3 s.e. are {share} of it", row.what);
        }
    }
}

#[test]
fn exact_values_by_convolution() {
    row::hold(&exact());
}

#[test]
fn adequacy_of_the_test_systems() {
    row::hold(rows());
    narrow(rows());
}

/// Every unit is out in hours 100, 101 and 102, and exactly the loads of those are missing. A load or an
/// event that is off by an hour, or a sign, shows.
#[test]
fn a_blackout_misses_the_load_of_its_hours() {
    let model = model("rts79-hourly.toml", &[]);
    let units = model.disruptions().len();
    assert_eq!(units, 32);
    let load = column("rts79-load.csv", "load_mw");
    let calm = Future::calm(&model);
    let blackout = |_: u64, future: &mut Future| {
        future.clone_from(&calm);
        // It begins within hour 99, which is sampled at its start, and is over within hour 102.
        let all = (0..units as u32).map(|unit| outage(unit, 99.25, 3.5));
        future.events.extend(all);
    };
    let (_, summary) = written(&model, &blackout, 1);
    let total = summary.group("total").unwrap();
    let missing: f64 = load[100..103].iter().sum();
    let ours = total.unmet.mean.value;
    assert!((ours / missing - 1.0).abs() < 1e-12, "{ours} {missing}");
    assert_eq!(total.shortfall.mean.value, ours);
    assert_eq!(total.steps_short.mean.value, 3.0);
    assert_eq!(total.first_short_step.as_ref().unwrap().mean.value, 100.0);
    assert_eq!(total.spells.value, 1.0);
}

fn outage(disruption: u32, start: f64, duration: f64) -> Event {
    Event {
        disruption,
        item: 0,
        number: 0,
        start,
        duration,
        severity: 1.0,
        recovery: 0.0,
        after_severity: 0.0,
        after_duration: 0.0,
        superseded: f64::INFINITY,
    }
}
