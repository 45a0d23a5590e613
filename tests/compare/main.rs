//! Comparisons against what can be worked out by hand, and what they must not depend on.

mod runs;
mod world;

use lodestock::Model;
use lodestock::runner::compare::{CompareError, Figure, compare};
use lodestock::runner::{Futures, Sampled, Silent};

use world::{CVAR, EMPTY, MEAN, SHORT, cell, compared, group, model, options, reserve, variants};

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
