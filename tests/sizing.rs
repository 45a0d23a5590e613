//! The size that a reserve must have: on worlds whose answer can be written by hand, and on a bundled
//! scenario beside plain runs of every size.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use lodestock::Model;
use lodestock::core::model::Limit;
use lodestock::core::record::{GroupId, ReserveMetric};
use lodestock::runner::sizing::{Question, Sizing, SizingError, Smallest, size};
use lodestock::runner::{Measure, Options, Per, Progress, Silent, Subject, Summary, Target, run};
use lodestock::scenario::{InMemory, Overlay, load, load_str};

/// Supply stops once, for a whole number of months from 1 to 10 with the same probability; demand
/// is 1 a month. A reserve of n months leaves (10 − n)/10 of futures short.
const ONCE: &str = r#"
[time]
start = "2027-01"
step = "month"
horizon = "2 years"
[country.home]
[commodity.metal]
unit = "t"
price = 100
[producer.mine]
country = "home"
commodity = "metal"
capacity = 12
[consumer.users]
country = "home"
commodity = "metal"
demand = 12
value_at_risk = 1000
[reserve.vault]
commodity = "metal"
serves = ["home"]
capacity = 2
[outage.stop]
targets = ["producer.mine"]
arrival = { date = "2027-07" }
duration = { discrete = { values = ["1 months", "2 months", "3 months", "4 months", "5 months", "6 months", "7 months", "8 months", "9 months", "10 months"], weights = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1] } }
severity = 1.0
"#;

fn world(changes: &[(&str, &str)]) -> Model {
    let text = changes
        .iter()
        .fold(ONCE.to_string(), |text, (from, to)| text.replace(from, to));
    let loaded = load_str("once", &text, &[], &InMemory::default());
    loaded.unwrap_or_else(|failure| panic!("{failure}")).model
}

fn question(model: &Model, target: Option<&str>) -> Question {
    Question {
        reserve: 0,
        consumers: Question::consumers(model, 0, None).unwrap(),
        target: target.map(|text| Target::parse(text).unwrap()),
        cheapest: target.is_none(),
        precision: 0.01,
    }
}

fn options(paths: u64, threads: usize) -> Options {
    Options {
        paths,
        seed: 3,
        threads: Some(threads),
        ..Options::default()
    }
}

fn sized(model: &Model, target: &str) -> Sizing {
    let question = question(model, Some(target));
    size(model, &question, &options(20_000, 2), &Silent).unwrap()
}

