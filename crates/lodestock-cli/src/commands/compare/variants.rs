//! The variants of a comparison: files, and the first file with changes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::bail;
use lodestock_runner::Variant;
use lodestock_scenario::{Loaded, Overlay};

use crate::output::{self, Rendered};
use crate::scenario::{self, overlay};

/// Changes of the first file that make one more variant.
#[derive(Debug, Clone)]
pub struct With {
    /// Its name, if it was given one.
    label: Option<String>,
    changes: Vec<Overlay>,
}

/// A variant that is loaded.
pub struct One {
    pub label: String,
    /// The file and its changes, in words.
    pub made_of: String,
    pub loaded: Loaded,
}

impl With {
    /// Reads `LABEL: KEY=VALUE; !KEY; …`, where the label may be left out.
    pub fn parse(text: &str) -> Result<Self, String> {
        // A colon after the first change begins belongs to a value.
        let change = text.find(['=', '!']).unwrap_or(text.len());
        let (label, changes) = match text[..change].split_once(':') {
            Some((label, _)) => (Some(label.trim()), &text[label.len() + 1..]),
            None => (None, text),
        };
        if label == Some("") {
            return Err("the label before the colon is empty".into());
        }
        let changes = separated(changes);
        let changes = changes.into_iter().filter(|change| !change.is_empty());
        let changes = changes.map(overlay).collect::<Result<Vec<_>, _>>()?;
        if changes.is_empty() {
            return Err(
                "expected KEY=VALUE, or !KEY to remove it; several separated by `;`".into(),
            );
        }
        Ok(Self {
            label: label.map(String::from),
            changes,
        })
    }

    fn words(&self) -> String {
        let changes: Vec<String> = self.changes.iter().map(ToString::to_string).collect();
        changes.join("; ")
    }
}

/// A text split at the semicolons that are not within double quotes.
fn separated(text: &str) -> Vec<&str> {
    let mut within = false;
    let parts = text.split(|c| {
        within ^= c == '"';
        c == ';' && !within
    });
    parts.map(str::trim).collect()
}

/// Loads every variant; what is odd about one is said once.
pub fn load(files: &[PathBuf], set: &[Overlay], with: &[With]) -> anyhow::Result<Vec<One>> {
    let mut all = Vec::new();
    for (file, label) in files.iter().zip(labels(files)) {
        let loaded = scenario::open(file, set)?;
        all.push(One {
            label,
            made_of: words(file, set, None),
            loaded,
        });
    }
    for with in with {
        let label = with.label.clone().unwrap_or_else(|| with.words());
        let changes = [set, &with.changes].concat();
        let loaded =
            scenario::open(&files[0], &changes).map_err(|error| match error.downcast() {
                Ok(Rendered(text)) => Rendered(format!("{text}\nin the variant {label}\n")).into(),
                Err(error) => error,
            })?;
        all.push(One {
            made_of: words(&files[0], set, Some(with)),
            label,
            loaded,
        });
    }
    warn(&all);
    distinct(&all)?;
    Ok(all)
}

fn warn(all: &[One]) {
    let mut said = BTreeSet::new();
    for one in all {
        let warnings = scenario::warnings(&one.loaded);
        if !said.contains(&warnings) {
            output::note(&warnings);
            said.insert(warnings);
        }
    }
}

/// Refuses two variants of one name.
fn distinct(all: &[One]) -> anyhow::Result<()> {
    let mut known = BTreeSet::new();
    match all.iter().find(|one| !known.insert(&one.label)) {
        Some(twice) => bail!(
            "two variants are called `{}`; name them with --with 'LABEL: KEY=VALUE'",
            twice.label
        ),
        None => Ok(()),
    }
}

/// What files are called: their stems, or as they were named where two have the same.
fn labels(files: &[PathBuf]) -> Vec<String> {
    let stem = |file: &PathBuf| file.file_stem().map(|stem| stem.display().to_string());
    let stems: BTreeSet<_> = files.iter().map(stem).collect();
    let plain = |file: &PathBuf| file.display().to_string();
    let all_differ = stems.len() == files.len();
    let label = |file| {
        stem(file)
            .filter(|_| all_differ)
            .unwrap_or_else(|| plain(file))
    };
    files.iter().map(label).collect()
}

fn words(file: &Path, set: &[Overlay], with: Option<&With>) -> String {
    let mut changes: Vec<String> = set.iter().map(ToString::to_string).collect();
    changes.extend(with.map(With::words));
    match changes.join("; ").as_str() {
        "" => file.display().to_string(),
        changes => format!("{} with {changes}", file.display()),
    }
}

impl One {
    /// What is compared.
    pub fn variant(&self) -> Variant<'_> {
        Variant {
            label: self.label.clone(),
            model: &self.loaded.model,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (Option<String>, Vec<String>) {
        let with = With::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let changes = with.changes.iter().map(ToString::to_string);
        (with.label, changes.collect())
    }

    #[test]
    fn a_variant_is_changes_with_or_without_a_label() {
        for (text, label, changes) in [
            ("a.b=90 days", None, &["a.b=90 days"][..]),
            ("!a.b", None, &["!a.b"]),
            (
                "no vault: !a.b; c.d=1;",
                Some("no vault"),
                &["!a.b", "c.d=1"],
            ),
            ("x: a.b=\"1; 2\"; c=3", Some("x"), &["a.b=\"1; 2\"", "c=3"]),
            ("a.b=\"12:30\"", None, &["a.b=\"12:30\""]),
        ] {
            let (found, list) = parsed(text);
            assert_eq!(
                (found.as_deref(), list.as_slice()),
                (
                    label,
                    &changes.iter().map(ToString::to_string).collect::<Vec<_>>()[..]
                ),
                "{text}"
            );
        }
        for wrong in ["", "a.b", "label:", ": a=1", ";", "x: a=1; b"] {
            assert!(With::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn files_are_called_by_their_stems_while_these_differ() {
        let of = |files: &[&str]| labels(&files.iter().map(PathBuf::from).collect::<Vec<_>>());
        assert_eq!(of(&["x/a.toml", "y/b.toml"]), ["a", "b"]);
        assert_eq!(of(&["x/a.toml", "y/a.toml"]), ["x/a.toml", "y/a.toml"]);
    }
}
