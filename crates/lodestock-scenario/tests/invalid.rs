//! Scenarios that must be refused, with the message that they must get.
//!
//! Every `scenarios/invalid/*.toml` has its message beside it. `UPDATE_EXPECT=1` writes it anew.

use std::path::{Path, PathBuf};

use lodestock_scenario::{Folder, load_str, render};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/invalid")
}

fn message(path: &Path) -> Result<String, String> {
    let name = path.file_name().unwrap().to_string_lossy();
    let text = std::fs::read_to_string(path).unwrap();
    match load_str(&name, &text, &[], &Folder::of(path)) {
        Ok(_) => Err(format!("{name} loads, but must not")),
        Err(failure) => Ok(render(&failure, false)),
    }
}

fn compare(path: &Path) -> Result<(), String> {
    let message = message(path)?;
    let expected_path = path.with_extension("txt");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&expected_path, &message).unwrap();
        return Ok(());
    }
    let expected = std::fs::read_to_string(&expected_path).unwrap_or_default();
    if message == expected {
        return Ok(());
    }
    let name = path.display();
    Err(format!(
        "{name} should say\n{expected}\nbut says\n{message}"
    ))
}

#[test]
fn invalid_scenarios_get_their_messages() {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    paths.sort();
    assert!(paths.len() > 30, "only {} invalid scenarios", paths.len());
    let wrong: Vec<String> = paths
        .iter()
        .filter_map(|path| compare(path).err())
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
