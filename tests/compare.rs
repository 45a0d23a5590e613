//! Comparisons against what can be worked out by hand, and what they must not depend on.

use std::sync::atomic::{AtomicU64, Ordering};

use lodestock::Model;
use lodestock::runner::compare::{
    Cell, CompareError, ComparedGroup, ComparedReserve, Figure, Row, Variant, compare,
};
use lodestock::runner::{
    Comparison, Futures, Measure, Options, Progress, Quantity, Sampled, Silent,
};
use lodestock::scenario::{InMemory, Overlay, load_str};

const SHORT: Figure = Figure::Risk(Measure::ProbabilityShort);
const MEAN: Figure = Figure::Risk(Measure::Mean(Quantity::Shortfall));
const CVAR: Figure = Figure::Risk(Measure::Cvar(Quantity::Shortfall, 0.95));
const EMPTY: Figure = Figure::Risk(Measure::ProbabilityEmpty);

/// One mine that feeds one country 100 t a month; in three futures of ten it stands still for two
/// whole months. Nothing else is uncertain, no stock or price softens it.
const WORLD: &str = r#"
[time]
start = "2027-01"
step = "month"
horizon = "2 years"
[country.north]
[country.south]
[commodity.tin]
unit = "t"
price = 1_000
[producer.mine]
country = "north"
commodity = "tin"
capacity = 1_200
[consumer.mill]
country = "north"
commodity = "tin"
demand = 1_200
[reserve.vault]
commodity = "tin"
serves = ["north"]
capacity = 50
[outage.mine]
targets = ["producer.mine"]
arrival = { within_horizon = 0.3 }
duration = "2 months"
"#;

fn model(more: &str, changes: &[&str]) -> Model {
    let overlays = changes.iter().map(|text| Overlay::parse(text).unwrap());
    let overlays: Vec<Overlay> = overlays.collect();
    let text = format!("{WORLD}{more}");
    let loaded = load_str("world.toml", &text, &overlays, &InMemory::new());
    loaded.unwrap_or_else(|failure| panic!("{failure}")).model
}

fn options(paths: u64) -> Options {
    Options {
        paths,
        seed: 5,
        threads: Some(2),
        ..Options::default()
    }
}

fn variants<'m>(models: &[(&str, &'m Model)]) -> Vec<Variant<'m>> {
    let variant = |&(label, model): &(&str, &'m Model)| Variant {
        label: label.into(),
        model,
    };
    models.iter().map(variant).collect()
}

fn compared(models: &[(&str, &Model)], paths: u64) -> Comparison {
    compare(&variants(models), None, &options(paths), &Silent).unwrap()
}

fn group<'c>(comparison: &'c Comparison, name: &str) -> &'c ComparedGroup {
    let found = comparison.groups.iter().find(|group| group.name == name);
    found.unwrap_or_else(|| panic!("no group {name}"))
}

fn reserve<'c>(comparison: &'c Comparison, id: &str) -> &'c ComparedReserve {
    let found = comparison.reserves.iter().find(|reserve| reserve.id == id);
    found.unwrap_or_else(|| panic!("no reserve {id}"))
}

fn row(rows: &[Row], figure: Figure) -> &Row {
    let found = rows.iter().find(|row| row.figure == figure);
    found.unwrap_or_else(|| panic!("no {figure:?}"))
}

fn cell(rows: &[Row], figure: Figure, variant: usize) -> Cell {
    row(rows, figure).cells[variant].unwrap_or_else(|| panic!("{figure:?} of {variant}"))
}

/// Steps of the horizon that the outage of a path covers: it may end beyond.
fn months_lost(model: &Model, path: u64) -> f64 {
    let mut future = lodestock::Future::default();
    Sampled::new(model, 5).fill(path, &mut future);
    let covered = |t: &usize| {
        let at = *t as f64;
        future
            .events
            .iter()
            .any(|e| e.start <= at && at < e.start + e.duration)
    };
    (0..24).filter(covered).count() as f64
}

