//! What a scenario's question is about.

use lodestock_core::Model;
use lodestock_core::record::GroupId;

/// The countries, in a commodity, that the scenario is about, else those that reserves serve; none
/// if it has neither.
pub(crate) fn countries(model: &Model) -> Vec<GroupId> {
    let mut known = consuming(model);
    let focus = model.focus();
    let in_focus = |id: &GroupId| match id {
        GroupId::Country { country, .. } => focus.contains(country),
        _ => false,
    };
    if known.iter().any(in_focus) {
        known.retain(in_focus);
        return known;
    }
    let mut served = Vec::new();
    for (r, reserve) in model.reserves().iter().enumerate() {
        for country in model.served_by(r) {
            let id = GroupId::Country {
                country,
                commodity: reserve.commodity,
            };
            if known.contains(&id) && !served.contains(&id) {
                served.push(id);
            }
        }
    }
    served
}

/// Every country in every commodity that it has consumers of.
pub(crate) fn consuming(model: &Model) -> Vec<GroupId> {
    let consumers = model.consumers().iter();
    let ids = consumers.map(|consumer| GroupId::Country {
        country: consumer.country,
        commodity: consumer.commodity,
    });
    let mut ids: Vec<GroupId> = ids.collect();
    ids.sort();
    ids.dedup();
    ids
}
