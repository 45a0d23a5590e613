//! Sampling against what the laws say, on small models.

mod addresses;
mod clocks;
mod draws;
mod tilt;

use lodestock_core::calendar::{Event, Future};
use lodestock_core::law::{Law, LawError};
use lodestock_core::model::Model;
use lodestock_core::spec::{
    Amount, Arrival, Commodity, Consumer, Country, Disruption, Effect, Initial, Producer, Scenario,
    Seller, Series, Table,
};

use super::Sampler;

/// Ten years of months in one country with two ores, more of them than it needs.
fn scenario() -> Scenario {
    let mut scenario = Scenario::default();
    scenario.countries.insert("land".into(), Country::default());
    for ore in ["lead", "tin"] {
        let commodity = Commodity {
            price: Some(1000.0),
            ..Commodity::default()
        };
        scenario.commodities.insert(ore.into(), commodity);
        let seller = Seller {
            country: "land".into(),
            capacity: Series::from(200.0),
            ..Seller::default()
        };
        let producer = Producer {
            seller,
            commodity: ore.into(),
        };
        scenario.producers.insert(format!("{ore}-mine"), producer);
        let consumer = Consumer {
            country: "land".into(),
            commodity: ore.into(),
            demand: Series::from(100.0),
            ..Consumer::default()
        };
        scenario.consumers.insert(format!("{ore}-mill"), consumer);
    }
    scenario
}

/// An amount drawn from a law.
fn drawn(law: Result<Law, LawError>) -> Amount {
    Amount::Uncertain(law.unwrap())
}

/// An outage of the tin mine.
fn outage(arrival: Arrival, duration: impl Into<Amount>) -> Disruption {
    Disruption {
        effect: Effect::Outage {
            targets: vec!["producer.tin-mine".into()],
            countries: Vec::new(),
            commodities: Vec::new(),
        },
        arrival,
        duration: duration.into(),
        severity: Amount::Fixed(1.0),
        recovery: Amount::Fixed(0.0),
        notice: 0.0,
        hoard: 0.0,
        leak: None,
        after: None,
        initial: Initial::Up,
    }
}

/// A slump of both prices, each with its probability.
fn slump(arrival: Arrival, lead: f64, tin: f64) -> Disruption {
    let commodities = vec![("lead".into(), lead), ("tin".into(), tin)];
    Disruption {
        effect: Effect::Slump { commodities },
        severity: drawn(Law::uniform(0.1, 0.5)),
        ..outage(arrival, drawn(Law::exponential(0.5)))
    }
}

/// A Poisson arrival that no regime moves.
fn poisson(per_year: impl Into<Amount>) -> Arrival {
    Arrival::Poisson {
        per_year: per_year.into(),
        regime: Table::new(),
    }
}

/// The scenario with some disruptions.
fn with(disruptions: impl IntoIterator<Item = (&'static str, Disruption)>) -> Scenario {
    let mut scenario = scenario();
    let named = disruptions.into_iter().map(|(id, d)| (id.to_owned(), d));
    scenario.disruptions.extend(named);
    scenario
}

fn model(scenario: &Scenario) -> Model {
    Model::new(scenario).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// The first futures of a model.
fn futures(model: &Model, paths: u64) -> Vec<Future> {
    let sampler = Sampler::new(model, 2027);
    let sample = |path| {
        let mut future = Future::default();
        sampler.sample(path, &mut future);
        future
    };
    (0..paths).map(sample).collect()
}

/// Events of one disruption.
fn of<'a>(model: &Model, future: &'a Future, id: &str) -> Vec<&'a Event> {
    let index = model.disruptions().iter().position(|d| d.id == id);
    let index = index.unwrap_or_else(|| panic!("no {id}")) as u32;
    let events = future.events.iter();
    events.filter(|event| event.disruption == index).collect()
}

/// Fails if the mean of a column is further than 3.5 of its standard errors from the truth.
#[track_caller]
fn assert_mean(column: impl IntoIterator<Item = f64>, truth: f64) {
    let column: Vec<f64> = column.into_iter().collect();
    let mean = crate::statistics::Mean::of(&column).unwrap();
    let apart = (mean.value - truth) / mean.se;
    assert!(
        apart.abs() < 3.5,
        "{mean:?} is {apart:.2} s.e. from {truth}"
    );
}

/// A truth as 0 or 1.
fn share(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}
