//! A scenario built in code: one mine that fails at times, one user, and typed results.

use lodestock::core::spec::*;
use lodestock::runner::{Options, Silent, Summary, run};
use lodestock::{Law, Model};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut mine, mut user) = (Producer::default(), Consumer::default());
    (mine.commodity, user.commodity) = ("metal".into(), "metal".into());
    (mine.seller.country, user.country) = ("north".into(), "north".into());
    (mine.seller.capacity, user.demand) = (1_200.0.into(), 1_000.0.into());
    let outage = Disruption {
        effect: Effect::Outage {
            targets: vec!["producer.mine".into()],
            countries: Vec::new(),
            commodities: Vec::new(),
        },
        arrival: Arrival::MeanUp(4.0),
        duration: Law::exponential(0.25)?.into(),
        severity: 1.0.into(),
        recovery: 0.0.into(),
        notice: 0.0,
        hoard: 0.0,
        leak: None,
        after: None,
        initial: Initial::Up,
    };
    let mut s = Scenario::default();
    s.countries.insert("north".into(), Country::default());
    s.commodities.insert("metal".into(), Commodity::default());
    s.producers = [("mine".into(), mine)].into();
    s.consumers = [("user".into(), user)].into();
    s.disruptions = [("outage.mine".into(), outage)].into();
    let model = Model::new(&s).map_err(|problems| format!("{problems:?}"))?;
    let result = run(&model, &Options::default(), &Silent)?;
    let summary = Summary::of(&model, &result).ok_or("no path")?;
    let total = summary.group("total").ok_or("no total")?;
    let (often, mean) = (100.0 * total.p_short.value, total.shortfall.mean);
    println!("short in {often:.1} % of futures");
    println!("by {:.1} ± {:.1} t on average", mean.value, mean.se);
    Ok(())
}
