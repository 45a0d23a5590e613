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
*Right* and *missed* are asserted by the test: a height is right between half and twice the observed change, or near zero where
that was; a direction asks for no more than the sign, a time for the quarter or year, within bounds of the data file;
*shown* is not asserted: there is no observation, or a key was changed to see what it would do. Differences are simulated less observed, in percentage points.

**What was chosen, and how.** Losses of exports and of output are given as they were observed, where they were, and so test
nothing. No number was moved to meet a price, an import or a date of this page, with one exception that the bundled scenarios
made before it: `stock_price_exponent` 0.8 was set there so that prices of gallium in 2023, germanium in 2025 and cobalt in 2025
come near, so those are no independent test of the height of a price. Which lines are shown was settled after a first run. The
same judged numbers stand everywhere unless the scenario says otherwise: demand elasticity −0.15 (the geometric middle of 0.05 to
0.5, as for most minor metals), commercial cover of two months, three months to restock and of price memory, a twentieth of need a
month that can move to another lane, sellers' output that does not answer to price, cargo that follows price fully. Nobody hoards
and nothing leaks back unless a scenario or a line says so. Flows by lane cannot be read from a run, so that shifts of trade are
seen only in what arrives.
";

const COMMON: &str = "
What the misses have in common:

- **Price follows stock, not news.** It stands still until commercial stock is below its wanted cover, and markets moved on the
  announcement (cobalt, dysprosium, antimony, manganese, yttrium): the first months are too calm.
- **When stock is gone it jumps.** At an elasticity of −0.15 a lasting loss ends at the price cap (hydroxide, antimony, germanium), and with
  `price_pull` 1 importers without stock outbid each other in turn. Users, sellers and stocks have more give than that.
- **Losses of direct exports overstate the cut.** US imports of antimony and gallium more than doubled under a ban, from elsewhere;
  here others sell what they make, and a country without output sells nothing on, unless `leak` says so.
- **Calm is exact balance.** No slack, no surplus, no year before: small losses move prices that truly fell (graphite), and what began
  before the event is missing (antimony, tungsten).
- **One commodity for many products** hides which of them was short (tungsten, manganese, rare earths).

What comes out: two markets where one is cut off (magnets, yttrium), re-routing round a ban on one buyer (gallium), a shock and
its slow end under a quota of years (rare earths), yearly imports and prices under a half cut (germanium).
";

pub fn render(observed: &Observed) -> String {
    let mut page = HEAD.to_string();
    let runs: Vec<History> = observed
        .episode
        .iter()
        .map(|episode| History::of(&episode.scenario, &BTreeMap::new()))
        .collect();
    summary(&mut page, observed, &runs);
    page.push_str(COMMON);
    for (episode, history) in observed.episode.iter().zip(&runs) {
        section(&mut page, episode, history);
    }
    page
}

fn summary(page: &mut String, observed: &Observed, runs: &[History]) {
    page.push_str("\n## In short\n\nLines right in height, in direction, in time, and missed; the first line of each.\n\n");
    page.push_str(
        "| episode | height | direction | time | missed | first line: observed | simulated |\n",
    );
    page.push_str("|---|---|---|---|---|---|---|\n");
    let count = |lines: &[Compare], marks: &str| {
        let marked = lines.iter().filter(|line| mark(line) == marks);
        marked.count()
    };
    let row = |page: &mut String, head: &str, lines: &[Compare], rest: &str| {
        let _ = write!(page, "| {head} |");
        for marks in [RIGHT, "right in direction", "right in time", MISSED] {
            let _ = write!(page, " {} |", count(lines, marks));
        }
        let _ = writeln!(page, " {rest} |");
    };
    for (episode, history) in observed.episode.iter().zip(runs) {
        let first = &episode.compare[0];
        let simulated = episode.simulated(first, history);
        let rest = format!("{}: {} | {simulated}", first.what, first.observed);
        row(page, &episode.title, &episode.compare, &rest);
    }
    let all: Vec<Compare> = observed
        .episode
        .iter()
        .flat_map(|e| e.compare.clone())
        .collect();
    row(page, "all", &all, "|");
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
            mark(line),
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

const RIGHT: &str = "right";
const MISSED: &str = "**missed**";

fn mark(line: &Compare) -> &'static str {
    let one_bound = line.above.is_some() != line.below.is_some();
    match line.verdict {
        Verdict::Right if one_bound => "right in direction",
        Verdict::Right if line.within.is_some() => "right in time",
        Verdict::Right => RIGHT,
        Verdict::Missed => MISSED,
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
