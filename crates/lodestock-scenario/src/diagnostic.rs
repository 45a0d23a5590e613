//! What is wrong with a scenario, as data that points at a line.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use lodestock_core::problem::Severity;

use crate::source::Sources;

/// Most diagnostics that are kept.
const KEPT: usize = 100;
/// Most that are stored before the first ones are chosen.
const STORED: usize = 10_000;

/// One thing wrong with a scenario, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// Name of the text: the path of the file, or `--set`.
    pub source: String,
    /// Index of the text in [`Sources::list`].
    pub source_index: usize,
    /// Bytes of that text that it is about.
    pub span: Range<usize>,
    /// Line, from 1; 0 if it is about the file as a whole.
    pub line: usize,
    /// Column in characters, from 1; 0 if it is about the file as a whole.
    pub column: usize,
    /// What is wrong, and why.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error about a file as a whole.
    pub(crate) fn about_file(name: &str, message: String) -> Self {
        Self {
            severity: Severity::Error,
            source: name.into(),
            source_index: 0,
            span: 0..0,
            line: 0,
            column: 0,
            message,
            help: None,
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)?;
        if self.line > 0 {
            write!(f, ":{}:{}", self.line, self.column)?;
        }
        write!(f, ": {}: {}", word(self.severity), self.message)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

pub(crate) fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// Why a scenario does not load: everything that is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What is wrong, in the order of the file; at most a hundred.
    pub diagnostics: Vec<Diagnostic>,
    /// How many more there are.
    pub more: usize,
    /// The texts they point into.
    pub sources: Sources,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.diagnostics.iter().enumerate() {
            let end = if index == 0 { "" } else { "\n" };
            write!(f, "{end}{diagnostic}")?;
        }
        if self.more > 0 {
            write!(f, "\nand {} more", self.more)?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}

/// Why a value cannot be: what is wrong, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub message: String,
    pub help: Option<String>,
}

impl Fault {
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
        }
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }
}

/// One thing wrong, at offsets of [`Sources`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub severity: Severity,
    pub span: Range<usize>,
    pub fault: Fault,
}

/// Collects what is wrong while reading goes on.
#[derive(Debug, Default)]
pub(crate) struct Log {
    found: RefCell<Vec<Found>>,
    /// How many more there are than are stored.
    over: Cell<usize>,
    entry: RefCell<String>,
    failed: RefCell<BTreeSet<String>>,
}

impl Log {
    /// Says which entry is read from now on, as `producer.x`.
    pub fn enter(&self, entry: &str) {
        *self.entry.borrow_mut() = entry.into();
    }

    /// An error at a place; the entry being read counts as failed.
    pub fn error(&self, span: Range<usize>, fault: Fault) {
        self.failed.borrow_mut().insert(self.entry.borrow().clone());
        self.push(Found {
            severity: Severity::Error,
            span,
            fault,
        });
    }

    /// Adds something found elsewhere. Messages quote the file, so they are cleaned here: one line,
    /// no control characters, not too long.
    pub fn push(&self, mut found: Found) {
        if self.found.borrow().len() >= STORED {
            self.over.set(self.over.get() + 1);
            return;
        }
        found.fault.message = clean(&found.fault.message);
        found.fault.help = found.fault.help.as_deref().map(clean);
        self.found.borrow_mut().push(found);
    }

    /// Whether anything keeps the scenario from running.
    pub fn has_errors(&self) -> bool {
        let found = self.found.borrow();
        found.iter().any(|f| f.severity == Severity::Error)
    }

    /// Entries with an error, as `producer.x`; empty for the document itself.
    pub fn failed(&self) -> BTreeSet<String> {
        self.failed.borrow().clone()
    }

    /// Everything found, in the order of the texts, and how many did not fit.
    pub fn diagnostics(&self, sources: &Sources) -> (Vec<Diagnostic>, usize) {
        let mut found = self.found.borrow().clone();
        found.sort_by_key(|one| (one.span.start, one.span.end));
        found.dedup();
        let more = found.len().saturating_sub(KEPT) + self.over.get();
        found.truncate(KEPT);
        let list = found.into_iter().map(|one| place(one, sources)).collect();
        (list, more)
    }
}

/// Longest message, in characters.
const LONGEST: usize = 400;

fn clean(text: &str) -> String {
    let mut clean = String::new();
    for (index, c) in text.chars().enumerate() {
        if index == LONGEST {
            clean.push('…');
            break;
        }
        if c.is_control() {
            clean.extend(c.escape_default());
        } else {
            clean.push(c);
        }
    }
    clean
}

fn place(found: Found, sources: &Sources) -> Diagnostic {
    let place = sources.place(&found.span);
    Diagnostic {
        severity: found.severity,
        source: sources.list()[place.source].name.clone(),
        source_index: place.source,
        span: place.span,
        line: place.line,
        column: place.column,
        message: found.fault.message,
        help: found.fault.help,
    }
}
