//! Puts the bundled scenarios into the binary, so that it needs no clone beside it.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    // Asked for when it runs: a tree may have moved since this was compiled.
    let folder = variable("CARGO_MANIFEST_DIR").join("../../scenarios");
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = fs::read_dir(&folder)?.collect::<io::Result<Vec<_>>>()?;
    let mut files: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "toml"));
    files.sort();
    let mut code = String::from("&[\n");
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let path = file.canonicalize()?;
        let _ = writeln!(code, "({name:?}, include_str!({path:?})),");
    }
    code += "]\n";
    fs::write(variable("OUT_DIR").join("bundled.rs"), code)
}

/// A folder that cargo names.
fn variable(name: &str) -> PathBuf {
    env::var_os(name).map_or_else(PathBuf::new, PathBuf::from)
}