fn close(found: f64, expected: f64) {
    let error = (found - expected).abs();
    assert!(
        error <= 1e-9 * expected.abs().max(1.0),
        "{found} {expected}"
    );
}

#[test]
fn a_difference_is_what_can_be_worked_out_by_hand() {
    let (small, large) = (model("", &[]), model("", &["reserve.vault.capacity=150"]));
    let found = compared(&[("50 t", &small), ("150 t", &large)], 1_000);
    assert_eq!(
        (found.paths, found.wanted, found.partial),
        (1_000, 1_000, false)
    );
    // A month without the mine lacks 100 t, less what the vault still holds.
    let lost: Vec<f64> = (0..1_000).map(|path| months_lost(&small, path)).collect();
    assert!(lost.contains(&0.0) && lost.contains(&2.0));
    let lacks = |vault: f64| {
        lost.iter()
            .map(move |months| (100.0 * months - vault).max(0.0))
    };
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let se = |values: &[f64]| {
        let centre = mean(values);
        let squares: f64 = values.iter().map(|x| (x - centre).powi(2)).sum();
        (squares / (values.len() - 1) as f64 / values.len() as f64).sqrt()
    };
    let (before, after): (Vec<f64>, Vec<f64>) = (lacks(50.0).collect(), lacks(150.0).collect());
    let change: Vec<f64> = after.iter().zip(&before).map(|(a, b)| a - b).collect();
    let us = &group(&found, "north.tin").rows;
    assert_eq!(cell(us, MEAN, 0).difference, None);
    close(cell(us, MEAN, 0).estimate.value, mean(&before));
    let after_all = cell(us, MEAN, 1);
    let difference = after_all.difference.unwrap();
    close(after_all.estimate.value, mean(&after));
    close(difference.difference.value, mean(&change));
    close(difference.difference.se, se(&change));
    let fewer = change.iter().filter(|x| **x < 0.0).count() as f64;
    close(difference.lower, fewer / 1_000.0);
    assert_eq!(difference.higher, 0.0);
    // Futures that lose one month only are no longer short.
    let rescued = lost.iter().filter(|months| **months == 1.0).count() as f64;
    close(
        cell(us, SHORT, 1).difference.unwrap().difference.value,
        -rescued / 1_000.0,
    );
    // More than a twentieth of futures lose both months.
    close(
        cell(us, CVAR, 1).difference.unwrap().difference.value,
        -100.0,
    );
}

#[test]
fn the_money_and_the_levels_of_a_reserve_differ_as_its_size_does() {
    let small = model("", &["reserve.vault.holding_cost=0.02"]);
    let large = model(
        "",
        &[
            "reserve.vault.holding_cost=0.02",
            "reserve.vault.capacity=500",
        ],
    );
    let found = compared(&[("50 t", &small), ("500 t", &large)], 400);
    let vault = reserve(&found, "vault");
    assert_eq!(
        (vault.unit.as_str(), vault.of.as_slice()),
        ("t", &[Some(0), Some(0)][..])
    );
    let cost = cell(&vault.rows, Figure::InitialCost, 1);
    close(cost.estimate.value, 500_000.0);
    close(cost.difference.unwrap().difference.value, 450_000.0);
    // It is never empty: two months take 200 t.
    assert_eq!(cell(&vault.rows, EMPTY, 1).estimate.value, 0.0);
    let short = cell(&group(&found, "north.tin").rows, SHORT, 0)
        .estimate
        .value;
    close(
        cell(&vault.rows, EMPTY, 1)
            .difference
            .unwrap()
            .difference
            .value,
        -short,
    );
    // Held in full while the mine works: two years at 2 % of 450,000 USD, less what was released.
    let holding = cell(&vault.rows, Figure::HoldingCost, 1)
        .difference
        .unwrap();
    assert!(
        (15_000.0..18_000.0).contains(&holding.difference.value),
        "{holding:?}"
    );
    assert!(holding.lower == 0.0 && holding.higher == 1.0);
}

