//! Claims: who takes from which stock, in what order.

use super::{Resolver, written_id};
use crate::model::{Claim, Claimant};

impl Resolver<'_> {
    /// Claims of every buyer, by priority, consumers before processors, then by id.
    pub(super) fn claims(&mut self) {
        let model = &mut self.model;
        for b in 0..model.buyers.len() {
            let (country, commodity) = (model.buyers[b].country, model.buyers[b].commodity);
            let input = |id: &str| {
                let base = written_id(id).strip_prefix("processor.");
                let spec = base.and_then(|base| self.scenario.processors.get(base))?;
                let input = self.commodities.get(spec.input.as_str())?;
                (*input == commodity).then_some(spec.priority)
            };
            let mut claims: Vec<Claim> = Vec::new();
            for &c in &model.buyers[b].consumers {
                claims.push(Claim {
                    who: Claimant::Consumer(c),
                    priority: model.consumers[c].priority,
                });
            }
            for (s, seller) in model.sellers.iter().enumerate() {
                if seller.process.is_some()
                    && seller.country == country
                    && let Some(priority) = input(&seller.id)
                {
                    claims.push(Claim {
                        who: Claimant::Processor(s),
                        priority,
                    });
                }
            }
            claims.sort_by_key(|claim| (claim.priority, claim.who));
            let start = model.claims.len();
            let mut classes: Vec<std::ops::Range<usize>> = Vec::new();
            for (place, claim) in claims.iter().enumerate() {
                let k = start + place;
                match classes.last_mut() {
                    Some(class) if claims[class.start - start].priority == claim.priority => {
                        class.end = k + 1
                    }
                    _ => classes.push(k..k + 1),
                }
                match claim.who {
                    Claimant::Consumer(c) => {
                        model.consumers[c].buyer = b;
                        model.consumers[c].claim = k;
                    }
                    Claimant::Processor(s) => {
                        model.buyers[b].processors.push(s);
                        if let Some(process) = &mut model.sellers[s].process {
                            process.buyer = b;
                            process.claim = k;
                        }
                    }
                }
            }
            model.claims.extend(claims);
            model.buyers[b].claims = start..model.claims.len();
            model.buyers[b].classes = classes;
        }
    }
}
