//! What each variant changes, in sentences.

use lodestock_core::Model;
use lodestock_core::record::{Group, GroupId};
use lodestock_runner::compare::{Cell, ComparedGroup, Figure, Row};
use lodestock_runner::measure::{Measure, Quantity};

use super::Compared;
use super::figures::{Scale, proportion};
use crate::grid::wrap;
use crate::{number, words};

/// Most sentences.
const SENTENCES: usize = 6;

/// A sentence for each group and each variant but the first.
pub(super) fn sentences(compared: &Compared<'_>, groups: &[&ComparedGroup]) -> String {
    let variants = 1..compared.models.len();
    let pairs = groups
        .iter()
        .flat_map(|group| variants.clone().map(move |v| (group, v)));
    let about: Vec<String> = pairs
        .filter_map(|(group, v)| about(compared, group, v))
        .collect();
    let mut text = String::new();
    for sentence in about.iter().take(SENTENCES) {
        text += &wrap(sentence, compared.width, 2);
    }
    if about.len() > SENTENCES {
        let rest = about.len() - SENTENCES;
        text += &format!("{} more comparisons are in the tables below.\n", rest);
    }
    if about.is_empty() {
        text += "The variants have no consumers in common, so there is nothing to compare.\n";
    }
    text
}

fn about(compared: &Compared<'_>, group: &ComparedGroup, variant: usize) -> Option<String> {
    let labels = &compared.comparison.labels;
    let model = compared.models[variant];
    let row = |measure| {
        let figure = Figure::Risk(measure);
        group.rows.iter().find(|row| row.figure == figure)
    };
    let (short, before, after) = pair(row(Measure::ProbabilityShort)?, variant)?;
    let who = subject(model, group.of[variant].as_ref()?);
    let scale = Scale::of(short, None, model.clock());
    let mut text = format!(
        "With {} {who} in {} of futures",
        labels[variant],
        share(after)
    );
    text += &match change(&scale, after, "points fewer", "points more") {
        Some(change) => format!(" instead of {}: {change}", share(before)),
        None => format!(", the same as with {}", labels[0]),
    };
    let mean = row(Measure::Mean(Quantity::Shortfall));
    let unit = group.unit.as_deref().unwrap_or_default();
    if let Some((mean, before, after)) = mean.and_then(|row| pair(row, variant)) {
        let scale = Scale::of(mean, Some(unit), model.clock());
        let change = change(
            &scale,
            after,
            &format!("{unit} less"),
            &format!("{unit} more"),
        );
        if let Some(change) = change {
            let (before, after) = (&before.estimate, &after.estimate);
            let (before, after) = (scale.number(before), scale.number(after));
            text += &format!("; by {after} {unit} on average instead of {before}: {change}");
        }
    }
    Some(text + ".")
}

/// A row, and its figure in the first variant and in another, if both have it.
fn pair(row: &Row, variant: usize) -> Option<(&Row, &Cell, &Cell)> {
    Some((row, row.cells[0].as_ref()?, row.cells[variant].as_ref()?))
}

/// Who runs short of what.
fn subject(model: &Model, group: &Group) -> String {
    let of = |c: usize| words::commodity(&model.commodities()[c]);
    match &group.id {
        GroupId::Country { country, commodity } => {
            let who = words::within_sentence(&words::country(model, *country));
            format!("{who} runs short of {}", of(*commodity))
        }
        GroupId::Consumer(c) => {
            let consumer = &model.consumers()[*c];
            format!("{} runs short of {}", consumer.id, of(consumer.commodity))
        }
        GroupId::Sector { sector, commodity } => {
            format!("the sector {sector} runs short of {}", of(*commodity))
        }
        GroupId::Commodity(c) => format!("somebody runs short of {}", of(*c)),
        GroupId::Served(r) => {
            let reserve = &model.reserves()[*r];
            let what = of(reserve.commodity);
            format!("somebody whom {} serves runs short of {what}", reserve.id)
        }
        GroupId::Total => "somebody runs short".into(),
    }
}

fn share(cell: &Cell) -> String {
    number::share(proportion(&cell.estimate))
}

/// How much the figure changes, and whether chance could have done it; `None` if no future differs.
fn change(scale: &Scale, cell: &Cell, less: &str, more: &str) -> Option<String> {
    let paired = cell.difference?;
    if paired.lower == 0.0 && paired.higher == 0.0 {
        return None;
    }
    let mut size = paired.difference;
    let direction = if size.value > 0.0 { more } else { less };
    size.value = size.value.abs();
    let chance = match paired.difference {
        d if d.low <= 0.0 && d.high >= 0.0 => ", which may be chance",
        _ => "",
    };
    Some(format!("{} {direction}{chance}", scale.number(&size)))
}
