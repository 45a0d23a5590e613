//! Mirror images, and arrivals drawn too often.

use crate::helpers::{Folder, data, done, err, json, lodestock, number, table};

const TILT: &str = "export_restriction.licence=3";

#[test]
fn a_plain_run_says_that_every_path_counts_the_same() {
    let evidence = &json(&[])["evidence"];
    assert_eq!(evidence["paths_together"], 1);
    assert!(evidence["weight"].is_null(), "{evidence}");
    assert_eq!(evidence["effective_paths"], 700.0);
    let text = done(&["run", &data("small.toml")]);
    assert!(
        !text.contains("pairs") && !text.contains("effective"),
        "{text}"
    );
}

#[test]
fn antithetic_runs_are_made_of_whole_pairs() {
    let run = json(&["--draws", "antithetic", "--paths", "301"]);
    assert_eq!(run["paths"], 302);
    assert_eq!(run["evidence"]["paths_together"], 2);
    let text = done(&["run", &data("small.toml"), "--draws", "antithetic"]);
    assert!(text.contains("pairs of mirror images"), "{text}");
    assert!(text.contains("--draws antithetic --path"), "{text}");
    // The first of a pair is the plain path of its number, the other is not.
    let trace = |path: &str, draws: &str| {
        done(&[
            "trace",
            &data("small.toml"),
            "--path",
            path,
            "--draws",
            draws,
        ])
    };
    assert_eq!(trace("6", "antithetic"), trace("6", "independent"));
    assert_ne!(trace("7", "antithetic"), trace("7", "independent"));
}

#[test]
fn the_file_says_it_too_and_the_command_line_overrides_it() {
    let set = ["--set", "run.draws=\"antithetic\""];
    assert_eq!(json(&set)["evidence"]["paths_together"], 2);
    let both = [&set[..], &["--draws", "independent"]].concat();
    assert_eq!(json(&both)["evidence"]["paths_together"], 1);
    let tilt = "run.tilt={ \"export_restriction.licence\" = 3 }";
    let [of_file, given] = [json(&["--set", tilt]), json(&["--tilt", TILT])];
    assert_eq!(of_file["total"], given["total"]);
    assert_ne!(of_file["total"], json(&[])["total"]);
}

#[test]
fn weighted_runs_say_what_they_are_worth_and_weigh_their_rows() {
    let run = json(&["--tilt", TILT]);
    let evidence = &run["evidence"];
    let weight = |key: &str| evidence["weight"][key].as_f64().unwrap();
    assert!(
        (weight("mean") - 1.0).abs() < 4.0 * weight("se"),
        "{evidence}"
    );
    let effective = evidence["effective_paths"].as_f64().unwrap();
    assert!(effective > 10.0 && effective < 699.0, "{evidence}");

    let folder = Folder::new("weights");
    let all = [
        "run",
        &data("small.toml"),
        "--tilt",
        TILT,
        "--out",
        &folder.text(),
    ];
    let text = done(&all);
    let flat: Vec<&str> = text.split_whitespace().collect();
    assert!(flat.join(" ").contains("effective of 700 paths"), "{text}");
    assert!(!text.contains("series.csv"), "{text}");
    assert!(!folder.0.join("series.csv").exists());
    let (header, rows) = table(&folder.read("paths.csv"));
    assert_eq!(header[1], "weight");
    let sums = rows.iter().fold((0.0, 0.0), |(weights, sum), row| {
        let weight = number(row, &header, "weight");
        let lost = number(row, &header, "us.gallium.shortfall_kg");
        (weights + weight, sum + weight * lost)
    });
    let mean = run["countries"]["us"]["gallium"]["shortfall"]["mean"].as_f64();
    assert!((sums.1 / sums.0 / mean.unwrap() - 1.0).abs() < 1e-9);
    let provenance = folder.read("provenance.toml");
    assert!(
        provenance.contains(&format!("--tilt {TILT}")),
        "{provenance}"
    );
}

#[test]
fn a_tilt_that_is_too_strong_is_warned_of() {
    let small = data("small.toml");
    let text = done(&["run", &small, "--tilt", "export_restriction.licence=40"]);
    assert!(
        text.contains("ONLY") && text.contains("effective paths of 700"),
        "{text}"
    );
}

#[test]
fn what_cannot_be_tilted_is_refused_with_what_can() {
    for (tilt, said) in [
        (
            "export_restriction.licnece=3",
            "did you mean `export_restriction.licence`?",
        ),
        ("outage.japan=3", "it comes anyway"),
        ("export_restriction.licence=-1", "a number above 0"),
    ] {
        let output = lodestock(&["run", &data("small.toml"), "--tilt", tilt]);
        assert_eq!(output.status.code(), Some(1));
        assert!(err(&output).contains(said), "{}", err(&output));
    }
}

#[test]
fn sizes_are_found_on_plain_futures() {
    let size = |set: &[&str]| {
        let small = data("small.toml");
        let all = [
            "size",
            &small,
            "--target",
            "P(shortfall) <= 20%",
            "--format",
            "csv",
        ];
        lodestock(&[&all, set].concat())
    };
    let tilted = size(&["--set", "run.tilt={ \"export_restriction.licence\" = 3 }"]);
    assert_eq!(tilted.stdout, size(&[]).stdout);
    assert!(err(&tilted).contains("drawn plainly"), "{}", err(&tilted));
}
