//! The planner's text: the answer first, units always, errors beside numbers.

mod closing;
mod headline;
mod histogram;
mod reserves;
mod shortfalls;

use lodestock_core::Model;
use lodestock_core::record::{GroupId, GroupMetric};
use lodestock_runner::summary::GroupSummary;
use lodestock_runner::{Run, Summary};

use crate::grid::{length, wrap};
use crate::{number, words};

/// Everything that a table tells about.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The model that ran.
    pub model: &'a Model,
    /// What the run left.
    pub run: &'a Run,
    /// Its numbers with their errors.
    pub summary: &'a Summary,
    /// Sources that the scenario names.
    pub sources: usize,
    /// The command that replays a path, but for its number: `lodestock trace x.toml --path`.
    pub replay: &'a str,
    /// Where the files of the run were written, if anywhere.
    pub files: Option<&'a str>,
    /// Characters of a line.
    pub width: usize,
}

/// The whole text.
pub fn text(report: &Report<'_>) -> String {
    let main = headline::main_groups(report);
    let mut parts = vec![title(report), headline::sentences(report, &main)];
    parts.extend(shortfalls::tables(report));
    parts.extend(reserves::table(report));
    if let Some(group) = main.first() {
        parts.push(histogram::of(report, group));
    }
    parts.push(closing::text(report, main.first().copied()));
    parts.join("\n")
}

/// Name and size of the run, and what went wrong with it.
fn title(report: &Report<'_>) -> String {
    let Report { summary, width, .. } = *report;
    let size = format!(
        "{} × {} from {} · seed {} · {} s",
        words::count(summary.paths, "path"),
        words::count(summary.steps as u64, summary.step),
        summary.start,
        summary.seed,
        number::significant(summary.timing.seconds, 2),
    );
    let name = if summary.scenario.is_empty() {
        "Scenario without a name"
    } else {
        &summary.scenario
    };
    let used = length(name) + length(&size);
    let mut text = if used + 2 <= width {
        format!("{name}{}{size}\n", " ".repeat(width - used))
    } else {
        format!("{}{size}\n", wrap(name, width, 0))
    };
    if summary.partial {
        let line = format!(
            "PARTIAL: stopped after {} of {}; what follows is about those.",
            words::count(summary.paths, "path"),
            number::significant(report.run.wanted as f64, 18),
        );
        text += &wrap(&line, width, 2);
    }
    text + &thin(report) + &failures(report)
}

/// A warning where weights leave too few effective paths.
fn thin(report: &Report<'_>) -> String {
    let Report { summary, width, .. } = *report;
    if !summary.evidence.is_thin(summary.paths) {
        return String::new();
    }
    let line = format!(
        "ONLY {} effective paths of {}: the tilt is too strong, or there are too few paths. Estimates and their errors mean little.",
        number::significant(summary.evidence.effective_paths, 2),
        number::significant(summary.paths as f64, 18),
    );
    wrap(&line, width, 2)
}

/// Most failed paths that are named.
const NAMED: usize = 5;

fn failures(report: &Report<'_>) -> String {
    let failed = &report.summary.failed;
    if failed.is_empty() {
        return String::new();
    }
    let line = format!(
        "{} FAILED and do not count: a defect of the program, please report it.",
        words::count(failed.len() as u64, "path"),
    );
    let mut text = wrap(&line, report.width, 2);
    for one in failed.iter().take(NAMED) {
        text += &format!(
            "  path {}: {}\n    {} {}\n",
            one.path, one.message, report.replay, one.path
        );
    }
    if failed.len() > NAMED {
        text += &format!("  and {} more\n", failed.len() - NAMED);
    }
    text
}

/// Whether any path of a group is short.
fn is_short(group: &GroupSummary) -> bool {
    group.p_short.value > 0.0
}

/// Rows of a group in the table of the run.
fn column(report: &Report<'_>, group: &GroupSummary, metric: GroupMetric) -> Vec<f64> {
    let column = report.run.groups.column(&group.group, metric);
    report.run.table.column(column)
}

/// Commodity of a group; `None` for the total.
fn commodity_of(model: &Model, group: &GroupSummary) -> Option<usize> {
    match &group.group.id {
        GroupId::Consumer(c) => Some(model.consumers()[*c].commodity),
        GroupId::Country { commodity, .. }
        | GroupId::Commodity(commodity)
        | GroupId::Sector { commodity, .. } => Some(*commodity),
        GroupId::Served(r) => Some(model.reserves()[*r].commodity),
        GroupId::Total => None,
    }
}
