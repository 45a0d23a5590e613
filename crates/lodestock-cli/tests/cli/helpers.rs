//! Starting the command and reading what it says.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

pub fn data(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name);
    path.display().to_string()
}

pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lodestock"));
    command.args(arguments).stdin(Stdio::null());
    command
}

pub fn lodestock(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Standard output of a command that must succeed.
pub fn done(arguments: &[&str]) -> String {
    let output = lodestock(arguments);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{arguments:?}: {}",
        err(&output)
    );
    out(&output)
}

pub fn json(arguments: &[&str]) -> Value {
    let small = data("small.toml");
    let all = [&["run", &small, "--format", "json"], arguments].concat();
    serde_json::from_str(&done(&all)).unwrap()
}

/// A folder that is gone when the test ends.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let name = format!("lodestock-{name}-{}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    pub fn text(&self) -> String {
        self.0.display().to_string()
    }

    pub fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.0.join(file)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Header and rows of a CSV text.
pub fn table(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().iter().map(String::from).collect();
    let rows = reader
        .records()
        .map(|row| row.unwrap().iter().map(String::from).collect());
    (header, rows.collect())
}

pub fn number(row: &[String], header: &[String], column: &str) -> f64 {
    let place = header.iter().position(|name| name == column);
    row[place.unwrap_or_else(|| panic!("no column {column}"))]
        .parse()
        .unwrap()
}
