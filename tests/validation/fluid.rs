//! A reserve behind unreliable suppliers in the long run: the closed forms of a level that fills and
//! drains, to which small steps converge, and what whole steps make of them.

use std::sync::OnceLock;

use lodestock::runner::statistics::Mean;

use crate::chain::{self, Exact};
use crate::engine::{at_once, model, near, nine, sampled_alone};
use crate::row::{self, Row, Within};

const CLOSED: &str = "closed form of the limit of small steps";
const CHAIN: &str = "exact chain of whole steps, without the engine";

/// Futures of 500 years, by day steps and by month steps.
#[derive(Clone, Copy)]
struct Futures {
    days: u64,
    months: u64,
}

/// What every run of the tests takes.
const USUAL: Futures = Futures {
    days: 96,
    months: 3_072,
};

/// Enough for a standard error of less than 1 % by days.
const FULL: Futures = Futures {
    days: 1_920,
    months: 30_720,
};

/// One supplier on or off: rates a year of outages, repairs, refill and demand, and the capacity;
/// P(empty), P(full), unserved a year, P(a disruption empties it), mean stock.
struct Single {
    outages: f64,
    repairs: f64,
    refill: f64,
    demand: f64,
    capacity: f64,
    published: [f64; 5],
}

#[rustfmt::skip]
const SINGLES: [Single; 5] = [
    Single { outages: 0.1, repairs: 2.0 / 3.0, refill: 0.2, demand: 1.0, capacity: 1.0,
        published: [0.075595012, 0.595366365, 0.075595012, 0.579561760, 0.764453543] },
    Single { outages: 0.1, repairs: 2.0 / 3.0, refill: 0.2, demand: 1.0, capacity: 0.5,
        published: [0.096789266, 0.701337634, 0.096789266, 0.742051039, 0.401837959] },
    Single { outages: 0.1, repairs: 2.0 / 3.0, refill: 0.2, demand: 1.0, capacity: 2.0,
        published: [0.050508160, 0.469932104, 0.050508160, 0.387229227, 1.446016945] },
    Single { outages: 0.2, repairs: 1.0, refill: 0.5, demand: 1.0, capacity: 0.5,
        published: [0.105278805, 0.710557610, 0.105278805, 0.631672829, 0.403618300] },
    Single { outages: 0.05, repairs: 0.5, refill: 0.1, demand: 0.6, capacity: 1.0,
        published: [0.045705214, 0.637867649, 0.027423129, 0.502757357, 0.804854626] },
];

/// What the engine says of a reserve: P(empty), P(full), unserved a year, P(a disruption empties
/// it), mean stock.
type Measures = [Mean; 5];

const NAMES: [&str; 5] = [
    "P(empty)",
    "P(full)",
    "unserved, t/yr",
    "P(a disruption empties it)",
    "mean stock, t",
];

fn measures(file: &str, changes: &[String], paths: u64) -> Measures {
    let changes: Vec<&str> = changes.iter().map(String::as_str).collect();
    let model = model(file, &changes);
    let (_, summary) = sampled_alone(&model, paths);
    let reserve = &summary.reserves[0];
    let by = &reserve.emptied_by[0];
    let unmet = summary.group("total").unwrap().unmet.mean;
    assert_eq!(summary.group("total").unwrap().curtailed.mean.value, 0.0);
    let exhausts = Mean {
        value: by.p.value,
        se: by.se,
    };
    [
        reserve.share_empty,
        reserve.share_full,
        unmet.times(1.0 / summary.years()),
        exhausts,
        reserve.mean_level,
    ]
}

impl Single {
    /// Changes of `reserve-fluid.toml`.
    fn changes(&self, step: &str) -> Vec<String> {
        vec![
            format!("time.step={step}"),
            format!("producer.supplier.capacity={}", self.demand + self.refill),
            format!("consumer.users.demand={}", self.demand),
            format!("reserve.stock.capacity={}", self.capacity),
            format!("reserve.stock.refill.rate={}", self.refill),
            format!(
                "outage.supplier.arrival.mean_up={} years",
                1.0 / self.outages
            ),
            format!(
                "outage.supplier.duration.exponential.mean={} years",
                1.0 / self.repairs
            ),
        ]
    }

    fn name(&self) -> String {
        let Self {
            outages,
            repairs,
            refill,
            demand,
            capacity,
            ..
        } = self;
        format!("λ {outages}, μ {repairs:.3}, r {refill}, d {demand}, B {capacity}")
    }

