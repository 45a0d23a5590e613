//! Files that a scenario names: columns of capacity and demand.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Largest file of columns.
pub const LARGEST_COLUMN_FILE: u64 = 64 << 20;

/// Where the files that a scenario names come from.
pub trait Files {
    /// The text of a file, or why there is none.
    ///
    /// # Errors
    /// A sentence that goes on after "`path` cannot be read: ".
    fn read(&self, path: &str) -> Result<String, String>;
}

/// Files beside a scenario.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder in which paths begin.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The folder of a scenario file.
    pub fn of(scenario: &Path) -> Self {
        Self(scenario.parent().map(Path::to_path_buf).unwrap_or_default())
    }
}

impl Files for Folder {
    fn read(&self, path: &str) -> Result<String, String> {
        if Path::new(path).is_absolute() {
            return Err("it must be relative to the scenario file".into());
        }
        let path = self.0.join(path);
        // Asked before it is opened: opening a pipe would wait for somebody to write to it.
        let meta = std::fs::metadata(&path).map_err(|e| why(&e))?;
        if !meta.is_file() {
            return Err("it is not a regular file".into());
        }
        let file = File::open(&path).map_err(|e| why(&e))?;
        read_limited(file, LARGEST_COLUMN_FILE)
    }
}

/// Why a file cannot be read, in the same words on every system where it is common.
pub(crate) fn why(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file".into(),
        ErrorKind::PermissionDenied => "no permission".into(),
        ErrorKind::IsADirectory => "it is a folder".into(),
        _ => error.to_string(),
    }
}

/// Reads a text of at most so many bytes.
pub(crate) fn read_limited(from: impl Read, limit: u64) -> Result<String, String> {
    let mut bytes = Vec::new();
    from.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| why(&e))?;
    if bytes.len() as u64 > limit {
        return Err(format!("it is larger than {} MB", limit >> 20));
    }
    String::from_utf8(bytes).map_err(|e| {
        let valid = &e.as_bytes()[..e.utf8_error().valid_up_to()];
        let line = valid.iter().filter(|&&byte| byte == b'\n').count() + 1;
        format!("it is not UTF-8 text (line {line})")
    })
}

/// Files in memory, by path.
#[derive(Debug, Clone, Default)]
pub struct InMemory(BTreeMap<String, String>);

impl InMemory {
    /// No files.
    pub fn new() -> Self {
        Self::default()
    }

    /// With a file.
    #[must_use]
    pub fn with(mut self, path: &str, text: &str) -> Self {
        self.0.insert(path.into(), text.into());
        self
    }
}

impl Files for InMemory {
    fn read(&self, path: &str) -> Result<String, String> {
        self.0
            .get(path)
            .cloned()
            .ok_or_else(|| "no such file".to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_give_regular_relative_files_only() {
        let folder = Folder::new(env!("CARGO_MANIFEST_DIR"));
        assert!(folder.read("Cargo.toml").is_ok());
        for (path, part) in [
            ("src", "not a regular file"),
            ("/etc/hostname", "relative"),
            ("nothing.csv", "no such file"),
        ] {
            let error = folder.read(path).unwrap_err();
            assert!(error.contains(part), "{path}: {error}");
        }
    }

    #[test]
    fn large_and_binary_files_are_refused() {
        let zeros = std::io::repeat(0);
        assert!(read_limited(zeros, 1 << 20).unwrap_err().contains("1 MB"));
        let error = read_limited(&b"a\nb\xff"[..], 100).unwrap_err();
        assert!(error.contains("line 2"), "{error}");
    }
}
