//! What reading a document needs: where problems go, and the files it names.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use crate::diagnostic::{Fault, Log};
use crate::files::Files;

/// Most bytes of all files that a scenario names.
const MOST_BYTES: usize = 256 << 20;
/// Most numbers of all columns.
const MOST_CELLS: usize = 50_000_000;

/// A value with its place.
pub(crate) type Node<'a> = &'a Spanned<DeValue<'a>>;

/// Why a file has no text, or its text.
type Content = Result<String, String>;

/// What reading a document needs.
pub(crate) struct Context<'a> {
    pub log: Log,
    files: &'a dyn Files,
    read: RefCell<BTreeMap<String, Content>>,
    /// Number of steps of the horizon, once known to be sensible.
    pub steps: Cell<Option<usize>>,
    cells: Cell<usize>,
}

impl<'a> Context<'a> {
    pub fn new(files: &'a dyn Files) -> Self {
        Self {
            log: Log::default(),
            files,
            read: RefCell::default(),
            steps: Cell::new(None),
            cells: Cell::new(0),
        }
    }

    /// The text of a file, read once.
    pub fn file<T>(&self, path: &str, with: impl FnOnce(Result<&str, &str>) -> T) -> T {
        let mut read = self.read.borrow_mut();
        if !read.contains_key(path) {
            let size = |content: &Content| content.as_deref().map_or(0, str::len);
            let before: usize = read.values().map(size).sum();
            let content = match self.files.read(path) {
                Ok(text) if before + text.len() > MOST_BYTES => Err(format!(
                    "all files together are larger than {} MB",
                    MOST_BYTES >> 20
                )),
                content => content,
            };
            read.insert(path.into(), content);
        }
        let content = read.get(path).ok_or("it was not read");
        let content = content.and_then(|content| content.as_deref().map_err(String::as_str));
        with(content)
    }

    /// Room for so many numbers of a column, or why there is none.
    pub fn take_cells(&self, count: usize) -> Result<(), Fault> {
        let cells = self.cells.get() + count;
        if cells > MOST_CELLS {
            let fault = format!("all columns together have more than {MOST_CELLS} rows");
            return Err(Fault::new(fault));
        }
        self.cells.set(cells);
        Ok(())
    }

    /// Files that were read, by path.
    pub fn into_files(self) -> BTreeMap<String, Content> {
        self.read.into_inner()
    }

    /// The value, or `None` and a report at its place.
    pub fn report<T>(&self, span: Range<usize>, result: Result<T, Fault>) -> Option<T> {
        result.map_err(|fault| self.log.error(span, fault)).ok()
    }
}
