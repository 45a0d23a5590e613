//! Rules of thumb: the same as separate runs, on any number of threads, and whole rules only.

use std::sync::atomic::{AtomicU64, Ordering};

use lodestock::record::{GroupId, GroupMetric, ReserveMetric};
use lodestock::runner::rules::{Rules, rules};
use lodestock::runner::statistics::Mean;
use lodestock::runner::{Cover, CoverError, Options, Progress, Sampled, Silent, run_for};
use lodestock::scenario::{InMemory, load_str};
use lodestock::{Groups, Model};

/// Two countries share a reserve of metal; another holds only for one of them; salt has no price.
const TEXT: &str = r#"
[time]
start = "2027-01"
step = "month"
horizon = "5 years"
[country.east]
[country.west]
[commodity.metal]
unit = "t"
price = 100
demand_elasticity = -0.2
[commodity.salt]
unit = "t"
[producer.mine]
country = "east"
commodity = "metal"
capacity = 240
[producer.pan]
country = "west"
commodity = "salt"
capacity = 60
[consumer.east]
country = "east"
commodity = "metal"
demand = 80
value_at_risk = 900
[consumer.west]
country = "west"
commodity = "metal"
demand = 120
value_at_risk = 2000
[consumer.cooks]
country = "west"
commodity = "salt"
demand = 60
[market.metal]
imports.east = { east = 1.0 }
imports.west = { east = 1.0 }
lead_time = "1 month"
[reserve.both]
commodity = "metal"
serves = ["west", "east"]
capacity = "60 days"
initial = "30 days"
refill = { rate = "10 days per month", below_price = 1.5 }
holding_cost = 0.02
[reserve.west-only]
commodity = "metal"
serves = ["west"]
capacity = "30 days"
[reserve.larder]
commodity = "salt"
serves = ["west"]
capacity = "10 days"
[outage.mine]
targets = ["producer.mine"]
arrival = { poisson = { per_year = 0.4 } }
duration = { exponential = { mean = "4 months" } }
severity = 0.8
[outage.pan]
targets = ["producer.pan"]
arrival = { poisson = { per_year = 0.2 } }
duration = { exponential = { mean = "2 months" } }
"#;

fn model(text: &str) -> Model {
    let loaded = load_str("rules", text, &[], &InMemory::default());
    loaded.unwrap_or_else(|failure| panic!("{failure}")).model
}

fn options(threads: usize) -> Options {
    Options {
        paths: 2_000,
        seed: 7,
        threads: Some(threads),
        ..Options::default()
    }
}

fn compared(model: &Model, days: &[f64], threads: usize) -> Rules {
    let cover = Cover::named(model, &[]).unwrap();
    rules(&cover, days, &options(threads), &Silent).unwrap()
}

#[test]
fn a_rule_gives_the_bits_of_a_run_of_its_own() {
    let model = model(TEXT);
    let compared = compared(&model, &[0.0, 45.0, 120.0], 2);
    for rule in &compared.rules {
        let sized = (0..3).fold(model.clone(), |sized, r| {
            sized.resized(r, model.reserves()[r].yearly_need / 365.0 * rule.days)
        });
        let groups = Groups::all(&sized);
        let futures = Sampled::new(&sized, 7);
        let run = run_for(&sized, groups, &futures, &options(1), &Silent).unwrap();
        for (r, of) in rule.reserves.iter().enumerate() {
            let group = run.groups.served_by(&sized, r).unwrap();
            let mean = |column| Mean::of(&run.table.column(column)).unwrap().value;
            let shortfall = mean(run.groups.column(group, GroupMetric::Shortfall));
            assert_eq!(
                of.shortfall.value.to_bits(),
                shortfall.to_bits(),
                "{}",
                rule.days
            );
            let cost = mean(run.groups.column(group, GroupMetric::ShortfallCost));
            let priced = of.shortfall_cost.map(|cost| cost.value.to_bits());
            assert_eq!(priced, (r != 1).then_some(cost.to_bits()), "{r}");
            let first = run
                .table
                .column(run.groups.reserve_column(r, ReserveMetric::FirstEmpty));
            let empty = first.iter().filter(|step| step.is_finite()).count() as f64;
            let p_empty = of.p_empty.map(|p| p.value);
            assert_eq!(p_empty, (rule.days > 0.0).then_some(empty / 2_000.0));
        }
    }
}

