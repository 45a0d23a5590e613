//! Suppliers whose fate is a coin a month, as calendars written by hand: through `run_futures`, as an
//! owner of histories would.

use std::sync::OnceLock;

use lodestock::core::stream::{Address, Stream};
use lodestock::runner::{Futures, Summary};
use lodestock::{Event, Future, Model};

use crate::engine::{at_once, model, near, written};
use crate::row::{self, Row, Within};

const WALK: &str = "closed form of a random walk between two bounds";
const RENEWAL: &str = "closed form of a two-state chain";
const BINOMIAL: &str = "binomial law";
const SEED: u64 = 2027;
const PATHS: u64 = 2_048;

/// The coins of one path: a uniform number a month.
pub struct Coins {
    stream: Stream,
    thrown: u64,
}

impl Coins {
    fn new(name: &str, path: u64) -> Self {
        Self::seeded(SEED, name, path)
    }

    fn seeded(seed: u64, name: &str, path: u64) -> Self {
        let stream = Address::new("coins", name).stream(seed, path);
        Self { stream, thrown: 0 }
    }

    /// Whether a coin falls on the side of this probability.
    pub fn falls(&mut self, probability: f64) -> bool {
        self.thrown += 1;
        self.stream.uniform(self.thrown) < probability
    }
}

/// A whole outage that begins with a step.
fn outage(disruption: u32, number: u32, start: f64, duration: f64) -> Event {
    Event {
        disruption,
        item: 0,
        number,
        start,
        duration,
        severity: 1.0,
        recovery: 0.0,
        after_severity: 0.0,
        after_duration: 0.0,
        superseded: f64::INFINITY,
    }
}

/// Whether a month is bad, given whether the last was.
pub type Bad<'a> = dyn Fn(&mut Coins, bool) -> bool + Sync + 'a;

/// Futures whose months are bad where `bad` says so; the first of the warm-up follows a good one.
pub fn histories<'a>(model: &'a Model, seed: u64, bad: &'a Bad<'a>) -> impl Futures + 'a {
    let clock = *model.clock();
    let calm = Future::calm(model);
    move |path: u64, future: &mut Future| {
        future.clone_from(&calm);
        let mut coins = Coins::seeded(seed, "month", path);
        let mut was_bad = false;
        for tick in 0..clock.warm_up + clock.steps {
            was_bad = bad(&mut coins, was_bad);
            if was_bad {
                let number = future.events.len() as u32;
                let start = tick as f64 - clock.warm_up as f64;
                future.events.push(outage(0, number, start, 1.0));
            }
        }
    }
}

/// Runs a model through such months.
fn months(model: &Model, paths: u64, bad: &Bad<'_>) -> Summary {
    written(model, &histories(model, SEED, bad), paths).1
}

/// Missing demand of a month; demand is 1.
fn unmet(what: String, published: f64, summary: &Summary, source: &'static str) -> Row {
    let unmet = summary.group("total").unwrap().unmet.mean;
    near(
        what,
        published,
        unmet.times(1.0 / summary.steps as f64),
        source,
    )
}

/// Each month one more with probability p, else one less, between 0 and `top`: unmet a month.
fn walks() -> Vec<Row> {
    let all = [
        (0.8, 5, 0.0001465201),
        (0.9, 3, 0.0001219512),
        (0.6, 10, 0.0023392481),
        (0.95, 2, 0.0001312336),
    ];
    at_once(&all, |&(good, top, published)| {
        let capacity = format!("reserve.stock.capacity={top}");
        let model = model("coins-reserve.toml", &[&capacity]);
        let summary = months(&model, PATHS, &|coins, _| !coins.falls(good));
        let what = format!("reserve of {top}, good months {good}: unmet a month");
        unmet(what, published, &summary, WALK)
    })
}

/// A reserve of R months that is full again after one good month: unmet share of demand.
fn refilled_at_once() -> Vec<Row> {
    let all = [
        (0, 0.1379310345),
        (1, 0.1034482759),
        (3, 0.0581896552),
        (6, 0.0245487608),
    ];
    at_once(&all, |&(months_held, published)| {
        let capacity = format!("reserve.stock.capacity={months_held}");
        let rate = format!("reserve.stock.refill.rate={}", 12 * months_held);
        let model = model("coins-reserve.toml", &[&capacity, &rate]);
        let summary = months(&model, PATHS / 4, &|coins, was_bad| {
            coins.falls(if was_bad { 0.75 } else { 0.04 })
        });
        let what = format!("reserve of {months_held} months refilled at once: unmet share");
        unmet(what, published, &summary, RENEWAL)
    })
}

