//! One reserve for several countries: its limits hold for all of them together, and countries come in
//! the order of `serves`.

use lodestock::runner::{Options, Silent, Summary, run};
use lodestock::scenario::{Folder, load_str};

/// Two countries that use 10 t a month each and have no supply in one month of three; shortfalls of
/// the first and of the second served, and what was released.
fn outcome(release: &str) -> [f64; 3] {
    let text = format!(
        "[time]\nstart = \"2027-01\"\nstep = \"month\"\nhorizon = \"3 months\"\n[run]\npaths = 1\n\
         [country.east]\n[country.west]\n[country.mines]\n[commodity.ore]\nunit = \"t\"\n\
         [producer.mine]\ncountry = \"mines\"\ncommodity = \"ore\"\ncapacity = 240\n\
         [consumer.east]\ncountry = \"east\"\ncommodity = \"ore\"\ndemand = 120\n\
         [consumer.west]\ncountry = \"west\"\ncommodity = \"ore\"\ndemand = 120\n\
         [market.ore]\ncommercial_cover = \"0 months\"\nlead_time = \"0 months\"\nstock_price_exponent = 0\n\
         [market.ore.imports]\neast = {{ mines = 1 }}\nwest = {{ mines = 1 }}\n\
         [reserve.vault]\ncommodity = \"ore\"\nserves = [\"west\", \"east\"]\ncapacity = 30\n\
         {release}\n\
         [outage.strike]\ntargets = [\"producer.mine\"]\narrival = {{ date = \"2027-02\" }}\n\
         duration = \"1 month\"\n"
    );
    let loaded = load_str("shared", &text, &[], &Folder::new("."));
    let model = loaded.unwrap_or_else(|failure| panic!("{failure}")).model;
    let options = Options {
        paths: 1,
        ..Options::default()
    };
    let summary = Summary::of(&model, &run(&model, &options, &Silent).unwrap()).unwrap();
    let shortfall = |id: &str| summary.group(id).unwrap().shortfall.mean.value;
    [
        shortfall("west"),
        shortfall("east"),
        summary.reserves[0].released.mean.value,
    ]
}

fn assert_near(ours: [f64; 3], expected: [f64; 3]) {
    let near = ours
        .iter()
        .zip(&expected)
        .all(|(a, b)| (a - b).abs() < 1e-9);
    assert!(near, "{ours:?} for {expected:?}");
}

#[test]
fn the_limit_of_release_holds_for_all_countries_together() {
    // 144 t a year are 12 a month: 10 for the first country, 2 for the second.
    assert_near(outcome("max_release = 144"), [0.0, 8.0, 12.0]);
    assert_near(outcome("max_release = 60"), [5.0, 10.0, 5.0]);
}

#[test]
fn without_a_limit_everybody_is_served() {
    assert_near(outcome("release.trigger_fill = 1"), [0.0, 0.0, 20.0]);
}

#[test]
fn a_trigger_is_what_each_country_is_served_up_to() {
    assert_near(outcome("release.trigger_fill = 0.7"), [3.0, 3.0, 14.0]);
}