    /// In whole steps; the unit of the level is what a step refills.
    fn exact(&self, steps_a_year: usize) -> [f64; 5] {
        let whole = |ratio: f64| {
            assert!((ratio - ratio.round()).abs() < 1e-9, "{ratio} units");
            ratio.round()
        };
        let unit = self.refill / steps_a_year as f64;
        let rates = vec![
            vec![-self.outages, self.outages],
            vec![self.repairs, -self.repairs],
        ];
        let drain = whole(self.demand / self.refill) as i64;
        let top = whole(self.capacity / unit) as usize;
        let Exact {
            unmet,
            empty,
            full,
            mean,
        } = chain::long_run(&rates, &[1, -drain], top, steps_a_year);
        [empty, full, unmet * self.refill, f64::NAN, mean * unit].map(nine)
    }
}

/// A world of month steps with its changes of `reserve-fluid.toml`, and what the exact chain of
/// months leaves unserved.
pub struct Months {
    pub name: String,
    pub changes: Vec<String>,
    pub capacity: f64,
    pub unserved_share: f64,
}

/// The worlds of one supplier.
pub fn months() -> Vec<Months> {
    let world = |single: &Single| Months {
        name: single.name(),
        changes: single.changes("month"),
        capacity: single.capacity,
        unserved_share: single.exact(12)[2] / single.demand,
    };
    SINGLES.iter().map(world).collect()
}

/// One supplier: day steps against the closed form, month steps against the exact chain of months.
fn singles(futures: Futures) -> Vec<Row> {
    let all = at_once(&SINGLES, |single| {
        let days = measures("reserve-fluid.toml", &single.changes("day"), futures.days);
        let months = measures(
            "reserve-fluid.toml",
            &single.changes("month"),
            futures.months,
        );
        let exact = single.exact(12);
        let name = single.name();
        let mut rows = Vec::new();
        for (i, what) in NAMES.iter().enumerate() {
            let what = format!("{name}: {what}");
            rows.push(near(
                format!("{what}, day steps"),
                single.published[i],
                days[i],
                CLOSED,
            ));
            if exact[i].is_finite() {
                rows.push(near(
                    format!("{what}, month steps"),
                    exact[i],
                    months[i],
                    CHAIN,
                ));
            }
        }
        rows
    });
    all.concat()
}

/// Two suppliers of half the demand: refill, capacity, and unserved a year.
const PAIRS: [(f64, f64, f64); 3] = [
    (0.25, 0.5, 0.042666824),
    (0.25, 0.25, 0.060374506),
    (0.5, 1.0, 0.020020618),
];

fn pairs(futures: Futures) -> Vec<Row> {
    let all = at_once(&PAIRS, |&(refill, capacity, published)| {
        let changes = |step: &str| {
            vec![
                format!("time.step={step}"),
                format!("producer.surplus.capacity={refill}"),
                format!("reserve.stock.capacity={capacity}"),
                format!("reserve.stock.refill.rate={refill}"),
            ]
        };
        let file = "reserve-two-suppliers.toml";
        let [days, months] = [("day", futures.days), ("month", futures.months)]
            .map(|(step, paths)| measures(file, &changes(step), paths)[2]);
        // Both up, one, none; the unit of the level is half of what a step refills.
        let rates = vec![
            vec![-0.2, 0.2, 0.0],
            vec![1.0, -1.1, 0.1],
            vec![0.0, 2.0, -2.0],
        ];
        let drain = (1.0 / refill).round() as i64;
        let top = (capacity / (refill / 24.0)).round() as usize;
        let exact = chain::long_run(&rates, &[2, -drain, -2 * drain], top, 12);
        let name = format!("two suppliers, r {refill}, B {capacity}: unserved, t/yr");
        [
            near(format!("{name}, day steps"), published, days, CLOSED),
            near(
                format!("{name}, month steps"),
                nine(exact.unmet * refill / 2.0),
                months,
                CHAIN,
            ),
        ]
    });
    all.concat()
}

/// What the page lists.
pub fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| [singles(USUAL), pairs(USUAL)].concat())
}

/// Holds the rows, and asserts how wide they are: one standard error as a share of the value.
fn hold(rows: &[Row], most_by_days: f64, most_by_months: f64) {
    row::hold(rows);
    for row in rows {
        if let Within::Sampled(error) = row.within {
            let by_months = row.what.contains("month");
            let most = if by_months {
                most_by_months
            } else {
                most_by_days
            };
            let share = error / row.published;
            assert!(share < most, "{}: one s.e. is {share} of it", row.what);
        }
    }
}

#[test]
fn reserve_theory() {
    hold(rows(), 0.05, 0.01);
}

#[test]
#[ignore = "takes minutes: ten times as many futures and more"]
fn reserve_theory_in_full_width() {
    hold(&[singles(FULL), pairs(FULL)].concat(), 0.01, 0.003);
}
