//! A table for each group and each reserve: its figures, a line a variant.

use lodestock_core::Model;
use lodestock_core::record::{Group, GroupId};
use lodestock_runner::compare::{Cell, ComparedGroup, ComparedReserve, Row};

use super::Compared;
use super::figures::{self, Scale};
use crate::grid::{Grid, length, wrap};
use crate::number::UNKNOWN;
use crate::{number, words};

/// Characters that the columns beside the variants' names take at most.
const COLUMNS: usize = 63;

/// The table of a group.
pub(super) fn of_group(compared: &Compared<'_>, group: &ComparedGroup) -> String {
    let first = group.of.iter().zip(compared.models);
    let mut named = first.filter_map(|(group, model)| Some(heading(model, group.as_ref()?)));
    let title = named.next().unwrap_or_else(|| group.name.clone());
    let mut grid = grid();
    rows(compared, &group.rows, group.unit.as_deref(), &mut grid);
    format!("{title}\n{}{}", grid.text(), nothing(compared, &group.rows))
}

/// The table of a reserve, its size first.
pub(super) fn of_reserve(compared: &Compared<'_>, reserve: &ComparedReserve) -> String {
    let mut grid = grid();
    grid.line_of(&format!("capacity, {}", reserve.unit));
    for (v, (of, model)) in reserve.of.iter().zip(compared.models).enumerate() {
        let size = of.map_or(UNKNOWN.into(), |r| size(model, r));
        let blank = String::new();
        grid.row([
            label(compared, v),
            size,
            blank.clone(),
            blank.clone(),
            blank,
        ]);
    }
    rows(compared, &reserve.rows, Some(&reserve.unit), &mut grid);
    let text = grid.text();
    format!(
        "Reserve {}\n{text}{}",
        reserve.id,
        nothing(compared, &reserve.rows)
    )
}

/// Whose table: `United States: refined cobalt`.
fn heading(model: &Model, group: &Group) -> String {
    let commodity = match &group.id {
        GroupId::Consumer(c) => model.consumers()[*c].commodity,
        GroupId::Served(r) => model.reserves()[*r].commodity,
        GroupId::Country { commodity, .. } | GroupId::Sector { commodity, .. } => *commodity,
        GroupId::Commodity(_) => return words::group(model, group),
        GroupId::Total => return "All consumers".into(),
    };
    let what = words::commodity(&model.commodities()[commodity]);
    format!("{}: {what}", words::group(model, group))
}

fn grid() -> Grid {
    Grid::new([
        "",
        "value ± s.e.",
        "difference ± s.e.",
        "lower in",
        "higher in",
    ])
}

fn rows(compared: &Compared<'_>, rows: &[Row], unit: Option<&str>, grid: &mut Grid) {
    for row in rows.iter().filter(|row| !is_nothing(row)) {
        let scale = Scale::of(row, unit, compared.models[0].clock());
        grid.line_of(&figures::name(row.figure, &scale));
        for (v, cell) in row.cells.iter().enumerate() {
            grid.row(cells(compared, row, &scale, (v, cell.as_ref())));
        }
    }
}

fn cells(
    compared: &Compared<'_>,
    row: &Row,
    scale: &Scale,
    (v, cell): (usize, Option<&Cell>),
) -> [String; 5] {
    let mut cells = std::array::from_fn(|_| String::new());
    cells[0] = label(compared, v);
    cells[1] = UNKNOWN.into();
    let Some(cell) = cell else {
        return cells;
    };
    cells[1] = scale.value(row, &cell.estimate);
    cells[2] = scale.difference(row, cell);
    let differs = cell.difference.filter(|d| d.lower > 0.0 || d.higher > 0.0);
    let Some(paired) = differs.filter(|_| figures::is_of_paths(row.figure)) else {
        return cells;
    };
    let share = |x| figures::share(x, compared.comparison.paths).map(number::share);
    cells[3] = share(paired.lower).unwrap_or_default();
    cells[4] = share(paired.higher).unwrap_or_default();
    cells
}

/// The name of a variant, indented; its number, if any name is too long for the table.
fn label(compared: &Compared<'_>, variant: usize) -> String {
    let labels = &compared.comparison.labels;
    let room = compared.width.saturating_sub(COLUMNS);
    if labels.iter().all(|label| length(label) <= room) {
        return format!("  {}", labels[variant]);
    }
    format!("  variant ({})", variant + 1)
}

/// The size of a reserve: `1,578 = 60 d`.
fn size(model: &Model, reserve: usize) -> String {
    let reserve = &model.reserves()[reserve];
    let size = number::significant(reserve.capacity, 4);
    match reserve.yearly_need {
        need if need > 0.0 => {
            let days = reserve.capacity / need * 365.0;
            format!("{size} = {} d", number::significant(days, 3))
        }
        _ => size,
    }
}

/// Whether a row is 0 in every path of every variant.
fn is_nothing(row: &Row) -> bool {
    let cells = row.cells.iter().flatten();
    cells
        .clone()
        .all(|cell| cell.estimate.value == 0.0 && cell.estimate.se == 0.0)
}

/// The figures that were 0 throughout, in a line.
fn nothing(compared: &Compared<'_>, rows: &[Row]) -> String {
    let clock = compared.models[0].clock();
    let name = |row: &Row| figures::name(row.figure, &Scale::of(row, None, clock));
    let names: Vec<String> = rows
        .iter()
        .filter(|row| is_nothing(row))
        .map(name)
        .collect();
    if names.is_empty() {
        return String::new();
    }
    let line = format!("0 in every future of every variant: {}", names.join("; "));
    format!("  {}", wrap(&line, compared.width - 2, 4))
}
