//! What is put off counts as missed and as put off, even where all of it is.

use lodestock::runner::{Options, Silent, Summary, run};
use lodestock::scenario::{Folder, load_str};

/// One month without supply, demand of 100 a month, and enough capacity to catch up in the next.
fn metrics(defer: &str) -> [f64; 3] {
    let text = format!(
        "[time]\nstart = \"2027-01\"\nstep = \"month\"\nhorizon = \"3 months\"\n[run]\npaths = 1\n\
         [country.a]\n[commodity.ore]\nunit = \"t\"\n\
         [producer.mine]\ncountry = \"a\"\ncommodity = \"ore\"\ncapacity = 2_400\n\
         [consumer.mill]\ncountry = \"a\"\ncommodity = \"ore\"\ndemand = 1_200\ndefer = {defer}\n\
         [outage.strike]\ntargets = [\"producer.mine\"]\narrival = {{ date = \"2027-02\" }}\n\
         duration = \"1 month\"\n"
    );
    let loaded = load_str("strike", &text, &[], &Folder::new("."));
    let model = loaded.unwrap_or_else(|failure| panic!("{failure}")).model;
    let options = Options {
        paths: 1,
        ..Options::default()
    };
    let summary = Summary::of(&model, &run(&model, &options, &Silent).unwrap()).unwrap();
    let mill = summary.group("mill").unwrap();
    [mill.unmet.mean, mill.deferred, mill.shortfall.mean].map(|mean| mean.value)
}

#[test]
fn demand_put_off_in_full_is_missed_and_put_off() {
    assert_eq!(metrics("1"), [100.0, 100.0, 0.0]);
    assert_eq!(metrics("0.25"), [100.0, 25.0, 75.0]);
    assert_eq!(metrics("0"), [100.0, 0.0, 100.0]);
}