fn found(sizing: &Sizing) -> (f64, f64, f64) {
    match &sizing.smallest {
        Some(Smallest::Size(found)) => (found.low, found.size, found.high),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_size_is_that_of_the_months_it_must_bridge() {
    let model = world(&[]);
    for (target, months) in [
        ("P(shortfall) <= 35%", 7.0),
        ("P(unmet) <= 5%", 10.0),
        // Σ over n of (n − 7)⁺ / 10 = 0.6; a year of two.
        ("mean shortfall <= 0.6 t", 7.0),
        ("mean shortfall <= 0.3 t a year", 7.0),
        ("mean shortfall <= 2.5 % of demand", 7.0),
        ("months short <= 0.6", 7.0),
        ("mean cost <= 600 USD", 7.0),
        // The worst tenth of futures is the stop of ten months.
        ("CVaR90(shortfall) <= 3 t", 7.0),
        // Short in 2027 unless 6 months are bridged, in 2028 in one month of the five after that.
        ("P(empty) <= 75%", 3.0),
    ] {
        let (low, size, high) = found(&sized(&model, target));
        assert!(low <= size && size <= high, "{target}: {low} {size} {high}");
        let near = 0.02 * months + 0.5 * (high - low);
        assert!((size - months).abs() < near, "{target}: {size}");
        let slack = 0.002 * months;
        assert!(
            low <= months + slack && months <= high + slack,
            "{target}: {low} {high}"
        );
    }
}

#[test]
fn years_of_shortage_are_counted_a_year() {
    // Stops begin with July: with a reserve of 3 months the year 2027 is short after 4 months or more,
    // 2028 after 7 or more: (0.7 + 0.4) / 2 of all years.
    let (low, size, high) = found(&sized(&world(&[]), "P(shortfall) <= 58% a year"));
    assert!(
        low <= 3.01 && 2.9 < size && size < 3.1 && high < 3.1,
        "{low} {size} {high}"
    );
}

#[test]
fn without_need_for_it_the_size_is_0() {
    let sizing = sized(&world(&[]), "mean shortfall <= 6 t");
    assert_eq!(found(&sizing), (0.0, 0.0, 0.0));
}

#[test]
fn if_no_size_is_enough_it_says_what_binds() {
    let slow = [(
        "capacity = 2\n",
        "capacity = 2\nmax_release = 6\nrelease = { delay = \"3 months\" }\n",
    )];
    let sizing = sized(&world(&slow), "mean shortfall <= 0.1 t");
    let Some(Smallest::Never(never)) = &sizing.smallest else {
        panic!("{:?}", sizing.smallest)
    };
    assert!(never.certain);
    // Of a stop of n months the first 3 are lost, of the others half: Σ (min(n, 3) + (n − 3)⁺/2)/10 = 4.1.
    let left = never.left;
    assert!((left.value - 4.1).abs() < 4.0 * left.se, "{left:?}");
    let without: Vec<(Limit, f64)> = never.without.iter().map(|(l, e)| (*l, e.value)).collect();
    let [(Limit::ReleaseRate, rate), (Limit::Delay, delay)] = without[..] else {
        panic!("{without:?}")
    };
    // Without the rate Σ min(n, 3)/10 = 2.7; without the delay half of all, 2.75.
    assert!(
        (rate - 2.7).abs() < 0.1 && (delay - 2.75).abs() < 0.1,
        "{without:?}"
    );
    assert!(never.without_all.unwrap().value < 1e-9);
}

#[test]
fn the_cheapest_size_is_where_a_unit_more_costs_what_it_saves() {
    // A unit costs 100 and is worth 100 at the end, held at 10 % a year for two years: 20 if idle. The
    // n-th month of the reserve saves 1000 in the (11 − n)/10 of futures that use it.
    let held = [("capacity = 2\n", "capacity = 2\nholding_cost = 3.0\n")];
    let model = world(&held);
    let idle = model.idle_cost(0);
    assert!((idle - 600.0).abs() < 1e-9, "{idle}");
    let sizing = size(
        &model,
        &question(&model, None),
        &options(20_000, 2),
        &Silent,
    )
    .unwrap();
    let cheapest = sizing.cheapest.unwrap();
    // A unit that is used after k months is held k/24 of the time and not sold back at the end, but
    // sold at its price: it costs 300 a year until then. The n-th is used at the end of month 6 + n:
    // the mean cost of the n-th is 600 less (11 − n)/10 · 300 · (24 − (5 + n))/12, its gain
    // 1000 · (11 − n)/10; they are equal between the 6th (500 against 412.5) and the 7th (400 against
    // 456).
    assert!((5.9..6.2).contains(&cheapest.size), "{cheapest:?}");
    assert!(
        cheapest.flat.0 < 5.9 && cheapest.flat.1 > 6.1,
        "{cheapest:?}"
    );
    assert!(cheapest.alike.0 <= cheapest.size && cheapest.size <= cheapest.alike.1);
    let gain = cheapest.against_none;
    // 55 % of 1000 for each of the ten, less those of what six months cost.
    let cost = |n: f64| 600.0 - (11.0 - n) / 10.0 * 25.0 * (19.0 - n) - 100.0 * (11.0 - n);
    let exact: f64 = (1..=6).map(|n| cost(f64::from(n))).sum();
    assert!(
        (gain.value - exact).abs() < 4.0 * gain.se + 20.0,
        "{gain:?} {exact}"
    );
}

#[test]
fn what_does_not_fit_is_refused() {
    let model = world(&[]);
    let refused = |target: &str| {
        let question = question(&model, Some(target));
        size(&model, &question, &options(100, 1), &Silent)
            .unwrap_err()
            .to_string()
    };
    assert!(refused("mean shortfall <= 3 kg").contains("its unit is t"));
    assert!(refused("mean cost <= 3 t").contains("USD"));
}

fn cobalt(changes: &[&str]) -> (Model, usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/cobalt-drc.toml");
    let overlays: Vec<Overlay> = changes.iter().map(|c| Overlay::parse(c).unwrap()).collect();
    let model = load(path, &overlays)
        .unwrap_or_else(|f| panic!("{f}"))
        .model;
    let id = |r: &lodestock::core::model::Reserve| r.id == "us-vault";
    let reserve = model.reserves().iter().position(id).unwrap();
    (model, reserve)
}

/// Only futures that would empty a size are simulated for it; what comes out must be what plain runs
/// of every size give.
#[test]
fn every_point_of_the_curve_is_what_a_plain_run_gives() {
    let refill = "reserve.us-vault.refill.rate=20 days per month";
    for changes in [
        &[
            refill,
            "run.discount_rate=0.03",
            "reserve.us-vault.holding_cost=0.02",
        ][..],
        &["reserve.us-vault.release.rule={ spread = { over = \"6 months\" } }"],
        &["reserve.us-vault.initial=30 days"],
        &["run.warm_up=2 years"],
    ] {
        let (model, reserve) = cobalt(changes);
        let target = Target::parse("mean shortfall <= 150 t").unwrap();
        let question = Question {
            reserve,
            consumers: Question::consumers(&model, reserve, Some("us")).unwrap(),
            target: Some(target),
            cheapest: false,
            precision: 0.05,
        };
        let options = options(600, 2);
        let sizing = size(&model, &question, &options, &Silent).unwrap();
        assert!(sizing.curve.len() > 5 && sizing.paths == 600);
        for point in &sizing.curve {
            let resized = model.resized(reserve, point.size);
            let plain = run(&resized, &options, &Silent).unwrap();
            let summary = Summary::of(&resized, &plain).unwrap();
            let us = summary.group("us.refined-cobalt").unwrap();
            let near = |ours: f64, plain: f64, what: &str| {
                let error = (ours - plain).abs() / plain.abs().max(1.0);
                assert!(
                    error < 1e-7,
                    "{changes:?} {}: {what} {ours} {plain}",
                    point.size
                );
            };
            near(point.p_short.value, us.p_short.value, "P(short)");
            near(point.shortfall.value, us.shortfall.mean.value, "shortfall");
            near(point.shortfall.se, us.shortfall.mean.se, "error");
            near(point.cvar95.value, us.shortfall.cvar95.value, "CVaR");
            near(
                point.p_empty.value,
                summary.reserves[reserve].p_empty.value,
                "P(empty)",
            );
            let cost = point.cost.as_ref().unwrap();
            near(
                cost.shortfall.value,
                us.shortfall_cost.as_ref().unwrap().mean.value,
                "cost",
            );
            let of = |metric| {
                let column = plain.groups.reserve_column(reserve, metric);
                let values = plain.table.column(column);
                values.iter().sum::<f64>() / values.len() as f64
            };
            let price = 46_300.0;
            let initial = resized.reserves()[reserve].initial;
            let left = of(ReserveMetric::FinalLevel) * model.present_value(120.0);
            let reserve_cost = price * (initial - left)
                + of(ReserveMetric::PurchaseCost)
                + of(ReserveMetric::HoldingCost)
                - of(ReserveMetric::SalesValue);
            near(cost.reserve.value, reserve_cost, "reserve cost");
        }
    }
}

#[test]
fn the_answer_does_not_depend_on_threads() {
    let (model, reserve) = cobalt(&[]);
    let mut question = question(&model, Some("P(shortfall) <= 10%"));
    (question.reserve, question.precision) = (reserve, 0.05);
    question.consumers = Question::consumers(&model, reserve, None).unwrap();
    let one = size(&model, &question, &options(6_000, 1), &Silent).unwrap();
    let two = size(&model, &question, &options(6_000, 2), &Silent).unwrap();
    assert_eq!(one, two);
    assert!(one.paths > 4096, "more than one stage: {}", one.paths);
}

/// Says stop once so many paths are done.
struct StopAt(AtomicU64, u64);

impl Progress for StopAt {
    fn advance(&self, paths: u64) {
        self.0.fetch_add(paths, Ordering::SeqCst);
    }
    fn stopped(&self) -> bool {
        self.0.load(Ordering::SeqCst) >= self.1
    }
}

#[test]
fn stopped_early_it_keeps_what_it_knows() {
    let model = world(&[]);
    let question = question(&model, Some("mean shortfall <= 0.6 t"));
    let whole = size(&model, &question, &options(20_000, 2), &Silent).unwrap();
    assert!(!whole.partial && whole.paths > 4096);
    let stop = |after: u64| {
        let stop = StopAt(AtomicU64::new(0), after);
        size(&model, &question, &options(20_000, 2), &stop)
    };
    assert!(matches!(stop(0), Err(SizingError::Interrupted)));
    let early = stop(9_000).unwrap();
    assert!(early.partial && !early.curve.is_empty() && early.paths == 4096);
    assert!(
        matches!(early.smallest, Some(Smallest::Unknown)),
        "{:?}",
        early.smallest
    );
    // In the second stage: the answer of the first stands.
    let late = stop(60_000).unwrap();
    assert!(late.partial && late.paths == 4096, "{}", late.paths);
    assert!((found(&late).1 - 7.0).abs() < 0.3);
    assert!(late.curve.iter().all(|point| point.target.is_some()));
}

#[test]
fn consumers_are_named_in_full_or_by_country() {
    let (model, reserve) = cobalt(&[]);
    let of = |name| Question::consumers(&model, reserve, name);
    let us = of(None).unwrap();
    assert_eq!(of(Some("us")).unwrap(), us);
    assert_eq!(of(Some("us.refined-cobalt")).unwrap(), us);
    assert!(matches!(
        of(Some("us-superalloys")),
        Ok(GroupId::Consumer(_))
    ));
    assert_eq!(of(Some("total")).unwrap(), GroupId::Total);
    let error = of(Some("us-superaloys")).unwrap_err().to_string();
    assert!(error.contains("us-superalloys"), "{error}");
}

/// The measure of a run is that of its summary.
#[test]
fn measures_of_a_run_are_those_of_its_summary() {
    let (model, reserve) = cobalt(&[]);
    let run = run(&model, &options(500, 2), &Silent).unwrap();
    let summary = Summary::of(&model, &run).unwrap();
    let us = summary.group("us.refined-cobalt").unwrap();
    let subject = Subject {
        groups: &run.groups,
        group: &us.group,
        reserve: Some(reserve),
    };
    let value = |text: &str, per| {
        let measure = Measure::parse(text).unwrap();
        let values = measure.values(&model, subject, per, &run.table).unwrap();
        measure.estimate(&values, 0.95).unwrap()
    };
    let short = value("P(shortfall)", Per::Horizon);
    let p = us.p_short;
    assert_eq!(
        (short.value, short.low, short.high),
        (p.value, p.low, p.high)
    );
    let mean = value("mean shortfall", Per::Year);
    assert!((mean.value * 10.0 - us.shortfall.mean.value).abs() < 1e-9);
    let cvar = value("CVaR95(shortfall)", Per::Horizon);
    assert_eq!(cvar.value, us.shortfall.cvar95.value);
    let years = value("P(shortfall)", Per::Year);
    assert!((years.value * 10.0 - us.years_short.value).abs() < 1e-9);
    assert_eq!(
        value("months short", Per::Horizon).value,
        us.steps_short.mean.value
    );
    assert_eq!(
        value("mean cost", Per::Horizon).value,
        us.shortfall_cost.as_ref().unwrap().mean.value
    );
    let empty = value("P(empty)", Per::Horizon).value;
    assert_eq!(empty, summary.reserves[reserve].p_empty.value);
}
