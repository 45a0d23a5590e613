//! What runs, traces and checks give.

use serde_json::Value;

use crate::helpers::{Folder, data, done, err, json, lodestock, number, out, table};

#[test]
fn the_table_answers_first_and_has_no_escape_codes() {
    let small = data("small.toml");
    let output = lodestock(&["run", &small]);
    let text = out(&output);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(text.starts_with("Small: gallium"), "{text}");
    let head: Vec<&str> = text.lines().take(3).collect();
    assert!(
        head[0].contains("700 paths × 48 months from 2027-01 · seed 11"),
        "{text}"
    );
    assert!(
        head[2].starts_with("In ") && head[2].contains("the United States runs short of gallium")
    );
    for part in [
        "before 2031",
        "60-day reserve vault is exhausted",
        "us-defence",
        "CVaR95",
        "P(empty)",
        "█",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(
        text.lines()
            .all(|line| line.chars().count() <= 100 || line.contains("trace")),
        "{text}"
    );
    assert!(!text.contains('\u{1b}') && err(&output).is_empty());
}

const DISTRIBUTIONS: [&str; 7] = [
    "shortfall",
    "curtailed",
    "unmet",
    "steps_short",
    "first_short_step",
    "longest_spell",
    "deepest_step",
];

fn is_distribution(value: &Value) {
    assert!(
        value["mean"].is_number() && value.get("se").is_some(),
        "{value}"
    );
    for level in ["0.5", "0.9", "0.95", "0.99"] {
        let quantile = &value["quantiles"][level];
        assert!(quantile["value"].is_number(), "{value}");
        assert!(quantile.get("low").is_some() && quantile.get("high").is_some());
    }
    let cvar = &value["cvar"]["0.95"];
    assert!(cvar["value"].is_number());
    for (low, middle, high) in [
        (&value["mean_low"], &value["mean"], &value["mean_high"]),
        (&cvar["low"], &cvar["value"], &cvar["high"]),
    ] {
        let [low, middle, high] = [low, middle, high].map(|end| end.as_f64().unwrap());
        assert!(low <= middle && middle <= high, "{value}");
    }
}

fn is_probability(value: &Value) {
    let number = |key: &str| value[key].as_f64().unwrap();
    assert!(number("low") <= number("value") && number("value") <= number("high"));
    assert_eq!(number("confidence"), 0.95);
}

#[test]
fn json_has_the_names_of_the_contract() {
    let run = json(&[]);
    assert_eq!(run["schema"], 1);
    assert_eq!(run["scenario"], "Small: gallium");
    assert_eq!(
        (&run["start"], &run["step"]),
        (&"2027-01".into(), &"month".into())
    );
    assert_eq!(
        (&run["steps"], &run["paths"], &run["seed"]),
        (&48.into(), &700.into(), &11.into())
    );
    assert_eq!(run["partial"], false);
    let groups = [
        &run["consumers"]["us-chips"],
        &run["countries"]["us"]["gallium"],
        &run["commodities"]["gallium"],
        &run["sectors"]["defence, space"]["gallium"],
        &run["total"],
    ];
    for group in groups {
        assert_eq!(group["unit"], "kg");
        DISTRIBUTIONS
            .iter()
            .for_each(|name| is_distribution(&group[*name]));
        is_probability(&group["p_short"]);
    }
    let vault = &run["reserves"]["vault"];
    assert!((vault["capacity"].as_f64().unwrap() - 19_000.0 * 60.0 / 365.0).abs() < 1e-6);
    is_probability(&vault["p_empty"]);
    for name in ["first_empty_step", "released", "lowest"] {
        is_distribution(&vault[name]);
    }
    for name in ["steps_full", "share_empty", "share_full", "mean_level"] {
        assert!(vault[name]["mean"].is_number() && vault[name]["se"].is_number());
    }
    let full = vault["steps_full"]["mean"].as_f64().unwrap();
    let share = vault["share_full"]["mean"].as_f64().unwrap();
    assert!(0.0 < share && (full - 48.0 * share).abs() < 1e-9);
    let by = &vault["emptied_by"]["export_restriction.licence"];
    is_probability(&by["p"]);
    assert!(0 < by["emptied"].as_u64().unwrap() && by["emptied"].as_u64() < by["events"].as_u64());
    assert!(run["timing"]["seconds"].is_number() && run["timing"]["threads"].is_number());
}

#[test]
fn results_do_not_depend_on_threads_and_only_timing_differs() {
    let of = |threads: &str| {
        let mut run = json(&["--threads", threads]);
        assert_eq!(run["timing"]["threads"].to_string(), threads);
        run.as_object_mut().unwrap().remove("timing");
        run.to_string()
    };
    let one = of("1");
    assert_eq!(one, of("2"));
    assert_eq!(one, of("7"));
}

#[test]
fn a_change_of_the_scenario_changes_the_result() {
    let capacity = |run: &Value| run["reserves"]["vault"]["capacity"].as_f64().unwrap();
    let usual = json(&["--paths", "64"]);
    let more = json(&["--paths", "64", "--set", "reserve.vault.capacity=120 days"]);
    assert!((capacity(&more) / capacity(&usual) - 2.0).abs() < 1e-9);
    let short = |run: &Value| {
        run["countries"]["us"]["gallium"]["shortfall"]["mean"]
            .as_f64()
            .unwrap()
    };
    assert!(short(&more) < short(&usual));
    let other = json(&["--paths", "6_4", "--seed", "12"]);
    assert_eq!((&other["seed"], &other["paths"]), (&12.into(), &64.into()));
    assert_ne!(short(&other), short(&usual));
}

#[test]
fn csv_has_a_row_per_consumer_and_group() {
    let text = done(&[
        "run",
        &data("small.toml"),
        "--format",
        "csv",
        "--paths",
        "64",
    ]);
    let (header, rows) = table(&text);
    let kinds: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    let count = |kind: &str| kinds.iter().filter(|k| **k == kind).count();
    assert_eq!(
        ["consumer", "country", "commodity", "sector", "total"].map(count),
        [4, 3, 1, 1, 1]
    );
    let us = rows.iter().find(|row| row[1] == "us.gallium").unwrap();
    let json = json(&["--paths", "64"]);
    let mean = &json["countries"]["us"]["gallium"]["shortfall"]["mean"];
    assert_eq!(
        number(us, &header, "shortfall_mean"),
        mean.as_f64().unwrap()
    );
}

#[test]
fn a_run_folder_holds_everything_and_is_not_overwritten() {
    let folder = Folder::new("out");
    let small = data("small.toml");
    let run = ["run", &small, "--paths", "100", "--out", &folder.text()];
    let text = done(&run);
    assert!(text.contains("Files: "), "{text}");
    let summary: Value = serde_json::from_str(&folder.read("summary.json")).unwrap();
    assert_eq!(summary["paths"], 100);
    let (header, rows) = table(&folder.read("paths.csv"));
    assert_eq!((header[0].as_str(), rows.len()), ("path", 100));
    let shortfall: f64 = rows
        .iter()
        .map(|row| number(row, &header, "us-chips.shortfall_kg"))
        .sum();
    let mean = summary["consumers"]["us-chips"]["shortfall"]["mean"]
        .as_f64()
        .unwrap();
    assert!((shortfall / 100.0 - mean).abs() <= 1e-9 * mean);
    let (header, rows) = table(&folder.read("reserves.csv"));
    assert_eq!((rows.len(), rows[0][0].as_str()), (1, "vault"));
    for name in ["share_full", "share_empty", "mean_level"] {
        let mean = &summary["reserves"]["vault"][name]["mean"];
        let shown = number(&rows[0], &header, &format!("{name}_mean"));
        assert_eq!(Some(shown), mean.as_f64());
    }
    let (header, rows) = table(&folder.read("series.csv"));
    assert_eq!(
        header.join(","),
        "step,month,series,id,unit,mean,p5,p25,p50,p75,p95"
    );
    assert!(
        rows.iter()
            .any(|row| row[1] == "2030-12" && row[2] == "level" && row[3] == "reserve.vault")
    );
    let provenance = folder.read("provenance.toml");
    for key in [
        "version = ",
        "sha256 = ",
        "seed = 11",
        "paths_asked = 100",
        "paths_counted = 100",
        "date = \"20",
    ] {
        assert!(provenance.contains(key), "{key}: {provenance}");
    }

    let again = lodestock(&run);
    assert_eq!(again.status.code(), Some(1));
    assert!(err(&again).contains("not empty") && err(&again).contains("--force"));
    done(&[&run[..], &["--force"]].concat());

    // The resolved scenario beside the results is a scenario with the same results.
    let copy = folder.0.join("scenario.toml").display().to_string();
    let repeated = done(&["run", &copy, "--paths", "100", "--format", "json"]);
    let mut repeated: Value = serde_json::from_str(&repeated).unwrap();
    let mut summary = summary;
    for run in [&mut repeated, &mut summary] {
        run.as_object_mut().unwrap().remove("timing");
    }
    assert_eq!(repeated, summary);
}

#[test]
fn a_trace_is_the_path_of_the_run() {
    let folder = Folder::new("trace");
    let small = data("small.toml");
    done(&[
        "run",
        &small,
        "--paths",
        "40",
        "--seed",
        "5",
        "--out",
        &folder.text(),
    ]);
    let (names, paths) = table(&folder.read("paths.csv"));
    let metrics = ["shortfall", "curtailed", "unmet", "deferred"];
    for path in [0, 17, 39] {
        let output = lodestock(&["trace", &small, "--path", &path.to_string(), "--seed", "5"]);
        assert!(err(&output).contains("outage.japan"), "{}", err(&output));
        let (header, rows) = table(&out(&output));
        assert_eq!(
            header.join(","),
            "step,commodity,country,consumer,demand,served,curtailed,unmet,deferred,price,stock,reserve.vault"
        );
        assert_eq!(rows.len(), 4 * 48);
        for consumer in ["china", "japan", "us-chips", "us-defence"] {
            let sum = |column: &str| -> f64 {
                let own = rows.iter().filter(|row| row[3] == consumer);
                own.map(|row| number(row, &header, column)).sum()
            };
            let [curtailed, unmet, deferred] = ["curtailed", "unmet", "deferred"].map(sum);
            let sums = [curtailed + unmet - deferred, curtailed, unmet, deferred];
            for (metric, sum) in metrics.iter().zip(sums) {
                let kept = number(&paths[path], &names, &format!("{consumer}.{metric}_kg"));
                assert!(
                    (sum - kept).abs() <= 1e-9 * kept.abs().max(1e3),
                    "{path} {consumer} {metric}: {sum} {kept}"
                );
            }
        }
        let levels = rows.iter().map(|row| number(row, &header, "reserve.vault"));
        let lowest = number(&paths[path], &names, "reserve.vault.lowest_kg");
        assert!((levels.fold(f64::INFINITY, f64::min) - lowest).abs() <= 1e-6);
    }
}

#[test]
fn the_dated_future_can_be_traced() {
    let output = lodestock(&["trace", &data("small.toml"), "--dated"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(out(&output).lines().count(), 1 + 4 * 48);
    assert!(err(&output).contains("2028-03") && !err(&output).contains("licence "));
}

#[test]
fn check_shows_the_calm_and_what_can_go_wrong() {
    let text = done(&["check", &data("small.toml")]);
    for part in [
        "Calm balance of gallium, kg a year",
        "import",
        "vault",
        "export_restriction.licence",
        "0.3 a year",
        "Output of gallium",
        "N-1",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains('\u{1b}'));
}
