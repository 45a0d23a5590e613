//! What is refused, and what happens when a run is stopped.

use std::process::{Command, Stdio};

use crate::helpers::{Folder, command, data, done, err, lodestock, out};

#[test]
fn a_broken_scenario_is_shown_with_its_place() {
    let folder = Folder::new("broken");
    std::fs::create_dir_all(&folder.0).unwrap();
    let broken = folder.0.join("broken.toml");
    let small = std::fs::read_to_string(data("small.toml")).unwrap();
    std::fs::write(&broken, small.replace("lead_time", "lead_tme")).unwrap();
    for command in ["run", "check", "trace"] {
        let output = lodestock(&[command, &broken.display().to_string()]);
        let message = err(&output);
        assert_eq!(output.status.code(), Some(1));
        assert!(message.contains("broken.toml:58:1"), "{message}");
        assert!(
            message.contains("lead_tme") && message.contains('^'),
            "{message}"
        );
        assert!(message.contains("lead_time"), "{message}");
        assert!(!message.contains('\u{1b}') && out(&output).is_empty());
    }
    let missing = lodestock(&["run", "no-such-file.toml"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(
        err(&missing).contains("no-such-file.toml"),
        "{}",
        err(&missing)
    );
}

#[test]
fn wrong_usage_is_refused_with_2() {
    let small = data("small.toml");
    for wrong in [
        &["run"][..],
        &["fly", &small],
        &["run", &small, "--paths", "0"],
        &["run", &small, "--paths", "4_294_967_296"],
        &["run", &small, "--paths", "1e5"],
        &["run", &small, "--threads", "0"],
        &["run", &small, "--set", "run.paths"],
        &["run", &small, "--format", "xml"],
        &["trace", &small, "--dated", "--path", "3"],
        &["trace", &small, "--dated", "--draws", "antithetic"],
        &["run", &small, "--draws", "mirrored"],
        &["run", &small, "--tilt", "export_restriction.licence"],
        &["run", &small, "--tilt", "export_restriction.licence=often"],
        &["size", &small, "--tilt", "export_restriction.licence=2"],
    ] {
        let output = lodestock(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}: {}", err(&output));
        assert!(
            err(&output).starts_with("error:") || err(&output).starts_with("Monte"),
            "{}",
            err(&output)
        );
    }
}

#[test]
fn a_set_that_fits_nothing_is_an_error_with_the_nearest_name() {
    let output = lodestock(&[
        "run",
        &data("small.toml"),
        "--set",
        "reserve.vautl.capacity=9 days",
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("vault"), "{}", err(&output));
}

#[test]
fn more_paths_than_memory_are_refused() {
    let output = lodestock(&["run", &data("small.toml"), "--paths", "4_294_967_295"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("ask for at most"), "{}", err(&output));
}

#[test]
fn help_has_an_example_for_each_command() {
    for command in [
        "run",
        "size",
        "check",
        "compare",
        "rules",
        "portfolio",
        "trace",
    ] {
        let text = done(&[command, "--help"]);
        assert!(
            text.contains(&format!("lodestock {command} scenarios/")),
            "{text}"
        );
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_shows_what_it_has() {
    let small = data("small.toml");
    let mut child = command(&["run", &small, "--paths", "2_000_000", "--threads", "1"])
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
    assert!(
        out(&output).contains("PARTIAL: stopped after"),
        "{}",
        out(&output)
    );
    assert!(out(&output).contains("of 2,000,000"), "{}", out(&output));
}

#[cfg(unix)]
#[test]
fn a_reader_who_goes_away_is_no_error() {
    // More than a pipe holds, so that the reader is gone before all is written.
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    for command in ["trace", "run --paths 300 --format csv"] {
        let scenario = format!("{root}/tests/data/cases/everything-weekly.toml");
        let binary = env!("CARGO_BIN_EXE_lodestock");
        let shell = format!("{{ '{binary}' {command} '{scenario}'; echo exit $? >&2; }} | true");
        let output = Command::new("sh").args(["-c", &shell]).output().unwrap();
        let said = err(&output);
        assert!(said.contains("exit 0"), "{command}: {said}");
        assert!(
            !said.contains("panicked") && !said.contains("error"),
            "{command}: {said}"
        );
    }
}
