//! Random scenarios of two to four countries and one or two stages, with all that a scenario can hold.

use lodestock::Law;
use lodestock::core::spec::*;
use lodestock::core::time::{Date, StepLength};

/// Dice that a world is made with; they shrink towards 0, where it is plain.
#[derive(Debug)]
pub struct Dice<'d>(pub std::slice::Iter<'d, f64>);

impl Dice<'_> {
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.0.next().expect("there are dice enough")
    }
    pub fn below(&mut self, count: usize) -> usize {
        (self.between(0.0, count as f64) as usize).min(count - 1)
    }
    fn perhaps(&mut self, probability: f64) -> bool {
        self.between(0.0, 1.0) > 1.0 - probability
    }
}

/// A scenario in which nothing goes wrong and nothing changes, its capacities `slack` times the need.
pub fn calm(dice: &mut Dice<'_>) -> Scenario {
    let countries: Vec<String> = (0..2 + dice.below(3)).map(|i| format!("c{i}")).collect();
    let mut s = Scenario::default();
    s.time.horizon = 5.0;
    s.time.step = [StepLength::Month, StepLength::Quarter, StepLength::Week][dice.below(3)];
    for id in &countries {
        s.countries.insert(id.clone(), Country::default());
    }
    s.blocs.insert("club".into(), countries[..2].to_vec());
    let mut need: Vec<f64> = countries
        .iter()
        .map(|_| dice.between(10.0, 1000.0))
        .collect();
    for (id, need) in countries.iter().zip(&need) {
        consumers(&mut s, dice, id, *need);
    }
    let stages: &[&str] = if dice.perhaps(0.7) {
        &["metal", "ore"]
    } else {
        &["metal"]
    };
    for (stage, commodity) in stages.iter().enumerate() {
        let (market, output) = market(dice, &countries, &need);
        s.markets.insert(commodity.to_string(), market);
        s.commodities.insert(commodity.to_string(), goods(dice));
        let last = stage + 1 == stages.len();
        for ((id, output), need) in countries.iter().zip(&output).zip(&mut need) {
            let seller = seller(dice, id, *output);
            let recovery = if last { 1.0 } else { dice.between(0.5, 1.0) };
            *need = output / recovery;
            let id = format!("{commodity}-{id}");
            if last {
                let commodity = commodity.to_string();
                s.producers.insert(id, Producer { seller, commodity });
            } else {
                let (input, output) = (stages[stage + 1].to_string(), commodity.to_string());
                let works = Processor {
                    seller,
                    input,
                    output,
                    recovery,
                    ..Processor::default()
                };
                s.processors.insert(id, works);
            }
        }
    }
    for id in ["first", "second"] {
        s.reserves.insert(id.into(), reserve(dice));
    }
    s.offtakes.insert("contract".into(), offtake(&s, dice));
    s
}

fn consumers(s: &mut Scenario, dice: &mut Dice<'_>, country: &str, need: f64) {
    for (name, part, priority) in [("army", 0.2, 1), ("industry", 0.8, 2)] {
        let substitution = Substitution {
            rate: 0.2,
            limit: dice.between(0.0, 0.5),
        };
        let consumer = Consumer {
            country: country.into(),
            commodity: "metal".into(),
            demand: Series::from(need * part),
            priority,
            defer: dice.between(0.0, 1.0),
            substitution: dice.perhaps(0.4).then_some(substitution),
            demand_elasticity: (priority == 1).then_some(Amount::Fixed(0.0)),
            value_at_risk: Some(100.0),
            ..Consumer::default()
        };
        s.consumers.insert(format!("{name}-{country}"), consumer);
    }
}

/// A market in which everybody buys from everybody, and what each sells in the calm.
fn market(dice: &mut Dice<'_>, countries: &[String], need: &[f64]) -> (Market, Vec<f64>) {
    let mut output = vec![0.0; countries.len()];
    let mut market = Market {
        lead_time: dice.below(4) as f64 / 12.0,
        commercial_cover: dice.between(0.0, 0.5),
        restock_time: dice.perhaps(0.7).then_some(0.25),
        reroute_per_month: dice.between(0.0, 0.3).into(),
        price_pull: dice.between(0.0, 1.0),
        stock_price_exponent: dice.between(0.0, 0.8),
        price_memory: dice.perhaps(0.7).then_some(0.25),
        ..Market::default()
    };
    if dice.perhaps(0.4) {
        market.domestic_priority = vec![countries[0].clone()];
    }
    for (importer, need) in countries.iter().zip(need) {
        let weights: Vec<f64> = countries.iter().map(|_| dice.between(0.05, 1.0)).collect();
        let sum: f64 = weights.iter().sum();
        for (output, weight) in output.iter_mut().zip(&weights) {
            *output += need * weight / sum;
        }
        let row = countries
            .iter()
            .cloned()
            .zip(weights.iter().map(|weight| weight / sum));
        market.imports.insert(importer.clone(), row.collect());
    }
    (market, output)
}

