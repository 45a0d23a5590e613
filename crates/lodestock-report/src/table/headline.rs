//! The answer, in sentences.

use lodestock_core::record::GroupId;
use lodestock_runner::summary::{GroupSummary, ReserveSummary};

use super::{Report, is_short};
use crate::grid::wrap;
use crate::{focus, number, words};

/// Most groups that get a sentence.
const SENTENCES: usize = 4;

/// What a planner asks about first: the countries that the scenario is about, else those that reserves serve; without reserves, the
/// country that loses the largest share of its demand.
pub(super) fn main_groups<'a>(report: &Report<'a>) -> Vec<&'a GroupSummary> {
    let ids = focus::countries(report.model);
    let groups = report.summary.groups.iter();
    let of_id = |id: &GroupId| groups.clone().find(|group| group.group.id == *id);
    let mut main: Vec<&GroupSummary> = ids.iter().filter_map(of_id).collect();
    if main.is_empty() {
        let countries = groups.filter(|group| is_country(group));
        main.extend(countries.max_by(|a, b| share_lost(a).total_cmp(&share_lost(b))));
    }
    main.sort_by(|a, b| share_lost(b).total_cmp(&share_lost(a)));
    main
}

fn is_country(group: &GroupSummary) -> bool {
    matches!(group.group.id, GroupId::Country { .. })
}

fn share_lost(group: &GroupSummary) -> f64 {
    if group.yearly_demand > 0.0 {
        group.shortfall.mean.value / group.yearly_demand
    } else {
        0.0
    }
}

/// A sentence for each main group, and one for each of its reserves.
pub(super) fn sentences(report: &Report<'_>, main: &[&GroupSummary]) -> String {
    let mut text = String::new();
    for group in main.iter().take(SENTENCES) {
        text += &wrap(&about(report, group), report.width, 2);
    }
    if main.len() > SENTENCES {
        let rest = format!("{} more are in the tables below.", main.len() - SENTENCES);
        text += &wrap(&rest, report.width, 2);
    }
    if main.is_empty() {
        text += "Nobody consumes anything in this scenario.\n";
    }
    text
}

fn about(report: &Report<'_>, group: &GroupSummary) -> String {
    let GroupId::Country { country, commodity } = group.group.id else {
        return String::new();
    };
    let model = report.model;
    let end = words::end(model.clock());
    let who = words::within_sentence(&words::country(model, country));
    let what = words::commodity(&model.commodities()[commodity]);
    let mut text = format!(
        "In {} of futures {who} runs short of {what} before {end}{}.",
        number::proportion(group.p_short),
        depth(report, group).unwrap_or_default(),
    );
    for (r, reserve) in report.summary.reserves.iter().enumerate() {
        let holds = model.reserves()[r].commodity == commodity;
        if holds && model.served_by(r).any(|served| served == country) {
            text += " ";
            text += &exhaustion(reserve);
        }
    }
    text
}

/// How much is missing, also as a share of the demand of the horizon.
fn depth(report: &Report<'_>, group: &GroupSummary) -> Option<String> {
    let unit = group.group.unit.as_ref()?;
    let demand = group.yearly_demand * report.summary.years();
    if !is_short(group) || demand <= 0.0 {
        return None;
    }
    let mean = group.shortfall.mean;
    let percent = 100.0 / demand;
    Some(format!(
        ", by {} {unit} on average or {} % of its calm demand",
        number::mean(mean),
        number::rounded(mean.value * percent, mean.se * percent),
    ))
}

fn exhaustion(reserve: &ReserveSummary) -> String {
    if reserve.capacity <= 0.0 {
        return format!("The reserve {} holds nothing.", reserve.id);
    }
    let size = if reserve.days > 0.0 {
        format!("The {}-day reserve", number::significant(reserve.days, 3))
    } else {
        "The reserve".into()
    };
    format!(
        "{size} {} is exhausted in {}.",
        reserve.id,
        number::proportion(reserve.p_empty)
    )
}
