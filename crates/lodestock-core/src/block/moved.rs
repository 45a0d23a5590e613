//! Which rows have changed since they were last looked at.

/// A set of rows, cheap to look through when few have changed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Moved {
    is_in: Vec<bool>,
    rows: Vec<usize>,
}

impl Moved {
    /// None of so many rows.
    pub fn none(&mut self, rows: usize) {
        self.is_in.clear();
        self.is_in.resize(rows, false);
        self.rows.clear();
    }

    /// Adds a row.
    #[inline(always)]
    pub fn mark(&mut self, row: usize) {
        if !std::mem::replace(&mut self.is_in[row], true) {
            self.rows.push(row);
        }
    }

    /// Takes a row out, as long as there is any.
    #[inline(always)]
    pub fn take(&mut self) -> Option<usize> {
        let row = self.rows.pop()?;
        self.is_in[row] = false;
        Some(row)
    }
}
