//! One dated run of a scenario of `scenarios/backtests`, month by month.

use std::collections::BTreeMap;
use std::path::Path;

use lodestock::scenario::Overlay;
use lodestock::{Future, Groups, Model, Observer, Readings, Simulation};

/// What one month of the run leaves, a number a consumer.
#[derive(Debug, Clone, Default)]
struct Month {
    demand: Vec<f64>,
    served: Vec<f64>,
    shortfall: Vec<f64>,
    price: Vec<f64>,
    stock: Vec<f64>,
}

/// A scenario and the months of its dated run.
pub struct History {
    pub model: Model,
    /// What loading it warned of.
    pub warnings: Vec<String>,
    months: Vec<Month>,
}

struct Watch(Vec<Month>);

impl Observer for Watch {
    fn step(&mut self, r: &dyn Readings) {
        let consumers = self.0[0].demand.len();
        let of = |read: &dyn Fn(usize) -> f64| (0..consumers).map(read).collect();
        self.0.push(Month {
            demand: of(&|c| r.demand(c)[0]),
            served: of(&|c| r.served(c)[0]),
            shortfall: of(&|c| r.unmet(c)[0] + r.curtailed(c)[0] - r.deferred(c)[0]),
            price: of(&|c| r.price(c)[0]),
            stock: of(&|c| r.stock(c)[0]),
        });
    }
}

impl History {
    /// Loads and runs a scenario, with keys changed as by `--set`. Loading fails if its calm does not balance; each step of a test
    /// asserts that no material appears or is lost.
    pub fn of(name: &str, set: &BTreeMap<String, String>) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/backtests");
        let path = folder.join(format!("{name}.toml"));
        let overlays = set.iter().map(|(key, value)| Overlay::new(key, value));
        let overlays: Vec<_> = overlays.collect();
        let loaded = lodestock::scenario::load(path, &overlays)
            .unwrap_or_else(|failure| panic!("{failure}"));
        let model = loaded.model;
        assert!(
            (model.clock().steps_per_year() - 12.0).abs() < 1e-9,
            "months"
        );
        let calm = Month {
            demand: vec![0.0; model.consumers().len()],
            ..Month::default()
        };
        let mut watch = Watch(vec![calm]);
        let groups = Groups::all(&model);
        Simulation::<1>::new(&model, &groups).run(&[Future::dated(&model)], Some(&mut watch));
        Self {
            months: watch.0.split_off(1),
            warnings: loaded.warnings.iter().map(ToString::to_string).collect(),
            model,
        }
    }

    pub fn months(&self) -> usize {
        self.months.len()
    }

    /// Name of a month: `2025-03`.
    pub fn name(&self, month: usize) -> String {
        self.model.clock().month_of(month as f64)
    }

    /// The month of a name.
    pub fn month(&self, name: &str) -> usize {
        let found = (0..self.months()).find(|&month| self.name(month) == name);
        found.unwrap_or_else(|| panic!("{}: no month {name}", self.model.name()))
    }

    pub fn consumer(&self, id: &str) -> usize {
        let found = self.model.consumers().iter().position(|c| c.id == id);
        found.unwrap_or_else(|| panic!("{}: no consumer {id}", self.model.name()))
    }

    /// Consumers of the same country and commodity, who share a stock and a price.
    fn beside(&self, consumer: usize) -> impl Iterator<Item = usize> + '_ {
        let all = self.model.consumers();
        let key = (all[consumer].country, all[consumer].commodity);
        (0..all.len()).filter(move |&c| (all[c].country, all[c].commodity) == key)
    }

    fn sum(&self, consumer: usize, of: impl Fn(usize) -> f64) -> f64 {
        self.beside(consumer).map(of).sum()
    }

    /// Mean price over months, in calm prices.
    pub fn price(&self, consumer: usize, from: usize, to: usize) -> f64 {
        let prices = self.months[from..=to].iter().map(|m| m.price[consumer]);
        prices.sum::<f64>() / (to + 1 - from) as f64
    }

    /// What arrives in the consumer's country over months: use plus what its stock grows by. It
    /// holds where nobody but consumers takes the commodity and no reserve does; from month 1 on.
    pub fn arrivals(&self, consumer: usize, from: usize, to: usize) -> f64 {
        assert!(from > 0, "stocks are known from the end of the first month");
        let used: f64 = (from..=to)
            .map(|t| self.sum(consumer, |c| self.months[t].served[c]))
            .sum();
        used + self.stock(consumer, to) - self.stock(consumer, from - 1)
    }

    /// Commercial stock at the end of a month.
    pub fn stock(&self, consumer: usize, month: usize) -> f64 {
        self.months[month].stock[consumer]
    }

    /// Shortfall over demand, in the consumer's country over months.
    pub fn short(&self, consumer: usize, from: usize, to: usize) -> f64 {
        let total = |of: &dyn Fn(&Month, usize) -> f64| -> f64 {
            (from..=to)
                .map(|t| self.sum(consumer, |c| of(&self.months[t], c)))
                .sum()
        };
        total(&|m, c| m.shortfall[c]) / total(&|m, c| m.demand[c])
    }
}
