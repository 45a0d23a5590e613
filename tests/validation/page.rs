//! The page of all results.

use std::fmt::Write as _;
use std::path::Path;

use crate::row::Row;

const HEAD: &str = "\
# Validation

Published results beside ours. Every number here comes out of the ordinary engine or a public function of
the library; `cargo test --test validation` computes them again and fails where one is further off than its
row allows, or where this page is not what it prints. `UPDATE_EXPECT=1 cargo test --test validation` writes
the page anew. Sampled results: ours ± one standard error, the difference in standard errors of both together.

Not on this page: `tests/cases.rs` reproduces four dated histories, every column within 1e-9;
`crates/lodestock-core/src/law/tests` and `tests/samplers.rs` hold every law against other libraries;
`tests/pinned.rs` pins the first draws of every stream.
";

/// A family of results: heading, test, and its rows.
type Family = (&'static str, &'static str, &'static [Row]);

fn families() -> Vec<Family> {
    vec![
        (
            "One pool of eight suppliers (J1)",
            "one_pool",
            crate::one_pool::rows(),
        ),
        (
            "Adequacy of generating systems",
            "adequacy",
            crate::adequacy::rows(),
        ),
        (
            "A reserve behind unreliable suppliers",
            "fluid",
            crate::fluid::rows(),
        ),
        (
            "Convergence with the step",
            "convergence",
            crate::convergence::rows(),
        ),
        ("A coin each period", "coins", crate::coins::rows()),
        ("Sizing", "sizing", crate::sizing::rows()),
        (
            "Tiered emergency case",
            "emergency",
            crate::emergency::rows(),
        ),
        (
            "Market equilibrium",
            "equilibrium",
            crate::equilibrium::rows(),
        ),
        ("Elicited hazards", "hazards", crate::hazards::rows()),
        ("Indices of supply risk", "indices", crate::indices::rows()),
        (
            "Intervals and standard errors",
            "coverage",
            crate::coverage::rows(),
        ),
    ]
}

fn render() -> String {
    let mut page = HEAD.to_string();
    for (heading, test, rows) in families() {
        let _ = write!(
            page,
            "\n## {heading}\n\nTest: `tests/validation/{test}.rs`\n\n"
        );
        page.push_str(
            "| result | published | ours | difference | source |\n|---|---|---|---|---|\n",
        );
        for row in rows {
            let _ = writeln!(
                page,
                "| {} | {} | {} | {} | {} |",
                row.what,
                row.published,
                row.ours(),
                row.difference(),
                row.source
            );
        }
    }
    page
}

#[test]
fn the_page_is_what_the_tests_give() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/validation.md");
    let page = render();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == page,
        "docs/validation.md is out of date: UPDATE_EXPECT=1 cargo test --test validation"
    );
}
