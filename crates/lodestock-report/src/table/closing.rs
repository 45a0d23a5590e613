//! What the numbers rest on, and where to look further.

use lodestock_runner::Summary;
use lodestock_runner::summary::{CONFIDENCE, Evidence, GroupSummary};

use super::Report;
use crate::grid::wrap;
use crate::{number, words};

/// How paths were drawn, where they were not drawn apart and alike.
fn evidence(summary: &Summary) -> Option<String> {
    let Evidence {
        unit,
        weight,
        effective_paths,
    } = summary.evidence;
    let together = match unit {
        1 => "",
        2 => "Paths were drawn in pairs of mirror images, and errors are those of pairs. ",
        _ => "Paths were drawn together, and errors are those of what was drawn together. ",
    };
    let weighted = weight.map(|weight| {
        format!(
            "Some arrivals were drawn too often and paths weighted for it: mean weight {}, {} effective of {}.",
            number::mean(weight),
            number::significant(effective_paths, 3),
            words::count(summary.paths, "path"),
        )
    });
    let text = together.to_string() + &weighted.unwrap_or_default();
    (!text.is_empty()).then(|| text.trim_end().to_string())
}

pub(super) fn text(report: &Report<'_>, main: Option<&GroupSummary>) -> String {
    let width = report.width;
    let summary = report.summary;
    let mut text = String::new();
    let sources = match report.sources {
        0 => "The scenario names no source for its figures.".to_string(),
        n => format!(
            "The scenario's figures come from {} it names.",
            words::count(n as u64, "source")
        ),
    };
    let lines = [
        format!(
            "Each number is an estimate from {} at seed {}; s.e. is the standard error of a mean over paths, intervals hold the true value with {} % confidence, and no digit goes beyond that. They say nothing about errors of the scenario itself.",
            words::count(summary.paths, "path"),
            summary.seed,
            number::exact(100.0 * CONFIDENCE),
        ),
        "Shortfall is what price made users give up or what was physically missing, over the whole horizon. A path is short if it lacks more than a millionth of demand in any step. CVaR95 is the mean of the worst 5 % of paths. \"First\" is the median over the paths where it happens.".into(),
        sources,
    ];
    for line in lines.into_iter().chain(evidence(summary)) {
        text += &wrap(&line, width, 0);
    }
    if let Some(files) = report.files {
        text += &format!("Files: {files}\n");
    }
    if let Some((group, path)) = main.and_then(|group| Some((group, group.worst_path?))) {
        let who = words::within_sentence(&words::group(report.model, &group.group));
        text += &format!(
            "Replay the worst path for {who}: {} {path}\n",
            report.replay
        );
    }
    text
}
