//! A scenario to begin with: `lodestock new` and `lodestock scenarios`.

use crate::helpers::{Folder, done, err, lodestock, out};

/// Every scenario of the repository is in the binary.
#[test]
fn bundled_scenarios_are_listed_shown_and_copied() {
    let list = done(&["scenarios"]);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_some_and(|end| end == "toml") {
            let name = file.file_stem().unwrap().to_str().unwrap();
            assert!(list.contains(name), "{name} is not in {list}");
            assert_eq!(
                done(&["scenarios", "show", name]),
                std::fs::read_to_string(&file).unwrap()
            );
            seen += 1;
        }
    }
    assert!(
        seen >= 3 && list.contains("17 commodities in 11 countries"),
        "{list}"
    );

    let folder = Folder::new("copy");
    std::fs::create_dir_all(&folder.0).unwrap();
    let file = folder.0.join("mine.toml").display().to_string();
    let copy = ["scenarios", "copy", "cobalt-drc.toml", &file];
    done(&copy);
    let again = lodestock(&copy);
    assert_eq!(again.status.code(), Some(1));
    assert!(err(&again).contains("--force"), "{}", err(&again));
    done(&[&copy[..], &["--force"]].concat());
    assert!(done(&["check", &file]).contains("Cobalt"));

    // A name does where no file is called so.
    assert!(done(&["check", "cobalt-drc"]).contains("Cobalt"));
    let wrong = lodestock(&["scenarios", "show", "cobalt-dcr"]);
    assert!(
        err(&wrong).contains("did you mean `cobalt-drc`?"),
        "{}",
        err(&wrong)
    );
    assert!(wrong.status.code() == Some(1) && out(&wrong).is_empty());
}

#[test]
fn a_new_scenario_runs_as_it_is() {
    let folder = Folder::new("new");
    std::fs::create_dir_all(&folder.0).unwrap();
    let file = folder.0.join("small.toml").display().to_string();
    done(&["new", &file]);
    let checked = lodestock(&["check", &file]);
    assert!(
        checked.status.success() && err(&checked).is_empty(),
        "{}",
        err(&checked)
    );
    assert!(done(&["run", &file, "--paths", "500"]).contains("runs short of metal"));
    let again = lodestock(&["new", &file]);
    assert!(again.status.code() == Some(1) && err(&again).contains("is there already"));

    let real = folder.0.join("real.toml").display().to_string();
    // Of the cases with cobalt the one about cobalt, not the one about everything.
    done(&["new", &real, "--mineral", "Refined cobalt"]);
    let text = std::fs::read_to_string(&real).unwrap();
    assert_eq!(text, done(&["scenarios", "show", "cobalt-drc"]));
    let wrong = lodestock(&["new", &real, "--mineral", "unobtainium", "--force"]);
    assert!(wrong.status.code() == Some(1) && err(&wrong).contains("no bundled case"));
}
