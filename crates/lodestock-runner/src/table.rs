//! The rows that paths leave, column by column.

use crate::statistics::Design;

/// Rows of consecutive paths.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Batch {
    /// First path.
    pub first: u64,
    /// Paths.
    pub paths: usize,
    /// Numbers, `[column][path]`.
    pub values: Vec<f64>,
    /// Weight of each path; empty where all are 1.
    pub weights: Vec<f64>,
}

impl Batch {
    /// Numbers of a column, to be written.
    pub fn column(&mut self, column: usize) -> &mut [f64] {
        &mut self.values[column * self.paths..][..self.paths]
    }
}

/// One row a finished path, kept in batches as they were made, in the order of paths.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    columns: usize,
    batches: Vec<Batch>,
    /// Paths of the batches that do not count, in increasing order.
    failed: Vec<u64>,
}

impl Table {
    /// An empty table of so many columns.
    pub fn new(columns: usize) -> Self {
        Self {
            columns,
            ..Self::default()
        }
    }

    /// Adds the rows of later paths.
    pub(crate) fn push(&mut self, batch: Batch, failed: impl IntoIterator<Item = u64>) {
        self.batches.push(batch);
        self.failed.extend(failed);
    }

    /// Adds the rows of a table of later paths with the same columns.
    pub(crate) fn append(&mut self, later: Self) {
        debug_assert_eq!(self.columns, later.columns);
        self.batches.extend(later.batches);
        self.failed.extend(later.failed);
    }

    /// Leaves out of each table the paths that not all of them have.
    pub(crate) fn line_up(tables: &mut [Self]) {
        let Some((first, others)) = tables.split_first() else {
            return;
        };
        let mut common: Vec<u64> = first.paths().collect();
        for other in others {
            let has: Vec<u64> = other.paths().collect();
            common.retain(|path| has.binary_search(path).is_ok());
        }
        for table in tables {
            let paths = |batch: &Batch| batch.first..batch.first + batch.paths as u64;
            let all = table.batches.iter().flat_map(paths);
            table.failed = all
                .filter(|path| common.binary_search(path).is_err())
                .collect();
        }
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        let rows: usize = self.batches.iter().map(|batch| batch.paths).sum();
        rows - self.failed.len()
    }

    /// Numbers of the paths with a row, in the order of [`Table::column`].
    pub fn paths(&self) -> impl Iterator<Item = u64> + '_ {
        let paths = |batch: &Batch| batch.first..batch.first + batch.paths as u64;
        self.batches
            .iter()
            .flat_map(paths)
            .filter(|path| !self.has_failed(*path))
    }

    /// Rows in the order of paths: the number of the path, and its value in a column.
    pub fn by_path(&self) -> impl Iterator<Item = (u64, impl Fn(usize) -> f64 + '_)> + '_ {
        let rows = self
            .batches
            .iter()
            .flat_map(|batch| (0..batch.paths).map(move |row| (batch, row)));
        let numbered = rows.map(|(batch, row)| (batch.first + row as u64, batch, row));
        let counted = numbered.filter(|(path, ..)| !self.has_failed(*path));
        counted.map(|(path, batch, row)| {
            (path, move |column: usize| {
                batch.values[column * batch.paths + row]
            })
        })
    }

    /// Weight of every path with a row, in the order of paths; `None` if all are 1.
    pub fn weights(&self) -> Option<Vec<f64>> {
        if self.batches.iter().all(|batch| batch.weights.is_empty()) {
            return None;
        }
        let of_batch = |batch: &Batch| match batch.weights.is_empty() {
            true => vec![1.0; batch.paths],
            false => batch.weights.clone(),
        };
        let all = self.batches.iter().flat_map(|batch| {
            let paths = batch.first..batch.first + batch.paths as u64;
            paths.zip(of_batch(batch))
        });
        let counted = all.filter(|(path, _)| !self.has_failed(*path));
        Some(counted.map(|(_, weight)| weight).collect())
    }

    /// The design of its rows, so many paths being drawn together.
    pub(crate) fn design(&self, unit: u64) -> Design {
        let units = (unit > 1).then(|| self.paths().map(|path| path / unit).collect());
        Design::new(self.weights(), units)
    }

    fn has_failed(&self, path: u64) -> bool {
        self.failed.binary_search(&path).is_ok()
    }

    /// A column, in the order of paths.
    ///
    /// # Panics
    /// If there is no such column.
    pub fn column(&self, column: usize) -> Vec<f64> {
        assert!(column < self.columns, "column {column} of {}", self.columns);
        let mut values = Vec::with_capacity(self.rows());
        for batch in &self.batches {
            let part = &batch.values[column * batch.paths..(column + 1) * batch.paths];
            if self.failed.is_empty() {
                values.extend_from_slice(part);
            } else {
                let numbered = part.iter().zip(batch.first..);
                values.extend(
                    numbered
                        .filter(|(_, path)| !self.has_failed(*path))
                        .map(|(x, _)| x),
                );
            }
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of one column that holds the number of the path, in batches.
    fn table(batches: &[(u64, usize)], failed: &[u64]) -> Table {
        let mut table = Table::new(1);
        for &(first, paths) in batches {
            let values = (0..paths as u64).map(|row| (first + row) as f64).collect();
            let batch = Batch {
                first,
                paths,
                values,
                weights: Vec::new(),
            };
            let end = first + paths as u64;
            let lost = failed.iter().filter(|path| (first..end).contains(*path));
            table.push(batch, lost.copied());
        }
        table
    }

    #[test]
    fn tables_line_up_on_the_paths_that_all_have() {
        let mut first = table(&[(0, 4)], &[2]);
        first.append(table(&[(4, 4), (12, 2)], &[]));
        let second = table(&[(0, 4), (4, 4), (8, 4)], &[5]);
        let mut tables = [first, second];
        Table::line_up(&mut tables);
        for table in &tables {
            assert_eq!(table.paths().collect::<Vec<_>>(), [0, 1, 3, 4, 6, 7]);
            assert_eq!(table.column(0), [0.0, 1.0, 3.0, 4.0, 6.0, 7.0]);
            assert_eq!(table.rows(), 6);
        }
        let mut apart = [table(&[(0, 2)], &[]), Table::new(1)];
        Table::line_up(&mut apart);
        assert_eq!(apart.map(|table| table.rows()), [0, 0]);
    }
}
