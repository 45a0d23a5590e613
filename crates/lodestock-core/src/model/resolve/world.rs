//! Countries, blocs, commodities and the order in which they are taken.

use super::Resolver;
use crate::model::{Commodity, Country};

impl Resolver<'_> {
    /// Countries, blocs and commodities.
    pub(super) fn world(&mut self) {
        let scenario = self.scenario;
        for (index, (id, country)) in scenario.countries.iter().enumerate() {
            self.countries.insert(id, index);
            self.model.countries.push(Country {
                id: id.clone(),
                name: country.name.clone().unwrap_or_else(|| id.clone()),
            });
        }
        for (id, members) in &scenario.blocs {
            let at = format!("bloc.{id}.members");
            if self.countries.contains_key(id.as_str()) {
                self.error(format!("bloc.{id}"), format!("`{id}` is a country already"));
            }
            if members.is_empty() {
                self.error(at.clone(), "a bloc needs members");
            }
            for member in members {
                self.country(&at, member);
            }
        }
        let rate = scenario.discount_rate;
        self.model.discount = self.share("run.discount_rate", "a discount rate", rate);
        self.model.focus = self.members("scenario.focus", &scenario.focus);
        for (index, (id, commodity)) in scenario.commodities.iter().enumerate() {
            self.commodities.insert(id, index);
            let at = format!("commodity.{id}");
            if let Some(price) = commodity.price
                && !(price > 0.0 && price.is_finite())
            {
                self.error(
                    format!("{at}.price"),
                    format!("a price must be above 0, not {price}"),
                );
            }
            let most = f64::MAX.sqrt();
            self.within(
                &format!("{at}.price_cap"),
                "a price cap",
                commodity.price_cap,
                1.0,
                most,
            );
            let place = format!("{at}.demand_elasticity");
            self.elasticity(&place, &commodity.demand_elasticity);
            let elasticity = self.value(&place, &commodity.demand_elasticity, 1.0);
            self.model.commodities.push(Commodity {
                id: id.clone(),
                unit: commodity.unit.clone(),
                price: commodity.price,
                price_cap: commodity.price_cap,
                log_price_cap: crate::lanes::ln(commodity.price_cap),
                elasticity,
            });
        }
        self.order();
    }

    /// A demand elasticity: 0 or negative.
    pub(super) fn elasticity(&mut self, at: &str, amount: &crate::spec::Amount) {
        let law = amount.law();
        let (low, high) = law.map_or((amount.median(), amount.median()), |l| {
            (l.lower(), l.upper())
        });
        if !(low >= -100.0 && high <= 0.0) {
            self.error(
                at,
                format!(
                    "a demand elasticity lies between -100 and 0, not {}",
                    amount.median()
                ),
            )
            .help = Some("demand falls as price rises: write it negative, such as -0.2".into());
        }
    }

    /// Takes, again and again, the commodity of lowest id whose inputs have all been taken.
    fn order(&mut self) {
        let scenario = self.scenario;
        let count = scenario.commodities.len();
        let mut inputs = vec![Vec::new(); count];
        for processor in scenario.processors.values() {
            let input = self.commodities.get(processor.input.as_str());
            let output = self.commodities.get(processor.output.as_str());
            if let (Some(&input), Some(&output)) = (input, output) {
                inputs[output].push(input);
            }
        }
        let mut taken = vec![false; count];
        while let Some(next) =
            (0..count).find(|&c| !taken[c] && inputs[c].iter().all(|&input| taken[input]))
        {
            taken[next] = true;
            self.model.order.push(next);
        }
        let left: Vec<&str> = (0..count)
            .filter(|&c| !taken[c])
            .map(|c| self.model.commodities[c].id.as_str())
            .collect();
        if let Some(first) = left.first() {
            let message = format!(
                "`{first}` is made from itself, by way of {}",
                left.join(", ")
            );
            let in_circle = |p: &&crate::spec::Processor| left.contains(&p.output.as_str());
            let processor = scenario.processors.iter().find(|(_, p)| in_circle(p));
            let at = processor.map_or(format!("commodity.{first}"), |(id, _)| {
                format!("processor.{id}.input")
            });
            self.error(at, message).help =
                Some("material flows from mine to user: break the circle".into());
        }
    }
}
