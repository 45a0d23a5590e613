//! The calm balance, how concentrated it is, and what can go wrong with it: what `lodestock check`
//! shows.

mod calm;
mod concentration;
mod risks;

use lodestock_core::Model;
use lodestock_core::spec::Scenario;

use crate::grid::wrap;
use crate::{number, words};

/// The whole text. `seed` is that of the futures from which events are counted.
pub fn text(scenario: &Scenario, model: &Model, seed: u64, width: usize) -> String {
    let mut parts = vec![title(scenario, model, width)];
    parts.extend(calm::tables(model));
    parts.extend(concentration::table(model, width));
    parts.extend(calm::reserves(scenario, model));
    parts.extend(risks::disruptions(scenario, model, seed));
    parts.extend(risks::regime(model, width));
    parts.extend(risks::projects(model));
    parts.extend(risks::parameters(model));
    parts.join("\n")
}

fn title(scenario: &Scenario, model: &Model, width: usize) -> String {
    let clock = model.clock();
    let name = if scenario.name.is_empty() {
        "Scenario without a name"
    } else {
        &scenario.name
    };
    let mut text = wrap(name, width, 0);
    if !scenario.description.is_empty() {
        text += &wrap(&scenario.description, width, 0);
    }
    let warm_up = match clock.warm_up {
        0 => String::new(),
        n => format!(
            " after {} of warm-up",
            words::count(n as u64, clock.length.name())
        ),
    };
    let size = format!(
        "{} from {}{warm_up} · {} · {} · {} · {} · {} · {}",
        words::count(clock.steps as u64, clock.length.name()),
        clock.start,
        number(model.countries().len(), "country", "countries"),
        number(model.commodities().len(), "commodity", "commodities"),
        number(model.sellers().len(), "seller", "sellers"),
        number(model.consumers().len(), "consumer", "consumers"),
        number(model.reserves().len(), "reserve", "reserves"),
        number(scenario.sources.len(), "source", "sources"),
    );
    text + &wrap(&size, width, 2)
}

fn number(count: usize, one: &str, more: &str) -> String {
    let text = number::significant(count as f64, 18);
    format!("{text} {}", if count == 1 { one } else { more })
}
