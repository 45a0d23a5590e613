//! `lodestock size`, and runs that stop when a metric is known well enough.

use serde_json::Value;

use crate::helpers::{data, done, err, lodestock};

/// Sentences in one line each.
fn unwrapped(text: &str) -> String {
    text.replace("\n  ", " ")
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&done(arguments)).expect("it is JSON")
}

#[test]
fn the_smallest_size_comes_with_its_interval_and_the_curve() {
    let small = data("small.toml");
    let target = "mean unmet <= 900 kg";
    let text = done(&["size", &small, "--target", target]);
    assert!(text.starts_with("Small: gallium"), "{text}");
    let answer = "For mean unmet <= 900 kg of the United States, vault must hold ";
    assert!(unwrapped(&text).contains(answer), "{text}");
    assert!(
        text.contains("← meets the target") && text.contains("← as in the file"),
        "{text}"
    );
    assert!(!text.contains('\u{1b}') && text.lines().all(|line| line.chars().count() <= 100));

    let arguments = ["size", &small, "--target", target, "--format", "json"];
    let value = json(&arguments);
    assert_eq!(value["schema"], 1);
    assert_eq!(value["consumers"], "us.gallium");
    assert_eq!(value["target"]["most"], 900.0);
    let number = |name: &str| value["smallest"][name].as_f64().unwrap();
    assert!(number("low") <= number("size") && number("size") <= number("high"));
    assert!(value["smallest"]["risk"]["value"].as_f64().unwrap() <= 900.0);
    let curve = value["curve"].as_array().unwrap();
    let sizes: Vec<f64> = curve
        .iter()
        .map(|point| point["size"].as_f64().unwrap())
        .collect();
    assert!(sizes.windows(2).all(|pair| pair[0] < pair[1]) && sizes[0] == 0.0);
    assert!(
        curve
            .iter()
            .all(|point| point["cost"]["net"]["se"].is_number())
    );

    let same = |threads: &str| {
        let mut value = json(&[&arguments[..], &["--threads", threads]].concat());
        value.as_object_mut().unwrap().remove("timing").unwrap();
        value
    };
    assert_eq!(same("1"), same("2"));

    let table = done(&["size", &small, "--target", target, "--format", "csv"]);
    let mut lines = table.lines();
    let columns = lines.next().unwrap().split(',').count();
    assert!(table.starts_with("size_kg,days,target,target_se,target_low,target_high,p_short,"));
    assert!(lines.clone().count() == curve.len() && lines.all(|l| l.split(',').count() == columns));
}

#[test]
fn it_says_why_no_size_is_enough_and_which_is_cheapest() {
    let small = data("small.toml");
    let text = done(&["size", &small, "--target", "P(shortfall) <= 5%"]);
    assert!(
        text.contains("No size of vault gives P(shortfall) <= 5% of the United States"),
        "{text}"
    );
    assert!(
        unwrapped(&text).contains("Making up what price curtails too (trigger_fill) would leave"),
        "{text}"
    );
    let text = done(&["size", &small, "--cheapest"]);
    assert!(
        text.contains("No value_at_risk is given for the United States"),
        "{text}"
    );
    let value = "consumer.us-chips.value_at_risk=1_000_000";
    let text = done(&["size", &small, "--set", value]);
    assert!(
        text.contains("The cheapest size is") && text.contains("← cheapest"),
        "{text}"
    );
}

#[test]
fn a_size_is_asked_for_in_full() {
    let small = data("small.toml");
    for (arguments, code, part) in [
        (
            &["size", &small, "--target", "P(shortfal) <= 5%"][..],
            2,
            "did you mean `P(shortfall)`?",
        ),
        (
            &["size", &small, "--target", "P(shortfall) <= 5"],
            2,
            "5 is not below 1",
        ),
        (
            &["size", &small, "--target", "mean shortfall <= 5 t"],
            1,
            "its unit is kg",
        ),
        (
            &["size", &small, "--reserve", "valt"],
            1,
            "did you mean `vault`?",
        ),
        (
            &["size", &small, "--for", "us-chip"],
            1,
            "did you mean `us-chips`?",
        ),
        (
            &["size", &small, "--precision", "0"],
            2,
            "above 0 and below 1",
        ),
        (
            &["size", &small, "--set", "commodity.gallium.price=-1"],
            1,
            "price",
        ),
    ] {
        let output = lodestock(arguments);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{arguments:?}: {}",
            err(&output)
        );
        assert!(
            err(&output).contains(part),
            "{arguments:?}: {}",
            err(&output)
        );
    }
}

#[test]
fn a_run_stops_when_a_metric_is_known_as_well_as_asked() {
    let small = data("small.toml");
    let run = |precision: &str, metric: &str| {
        let arguments = ["run", &small, "--precision", precision, "--metric", metric];
        json(&[&arguments[..], &["--format", "json"]].concat())
    };
    let paths = |value: &Value| value["paths"].as_u64().unwrap();
    let coarse = run("5%", "us.gallium.p_short");
    let fine = run("2%", "us.gallium.p_short");
    let p = &fine["countries"]["us"]["gallium"]["p_short"];
    let [value, low, high] = ["value", "low", "high"].map(|name| p[name].as_f64().unwrap());
    assert!(0.5 * (high - low) <= 0.0202 * value, "{p}");
    assert!(
        paths(&fine) > paths(&coarse),
        "{} {}",
        paths(&fine),
        paths(&coarse)
    );
    let capped = [
        "run",
        &small,
        "--precision",
        "0.01%",
        "--paths",
        "5000",
        "--format",
        "json",
    ];
    assert_eq!(paths(&json(&capped)), 5_000);
    let reserve = run("20%", "reserve.vault.p_empty");
    assert!(
        reserve["reserves"]["vault"]["p_empty"]["value"]
            .as_f64()
            .unwrap()
            > 0.0
    );
    let wrong = lodestock(&[
        "run",
        &small,
        "--precision",
        "1%",
        "--metric",
        "reserve.vault.p_emty",
    ]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(
        err(&wrong).contains("reserve.vault.p_empty"),
        "{}",
        err(&wrong)
    );
    let alone = lodestock(&["run", &small, "--metric", "total.shortfall"]);
    assert_eq!(alone.status.code(), Some(2));
}