#[test]
fn what_is_added_elsewhere_changes_nothing_in_any_path() {
    let more = r#"
[commodity.lead]
unit = "t"
[producer.lead]
country = "south"
commodity = "lead"
capacity = 100
[consumer.battery]
country = "south"
commodity = "lead"
demand = 90
noise = { volatility = 0.2, persistence = 0.5 }
[outage.a-lead]
targets = ["producer.lead"]
arrival = { poisson = { per_year = 2.0 } }
duration = { exponential = { mean = "2 months" } }
[reserve.a-lead]
commodity = "lead"
serves = ["south"]
capacity = 10
"#;
    let (plain, wider) = (model("", &[]), model(more, &[]));
    let found = compared(&[("plain", &plain), ("wider", &wider)], 700);
    for rows in [
        &group(&found, "north.tin").rows,
        &reserve(&found, "vault").rows,
    ] {
        assert!(rows.len() >= 5);
        for row in rows {
            let paired = row.cells[1].unwrap().difference.unwrap();
            assert_eq!(
                (
                    paired.difference.value,
                    paired.difference.se,
                    paired.lower,
                    paired.higher
                ),
                (0.0, 0.0, 0.0, 0.0),
                "{row:?}"
            );
        }
    }
    // What the first does not have stands alone.
    let lead = group(&found, "south.lead");
    assert_eq!(lead.of[0], None);
    assert!(lead.of[1].is_some() && lead.rows.iter().all(|row| row.cells[0].is_none()));
    assert!(cell(&lead.rows, SHORT, 1).estimate.value > 0.5);
    assert_eq!(cell(&lead.rows, SHORT, 1).difference, None);
    assert_eq!(reserve(&found, "a-lead").of, [None, Some(0)]);
}

#[test]
fn names_choose_groups_and_the_reserves_that_serve_them() {
    let more = "[consumer.south]\ncountry = \"south\"\ncommodity = \"tin\"\ndemand = 0\n";
    let plain = model(more, &[]);
    let without = model(more, &["!reserve.vault"]);
    let both = variants(&[("with", &plain), ("without", &without)]);
    let of = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        compare(&both, Some(&names), &options(64), &Silent)
    };
    let found = of(&["north.tin", "mill", "north.tin"]).unwrap();
    let names: Vec<&str> = found.groups.iter().map(|g| g.name.as_str()).collect();
    assert_eq!(names, ["north.tin", "mill"]);
    assert_eq!(reserve(&found, "vault").of, [Some(0), None]);
    assert!(of(&["south.tin"]).unwrap().reserves.is_empty());
    let CompareError::Group { name, help } = of(&["north.tn"]).unwrap_err() else {
        panic!("another error");
    };
    assert_eq!(
        (name.as_str(), help.as_deref()),
        ("north.tn", Some("did you mean `north.tin`?"))
    );
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let plain = model("", &[]);
    let refused = |other: &Model| {
        let both = variants(&[("a.toml", &plain), ("b.toml", other)]);
        compare(&both, None, &options(10), &Silent)
            .unwrap_err()
            .to_string()
    };
    let one = variants(&[("a", &plain)]);
    let alone = compare(&one, None, &options(10), &Silent).unwrap_err();
    assert_eq!(alone, CompareError::TooFew);
    let text = refused(&model("", &["time.horizon=3 years"]));
    for part in [
        "a.toml has 24 months from 2027-01",
        "b.toml has 36 months from 2027-01",
    ] {
        assert!(text.contains(part), "{text}");
    }
    assert!(
        refused(&model("", &["time.start=2028-01"])).contains("b.toml has 24 months from 2028-01")
    );
    assert!(refused(&model("", &["time.step=week"])).contains("104 weeks from 2027-01"));
    assert!(refused(&model("", &["run.warm_up=1 year"])).contains("after 12 of warm-up"));
    let text = refused(&model("", &["commodity.tin.unit=kg"]));
    assert!(
        text.contains("in t in a.toml, and in kg in b.toml"),
        "{text}"
    );
    let both = variants(&[("a", &plain), ("b", &plain)]);
    for (wrong, part) in [
        (
            Options {
                paths: 0,
                ..options(0)
            },
            "at least one path",
        ),
        (options(u64::from(u32::MAX) + 1), "more than"),
        (
            Options {
                memory: 1 << 20,
                ..options(10_000)
            },
            "ask for at most",
        ),
    ] {
        let text = compare(&both, None, &wrong, &Silent)
            .unwrap_err()
            .to_string();
        assert!(text.contains(part), "{text}");
    }
}

