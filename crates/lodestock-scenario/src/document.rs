//! The document: every table of a scenario file, read into a [`Scenario`].

mod events;
mod goods;
mod run;
mod stock;
#[cfg(test)]
mod tests;

use lodestock_core::spec::{Disruption, Scenario, Table};

use crate::entry::Entry;

/// Reads all tables. What cannot be read is reported, and stands in the scenario with its default,
/// so that names of entries stay known.
pub(crate) fn scenario(root: &Entry<'_>) -> Scenario {
    let mut scenario = Scenario::default();
    run::read(root, &mut scenario);
    scenario.countries = root.entries("country", goods::country);
    scenario.blocs = root.entries("bloc", |e| e.names("members").unwrap_or_default());
    scenario.commodities = root.entries("commodity", goods::commodity);
    scenario.producers = root.entries("producer", goods::producer);
    scenario.processors = root.entries("processor", goods::processor);
    scenario.consumers = root.entries("consumer", goods::consumer);
    scenario.projects = root.entries("project", goods::project);
    scenario.price_floors = root.entries("price_floor", goods::price_floor);
    scenario.markets = root.entries("market", stock::market);
    scenario.offtakes = root.entries("offtake", stock::offtake);
    scenario.corridors = root.entries("corridor", stock::corridor);
    scenario.reserves = root.entries("reserve", stock::reserve);
    scenario.funds = root.entries("fund", stock::fund);
    scenario.disruptions = disruptions(root);
    scenario
}

/// How a kind of disruption is read; `None` if what is essential to it cannot be.
type Read<'a> = fn(&Entry<'a>) -> Option<Disruption>;

/// Disruptions of all kinds, by `kind.id`.
fn disruptions(root: &Entry<'_>) -> Table<Disruption> {
    let kinds: [(&str, Read<'_>); 5] = [
        ("export_restriction", events::restriction),
        ("outage", events::outage),
        ("route_closure", events::closure),
        ("demand_surge", events::surge),
        ("price_slump", events::slump),
    ];
    let mut all = Table::new();
    for (kind, read) in kinds {
        for (id, disruption) in root.entries(kind, read) {
            if let Some(disruption) = disruption {
                all.insert(format!("{kind}.{id}"), disruption);
            }
        }
    }
    all
}
