//! The calm of `scenarios/strategic-minerals-reserve.toml` beside the published tables it is made from,
//! and its fund beside what the reserve costs.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use lodestock::Model;

/// Largest relative distance of a calm figure from the published one.
const TOLERANCE: f64 = 0.10;

/// Where a seller's published output stands: file, mineral, year, tonnes in its unit, countries.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    f64,
    &'static [&'static str],
);

const REFINED: &str = "production_refined.csv";
const MINE: &str = "production_mine.csv";

/// Commodity and country of the scenario, and the rows that add up to what it makes.
const OUTPUTS: [(&str, &str, Row); 22] = [
    (
        "indium",
        "china",
        (REFINED, "indium", "2025e", 1.0, &["China"]),
    ),
    (
        "indium",
        "allies",
        (
            REFINED,
            "indium",
            "2025e",
            1.0,
            &["Belgium", "Canada", "France", "Japan", "South Korea"],
        ),
    ),
    (
        "bismuth",
        "china",
        (REFINED, "bismuth", "2025e", 1.0, &["China"]),
    ),
    (
        "bismuth",
        "allies",
        (
            REFINED,
            "bismuth",
            "2025e",
            1.0,
            &["Bulgaria", "Japan", "South Korea"],
        ),
    ),
    (
        "bismuth",
        "rest",
        (
            REFINED,
            "bismuth",
            "2025e",
            1.0,
            &["Bolivia", "Kazakhstan", "Laos"],
        ),
    ),
    (
        "titanium",
        "china",
        (REFINED, "titanium sponge", "2025e", 1.0, &["China"]),
    ),
    (
        "titanium",
        "allies",
        (REFINED, "titanium sponge", "2025e", 1.0, &["Japan"]),
    ),
    (
        "magnesium",
        "china",
        (REFINED, "magnesium metal", "2025e", 1e3, &["China"]),
    ),
    (
        "magnesium",
        "allies",
        (
            REFINED,
            "magnesium metal",
            "2025e",
            1e3,
            &["Israel", "Turkey"],
        ),
    ),
    (
        "lithium",
        "china",
        (REFINED, "lithium (refined)", "2024", 1e3, &["China"]),
    ),
    (
        "lithium",
        "chile",
        (REFINED, "lithium (refined)", "2024", 1e3, &["Chile"]),
    ),
    (
        "cobalt",
        "china",
        (REFINED, "cobalt (refined)", "2024", 1e3, &["China"]),
    ),
    (
        "nickel",
        "china",
        (REFINED, "nickel (refined)", "2024", 1e3, &["China"]),
    ),
    (
        "nickel",
        "indonesia",
        (REFINED, "nickel (refined)", "2024", 1e3, &["Indonesia"]),
    ),
    (
        "rare-earths",
        "china",
        (
            REFINED,
            "rare earths (magnet REE) (refined)",
            "2024",
            1e3,
            &["China"],
        ),
    ),
    (
        "niobium",
        "brazil",
        (MINE, "niobium", "2025e", 1.0, &["Brazil"]),
    ),
    (
        "niobium",
        "allies",
        (MINE, "niobium", "2025e", 1.0, &["Canada"]),
    ),
    (
        "graphite",
        "china",
        (MINE, "graphite (natural)", "2025e", 1.0, &["China"]),
    ),
    (
        "manganese",
        "gabon",
        (MINE, "manganese", "2025e", 1e3, &["Gabon"]),
    ),
    (
        "manganese",
        "south-africa",
        (MINE, "manganese", "2025e", 1e3, &["South Africa"]),
    ),
    (
        "fluorspar",
        "china",
        (MINE, "fluorspar", "2025e", 1e3, &["China"]),
    ),
    (
        "fluorspar",
        "mexico",
        (MINE, "fluorspar", "2025e", 1e3, &["Mexico"]),
    ),
];