/// All numbers of a comparison, to the bit as text shows them.
fn numbers(comparison: &Comparison) -> String {
    format!(
        "{:?} {:?} {}",
        comparison.groups, comparison.reserves, comparison.paths
    )
}

#[test]
fn numbers_do_not_depend_on_threads() {
    let (small, large) = (model("", &[]), model("", &["reserve.vault.capacity=150"]));
    let both = variants(&[("small", &small), ("large", &large)]);
    let of = |threads| {
        let options = Options {
            threads: Some(threads),
            ..options(3_000)
        };
        numbers(&compare(&both, None, &options, &Silent).unwrap())
    };
    let one = of(1);
    assert_eq!(one, of(2));
    assert_eq!(one, of(5));
}

/// Asks to stop after so many batches, and counts paths.
struct Stopper {
    batches: u64,
    begun: AtomicU64,
    seen: AtomicU64,
    paths: AtomicU64,
}

impl Progress for Stopper {
    fn begin(&self, paths: u64) {
        self.begun.fetch_add(paths, Ordering::SeqCst);
    }

    fn advance(&self, paths: u64) {
        self.seen.fetch_add(1, Ordering::SeqCst);
        self.paths.fetch_add(paths, Ordering::SeqCst);
    }

    fn stopped(&self) -> bool {
        self.seen.load(Ordering::SeqCst) >= self.batches
    }
}

fn stopper(batches: u64) -> Stopper {
    Stopper {
        batches,
        begun: AtomicU64::new(0),
        seen: AtomicU64::new(0),
        paths: AtomicU64::new(0),
    }
}

#[test]
fn a_comparison_that_is_stopped_keeps_the_paths_that_all_have() {
    let (small, large) = (model("", &[]), model("", &["reserve.vault.capacity=150"]));
    let both = variants(&[("small", &small), ("large", &large)]);
    let of = |batches| {
        let stopper = stopper(batches);
        let options = Options {
            threads: Some(1),
            ..options(4_000)
        };
        let found = compare(&both, None, &options, &stopper).unwrap();
        assert_eq!(stopper.begun.load(Ordering::SeqCst), 8_000);
        (found, stopper.paths.load(Ordering::SeqCst))
    };
    // One batch of each, two of each, and one more of the first.
    let (found, simulated) = of(7);
    assert!(found.partial && simulated == 7 * 256, "{simulated}");
    assert_eq!((found.paths, found.wanted), (3 * 256, 4_000));
    let shorter = compare(&both, None, &options(3 * 256), &Silent).unwrap();
    assert_eq!(numbers(&found), numbers(&shorter));
    let (found, _) = of(1);
    assert_eq!((found.partial, found.paths), (true, 0));
    assert!(
        found
            .groups
            .iter()
            .all(|group| group.rows.iter().all(|row| row.cells == [None, None]))
    );
    let (found, simulated) = of(u64::MAX);
    assert_eq!(
        (found.partial, found.paths, simulated),
        (false, 4_000, 8_000)
    );
}
