//! Commands that answer a question: rules of thumb, and one budget over many reserves.

use serde_json::Value;

use crate::helpers::{data, done, err, lodestock, number, out, table};

fn valued(arguments: &[&str]) -> Vec<String> {
    let small = data("small.toml");
    let at_risk =
        ["us-defence", "us-chips"].map(|id| format!("consumer.{id}.value_at_risk=90_000"));
    let mut all = vec![arguments[0].to_string(), small];
    for key in at_risk {
        all.extend(["--set".to_string(), key]);
    }
    all.extend(arguments[1..].iter().map(ToString::to_string));
    all
}

fn answer(arguments: &[&str]) -> String {
    let all = valued(arguments);
    done(&all.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The same number, but for the last digit that a reader of JSON may lose.
fn same(json: &Value, csv: f64) {
    let json = json.as_f64().unwrap();
    assert!((json - csv).abs() <= 1e-12 * csv.abs(), "{json} {csv}");
}

#[test]
fn rules_answer_first_and_have_a_row_each() {
    let text = answer(&["rules", "--days", "0,60,120"]);
    assert!(text.starts_with("Small: gallium"), "{text}");
    for part in [
        "cost least in all",
        "vault: with 0 days the United States runs short of gallium in ",
        "each further",
        "0 days",
        "60 days",
        "120 days",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(
        text.lines().all(|line| line.chars().count() <= 100),
        "{text}"
    );
}

#[test]
fn rules_in_csv_and_json_agree() {
    let (header, rows) = table(&answer(&["rules", "--days", "0,60", "--format", "csv"]));
    let json: Value =
        serde_json::from_str(&answer(&["rules", "--days", "0,60", "--format", "json"])).unwrap();
    assert_eq!(
        (&json["schema"], &json["partial"]),
        (&1.into(), &false.into())
    );
    // A row of the reserve and one of all reserves, for each rule.
    assert_eq!(rows.len(), 4);
    for (rule, row) in json["rules"]
        .as_array()
        .unwrap()
        .iter()
        .zip([&rows[0], &rows[2]])
    {
        let reserve = &rule["reserves"]["vault"];
        assert_eq!(rule["days"].as_f64(), Some(number(row, &header, "days")));
        for name in [
            "p_short",
            "shortfall",
            "cvar95",
            "shortfall_cost",
            "reserve_cost",
        ] {
            same(&reserve[name]["value"], number(row, &header, name));
        }
    }
    let less = &json["rules"][1]["total"]["net_against_first"]["difference"]["value"];
    same(less, number(&rows[3], &header, "net_difference"));
}

#[test]
fn a_portfolio_answers_first_and_judges() {
    let arguments = ["portfolio", "--budget", "2 M", "--paths", "300"];
    let text = answer(&arguments);
    for part in [
        "USD 2 M buy",
        "days in vault",
        "mean shortfall cost from USD",
        "Allocation against",
        "equal dollars",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(
        text.lines().all(|line| line.chars().count() <= 100),
        "{text}"
    );
    let json = answer(&[&arguments[..], &["--format", "json"]].concat());
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (&json["schema"], &json["minimise"]),
        (&1.into(), &"cost".into())
    );
    assert!(json["reserves"]["vault"]["days"].as_f64().unwrap() > 0.0);
    let (header, rows) = table(&answer(&[&arguments[..], &["--format", "csv"]].concat()));
    assert_eq!(rows.len(), 8);
    let spent = &json["policies"]["allocation"]["spent"];
    same(spent, number(&rows[1], &header, "dollars"));
}

#[test]
fn questions_that_make_no_sense_are_refused() {
    let small = data("small.toml");
    for (code, arguments, said) in [
        (
            1,
            &["rules", "--reserve", "valt"][..],
            "did you mean `vault`",
        ),
        (2, &["rules", "--days", "30,-1"], "0 days or more"),
        (1, &["rules", "--days", "1e308"], "at most 4e9"),
        (2, &["rules", "--days", ""], "expected a number of days"),
        (2, &["portfolio"], "--budget"),
        (2, &["portfolio", "--budget", "0"], "above 0"),
        (2, &["portfolio", "--budget", "-5"], "above 0"),
        (2, &["portfolio", "--budget", "lots"], "12 bn"),
        (1, &["portfolio", "--budget", "1e6"], "[consumer.us-chips]"),
        (
            1,
            &["portfolio", "--budget", "1e6", "--fund", "x"],
            "no fund `x`",
        ),
        (
            1,
            &["portfolio", "--budget", "1e6", "--target", "P(unmet) <= 5%"],
            "--minimise below-target",
        ),
        (
            1,
            &[
                "portfolio",
                "--budget",
                "1e6",
                "--minimise",
                "below-target",
                "--target",
                "P(shortfall) <= 5",
            ],
            "is a probability",
        ),
    ] {
        let all = [&[arguments[0], &small], &arguments[1..]].concat();
        let output = lodestock(&all);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{arguments:?}: {}",
            err(&output)
        );
        assert!(
            err(&output).contains(said),
            "{arguments:?}: {}",
            err(&output)
        );
        assert!(out(&output).is_empty());
    }
}

#[cfg(unix)]
#[test]
fn interrupted_rules_show_whole_rules_or_say_that_there_are_none() {
    let small = data("small.toml");
    for (paths, printed) in [("2_000_000", ""), ("1_000", "PARTIAL: stopped after")] {
        let days: Vec<String> = (0..4_000).map(|days| days.to_string()).collect();
        let mut child = crate::helpers::command(&[
            "rules",
            &small,
            "--days",
            &days.join(","),
            "--paths",
            paths,
        ])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(2_500));
        assert!(
            child.try_wait().unwrap().is_none(),
            "it ended before it could be interrupted"
        );
        let kill = std::process::Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status();
        assert!(kill.unwrap().success());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(130), "{}", err(&output));
        match printed {
            "" => assert!(err(&output).contains("stopped before any rule was done")),
            part => assert!(out(&output).contains(part), "{}", out(&output)),
        }
    }
}
