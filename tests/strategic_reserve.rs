//! The calm of `scenarios/strategic-minerals-reserve.toml` beside the published tables it is made from,
//! and its fund beside what the reserve costs.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use lodestock::Model;
use lodestock::core::model::Balance;

/// Largest relative distance of a calm figure from the published one.
const TOLERANCE: f64 = 0.10;

/// What sellers of the scenario make, and the rows of `scenarios/data` that add up to it:
/// commodity, country, file, mineral, year, tonnes in its unit, countries.
const OUTPUTS: &str = "
    indium      | china        | refined | indium             | 2025e | 1    | China
    indium      | allies       | refined | indium             | 2025e | 1    | Belgium, Canada, France, Japan, South Korea
    bismuth     | china        | refined | bismuth            | 2025e | 1    | China
    bismuth     | allies       | refined | bismuth            | 2025e | 1    | Bulgaria, Japan, South Korea
    bismuth     | rest         | refined | bismuth            | 2025e | 1    | Bolivia, Kazakhstan, Laos
    titanium    | china        | refined | titanium sponge    | 2025e | 1    | China
    titanium    | allies       | refined | titanium sponge    | 2025e | 1    | Japan
    magnesium   | china        | refined | magnesium metal    | 2025e | 1000 | China
    magnesium   | allies       | refined | magnesium metal    | 2025e | 1000 | Israel, Turkey
    lithium     | china        | refined | lithium (refined)  | 2024  | 1000 | China
    lithium     | chile        | refined | lithium (refined)  | 2024  | 1000 | Chile
    cobalt      | china        | refined | cobalt (refined)   | 2024  | 1000 | China
    nickel      | china        | refined | nickel (refined)   | 2024  | 1000 | China
    nickel      | indonesia    | refined | nickel (refined)   | 2024  | 1000 | Indonesia
    rare-earths | china        | refined | rare earths (magnet REE) (refined) | 2024 | 1000 | China
    niobium     | brazil       | mine    | niobium            | 2025e | 1    | Brazil
    niobium     | allies       | mine    | niobium            | 2025e | 1    | Canada
    graphite    | china        | mine    | graphite (natural) | 2025e | 1    | China
    manganese   | gabon        | mine    | manganese          | 2025e | 1000 | Gabon
    manganese   | south-africa | mine    | manganese          | 2025e | 1000 | South Africa
    fluorspar   | china        | mine    | fluorspar          | 2025e | 1000 | China
    fluorspar   | mexico       | mine    | fluorspar          | 2025e | 1000 | Mexico
";

/// Commodity, mineral and year of the US balance, and tonnes in its unit.
const US_USE: &str = "
    gallium   | gallium            | 2025e | 0.001
    indium    | indium             | 2025e | 1
    antimony  | antimony           | 2024  | 1
    bismuth   | bismuth            | 2025e | 1
    tantalum  | tantalum           | 2025e | 1
    niobium   | niobium            | 2025e | 1
    titanium  | titanium sponge    | 2025e | 1
    graphite  | graphite (natural) | 2025e | 1
    cobalt    | cobalt             | 2025e | 1
    manganese | manganese          | 2025e | 1000
    fluorspar | fluorspar          | 2025e | 1000
";

type Rows = Vec<HashMap<String, String>>;

fn scenarios() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

fn model() -> Model {
    let path = scenarios().join("strategic-minerals-reserve.toml");
    let loaded = lodestock::scenario::load(path, &[]);
    loaded.unwrap_or_else(|failure| panic!("{failure}")).model
}

fn rows(file: &str) -> Rows {
    let mut reader = csv::Reader::from_path(scenarios().join("data").join(file)).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn cells(line: &str) -> Vec<&str> {
    line.split('|').map(str::trim).collect()
}

fn lines(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter(|line| !line.trim().is_empty())
}

fn balance(model: &Model, commodity: &str, country: &str) -> Balance {
    let found = model.balances().into_iter().find(|b| {
        model.commodities()[b.commodity].id == commodity
            && model.countries()[b.country].id == country
    });
    found.unwrap_or_else(|| panic!("no {commodity} in {country}"))
}

/// What a country makes in a year, in the unit of the table; output, not capacity.
fn quantity(rows: &Rows, mineral: &str, country: &str, year: &str) -> f64 {
    let found = rows.iter().find(|row| {
        row["mineral"] == mineral
            && row["country"] == country
            && row["year"] == year
            && row.get("stage").is_none_or(|stage| stage == "refined")
    });
    let found = found.unwrap_or_else(|| panic!("no row for {mineral}, {country}, {year}"));
    found["quantity"].parse().unwrap()
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
    let (refined, mine) = (rows("production_refined.csv"), rows("production_mine.csv"));
    for line in lines(OUTPUTS) {
        let [commodity, country, stage, mineral, year, unit, makers] = cells(line)[..] else {
            panic!("{line}")
        };
        let table = if stage == "mine" { &mine } else { &refined };
        let made = makers
            .split(", ")
            .map(|c| quantity(table, mineral, c, year));
        let published = unit.parse::<f64>().unwrap() * made.sum::<f64>();
        let calm = balance(&model, commodity, country).output;
        assert_near(&format!("{commodity} of {country}"), calm, published);
    }
}

#[test]
fn the_united_states_uses_and_imports_what_is_published() {
    let (model, published) = (model(), rows("us_balance.csv"));
    for line in lines(US_USE) {
        let [commodity, mineral, year, unit] = cells(line)[..] else {
            panic!("{line}")
        };
        let calm = balance(&model, commodity, "us");
        let row = published
            .iter()
            .find(|row| row["mineral"] == mineral && row["year"] == year);
        let row = row.unwrap_or_else(|| panic!("no row for {mineral}, {year}"));
        let figure = |column: &str| row[column].parse::<f64>().unwrap();
        let used = unit.parse::<f64>().unwrap() * figure("apparent_consumption");
        assert_near(&format!("use of {commodity}"), calm.need, used);
        let reliance = 100.0 * (calm.imports - calm.exports) / calm.need;
        let published = figure("net_import_reliance_pct");
        assert_near(&format!("reliance on {commodity}"), reliance, published);
    }
}

/// The loan and the private money, less the first fill, which a fund does not pay.
#[test]
fn the_fund_holds_what_the_first_fill_leaves_of_twelve_billion() {
    let model = model();
    assert_eq!(model.reserves().len(), 17);
    let mut first_fill = 0.0;
    for reserve in model.reserves() {
        let days = reserve.initial / reserve.yearly_need * 365.0;
        assert!((days - 60.0).abs() < 1e-9, "{}: {days} days", reserve.id);
        first_fill += reserve.initial * model.commodities()[reserve.commodity].price.unwrap();
    }
    let [fund] = model.funds() else {
        panic!("one fund")
    };
    let total = fund.budget + first_fill;
    assert!((total - 12e9).abs() < 1e7, "{total} in all");
}
