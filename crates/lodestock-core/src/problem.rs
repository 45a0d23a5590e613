//! What is wrong with a scenario, as data: where, what, and how to mend it.

use std::fmt;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The scenario cannot run.
    Error,
    /// It runs, but probably not as meant.
    Warning,
}

/// One thing wrong with a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Error or warning.
    pub severity: Severity,
    /// Where: a dotted path such as `market.gallium.imports.us`, as keys stand in a file.
    pub at: String,
    /// What is wrong and why, with the value.
    pub message: String,
    /// How to mend it, or the nearest valid thing.
    pub help: Option<String>,
}

impl Problem {
    /// An error at a path.
    pub fn error(at: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            at: at.into(),
            message: message.into(),
            help: None,
        }
    }

    /// A warning at a path.
    pub fn warning(at: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(at, message)
        }
    }

    /// With advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With the nearest known name as advice, or the list of them if none is near.
    #[must_use]
    pub fn nearest<'a>(self, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match suggest(name, known) {
            Some(advice) => self.help(advice),
            None => self,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.message)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

/// Longest list of known names that is worth printing.
const LISTED: usize = 12;

/// "did you mean `x`?", or "known: a, b, c" where nothing is near and the list is short.
pub fn suggest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    let near = known
        .iter()
        .map(|&candidate| (strsim::jaro_winkler(name, candidate), candidate))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match near {
        Some((likeness, candidate)) if likeness > 0.8 => {
            Some(format!("did you mean `{candidate}`?"))
        }
        Some(_) if known.len() <= LISTED => Some(format!("known: {}", known.join(", "))),
        Some((_, candidate)) => Some(format!("nearest of {}: `{candidate}`", known.len())),
        None => None,
    }
}
