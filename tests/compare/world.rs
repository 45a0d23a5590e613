//! A world that can be worked out by hand, and reading what a comparison of it says.

use lodestock::Model;
use lodestock::runner::compare::{
    Cell, ComparedGroup, ComparedReserve, Figure, Row, Variant, compare,
};
use lodestock::runner::{Comparison, Measure, Options, Quantity, Silent};
use lodestock::scenario::{InMemory, Overlay, load_str};

pub const SHORT: Figure = Figure::Risk(Measure::ProbabilityShort);
pub const MEAN: Figure = Figure::Risk(Measure::Mean(Quantity::Shortfall));
pub const CVAR: Figure = Figure::Risk(Measure::Cvar(Quantity::Shortfall, 0.95));
pub const EMPTY: Figure = Figure::Risk(Measure::ProbabilityEmpty);

/// One mine that feeds one country 100 t a month; in three futures of ten it stands still for two
/// whole months. Nothing else is uncertain, no stock or price softens it.
pub const WORLD: &str = r#"
[time]
start = "2027-01"
step = "month"
horizon = "2 years"
[country.north]
[country.south]
[commodity.tin]
unit = "t"
price = 1_000
[producer.mine]
country = "north"
commodity = "tin"
capacity = 1_200
[consumer.mill]
country = "north"
commodity = "tin"
demand = 1_200
[reserve.vault]
commodity = "tin"
serves = ["north"]
capacity = 50
[outage.mine]
targets = ["producer.mine"]
arrival = { within_horizon = 0.3 }
duration = "2 months"
"#;

pub fn model(more: &str, changes: &[&str]) -> Model {
    let overlays = changes.iter().map(|text| Overlay::parse(text).unwrap());
    let overlays: Vec<Overlay> = overlays.collect();
    let text = format!("{WORLD}{more}");
    let loaded = load_str("world.toml", &text, &overlays, &InMemory::new());
    loaded.unwrap_or_else(|failure| panic!("{failure}")).model
}

pub fn options(paths: u64) -> Options {
    Options {
        paths,
        seed: 5,
        threads: Some(2),
        ..Options::default()
    }
}

pub fn variants<'m>(models: &[(&str, &'m Model)]) -> Vec<Variant<'m>> {
    let variant = |&(label, model): &(&str, &'m Model)| Variant {
        label: label.into(),
        model,
    };
    models.iter().map(variant).collect()
}

pub fn compared(models: &[(&str, &Model)], paths: u64) -> Comparison {
    compare(&variants(models), None, &options(paths), &Silent).unwrap()
}

pub fn group<'c>(comparison: &'c Comparison, name: &str) -> &'c ComparedGroup {
    let found = comparison.groups.iter().find(|group| group.name == name);
    found.unwrap_or_else(|| panic!("no group {name}"))
}

pub fn reserve<'c>(comparison: &'c Comparison, id: &str) -> &'c ComparedReserve {
    let found = comparison.reserves.iter().find(|reserve| reserve.id == id);
    found.unwrap_or_else(|| panic!("no reserve {id}"))
}

pub fn row(rows: &[Row], figure: Figure) -> &Row {
    let found = rows.iter().find(|row| row.figure == figure);
    found.unwrap_or_else(|| panic!("no {figure:?}"))
}

pub fn cell(rows: &[Row], figure: Figure, variant: usize) -> Cell {
    row(rows, figure).cells[variant].unwrap_or_else(|| panic!("{figure:?} of {variant}"))
}
