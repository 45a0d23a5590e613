//! How concentrated the calm supply is.

use lodestock_core::Model;
use lodestock_core::model::Supply;

use crate::grid::{Align, Grid, wrap};
use crate::{number, words};

/// A row for what all countries make of each commodity, upstream first, and one for what the
/// countries that the scenario is about buy; `None` if nothing is made.
pub(super) fn table(model: &Model, width: usize) -> Option<String> {
    let heading = ["Concentration", "HHI", "largest", "its share", "N-1"];
    let mut grid = Grid::new(heading).align(2, Align::Left);
    for supply in model.supplies() {
        let commodity = words::commodity(&model.commodities()[supply.commodity]);
        let n_minus_1 = supply.n_minus_1().map_or(number::UNKNOWN.into(), percent);
        let Some(made) = cells(model, supply.output_hhi(), supply.largest()) else {
            continue;
        };
        grid.row(row(format!("Output of {commodity}"), made, n_minus_1));
        bought(model, &supply, &mut grid);
    }
    let title = "How concentrated the calm supply is: HHI, the sum of squared shares of countries \
                 (1: all from one); N-1, the share of the others' need that the others' capacity \
                 can meet without the largest maker";
    (!grid.is_empty()).then(|| wrap(title, width, 0) + &grid.text())
}

fn bought(model: &Model, supply: &Supply, grid: &mut Grid) {
    for &country in model.focus() {
        let buyer = [country];
        let sources = cells(
            model,
            supply.sources_hhi(&buyer),
            supply.largest_source(&buyer),
        );
        if let Some(sources) = sources {
            let who = format!("  bought by {}", within(model, country));
            grid.row(row(who, sources, String::new()));
        }
    }
}

fn within(model: &Model, country: usize) -> String {
    words::within_sentence(&words::country(model, country))
}

/// HHI, largest country and its share; `None` if there is nothing to share.
fn cells(model: &Model, hhi: Option<f64>, largest: Option<(usize, f64)>) -> Option<[String; 3]> {
    let (country, share) = largest?;
    Some([
        format!("{:.2}", hhi?),
        words::country(model, country),
        percent(share),
    ])
}

fn row(who: String, [hhi, largest, share]: [String; 3], n_minus_1: String) -> [String; 5] {
    [who, hhi, largest, share, n_minus_1]
}

fn percent(share: f64) -> String {
    format!("{} %", number::significant((100.0 * share).round(), 4))
}