fn goods(dice: &mut Dice<'_>) -> Commodity {
    Commodity {
        price: Some(1000.0),
        demand_elasticity: Amount::Fixed(-dice.between(0.0, 0.6)),
        price_cap: dice.between(2.0, 30.0),
        ..Commodity::default()
    }
}

fn seller(dice: &mut Dice<'_>, country: &str, output: f64) -> Seller {
    Seller {
        country: country.into(),
        capacity: Series::from(output * dice.between(1.000_001, 1.6)),
        supply_elasticity: dice.between(0.0, 0.5).into(),
        stretch: dice.between(1.0, 1.5).into(),
        cost: dice.perhaps(0.4).then_some(dice.between(100.0, 900.0)),
        ..Seller::default()
    }
}

fn reserve(dice: &mut Dice<'_>) -> Reserve {
    let rate = |days: f64| Rate {
        size: Size::Cover(days / 365.0),
        times_per_year: 12.0,
    };
    let rule = match dice.below(3) {
        0 => ReleaseRule::Cover,
        1 => ReleaseRule::Spread {
            over: dice.between(0.1, 1.0),
        },
        _ => ReleaseRule::Hold {
            for_priority: 1,
            quantity: Size::Cover(0.03),
        },
    };
    let (trigger_fill, delay) = (dice.between(0.7, 1.0), dice.between(0.0, 0.3));
    let refill = Refill {
        rate: rate(dice.between(1.0, 15.0)),
        below_price: dice.perhaps(0.5).then_some(dice.between(0.9, 2.0)),
        within: dice.perhaps(0.3).then_some(1.0),
    };
    Reserve {
        commodity: "metal".into(),
        serves: vec!["club".into()],
        capacity: Size::Cover(dice.between(0.01, 0.3)),
        initial: None,
        max_release: dice.perhaps(0.5).then_some(rate(20.0)),
        release: Release {
            trigger_fill,
            delay,
            rule,
        },
        refill: dice.perhaps(0.6).then_some(refill),
        holding_cost: 0.02,
    }
}

/// Up to the whole calm flow from c1 to c0.
fn offtake(s: &Scenario, dice: &mut Dice<'_>) -> Offtake {
    let of_c0 = s
        .consumers
        .values()
        .filter(|consumer| consumer.country == "c0");
    let demand = of_c0.map(|consumer| match &consumer.demand {
        Series::Constant(amount) => amount.median(),
        _ => unreachable!("demand is constant"),
    });
    let flow = demand.sum::<f64>() * s.markets["metal"].imports["c0"]["c1"];
    Offtake {
        seller: "c1".into(),
        buyer: "c0".into(),
        commodity: "metal".into(),
        quantity: flow * dice.between(0.0, 0.999),
    }
}

/// Everything that moves: growth, noise, uncertain numbers, a corridor, a project, a fund, disruptions.
pub fn trouble(s: &mut Scenario, dice: &mut Dice<'_>) {
    s.baseline = Baseline::Given;
    for consumer in s.consumers.values_mut() {
        consumer.growth = dice.between(-0.1, 0.1).into();
        let volatility = dice.between(0.01, 0.3);
        consumer.noise = dice.perhaps(0.5).then_some(Noise {
            volatility,
            persistence: 0.7,
        });
    }
    if let Some(market) = s.markets.get_mut("metal") {
        market.reroute_per_month = Law::uniform(0.01, 0.2).unwrap().into();
        let most = Table::from([("c1".to_string(), dice.between(0.0, 1.0))]);
        market.access.insert("c0".into(), most);
    }
    let lanes = LaneSet {
        from: vec!["c1".into()],
        to: vec!["c0".into()],
    };
    let corridor = Corridor {
        lanes: vec![("metal".into(), lanes.clone())],
        capacity: dice.between(1.0, 500.0),
    };
    s.corridors.insert("strait".into(), corridor);
    let project = Project {
        adds_to: "corridor.strait".into(),
        capacity: dice.between(0.0, 300.0),
        start: Date::new(2001, 3, 1).unwrap(),
        delay: Some(Law::weibull(0.9, 1.5).unwrap()),
        fixed_delay: 0.0,
        probability: 0.7,
        ramp: 1.0,
    };
    s.projects.insert("canal".into(), project);
    let reserves = vec!["first".into(), "second".into()];
    s.funds.insert(
        "purse".into(),
        Fund {
            budget: dice.between(0.0, 1e6),
            reserves,
        },
    );
    let floor = PriceFloor {
        members: vec!["c0".into()],
        commodity: "metal".into(),
        level: dice.between(100.0, 900.0),
    };
    s.price_floors.insert("floor".into(), floor);
    for (id, effect) in effects(s, dice, lanes) {
        s.disruptions.insert(id.into(), disruption(dice, effect));
    }
}

