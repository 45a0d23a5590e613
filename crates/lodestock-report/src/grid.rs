//! Text in columns.

/// Where a column's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// A table: a heading and rows of as many cells.
#[derive(Debug)]
pub(crate) struct Grid {
    columns: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
}

/// Spaces between columns.
const GAP: usize = 2;
/// Spaces before a row; the heading begins at the edge.
const INDENT: usize = 2;

impl Grid {
    /// A table without rows; the first column is left-aligned, the others right. A heading may have
    /// two lines, `short|in`.
    pub fn new<S: Into<String>>(heading: impl IntoIterator<Item = S>) -> Self {
        let align = |i| if i == 0 { Align::Left } else { Align::Right };
        let heading = heading.into_iter().enumerate();
        Self {
            columns: heading.map(|(i, name)| (name.into(), align(i))).collect(),
            rows: Vec::new(),
        }
    }

    /// Aligns a column otherwise.
    pub fn align(mut self, column: usize, align: Align) -> Self {
        self.columns[column].1 = align;
        self
    }

    /// Adds a row.
    pub fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        let row: Vec<String> = cells.into_iter().map(Into::into).collect();
        debug_assert_eq!(row.len(), self.columns.len());
        self.rows.push(row);
    }

    /// Adds a line of text between rows, which makes no column wider.
    pub fn line_of(&mut self, text: &str) {
        self.rows.push(vec![text.into()]);
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Leaves columns out, in the order given, until it is at most so wide.
    pub fn fit(&mut self, width: usize, expendable: &[&str]) {
        for name in expendable {
            if self.width() <= width {
                return;
            }
            self.without(name);
        }
    }

    /// Leaves a column out.
    pub fn without(&mut self, name: &str) {
        if let Some(column) = self.columns.iter().position(|(heading, _)| heading == name) {
            self.remove(column);
        }
    }

    /// Leaves a column out, by its place.
    pub fn remove(&mut self, column: usize) {
        self.columns.remove(column);
        let rows = self.rows.iter_mut().filter(|row| row.len() > 1);
        rows.for_each(|row| {
            row.remove(column);
        });
    }

    /// Characters of a line.
    fn width(&self) -> usize {
        let widths = self.widths();
        widths.iter().sum::<usize>() + GAP * (widths.len() - 1)
    }

    fn widths(&self) -> Vec<usize> {
        let width = |column: usize| {
            let rows = self.rows.iter().filter(|row| row.len() > 1);
            let cells = rows.map(|row| length(&row[column]));
            let indent = if column == 0 { INDENT } else { 0 };
            let cells = cells.max().map_or(0, |widest| widest + indent);
            let heading = self.columns[column].0.split('|').map(length);
            cells.max(heading.max().unwrap_or(0))
        };
        (0..self.columns.len()).map(width).collect()
    }

    /// The text, a line a row.
    pub fn text(&self) -> String {
        let widths = self.widths();
        let headings = self.columns.iter().map(|(name, _)| name.as_str());
        let (upper, lower): (Vec<&str>, Vec<&str>) = headings
            .map(|name| name.split_once('|').unwrap_or(("", name)))
            .unzip();
        let mut text = String::new();
        if upper.iter().any(|name| !name.is_empty()) {
            text += &self.line(&upper, &widths, "");
        }
        text += &self.line(&lower, &widths, "");
        for row in &self.rows {
            let cells: Vec<&str> = row.iter().map(String::as_str).collect();
            text.push_str(&self.line(&cells, &widths, &" ".repeat(INDENT)));
        }
        text
    }

    fn line(&self, cells: &[&str], widths: &[usize], indent: &str) -> String {
        let mut line = String::new();
        for (column, cell) in cells.iter().enumerate() {
            let before = if column == 0 {
                indent.to_string()
            } else {
                " ".repeat(GAP)
            };
            let used = length(cell) + if column == 0 { indent.len() } else { 0 };
            let space = " ".repeat(widths[column].saturating_sub(used));
            line += &match self.columns[column].1 {
                Align::Left => format!("{before}{cell}{space}"),
                Align::Right => format!("{before}{space}{cell}"),
            };
        }
        line.truncate(line.trim_end().len());
        line + "\n"
    }
}

/// Characters of a text: every character here is one column wide.
pub(crate) fn length(text: &str) -> usize {
    text.chars().count()
}

/// Text broken into lines at spaces, later lines indented. A number stays with its error and with
/// the percent sign.
pub(crate) fn wrap(text: &str, width: usize, indent: usize) -> String {
    let text = text
        .replace(" ± ", "\u{a0}±\u{a0}")
        .replace(" %", "\u{a0}%");
    let mut out = String::new();
    let mut used = 0;
    for word in text.split(' ') {
        if used > 0 && used + 1 + length(word) > width {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            used = indent;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += length(word);
    }
    out.replace('\u{a0}', " ") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_to_the_right() {
        let mut grid = Grid::new(["Shortfall", "mean ± s.e.", "P50"]);
        grid.row(["us", "412 ± 6", "0"]);
        grid.row(["a-long-name", "3.1 ± 0.2", "1,540"]);
        let expected = "Shortfall      mean ± s.e.    P50\n  us               412 ± 6      0\n  a-long-name    3.1 ± 0.2  1,540\n";
        assert_eq!(grid.text(), expected);
    }

    #[test]
    fn columns_go_until_it_fits() {
        let mut grid = Grid::new(["Name", "P50", "P90", "P95"]);
        grid.row(["x", "1", "2", "3"]);
        grid.fit(14, &["P50", "P90"]);
        assert_eq!(grid.text(), "Name  P90  P95\n  x     2    3\n");
    }

    #[test]
    fn headings_may_have_two_lines() {
        let mut grid = Grid::new(["Name", "short|in"]);
        grid.row(["x", "1 %"]);
        assert_eq!(grid.text(), "      short\nName     in\n  x     1 %\n");
    }

    #[test]
    fn lines_between_rows_are_as_long_as_they_like() {
        let mut grid = Grid::new(["", "P50", "P90"]);
        grid.line_of("a long line of text");
        grid.row(["  x", "1", "2"]);
        grid.without("P50");
        assert_eq!(
            grid.text(),
            "       P90\n  a long line of text\n    x    2\n"
        );
    }

    #[test]
    fn sentences_break_at_spaces() {
        assert_eq!(wrap("a bb ccc dddd", 6, 2), "a bb\n  ccc\n  dddd\n");
        assert_eq!(wrap("by 277 ± 9 t", 8, 0), "by\n277 ± 9\nt\n");
    }
}
