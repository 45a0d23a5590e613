//! The page of all episodes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::history::History;
use crate::observed::{Compare, Episode, Observed, Simulated, Verdict, whole};

const HEAD: &str = "\
# Back-tests

Episodes that happened, beside what the model makes of them. Each is a scenario of `scenarios/backtests`
with its disruptions at their dates and nothing else, run as `lodestock trace SCENARIO --dated` runs it.
`cargo test --test backtests` computes the simulated numbers again and fails where this page is not what it
prints, or where a line is no longer as it is marked; `UPDATE_EXPECT=1 cargo test --test backtests` writes the
page anew. Observations stand in `scenarios/backtests/observed.toml`, with ids of `scenarios/data/sources.csv`;
2025e is an estimate of February 2026.

**How to read a line.** A price is against its own calm or the months named, *arrivals* are what reaches a
country a month, *short* is the share of demand not served, whether given up because of price or missing.
*Right* and *missed* are asserted by the test: a height is right between half and twice the observed change, a
direction, a quarter or a quantity near zero within the bounds of the data file;
*shown* is not asserted: there is no observation, or a key was changed to see what it would do. Differences are simulated less observed, in percentage points.

**What was chosen, and how.** No number was moved to meet an observation of this page, with one exception that
the bundled scenarios made before it: `stock_price_exponent` 0.8 was set there so that prices of gallium in 2023,
germanium in 2025 and cobalt in 2025 come near, so those three are no independent test of the height of a price.
The same judged numbers stand everywhere unless the scenario says otherwise: demand elasticity −0.15 (the geometric
middle of 0.05 to 0.5, as for most minor metals), commercial cover of two months, three months to restock and of price memory, a
twentieth of need a month that can move to another lane, sellers' output that does not answer to price. Nobody
hoards and nothing leaks back unless a table says so.
";

pub fn render(observed: &Observed) -> String {
    let mut page = HEAD.to_string();
    let runs: Vec<History> = observed
        .episode
        .iter()
        .map(|episode| History::of(&episode.scenario, &BTreeMap::new()))
        .collect();
    summary(&mut page, observed, &runs);
    for (episode, history) in observed.episode.iter().zip(&runs) {
        section(&mut page, episode, history);
    }
    page
}

fn summary(page: &mut String, observed: &Observed, runs: &[History]) {
    page.push_str("\n## In short\n\n| episode | right | missed | first line: observed | simulated |\n|---|---|---|---|---|\n");
    for (episode, history) in observed.episode.iter().zip(runs) {
        let count = |verdict| {
            let marked = episode
                .compare
                .iter()
                .filter(|line| line.verdict == verdict);
            marked.count()
        };
        let first = &episode.compare[0];
        let _ = writeln!(
            page,
            "| {} | {} | {} | {}: {} | {} |",
            episode.title,
            count(Verdict::Right),
            count(Verdict::Missed),
            first.what,
            first.observed,
            episode.simulated(first, history)
        );
    }
}

fn section(page: &mut String, episode: &Episode, history: &History) {
    let _ = write!(
        page,
        "\n## {}\n\nScenario: `scenarios/backtests/{}.toml`. Episodes: {}.\n\n{}\n\n",
        episode.title,
        episode.scenario,
        episode.rows.join(", "),
        episode.happened.trim()
    );
    page.push_str(
        "| what | observed | simulated | difference | | source |\n|---|---|---|---|---|---|\n",
    );
    for line in &episode.compare {
        let simulated = episode.simulated(line, history);
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} |",
            line.what,
            line.observed,
            simulated,
            difference(line, &simulated),
            mark(line.verdict),
            line.source
        );
    }
    for shown in &episode.shown {
        quarters(page, history, shown);
    }
    let _ = write!(
        page,
        "\n*Data and judgement.* {}\n\n*What it misses.* {}\n",
        episode.inputs.trim(),
        episode.misses.trim()
    );
}

fn difference(line: &Compare, simulated: &Simulated) -> String {
    match (simulated, line.value) {
        (Simulated::Change(ours) | Simulated::Share(ours), Some(observed)) => {
            whole(100.0 * (ours - observed))
        }
        _ => "–".to_string(),
    }
}

fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Right => "right",
        Verdict::Missed => "**missed**",
        Verdict::Shown => "shown",
    }
}

/// Price, shortfall and stock of a consumer's country, quarter by quarter.
fn quarters(page: &mut String, history: &History, id: &str) {
    let consumer = history.consumer(id);
    let quarters: Vec<usize> = (0..history.months() / 3).map(|q| 3 * q).collect();
    let row = |page: &mut String, head: &str, of: &dyn Fn(usize) -> String| {
        let _ = write!(page, "| {head} |");
        for &from in &quarters {
            let _ = write!(page, " {} |", of(from));
        }
        page.push('\n');
    };
    let _ = write!(page, "\nSimulated, `{id}`, by quarter:\n\n");
    row(page, "from", &|from| history.name(from));
    let _ = writeln!(page, "|---|{}", "---|".repeat(quarters.len()));
    row(page, "price, calm 1", &|from| {
        format!("{:.2}", history.price(consumer, from, from + 2))
    });
    row(page, "short, %", &|from| {
        format!(
            "{:.1}",
            (100.0 * history.short(consumer, from, from + 2)).max(0.0)
        )
    });
    row(page, "stock at its end, calm 1", &|from| {
        let calm = history.stock(consumer, 0);
        format!("{:.2}", history.stock(consumer, from + 2) / calm)
    });
}
