//! The answer, in sentences.

use lodestock_core::record::GroupId;
use lodestock_runner::summary::{GroupSummary, ReserveSummary};

use super::{Report, is_short};
use crate::grid::wrap;
use crate::{number, words};

/// Most groups that get a sentence.
const SENTENCES: usize = 4;

/// What a planner asks about first: the countries that reserves serve; without reserves, the
/// country that loses the largest share of its demand.
pub(super) fn main_groups<'a>(report: &Report<'a>) -> Vec<&'a GroupSummary> {
    let model = report.model;
    let mut served: Vec<&GroupSummary> = Vec::new();
    for (r, reserve) in model.reserves().iter().enumerate() {
        for country in model.served_by(r) {
            let id = GroupId::Country { country, commodity: reserve.commodity };
            let group = report.summary.groups.iter().find(|group| group.group.id == id);
            served.extend(group.filter(|g| served.iter().all(|s| s.group.id != g.group.id)));
        }
    }
    if served.is_empty() {
        let countries = report.summary.groups.iter().filter(|group| is_country(group));
        served.extend(countries.max_by(|a, b| share_lost(a).total_cmp(&share_lost(b))));
    }
    served.sort_by(|a, b| share_lost(b).total_cmp(&share_lost(a)));
    served
}

fn is_country(group: &GroupSummary) -> bool {
    matches!(group.group.id, GroupId::Country { .. })
}

fn share_lost(group: &GroupSummary) -> f64 {
    if group.yearly_demand > 0.0 { group.shortfall.mean.value / group.yearly_demand } else { 0.0 }
}

/// A sentence or two for each main group and its reserves.
pub(super) fn sentences(report: &Report<'_>, main: &[&GroupSummary]) -> String {
    let mut text = String::new();
    for group in main.iter().take(SENTENCES) {
        for sentence in about(report, group) {
            text += &wrap(&sentence, report.width, 2);
        }
    }
    if main.len() > SENTENCES {
        let rest = format!("{} more countries with a reserve are in the tables below.", main.len() - SENTENCES);
        text += &wrap(&rest, report.width, 2);
    }
    if main.is_empty() {
        text += "Nobody consumes anything in this scenario.\n";
    }
    text
}

fn about(report: &Report<'_>, group: &GroupSummary) -> Vec<String> {
    let GroupId::Country { country, commodity } = group.group.id else {
        return Vec::new();
    };
    let model = report.model;
    let end = words::end(model.clock());
    let who = words::within_sentence(&model.countries()[country].name);
    let what = words::commodity(&model.commodities()[commodity]);
    let mut sentences = vec![format!(
        "In {} of futures {who} runs short of {what} before {end}.",
        number::proportion(group.p_short),
    )];
    sentences.extend(depth(report, group));
    for (r, reserve) in report.summary.reserves.iter().enumerate() {
        let holds = model.reserves()[r].commodity == commodity;
        if holds && model.served_by(r).any(|served| served == country) {
            sentences.push(exhaustion(reserve));
        }
    }
    sentences
}

/// How much is missing, as a share of the demand of the horizon.
fn depth(report: &Report<'_>, group: &GroupSummary) -> Option<String> {
    let unit = group.group.unit.as_ref()?;
    let demand = group.yearly_demand * report.summary.years();
    if !is_short(group) || demand <= 0.0 {
        return None;
    }
    let part = |value: f64, error: f64| number::rounded(100.0 * value / demand, 100.0 * error / demand);
    let (mean, tail) = (group.shortfall.mean, group.shortfall.cvar95);
    Some(format!(
        "It lacks {} {unit} on average, {} % of its calm demand until then; in the worst 5 % of futures {} {unit}, {} %.",
        number::mean(mean),
        part(mean.value, mean.se),
        number::tail(tail),
        part(tail.value, tail.se),
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
    format!("{size} {} is exhausted in {}.", reserve.id, number::proportion(reserve.p_empty))
}
