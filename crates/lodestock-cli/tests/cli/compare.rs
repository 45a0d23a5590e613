//! Scenarios and changes side by side.

use serde_json::Value;

use crate::helpers::{Folder, data, done, err, lodestock, number, out, table};

const LARGER: &str = "120 days: reserve.vault.capacity=120 days";

fn compare(arguments: &[&str]) -> String {
    let small = data("small.toml");
    done(&[&["compare", &small], arguments].concat())
}

fn json(arguments: &[&str]) -> Value {
    let text = compare(&[&["--format", "json"], arguments].concat());
    serde_json::from_str(&text).unwrap()
}

fn value(value: &Value, key: &str) -> f64 {
    value[key]
        .as_f64()
        .unwrap_or_else(|| panic!("{key} of {value}"))
}

#[test]
fn the_answer_comes_first_and_fits_the_line() {
    let trigger = "reserve.vault.release.trigger_fill=1";
    let gone = "no vault: !reserve.vault";
    let text = compare(&["--set", trigger, "--with", LARGER, "--with", gone]);
    let head: Vec<&str> = text.lines().take(5).collect();
    assert!(
        head[0].starts_with("3 variants on the same futures"),
        "{text}"
    );
    assert!(
        head[0].contains("700 paths × 48 months from 2027-01 · seed 11"),
        "{text}"
    );
    assert!(text.contains("\n(2) 120 days: "), "{text}");
    assert!(
        text.contains("With 120 days the United States runs short of gallium in "),
        "{text}"
    );
    assert!(text.contains("points fewer; by "), "{text}");
    for part in [
        "United States: gallium",
        "difference ± s.e.",
        "CVaR95 of shortfall, kg",
        "months short",
        "Reserve vault",
        "= 120 d",
        "  0 in every future of every variant: mean shortfall cost, USD",
        "vault is not in \"no vault\".",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(
        !text.contains("Japan") && !text.contains('\u{1b}'),
        "{text}"
    );
    assert!(
        text.lines().all(|line| line.chars().count() <= 100),
        "{text}"
    );
}

#[test]
fn every_number_has_its_error_and_agrees_with_runs() {
    let both = json(&["--with", LARGER]);
    assert_eq!(
        (&both["schema"], &both["paths"], &both["seed"]),
        (&1.into(), &700.into(), &11.into())
    );
    assert_eq!(both["partial"], false);
    assert_eq!(both["variants"][1]["label"], "120 days");
    let run = |changes: &[&str]| {
        let small = data("small.toml");
        let text = done(&[&["run", &small, "--format", "json"], changes].concat());
        serde_json::from_str::<Value>(&text).unwrap()
    };
    let runs = [run(&[]), run(&["--set", "reserve.vault.capacity=120 days"])];
    let means = &both["groups"]["us.gallium"]["figures"]["mean_shortfall"];
    for (v, run) in runs.iter().enumerate() {
        let group = &run["countries"]["us"]["gallium"];
        assert_eq!(means[v]["value"], group["shortfall"]["mean"]);
        assert_eq!(means[v]["se"], group["shortfall"]["se"]);
        let figures = &both["groups"]["us.gallium"]["figures"];
        assert_eq!(figures["p_short"][v]["value"], group["p_short"]["value"]);
        assert_eq!(
            both["reserves"]["vault"]["capacity"][v],
            run["reserves"]["vault"]["capacity"]
        );
    }
    assert_eq!(means[0]["difference"], Value::Null);
    let difference = &means[1]["difference"];
    let expected = value(&means[1], "value") - value(&means[0], "value");
    assert!((value(difference, "value") - expected).abs() < 1e-6 * expected.abs());
    assert!(value(difference, "low") < expected && expected < value(difference, "high"));
    // What is common cancels.
    assert!(value(difference, "se") < value(&means[0], "se"));
    for (kind, count) in [("groups", 10), ("reserves", 1)] {
        let all = both[kind].as_object().unwrap();
        assert_eq!(all.len(), count, "{:?}", all.keys());
        let figures = all
            .values()
            .flat_map(|one| one["figures"].as_object().unwrap().values());
        for cell in figures.flat_map(|cells| cells.as_array().unwrap()) {
            for key in ["value", "se", "low", "high"] {
                assert!(cell[key].is_number(), "{cell}");
            }
        }
    }
}

#[test]
fn csv_has_a_row_per_variant_thing_and_figure() {
    let arguments = ["--with", "no vault: !reserve.vault", "--paths", "64"];
    let (header, rows) = table(&compare(&[&["--format", "csv"][..], &arguments].concat()));
    assert_eq!(header[..5], ["variant", "kind", "name", "figure", "unit"]);
    let both = json(&arguments);
    let count = |kind: &str| {
        let all = both[kind].as_object().unwrap().values();
        all.map(|one| one["figures"].as_object().unwrap().len())
            .sum::<usize>()
    };
    assert_eq!(rows.len(), 2 * (count("groups") + count("reserves")));
    let of = |variant: &str, figure: &str| {
        let is = |row: &&Vec<String>| row[0] == variant && row[3] == figure;
        rows.iter().filter(is).collect::<Vec<_>>()
    };
    let us = of("no vault", "p_short")
        .into_iter()
        .find(|row| row[2] == "us.gallium")
        .unwrap();
    let cell = &both["groups"]["us.gallium"]["figures"]["p_short"][1];
    assert_eq!(number(us, &header, "value"), value(cell, "value"));
    let difference = &cell["difference"];
    assert_eq!(
        number(us, &header, "difference_se"),
        value(difference, "se")
    );
    assert_eq!(
        number(us, &header, "higher_in"),
        value(&difference["higher"], "value")
    );
    // The reserve that is not there is named, without numbers.
    let gone = of("no vault", "released");
    assert_eq!(
        (gone.len(), gone[0][2].as_str(), gone[0][5].as_str()),
        (1, "vault", "")
    );
}

#[test]
fn groups_are_chosen_and_changes_act_on_every_file() {
    let text = compare(&[
        "--with",
        LARGER,
        "--for",
        "us-chips",
        "--for",
        "japan.gallium",
    ]);
    let chips = text
        .find("\nus-chips: gallium\n")
        .expect("a table of us-chips");
    let japan = text.find("\nJapan: gallium\n").expect("a table of Japan");
    assert!(
        chips < japan && !text.contains("United States: gallium"),
        "{text}"
    );
    let folder = Folder::new("compare");
    std::fs::create_dir_all(&folder.0).unwrap();
    let other = folder.0.join("other.toml");
    let small = std::fs::read_to_string(data("small.toml")).unwrap();
    std::fs::write(&other, small.replace("per_year = 0.3", "per_year = 0.6")).unwrap();
    let other = other.display().to_string();
    let both = json(&[
        &other,
        "--set",
        "reserve.vault.capacity=90 days",
        "--paths",
        "64",
    ]);
    assert_eq!(both["variants"][1]["label"], "other");
    let sizes = &both["reserves"]["vault"]["capacity"];
    assert_eq!(sizes[0], sizes[1]);
    assert!((sizes[0].as_f64().unwrap() - 19_000.0 * 90.0 / 365.0).abs() < 1e-6);
    let short = &both["groups"]["us.gallium"]["figures"]["p_short"];
    assert!(value(&short[1]["difference"], "value") > 0.0, "{short}");
}

#[test]
fn comparisons_do_not_depend_on_threads() {
    let of = |threads: &str| {
        let mut all = json(&["--with", LARGER, "--threads", threads]);
        assert_eq!(all["timing"]["threads"].to_string(), threads);
        all.as_object_mut().unwrap().remove("timing");
        all.to_string()
    };
    assert_eq!(of("1"), of("3"));
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let small = data("small.toml");
    for (code, arguments, parts) in [
        (2, &[][..], &["at least two variants", "--with"][..]),
        (
            2,
            &["--with", "reserve.vault.capacity"],
            &["expected KEY=VALUE"],
        ),
        (2, &["--with", "!a.b=3"], &["!KEY to remove"]),
        (
            1,
            &["--with", "x: !reserve.valt"],
            &["did you mean `vault`?", "in the variant x"],
        ),
        (
            1,
            &["--with", LARGER, "--for", "us.galium"],
            &["no group `us.galium`: did you mean `us.gallium`?"],
        ),
        (
            1,
            &["--with", "x: time.horizon=2 years"],
            &["small has 48 months", "x has 24 months"],
        ),
        (
            1,
            &["--with", "a: run.seed=1", "--with", "a: run.seed=2"],
            &["two variants are called `a`"],
        ),
        (1, &["no-such-file.toml"], &["no-such-file.toml"]),
        (
            1,
            &["--with", LARGER, "--paths", "4_294_967_295"],
            &["ask for at most"],
        ),
    ] {
        let output = lodestock(&[&["compare", &small], arguments].concat());
        assert_eq!(
            output.status.code(),
            Some(code),
            "{arguments:?}: {}",
            err(&output)
        );
        for part in parts {
            assert!(err(&output).contains(part), "{part}: {}", err(&output));
        }
        assert!(out(&output).is_empty());
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_comparison_shows_what_all_variants_have() {
    use std::process::{Command, Stdio};

    let small = data("small.toml");
    let arguments = [
        "compare",
        &small,
        "--with",
        LARGER,
        "--paths",
        "2_000_000",
        "--threads",
        "1",
    ];
    let mut child = crate::helpers::command(&arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1500));
    assert!(
        child.try_wait().unwrap().is_none(),
        "it ended before it could be interrupted"
    );
    let kill = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(kill.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", err(&output));
    let text = out(&output);
    assert!(
        text.contains("PARTIAL: stopped after") && text.contains("of 2,000,000"),
        "{text}"
    );
    assert!(text.contains("With 120 days the United States"), "{text}");
}
