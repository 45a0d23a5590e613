//! The text of a comparison: what differs in sentences, then every figure of every variant.

mod answers;
mod blocks;
pub(crate) mod figures;

use lodestock_core::record::GroupId;
use lodestock_core::{Groups, Model};
use lodestock_runner::Comparison;
use lodestock_runner::compare::{ComparedGroup, Figure};
use lodestock_runner::measure::{Measure, Quantity};
use lodestock_runner::summary::CONFIDENCE;

use crate::grid::{length, wrap};
use crate::{focus, number, words};

/// Most groups that are shown unless they were asked for by name.
const SHOWN: usize = 4;

/// Everything that the text of a comparison tells about.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'a> {
    /// The models, in the order of the variants.
    pub models: &'a [&'a Model],
    /// What they gave.
    pub comparison: &'a Comparison,
    /// What each variant is, such as `cobalt-drc.toml with reserve.us-vault.capacity=90 days`.
    pub made_of: &'a [String],
    /// Whether the groups were asked for by name: then each is shown.
    pub asked: bool,
    /// Characters of a line.
    pub width: usize,
}

/// Names of the groups that a comparison is about if nobody says: the countries that the scenarios
/// are about or that their reserves serve, else every country.
pub fn main_groups(models: &[&Model]) -> Vec<String> {
    let named = |of: fn(&Model) -> Vec<GroupId>| {
        let mut names: Vec<String> = Vec::new();
        for model in models {
            for group in Groups::of(model, of(model)).groups() {
                if !names.contains(&group.name) {
                    names.push(group.name.clone());
                }
            }
        }
        names
    };
    let main = named(focus::countries);
    if main.is_empty() {
        return named(focus::consuming);
    }
    main
}

/// The whole text.
pub fn text(compared: &Compared<'_>) -> String {
    let groups = shown(compared);
    let mut parts = vec![title(compared), answers::sentences(compared, &groups)];
    for group in &groups {
        parts.push(blocks::of_group(compared, group));
    }
    let reserves = compared.comparison.reserves.iter();
    parts.extend(reserves.map(|reserve| blocks::of_reserve(compared, reserve)));
    parts.push(closing(compared, groups.len()));
    parts.join("\n")
}

/// The groups shown: all that were asked for, else those that lose the largest share of their need.
fn shown<'a>(compared: &Compared<'a>) -> Vec<&'a ComparedGroup> {
    let groups = compared.comparison.groups.iter();
    let mut groups: Vec<&ComparedGroup> = groups.collect();
    if !compared.asked {
        groups.sort_by(|a, b| share_lost(compared, b).total_cmp(&share_lost(compared, a)));
        groups.truncate(SHOWN);
    }
    groups
}

/// Largest mean shortfall of any variant, in steps of its calm demand.
fn share_lost(compared: &Compared<'_>, group: &ComparedGroup) -> f64 {
    let mean = Figure::Risk(Measure::Mean(Quantity::Shortfall));
    let Some(row) = group.rows.iter().find(|row| row.figure == mean) else {
        return 0.0;
    };
    let shares = group.of.iter().zip(&row.cells).zip(compared.models);
    let shares = shares.filter_map(|((group, cell), model)| {
        let groups = Groups::of(model, [group.as_ref()?.id.clone()]);
        let demand = model.calm_demand(&groups, groups.groups().first()?);
        (demand > 0.0).then_some((*cell)?.estimate.value / demand)
    });
    shares.fold(0.0, f64::max)
}

