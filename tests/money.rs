//! Money, years and levels of a path whose every number can be written by hand: one country, whose
//! mine stops from step 6 to step 17 of 24, and a reserve of three months.

use lodestock::core::model::Limit;
use lodestock::core::record::{GroupMetric as G, ReserveMetric as R};
use lodestock::core::{Groups, Simulation};
use lodestock::scenario::{InMemory, load_str};
use lodestock::{Future, Model};

const TEXT: &str = r#"
[time]
start = "2027-01"
step = "month"
horizon = "2 years"
[run]
discount_rate = 0.05
[country.home]
[commodity.metal]
unit = "t"
price = 100
[producer.mine]
country = "home"
commodity = "metal"
capacity = 120
[consumer.users]
country = "home"
commodity = "metal"
demand = 120
value_at_risk = 1000
[reserve.vault]
commodity = "metal"
serves = ["home"]
capacity = 30
holding_cost = 0.12
[outage.stop]
targets = ["producer.mine"]
arrival = { date = "2027-07" }
duration = "12 months"
severity = 1.0
"#;

fn model(text: &str) -> Model {
    let loaded = load_str("money", text, &[], &InMemory::default());
    loaded.unwrap_or_else(|failure| panic!("{failure}")).model
}

/// A number of the dated path's row: of the consumers that the reserve serves, or of the reserve.
struct Row(Model, Groups, Vec<f64>);

impl Row {
    fn of(model: Model) -> Self {
        let groups = Groups::all(&model);
        let mut simulation = Simulation::<1>::new(&model, &groups);
        simulation.run(&[Future::dated(&model)], None);
        let columns = 0..groups.columns().len();
        let values = columns.map(|column| simulation.value(column, 0)).collect();
        Self(model, groups, values)
    }

    fn group(&self, metric: G) -> f64 {
        let group = self.1.served_by(&self.0, 0).unwrap();
        self.2[self.1.column(group, metric)]
    }

    fn reserve(&self, metric: R) -> f64 {
        self.2[self.1.reserve_column(0, metric)]
    }
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-9 * b.abs().max(1.0), "{a} is not {b}");
}

#[test]
fn money_is_counted_at_its_value_at_step_0() {
    let row = Row::of(model(TEXT));
    let worth = |step: i32| 1.05_f64.powf(-f64::from(step) / 12.0);
    near(row.group(G::Shortfall), 90.0);
    near(
        row.group(G::ShortfallCost),
        (9..18).map(|step| 10_000.0 * worth(step)).sum(),
    );
    near(
        row.reserve(R::SalesValue),
        (6..9).map(|step| 1_000.0 * worth(step)).sum(),
    );
    let level = |step: i32| f64::from((30 - 10 * (step - 5)).clamp(0, 30));
    near(
        row.reserve(R::HoldingCost),
        (0..24).map(|step| level(step) * worth(step)).sum(),
    );
    near(row.reserve(R::FinalLevel), 0.0);
    near(row.0.present_value(24.0), 1.05_f64.powi(-2));
}

#[test]
fn without_a_rate_money_is_added_up_as_it_is() {
    let row = Row::of(model(&TEXT.replace("discount_rate = 0.05", "")));
    near(row.group(G::ShortfallCost), 90_000.0);
    near(row.reserve(R::SalesValue), 3_000.0);
    near(row.reserve(R::HoldingCost), 6.0 * 30.0 + 20.0 + 10.0);
}

#[test]
fn years_are_counted_from_step_0_and_each_once() {
    assert_eq!(Row::of(model(TEXT)).group(G::YearsShort), 2.0);
    let later = TEXT.replace("capacity = 30", "capacity = 70");
    assert_eq!(Row::of(model(&later)).group(G::YearsShort), 1.0);
    assert_eq!(model(TEXT).years_begun(), 2.0);
    let longer = TEXT.replace("\"2 years\"", "\"25 months\"");
    assert_eq!(model(&longer).years_begun(), 3.0);
}

#[test]
fn a_resized_reserve_is_the_one_that_a_file_would_say() {
    for (capacity, released) in [(0.0, 0.0), (45.0, 15.0), (480.0, 120.0)] {
        let from = model(&TEXT.replace("capacity = 30", "capacity = 30\ninitial = 10"));
        let written = format!("capacity = {capacity}\ninitial = {}", capacity / 3.0);
        let written = Row::of(model(&TEXT.replace("capacity = 30", &written)));
        let resized = Row::of(from.resized(0, capacity));
        assert_eq!(resized.2, written.2, "{capacity}");
        near(resized.reserve(R::Released), released);
    }
    let full = Row::of(model(TEXT).resized(0, 0.0).resized(0, 120.0));
    near(full.group(G::Shortfall), 0.0);
    near(full.reserve(R::FinalLevel), 0.0);
}

#[test]
fn each_limit_of_a_reserve_can_be_lifted() {
    let slow = TEXT.replace(
        "capacity = 30",
        "capacity = 120\nmax_release = 60\nrelease = { delay = \"2 months\", trigger_fill = 0.9, rule = { spread = { over = \"20 months\" } } }",
    );
    let slow = model(&slow);
    let shortfall = |limits: &[Limit]| Row::of(slow.without_limits(0, limits)).group(G::Shortfall);
    for limit in Limit::ALL {
        assert!(slow.has_limit(0, limit) && !model(TEXT).has_limit(0, limit));
        let others: Vec<Limit> = Limit::ALL.into_iter().filter(|l| *l != limit).collect();
        assert!(shortfall(&others) > 1.0, "{limit:?} alone does not bind");
    }
    near(shortfall(&Limit::ALL), 0.0);
}
