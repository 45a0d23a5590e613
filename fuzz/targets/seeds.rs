//! Writes what the fuzzer begins with: `corpus/load` and `corpus/run` from the scenarios of the
//! project, and `format.dict` from the keys of the format.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use lodestock_fuzz::words;

/// Longest seed, as `-max_len` of the command.
const LONGEST: u64 = 20_000;

fn main() -> std::io::Result<()> {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = fuzz.join("..");
    let good = [
        "scenarios",
        "tests/data",
        "tests/data/cases",
        "tests/data/validation",
    ];
    let bad = ["scenarios/invalid"];
    for (target, folders) in [("load", [&good[..], &bad].concat()), ("run", good.to_vec())] {
        let corpus = fuzz.join("corpus").join(target);
        fs::create_dir_all(&corpus)?;
        for (place, folder) in folders.iter().enumerate() {
            for file in scenarios(&project.join(folder))? {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                fs::copy(&file, corpus.join(format!("{place}-{name}")))?;
            }
        }
    }
    let mut dictionary = String::new();
    for key in words::keys() {
        let _ = writeln!(dictionary, "\"{key} = \"");
    }
    for number in words::NUMBERS {
        let _ = writeln!(dictionary, "\"{number}\"");
    }
    fs::write(fuzz.join("format.dict"), dictionary)
}

fn scenarios(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let fits = path.metadata()?.len() <= LONGEST;
        if fits && path.extension().is_some_and(|end| end == "toml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