/// Size of the comparison, its variants, and what went wrong.
fn title(compared: &Compared<'_>) -> String {
    let Compared {
        models,
        comparison,
        width,
        ..
    } = *compared;
    let clock = models[0].clock();
    let size = format!(
        "{} × {} from {} · seed {} · {} s",
        words::count(comparison.paths, "path"),
        words::count(clock.steps as u64, clock.length.name()),
        clock.start,
        comparison.seed,
        number::significant(comparison.seconds, 2),
    );
    let name = format!("{} variants on the same futures", models.len());
    let used = length(&name) + length(&size);
    let mut text = match used + 2 <= width {
        true => format!("{name}{}{size}\n", " ".repeat(width - used)),
        false => format!("{name}\n{size}\n"),
    };
    for (number, (label, made_of)) in comparison.labels.iter().zip(compared.made_of).enumerate() {
        let label = match made_of.ends_with(&format!(" with {label}")) {
            true => String::new(),
            false => format!("{label}: "),
        };
        let line = format!("({}) {label}{made_of}", number + 1);
        text += &wrap(&line, width, 6);
    }
    if comparison.partial {
        let line = format!(
            "PARTIAL: stopped after {} of {} that all variants have; what follows is about those.",
            words::count(comparison.paths, "path"),
            number::significant(comparison.wanted as f64, 18),
        );
        text += &wrap(&line, width, 2);
    }
    text + &failures(compared)
}

/// Most failed paths that are named.
const NAMED: usize = 5;

fn failures(compared: &Compared<'_>) -> String {
    let failed = &compared.comparison.failed;
    if failed.is_empty() {
        return String::new();
    }
    let line = format!(
        "{} FAILED and count in no variant: a defect of the program, please report it.",
        words::count(failed.len() as u64, "path"),
    );
    let mut text = wrap(&line, compared.width, 2);
    for (variant, one) in failed.iter().take(NAMED) {
        let label = &compared.comparison.labels[*variant];
        text += &format!("  path {} of {label}: {}\n", one.path, one.message);
    }
    if failed.len() > NAMED {
        text += &format!("  and {} more\n", failed.len() - NAMED);
    }
    text
}

/// What the numbers mean, and what is not shown.
fn closing(compared: &Compared<'_>, shown: usize) -> String {
    let comparison = compared.comparison;
    let mut lines = missing(compared);
    if shown < comparison.groups.len() {
        let rest = comparison.groups.len() - shown;
        lines.push(format!(
            "{} more: --for all shows all, --for NAME one.",
            words::count(rest as u64, "group")
        ));
    }
    lines.push(format!(
        "A difference is to {}, future by future, so that what both have in common cancels. s.e. is its standard error over {} at seed {}; points are percentage points. \"Lower in\" and \"higher in\" are the shares of futures whose own number is lower or higher; \"same\" means that no future differs.",
        comparison.labels[0],
        words::count(comparison.paths, "path"),
        comparison.seed,
    ));
    lines.push(format!(
        "Shortfall is what price made users give up or what was physically missing, over the whole horizon; CVaR95 is the mean of its worst 5 %. Bounds such as <0.1 % hold with {} % confidence. Errors of the scenarios themselves are not in any of this.",
        number::exact(100.0 * CONFIDENCE),
    ));
    let lines = lines.iter().map(|line| wrap(line, compared.width, 0));
    lines.collect()
}

/// What some variants do not have.
fn missing(compared: &Compared<'_>) -> Vec<String> {
    let labels = &compared.comparison.labels;
    let absent = |has: Vec<bool>| {
        let without = labels.iter().zip(has).filter(|(_, has)| !has);
        without
            .map(|(label, _)| format!("\"{label}\""))
            .collect::<Vec<_>>()
    };
    let groups = compared.comparison.groups.iter().map(|group| {
        let has = group.of.iter().map(Option::is_some).collect();
        (&group.name, absent(has))
    });
    let reserves = compared.comparison.reserves.iter().map(|reserve| {
        let has = reserve.of.iter().map(Option::is_some).collect();
        (&reserve.id, absent(has))
    });
    let lines = groups
        .chain(reserves)
        .filter(|(_, without)| !without.is_empty());
    lines
        .map(|(name, without)| format!("{name} is not in {}.", without.join(", ")))
        .collect()
}