#[test]
fn the_cost_of_a_reserve_is_what_the_rows_add_up_to() {
    let model = model(TEXT);
    let rule = &compared(&model, &[90.0], 1).rules[0];
    let units = 200.0 / 365.0 * 90.0;
    assert!((rule.reserves[0].units - units).abs() < 1e-9);
    // Half of it is filled at the start.
    assert!((rule.reserves[0].fill_cost.unwrap() - 50.0 * units).abs() < 1e-6);
    assert_eq!(rule.reserves[1].fill_cost, None);
    assert!(rule.reserves[1].reserve_cost.is_none() && rule.total.is_none());
    let sized = model.resized(0, units);
    let sized = sized.resized(1, model.reserves()[1].yearly_need / 365.0 * 90.0);
    let sized = sized.resized(2, model.reserves()[2].yearly_need / 365.0 * 90.0);
    let groups = Groups::of(&sized, [GroupId::Total]);
    let run = run_for(
        &sized,
        groups,
        &Sampled::new(&sized, 7),
        &options(1),
        &Silent,
    )
    .unwrap();
    let mean = |metric| {
        let column = run.groups.reserve_column(0, metric);
        Mean::of(&run.table.column(column)).unwrap().value
    };
    let cost = 50.0 * units + mean(ReserveMetric::PurchaseCost) + mean(ReserveMetric::HoldingCost)
        - mean(ReserveMetric::SalesValue)
        - 100.0 * mean(ReserveMetric::FinalLevel);
    let said = rule.reserves[0].reserve_cost.unwrap().value;
    assert!(
        (said - cost).abs() < 1e-6 * cost.abs().max(1.0),
        "{said} {cost}"
    );
}

#[test]
fn everybody_counts_once_in_the_total() {
    let model = model(TEXT);
    let metal: Vec<String> = vec!["both".into(), "west-only".into()];
    let cover = Cover::named(&model, &metal).unwrap();
    let outcome = cover
        .run(&[20.0, 10.0], &options(2), &Silent)
        .unwrap()
        .unwrap();
    let all = outcome.all_shortfall_cost();
    let both = outcome.shortfall_cost(0).unwrap();
    let own: Vec<Vec<f64>> = (0..2).map(|place| outcome.own_cost(place)).collect();
    assert!(all.iter().any(|&cost| cost > 0.0));
    for path in 0..all.len() {
        let sum = own[0][path] + own[1][path];
        assert!((all[path] - sum).abs() <= 1e-9 * all[path], "{path}");
        assert!((all[path] - both[path]).abs() <= 1e-9 * all[path], "{path}");
    }
    let total = rules(&cover, &[30.0], &options(1), &Silent).unwrap().rules[0]
        .total
        .unwrap();
    let net = total.reserve_cost.value + total.shortfall_cost.value;
    assert!((total.net.value - net).abs() < 1e-6 * net.abs());
}

#[test]
fn differences_are_paired_and_further_days_count_from_the_smaller_rule() {
    let model = model(TEXT);
    let compared = compared(&model, &[60.0, 0.0, 120.0], 2);
    let shortfall = |rule: usize| compared.rules[rule].reserves[0].shortfall.value;
    let further = |rule: usize| compared.rules[rule].reserves[0].further;
    assert!(compared.rules[0].reserves[0].against_first.is_none() && further(1).is_none());
    let less = compared.rules[2].reserves[0]
        .against_first
        .unwrap()
        .shortfall;
    assert!((less.difference.value - (shortfall(2) - shortfall(0))).abs() < 1e-9);
    assert!(less.difference.se < compared.rules[2].reserves[0].shortfall.se);
    let each = further(0).unwrap().difference.value;
    assert!((each - (shortfall(0) - shortfall(1)) / 2.0).abs() < 1e-9);
    assert!(each < 0.0 && less.certainty_of_lower() > 0.99);
}

#[test]
fn threads_change_nothing() {
    let model = model(TEXT);
    let one = compared(&model, &[0.0, 60.0], 1);
    for threads in [2, 3] {
        let other = compared(&model, &[0.0, 60.0], threads);
        assert_eq!(format!("{one:?}"), format!("{other:?}"));
    }
}

/// Stops after so many paths.
struct StopAfter(AtomicU64, u64);

impl Progress for StopAfter {
    fn advance(&self, paths: u64) {
        self.0.fetch_add(paths, Ordering::SeqCst);
    }

    fn stopped(&self) -> bool {
        self.0.load(Ordering::SeqCst) >= self.1
    }
}

#[test]
fn only_whole_rules_are_told_of() {
    let model = model(TEXT);
    let cover = Cover::named(&model, &[]).unwrap();
    for (paths, whole) in [(0, 0), (1_000, 0), (3_000, 1), (5_000, 2)] {
        let stop = StopAfter(AtomicU64::new(0), paths);
        let done = rules(&cover, &[0.0, 30.0, 60.0], &options(1), &stop).unwrap();
        assert_eq!((done.rules.len(), done.wanted), (whole, 3), "{paths}");
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    let with = model(TEXT);
    let unknown = Cover::named(&with, &["west-olny".into()]).unwrap_err();
    assert!(
        unknown.to_string().contains("did you mean `west-only`"),
        "{unknown}"
    );
    let cover = Cover::named(&with, &[]).unwrap();
    let refused = |days: &[f64]| rules(&cover, days, &options(1), &Silent).unwrap_err();
    assert_eq!(refused(&[]), CoverError::NoDays);
    assert_eq!(refused(&[30.0, -1.0]), CoverError::Days(-1.0));
    assert!(matches!(refused(&[f64::NAN]), CoverError::Days(_)));
    let start = TEXT.find("[reserve.both]").unwrap();
    let end = TEXT.find("[outage.mine]").unwrap();
    let without = model(&format!("{}{}", &TEXT[..start], &TEXT[end..]));
    assert_eq!(
        Cover::named(&without, &[]).unwrap_err(),
        CoverError::NoReserves
    );
}