fn effects(s: &Scenario, dice: &mut Dice<'_>, lanes: LaneSet) -> Vec<(&'static str, Effect)> {
    let top = if s.commodities.contains_key("ore") {
        "ore"
    } else {
        "metal"
    };
    let restriction = |measure, on: &[&str], limit| Effect::Restriction {
        measure,
        exporters: vec!["c0".into()],
        importers: vec!["all".into()],
        commodities: on.iter().map(|on| (on.to_string(), 0.8)).collect(),
        limit,
    };
    let outage = |targets: Vec<String>, countries: Vec<String>| Effect::Outage {
        targets,
        countries,
        commodities: Vec::new(),
    };
    let limit = dice.between(0.0, 300.0);
    vec![
        (
            "export_restriction.ban",
            restriction(Measure::Ban, &[top], None),
        ),
        (
            "export_restriction.licence",
            restriction(Measure::Licence, &["metal"], None),
        ),
        (
            "export_restriction.limit",
            restriction(Measure::Quota, &["metal"], Some(limit)),
        ),
        (
            "export_restriction.quota",
            restriction(Measure::Quota, &["metal"], None),
        ),
        (
            "export_restriction.tariff",
            restriction(Measure::Tariff, &["metal"], None),
        ),
        (
            "outage.canal",
            outage(vec!["corridor.strait".into()], Vec::new()),
        ),
        ("outage.club", outage(Vec::new(), vec!["club".into()])),
        (
            "outage.mine",
            outage(vec![format!("producer.{top}-c1")], Vec::new()),
        ),
        (
            "route_closure.strait",
            Effect::Closure {
                market: "metal".into(),
                lanes: vec![lanes],
            },
        ),
        (
            "demand_surge.boom",
            Effect::Surge {
                consumers: vec!["army-c0".into()],
            },
        ),
        (
            "price_slump.dumping",
            Effect::Slump {
                commodities: vec![("metal".into(), 1.0)],
            },
        ),
    ]
}

fn law(dice: &mut Dice<'_>) -> Law {
    let law = match dice.below(9) {
        0 => Law::exponential(0.4),
        1 => Law::gamma(2.0, 0.2),
        2 => Law::weibull(0.8, 0.4),
        3 => Law::lognormal(0.4, 0.8),
        4 => Law::uniform(0.0, 1.0),
        5 => Law::triangular(0.0, 0.2, 1.0),
        6 => Law::pert(0.0, 0.3, 1.0),
        7 => Law::discrete(&[0.0, 0.3, 1.0], &[1.0, 2.0, 1.0]),
        _ => Law::empirical(&[0.1, 0.5, 0.9]),
    };
    law.unwrap()
}

fn disruption(dice: &mut Dice<'_>, effect: Effect) -> Disruption {
    let on_lanes = matches!(effect, Effect::Restriction { .. } | Effect::Closure { .. });
    let arrival = match dice.below(4) {
        0 => Arrival::Poisson {
            per_year: Amount::Fixed(0.5),
            regime: Table::new(),
        },
        1 => Arrival::MeanUp(1.5),
        2 => Arrival::WithinHorizon(0.9),
        _ => Arrival::Date(Date::new(2002, 5, 10).unwrap()),
    };
    let leak = Leak {
        share: dice.between(0.0, 1.0),
        delay: dice.between(0.0, 0.5),
    };
    let after = After {
        severity: dice.between(0.0, 1.0).into(),
        duration: law(dice).into(),
    };
    Disruption {
        effect,
        arrival,
        duration: law(dice).into(),
        severity: law(dice).truncated(1.0).unwrap().into(),
        recovery: dice.between(0.0, 0.4).into(),
        notice: if on_lanes {
            dice.between(0.0, 0.3)
        } else {
            0.0
        },
        hoard: if on_lanes {
            dice.between(0.0, 0.3)
        } else {
            0.0
        },
        leak: (on_lanes && dice.perhaps(0.4)).then_some(leak),
        after: dice.perhaps(0.4).then_some(after),
        initial: Initial::Up,
    }
}