/// So many producers of a quarter of demand each, up with 0.95: P(short) and mean unserved.
fn producers() -> Vec<Row> {
    let all = [(5u32, 0.0225925, 0.00594523437), (4, 0.18549375, 0.05)];
    let rows = at_once(&all, |&(count, short, unserved)| {
        let copies = format!("producer.mine.count={count}");
        let model = model("coins-producers.toml", &[&copies]);
        assert_eq!(model.disruptions().len(), count as usize);
        let (calm, steps) = (Future::calm(&model), model.clock().steps);
        let futures = |path: u64, future: &mut Future| {
            future.clone_from(&calm);
            for unit in 0..count {
                let mut coins = Coins::new(&format!("unit {unit}"), path);
                let bad = (0..steps).filter(|_| coins.falls(0.05));
                let events = bad.enumerate();
                let events = events.map(|(n, t)| outage(unit, n as u32, t as f64, 1.0));
                future.events.extend(events);
            }
        };
        let (_, summary) = written(&model, &futures, PATHS);
        let total = summary.group("total").unwrap();
        let p_short = total.steps_short.mean.times(1.0 / summary.steps as f64);
        let name = format!("{count} producers of a quarter, availability 0.95");
        [
            near(format!("{name}: P(short)"), short, p_short, BINOMIAL),
            unmet(format!("{name}: unserved"), unserved, &summary, BINOMIAL),
        ]
    });
    rows.concat()
}

/// What the page lists.
pub fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| [walks(), refilled_at_once(), producers()].concat())
}

#[test]
fn coins_each_month() {
    row::hold(rows());
    for row in rows() {
        if let Within::Sampled(error) = row.within {
            let share = error / row.published;
            assert!(share < 0.05, "{}: one s.e. is {share} of it", row.what);
        }
    }
}

/// Supply is gone in months 10 to 14; the reserve holds 3 months and takes 1 a month. Every number is
/// exact, so that one step too early or too late, or a sign, shows.
#[test]
fn one_outage_month_by_month() {
    let model = model("coins-reserve.toml", &["reserve.stock.capacity=3"]);
    let calm = Future::calm(&model);
    let steps = model.clock().steps as f64;
    // The outage begins within month 9, which is sampled at its start, and ends within month 14.
    for (start, duration) in [(10.0, 5.0), (9.25, 5.5)] {
        let futures = |_: u64, future: &mut Future| {
            future.clone_from(&calm);
            future.events.push(outage(0, 0, start, duration));
        };
        let (_, summary) = written(&model, &futures, 1);
        let total = summary.group("total").unwrap();
        let reserve = &summary.reserves[0];
        let first = |steps: &Option<lodestock::runner::statistics::Distribution>| {
            steps.as_ref().map(|steps| steps.mean.value)
        };
        assert_eq!(total.unmet.mean.value, 2.0);
        assert_eq!(total.steps_short.mean.value, 2.0);
        assert_eq!(first(&total.first_short_step), Some(13.0));
        assert_eq!(total.deepest_step.mean.value, 1.0);
        // Empty at the ends of months 12, 13 and 14; full again at the end of 17.
        assert_eq!(first(&reserve.first_empty_step), Some(12.0));
        assert_eq!(reserve.steps_empty.mean.value, 3.0);
        assert_eq!(reserve.steps_full.value, steps - 7.0);
        assert_eq!(reserve.released.mean.value, 3.0);
        assert_eq!(reserve.refilled.mean.value, 3.0);
        // 2, 1, 0, 0, 0, 1 and 2 instead of 3 each.
        let level = reserve.mean_level.value * steps;
        assert!((level - (3.0 * steps - 15.0)).abs() < 1e-6, "{level}");
        let by = &reserve.emptied_by[0];
        assert_eq!(
            (by.disruption.as_str(), by.events, by.emptied),
            ("outage.supplier", 1, 1)
        );
    }
}
