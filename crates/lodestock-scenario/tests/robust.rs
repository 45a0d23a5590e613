//! Broken, hostile and huge files: refused, without panic and without filling the memory.

use lodestock_scenario::{Failure, InMemory, Overlay, load_str, render};
use proptest::prelude::*;

const FORMAT: &str = include_str!("../../../tests/data/format.toml");

fn failure(text: &str) -> Failure {
    load_str("x.toml", text, &[], &InMemory::new())
        .map(|_| ())
        .unwrap_err()
}

/// Loads and renders; what comes of it does not matter.
fn survives(text: &str, overlays: &[Overlay]) {
    if let Err(failure) = load_str("x.toml", text, overlays, &InMemory::new()) {
        assert!(!failure.diagnostics.is_empty());
        assert!(failure.diagnostics.len() <= 100);
        let _ = (
            render(&failure, false),
            render(&failure, true),
            failure.to_string(),
        );
    }
}

#[test]
fn deep_nesting_is_refused() {
    for open in ["[", "{a=", "{ a.b = ", "[{a=["] {
        let text = format!("x = {}", open.repeat(100_000));
        assert!(!failure(&text).diagnostics.is_empty());
    }
    let dotted = format!("{}a = 1", "a.".repeat(100_000));
    assert!(!failure(&dotted).diagnostics.is_empty());
    survives(&format!("[{}a]", "a.".repeat(100_000)), &[]);
}

#[test]
fn overlays_of_any_depth_are_refused() {
    let deep_away = Overlay::without(format!("time{}", ".a".repeat(100_000)));
    let deep = Overlay::new(format!("time{}", ".a".repeat(100_000)), "1");
    survives(FORMAT, &[deep]);
    survives(FORMAT, &[Overlay::new("time.start", "[".repeat(100_000))]);
    survives(
        FORMAT,
        &[Overlay::new("", ""), Overlay::new("time", "=\n=")],
    );
    survives(
        FORMAT,
        &[Overlay::without(""), Overlay::without("ä.\n"), deep_away],
    );
}

#[test]
fn a_large_file_is_refused_before_it_is_read() {
    let text = " ".repeat((16 << 20) + 1);
    let found = failure(&text).to_string();
    assert!(found.contains("larger than 16 MB"), "{found}");
}

#[test]
fn too_many_tables_of_a_kind_are_refused() {
    let entries: String = (0..20_001).map(|i| format!("[country.c{i}]\n")).collect();
    let found = failure(&entries).to_string();
    assert!(found.contains("20001 tables [country.ID]"), "{found}");
}

#[test]
fn a_hundred_messages_are_enough() {
    let keys: String = (0..150).map(|i| format!("k{i} = 1\n")).collect();
    let failure = failure(&keys);
    assert_eq!((failure.diagnostics.len(), failure.more), (100, 51));
    assert!(failure.to_string().ends_with("and 51 more"));
}

#[test]
fn a_million_wrong_things_do_not_fill_the_memory() {
    let keys: String = (0..300_000).map(|i| format!("k{i} = 1\n")).collect();
    let found = failure(&keys);
    assert_eq!(found.diagnostics.len(), 100);
    let list = "\"x\", ".repeat(500_000);
    let text = FORMAT.replacen("demand = 3_000", &format!("seasonality = [{list}]"), 1);
    let found = failure(&text);
    assert!(found.more > 400_000, "{}", found.more);
}

#[test]
fn broken_lines_without_end_take_no_time() {
    for line in [
        "x = = 1\n",
        "x = 1\n",
        "[country.us]\n",
        "[[time]]\n",
        "[time]\nx = 1\nx = 2\n",
    ] {
        let found = failure(&line.repeat(100_000));
        assert!(found.diagnostics.len() <= 100, "{line}");
    }
}

#[test]
fn byte_order_marks_and_carriage_returns_are_fine() {
    let text = format!(
        "\u{feff}{}",
        FORMAT.replace('\n', "\r\n").replace("gallium.imports", "x")
    );
    survives(&text, &[]);
    let broken = format!(
        "\u{feff}{}",
        FORMAT.replacen("step = \"month\"", "step = \"moon\"", 1)
    );
    let place = failure(&broken);
    let first = &place.diagnostics[0];
    assert_eq!(&broken[first.span.clone()], "\"moon\"", "{place}");
}

#[test]
fn messages_have_no_control_characters() {
    let text = FORMAT.replacen("\"2 months\"", "\"\\u001b[31m\\n9 moths\"", 1);
    let found = failure(&text);
    let lines = found.to_string();
    assert!(!lines.contains('\u{1b}'), "{lines:?}");
    assert_eq!(lines.lines().count(), found.diagnostics.len());
}

/// A piece of text that a hasty or hostile hand might put anywhere.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("nan".to_string()),
        Just("-1e308".to_string()),
        Just("\"9 moths\"".to_string()),
        Just("[".to_string()),
        Just("]]".to_string()),
        Just("{ x = ".to_string()),
        Just("[consumer.us-chips]\n".to_string()),
        Just("[[producer]]\n".to_string()),
        Just("\"\"\"".to_string()),
        Just("= 1\n".to_string()),
        Just("99999999999999999999999999999999999999999".to_string()),
        "\\PC{0,8}",
        "[a-z0-9.=\\[\\]{}\"' \n-]{0,12}",
    ]
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|&i| text.is_char_boundary(i))
        .unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn cut_files_do_not_panic(at in 0..FORMAT.len()) {
        survives(&FORMAT[..boundary(FORMAT, at)], &[]);
    }

    #[test]
    fn changed_files_do_not_panic(
        changes in prop::collection::vec((0..FORMAT.len(), 0..40usize, piece()), 1..6)
    ) {
        let mut text = FORMAT.to_string();
        for (at, length, piece) in changes {
            let start = boundary(&text, at);
            let end = boundary(&text, at + length).max(start);
            text.replace_range(start..end, &piece);
        }
        survives(&text, &[]);
    }

    #[test]
    fn values_of_the_wrong_kind_do_not_panic(
        line in 0..FORMAT.lines().count(),
        value in prop_oneof![
            Just("3"), Just("-3.5"), Just("nan"), Just("inf"), Just("true"), Just("\"x\""),
            Just("[]"), Just("{}"), Just("[[1]]"), Just("{ a = 1 }"), Just("2027-01-01"),
            Just("{ uniform = { low = 2, high = 1 } }"), Just("\"9 months\""), Just("[{}]"),
            Just("{ discrete = { values = [], weights = [] } }"), Just("1e300"),
        ]
    ) {
        let lines = FORMAT.lines().enumerate().map(|(index, text)| match text.split_once(" = ") {
            Some((key, _)) if index == line => format!("{key} = {value}"),
            _ => text.to_string(),
        });
        survives(&lines.collect::<Vec<_>>().join("\n"), &[]);
    }

    #[test]
    fn overlays_do_not_panic(path in "[a-z.]{0,20}", value in piece()) {
        survives(FORMAT, &[Overlay::new(path, value)]);
    }
}
