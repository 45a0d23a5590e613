//! Reserves and the funds that pay for them.

use super::Resolver;
use crate::model::{Fund, Refill, Reserve, Rule};
use crate::spec::{self, Rate, ReleaseRule, Size};

impl Resolver<'_> {
    /// Reserves and funds. Sizes in days of need are filled in when the calm is known.
    pub(super) fn reserves(&mut self) {
        let scenario = self.scenario;
        for (id, reserve) in &scenario.reserves {
            self.reserve(id, reserve);
        }
        for (id, fund) in &scenario.funds {
            self.fund(id, fund);
        }
    }

    fn reserve(&mut self, id: &str, reserve: &spec::Reserve) {
        let at = format!("reserve.{id}");
        let commodity = self.commodity(&format!("{at}.commodity"), &reserve.commodity);
        let place = format!("{at}.serves");
        let countries = self.members(&place, &reserve.serves);
        if reserve.serves.is_empty() {
            self.error(&place, "a reserve must serve somebody");
        }
        self.share(
            &format!("{at}.release.trigger_fill"),
            "a trigger",
            reserve.release.trigger_fill,
        );
        let delay = self.span(
            &format!("{at}.release.delay"),
            "a delay",
            reserve.release.delay,
        );
        self.within(
            &format!("{at}.holding_cost"),
            "a holding cost",
            reserve.holding_cost,
            0.0,
            10.0,
        );
        let Some(commodity) = commodity else { return };
        if reserve.holding_cost > 0.0 && self.model.commodities[commodity].price.is_none() {
            self.priceless(&format!("{at}.holding_cost"), commodity);
        }
        let market = &self.model.markets[commodity];
        let buyer = |country: &usize| {
            market
                .buyers
                .clone()
                .find(|&b| self.model.buyers[b].country == *country)
        };
        let serves: Vec<usize> = countries.iter().filter_map(buyer).collect();
        if serves.is_empty() && !countries.is_empty() {
            let what = &reserve.commodity;
            self.error(
                place,
                format!("nobody in the countries served uses `{what}`"),
            );
            return;
        }
        let index = self.model.reserves.len();
        self.model.markets[commodity].reserves.push(index);
        if reserve.refill.is_some()
            && let Some(&first) = serves.first()
        {
            self.model.buyers[first].refilled.push(index);
        }
        self.model.reserves.push(Reserve {
            id: id.to_string(),
            commodity,
            capacity: 0.0,
            initial: 0.0,
            yearly_need: 0.0,
            serves,
            max_release: f64::INFINITY,
            trigger: reserve.release.trigger_fill,
            delay,
            rule: Rule::Cover,
            counts: false,
            refill: None,
            holding_cost: reserve.holding_cost,
            fund: None,
        });
    }

    fn priceless(&mut self, at: &str, commodity: usize) {
        let id = self.model.commodities[commodity].id.clone();
        self.error(at, format!("money needs a price, and `{id}` has none"))
            .help = Some(format!("give commodity.{id} a price"));
    }

    fn fund(&mut self, id: &str, fund: &spec::Fund) {
        let at = format!("fund.{id}");
        let budget = self.not_negative(&format!("{at}.budget"), "a budget", fund.budget);
        let place = format!("{at}.reserves");
        for name in &fund.reserves {
            let Some(r) = self
                .model
                .reserves
                .iter()
                .position(|reserve| &reserve.id == name)
            else {
                if !self.scenario.reserves.contains_key(name) {
                    self.unknown(&place, "reserve", name, |s| {
                        s.scenario.reserves.keys().cloned().collect()
                    });
                }
                continue;
            };
            if self.model.reserves[r].fund.is_some() {
                self.error(
                    &place,
                    format!("reserve `{name}` is paid for by another fund already"),
                );
            }
            let commodity = self.model.reserves[r].commodity;
            if self.model.commodities[commodity].price.is_none() {
                self.priceless(&place, commodity);
            }
            if self.scenario.reserves[name].refill.is_none() {
                self.warn(
                    &place,
                    format!("reserve `{name}` has no `refill`: the fund never pays for it"),
                );
            }
            self.model.reserves[r].fund = Some(self.model.funds.len());
        }
        self.model.funds.push(Fund {
            id: id.to_string(),
            budget,
        });
    }

    /// Sizes, rates and rules of every reserve, now that yearly needs are known.
    pub(super) fn size_reserves(&mut self) {
        let scenario = self.scenario;
        let year = self.model.clock.steps_per_year();
        for r in 0..self.model.reserves.len() {
            let id = self.model.reserves[r].id.clone();
            let spec = &scenario.reserves[&id];
            let at = format!("reserve.{id}");
            let served = self.model.reserves[r].serves.iter();
            let need: f64 = served.map(|&b| self.model.calm.need[b]).sum::<f64>() * year;
            let size = |size: Size| match size {
                Size::Units(units) => units,
                Size::Cover(years) => years * need,
            };
            let rate = |rate: Rate| size(rate.size) * rate.times_per_year / year;
            let capacity =
                self.not_negative(&format!("{at}.capacity"), "a capacity", size(spec.capacity));
            let initial = spec.initial.map_or(capacity, size);
            self.not_negative(&format!("{at}.initial"), "an initial level", initial);
            if initial > capacity * (1.0 + 1e-9) {
                let message =
                    format!("it begins with {initial:.6} and holds at most {capacity:.6}");
                self.error(format!("{at}.initial"), message);
            }
            let max_release = spec.max_release.map_or(f64::INFINITY, rate);
            if max_release.is_nan() || max_release < 0.0 {
                self.error(format!("{at}.max_release"), "a release must be 0 or more");
            }
            let rule = match spec.release.rule {
                ReleaseRule::Cover => Rule::Cover,
                ReleaseRule::Spread { over } => {
                    let place = format!("{at}.release.rule");
                    Rule::Spread(self.span(&place, "a span to spread over", over).max(1.0))
                }
                ReleaseRule::Hold {
                    for_priority,
                    quantity,
                } => Rule::Hold {
                    for_priority,
                    quantity: self.not_negative(
                        &format!("{at}.release.rule"),
                        "a quantity held",
                        size(quantity),
                    ),
                },
            };
            let refill = spec.refill.as_ref().map(|refill| {
                let place = format!("{at}.refill");
                let price = refill.below_price.unwrap_or(f64::INFINITY);
                if price.is_nan() || price < 0.0 {
                    self.error(
                        format!("{place}.below_price"),
                        "a price limit must be 0 or more",
                    );
                }
                let within = refill.within.map_or(f64::INFINITY, |years| {
                    self.span(&format!("{place}.within"), "a span", years)
                        .max(1.0)
                });
                Refill {
                    rate: self.not_negative(
                        &format!("{place}.rate"),
                        "a refill rate",
                        rate(refill.rate),
                    ),
                    below_price: price,
                    within,
                }
            });
            let reserve = &mut self.model.reserves[r];
            reserve.yearly_need = need;
            reserve.capacity = capacity;
            reserve.initial = initial.min(capacity);
            reserve.max_release = max_release;
            reserve.rule = rule;
            reserve.counts = reserve.delay > 0.0 || matches!(rule, Rule::Spread(_));
            reserve.refill = refill;
        }
    }
}