/// Commodity, mineral and year of the US balance, and tonnes in its unit.
const US_USE: [(&str, &str, &str, f64); 11] = [
    ("indium", "indium", "2025e", 1.0),
    ("antimony", "antimony", "2024", 1.0),
    ("bismuth", "bismuth", "2025e", 1.0),
    ("tantalum", "tantalum", "2025e", 1.0),
    ("niobium", "niobium", "2025e", 1.0),
    ("titanium", "titanium sponge", "2025e", 1.0),
    ("graphite", "graphite (natural)", "2025e", 1.0),
    ("cobalt", "cobalt", "2025e", 1.0),
    ("manganese", "manganese", "2025e", 1e3),
    ("fluorspar", "fluorspar", "2025e", 1e3),
    ("gallium", "gallium", "2025e", 1e-3),
];

fn scenarios() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

fn model() -> Model {
    let path = scenarios().join("strategic-minerals-reserve.toml");
    let loaded = lodestock::scenario::load(path, &[]);
    loaded.unwrap_or_else(|failure| panic!("{failure}")).model
}

fn rows(file: &str) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_path(scenarios().join("data").join(file)).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// Sum of the rows that a seller's output is made of, t a year.
fn published(&(file, mineral, year, unit, countries): &Row) -> f64 {
    let rows = rows(file);
    let quantity = |country: &&str| -> f64 {
        let stage = |row: &HashMap<_, String>| row.get("stage").is_none_or(|s| s == "refined");
        let found = rows.iter().find(|row| {
            row["mineral"] == mineral
                && row["country"] == *country
                && row["year"] == year
                && stage(row)
        });
        let found = found.unwrap_or_else(|| panic!("no row for {mineral}, {country}, {year}"));
        found["quantity"].parse().unwrap()
    };
    unit * countries.iter().map(quantity).sum::<f64>()
}

fn assert_near(what: &str, calm: f64, published: f64) {
    assert!(
        (calm / published - 1.0).abs() <= TOLERANCE,
        "{what}: {calm} in the calm, {published} published"
    );
}

#[test]
fn sellers_make_what_is_published() {
    let model = model();
    let balances = model.balances();
    for (commodity, country, row) in &OUTPUTS {
        let calm = balances.iter().find(|b| {
            model.commodities()[b.commodity].id == *commodity
                && model.countries()[b.country].id == *country
        });
        let calm = calm.unwrap_or_else(|| panic!("no {commodity} in {country}"));
        assert_near(
            &format!("{commodity} of {country}"),
            calm.output,
            published(row),
        );
    }
}

#[test]
fn the_united_states_uses_and_imports_what_is_published() {
    let (model, balance) = (model(), rows("us_balance.csv"));
    let balances = model.balances();
    for (commodity, mineral, year, unit) in US_USE {
        let calm = balances.iter().find(|b| {
            model.commodities()[b.commodity].id == commodity
                && model.countries()[b.country].id == "us"
        });
        let calm = calm.unwrap_or_else(|| panic!("no {commodity} in the United States"));
        let row = balance
            .iter()
            .find(|r| r["mineral"] == mineral && r["year"] == year)
            .unwrap();
        let used: f64 = row["apparent_consumption"].parse().unwrap();
        assert_near(&format!("use of {commodity}"), calm.need, unit * used);
        let reliance: f64 = row["net_import_reliance_pct"].parse().unwrap();
        let imported = 100.0 * (calm.imports - calm.exports) / calm.need;
        assert_near(&format!("reliance on {commodity}"), imported, reliance);
    }
}

/// The loan and the private money, less the first fill, which a fund does not pay.
#[test]
fn the_fund_holds_what_the_first_fill_leaves_of_twelve_billion() {
    let model = model();
    let fill =
        |r: &lodestock::core::model::Reserve| r.initial * model.commodities()[r.commodity].price;
    let first: f64 = model.reserves().iter().map(fill).sum();
    assert_eq!(model.reserves().len(), 17);
    for reserve in model.reserves() {
        assert!((reserve.initial / reserve.yearly_need * 365.0 - 60.0).abs() < 1e-9);
    }
    let [fund] = model.funds() else {
        panic!("one fund")
    };
    assert!(
        (fund.budget + first - 12e9).abs() < 1e7,
        "{first} and {}",
        fund.budget
    );
}
