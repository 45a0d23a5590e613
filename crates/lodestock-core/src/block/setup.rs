//! Bringing a block to the start of its paths: draws, calm state, full pipelines.

use super::Block;
use crate::calendar::Future;
use crate::lanes::Lanes;
use crate::model::{Calm, Model, Value};
use crate::stream::Stream;

/// Makes a table of so many rows of one value.
fn fill<const L: usize>(table: &mut Vec<Lanes<L>>, rows: usize, value: f64) {
    table.clear();
    table.resize(rows, Lanes::all(value));
}

impl<const L: usize> Block<L> {
    /// Sets up one path per future; paths beyond the futures are calm.
    ///
    /// # Panics
    /// If there are more futures than lanes, or one does not fit the model.
    pub fn load(&mut self, model: &Model, futures: &[Future]) {
        assert!(
            futures.len() <= L,
            "{} futures for {L} lanes",
            futures.len()
        );
        let spare = Future::calm(model);
        let future = |lane: usize| futures.get(lane).unwrap_or(&spare);
        for lane in 0..L {
            assert!(
                future(lane).parameters.len() == model.parameters.len()
                    && future(lane).projects.len() == model.projects.len(),
                "a future of another model"
            );
        }
        self.load_draws(model, &future);
        self.load_calm(model, &future);
        self.load_effects(model);
        self.load_state(model);
        self.schedule(model, &future);
        self.load_noise(model, &future);
    }

    fn load_draws<'f>(&mut self, model: &Model, future: &dyn Fn(usize) -> &'f Future) {
        let draw = |value: Value, f: &dyn Fn(f64) -> f64| {
            let mut lanes = Lanes::ZERO;
            for lane in 0..L {
                lanes.0[lane] = f(value.of(&future(lane).parameters));
            }
            lanes
        };
        let same = |x: f64| x;
        let d = &mut self.drawn;
        let sellers = model.sellers.iter();
        d.capacity = sellers.map(|s| draw(s.capacity.value, &same)).collect();
        let (flat, one) = (Value::Fixed(0.0), Value::Fixed(1.0));
        let responses = model
            .sellers
            .iter()
            .map(|s| s.response.unwrap_or((flat, one)));
        d.supply_elasticity = responses.clone().map(|r| draw(r.0, &same)).collect();
        d.stretch = responses.map(|r| draw(r.1, &same)).collect();
        let consumers = || model.consumers.iter();
        d.demand = consumers().map(|c| draw(c.demand.value, &same)).collect();
        d.growth = consumers()
            .map(|c| draw(c.growth.unwrap_or(flat), &libm::log1p))
            .collect();
        d.elasticity = consumers().map(|c| draw(c.elasticity, &f64::abs)).collect();
        let commodities = model.commodities.iter();
        d.inverse_elasticity = commodities
            .map(|c| draw(c.elasticity, &|e| 1.0 / e.abs().max(0.02)))
            .collect();
        d.reroute = model
            .markets
            .iter()
            .map(|m| draw(m.reroute, &same))
            .collect();
        fill(&mut d.project_start, model.projects.len(), 0.0);
        for (p, start) in d.project_start.iter_mut().enumerate() {
            for lane in 0..L {
                start.0[lane] = future(lane).projects[p];
            }
        }
    }

    fn load_calm<'f>(&mut self, model: &Model, future: &dyn Fn(usize) -> &'f Future) {
        let c = &mut self.calm;
        fill(&mut c.need, model.buyers.len(), 0.0);
        fill(&mut c.flow, model.lanes.len(), 0.0);
        fill(&mut c.share, model.lanes.len(), 0.0);
        fill(&mut c.output, model.sellers.len(), 0.0);
        fill(&mut c.weight, model.sellers.len(), 0.0);
        for lane in 0..L {
            let own;
            let calm: &Calm = if model.calm_varies {
                own = model.settle(&future(lane).parameters);
                &own
            } else {
                &model.calm
            };
            let put = |table: &mut [Lanes<L>], values: &[f64]| {
                for (row, &value) in table.iter_mut().zip(values) {
                    row.0[lane] = value;
                }
            };
            put(&mut c.need, &calm.need);
            put(&mut c.flow, &calm.flow);
            put(&mut c.share, &calm.share);
            put(&mut c.output, &calm.output);
            put(&mut c.weight, &calm.capacity);
        }
        for (weight, seller) in c.weight.iter_mut().zip(&model.sellers) {
            if let Some(given) = seller.weight {
                *weight = Lanes::all(given);
            }
        }
    }

    fn load_effects(&mut self, model: &Model) {
        let e = &mut self.effects;
        fill(&mut e.seller, model.sellers.len(), 1.0);
        e.moved.clear();
        fill(&mut e.corridor, model.corridors.len(), 1.0);
        fill(&mut e.lane, model.lanes.len(), f64::INFINITY);
        fill(&mut e.lane_free, model.lanes.len(), 1.0);
        fill(&mut e.quota, model.quotas.len(), f64::INFINITY);
        fill(&mut e.quota_limit, model.quotas.len(), f64::INFINITY);
        fill(&mut e.tariff_share, model.lanes.len(), 1.0);
        fill(&mut e.tariff_cost, model.lanes.len(), 1.0);
        fill(&mut e.surge, model.consumers.len(), 1.0);
        fill(&mut e.slump, model.commodities.len(), 1.0);
        fill(&mut e.hoard, model.buyers.len(), 0.0);
        self.quota_active.clear();
        self.quota_active.resize(model.quotas.len(), 0);
    }

    fn load_state(&mut self, model: &Model) {
        let (sellers, buyers, lanes) = (model.sellers.len(), model.buyers.len(), model.lanes.len());
        let s = &mut self.sellers;
        for table in [&mut s.available, &mut s.weight, &mut s.planned, &mut s.can] {
            fill(table, sellers, 0.0);
        }
        for table in [&mut s.low, &mut s.back, &mut s.closed] {
            fill(table, sellers, 0.0);
        }
        s.output.clone_from(&self.calm.output);
        let b = &mut self.buyers;
        for table in [&mut b.need, &mut b.order, &mut b.order_left] {
            fill(table, buyers, 0.0);
        }
        for flags in [&mut b.scarce, &mut b.dear] {
            flags.clear();
            flags.resize(buyers, false);
        }
        for table in [
            &mut b.arrived,
            &mut b.taxed_imports,
            &mut b.full,
            &mut b.served,
        ] {
            fill(table, buyers, 0.0);
        }
        for table in [&mut b.price, &mut b.memory, &mut b.pull] {
            fill(table, buyers, 1.0);
        }
        for table in [
            &mut b.log_stock_price,
            &mut b.transit,
            &mut b.stock,
            &mut b.wanted,
        ] {
            fill(table, buyers, 0.0);
        }
        for table in [&mut b.flow, &mut b.late] {
            fill(table, buyers, 0.0);
        }
        for (i, buyer) in model.buyers.iter().enumerate() {
            b.stock[i] = self.calm.need[i] * model.markets[buyer.commodity].cover;
        }
        let c = &mut self.claims;
        for table in [&mut c.full, &mut c.wanted, &mut c.served] {
            fill(table, model.claims.len(), 0.0);
        }
        c.short.clear();
        c.short.resize(model.claims.len(), false);
        let u = &mut self.consumers;
        for table in [
            &mut u.deferred,
            &mut u.switched,
            &mut u.noise,
            &mut u.unmet,
            &mut u.curtailed,
        ] {
            fill(table, model.consumers.len(), 0.0);
        }
        for flags in [&mut u.missed, &mut u.gave_up] {
            flags.clear();
            flags.resize(model.consumers.len(), false);
        }
        let t = &mut self.trade;
        for table in [&mut t.clearing, &mut t.room, &mut t.request] {
            fill(table, lanes, 0.0);
        }
        for table in [
            &mut t.supply_left,
            &mut t.supply,
            &mut t.available,
            &mut t.has_supply,
        ] {
            fill(table, model.exporters.len(), 0.0);
        }
        t.open.resize(model.exporters.len(), false);
        t.asks.resize(lanes, false);
        let shared = model.markets.iter().map(|market| market.shared.len()).sum();
        fill(&mut t.shared_room, shared, 0.0);
        fill(&mut t.quota_left, model.quotas.len(), 0.0);
        fill(&mut t.corridor_left, model.corridors.len(), 0.0);
        fill(&mut t.corridor_step, model.corridors.len(), 0.0);
        t.established.clone_from(&self.calm.flow);
        t.flow.clone_from(&self.calm.flow);
        self.load_pipelines(model);
        self.load_reserves(model);
    }

    /// Fills the lanes: a lane of lead k has k steps of its calm flow on the way.
    fn load_pipelines(&mut self, model: &Model) {
        let rows = model
            .markets
            .iter()
            .map(|m| m.slots() * m.buyers.len())
            .sum();
        fill(&mut self.trade.ring, rows, 0.0);
        for market in &model.markets {
            for l in market.lanes.clone() {
                let lane = &model.lanes[l];
                let place = lane.buyer - market.buyers.start;
                self.buyers.flow[lane.buyer] += self.calm.flow[l];
                self.buyers.late[lane.buyer] += self.calm.flow[l] * lane.lead as f64;
                for slot in 0..lane.lead {
                    let row = market.ring + place * market.slots() + slot;
                    self.trade.ring[row] += self.calm.flow[l];
                    self.buyers.transit[lane.buyer] += self.calm.flow[l];
                }
            }
        }
    }

    fn load_reserves(&mut self, model: &Model) {
        let r = &mut self.reserves;
        let rows = model.reserves.len();
        for table in [&mut r.released, &mut r.refilled, &mut r.buying, &mut r.owed] {
            fill(table, rows, 0.0);
        }
        for table in [&mut r.in_spell, &mut r.spell_level, &mut r.level] {
            fill(table, rows, 0.0);
        }
        r.below_start.clear();
        let mut places = 0;
        for (level, reserve) in r.level.iter_mut().zip(&model.reserves) {
            *level = Lanes::all(reserve.initial);
            r.below_start.push(places);
            places += reserve.serves.len();
        }
        fill(&mut r.below, places, 0.0);
        r.purse.clear();
        r.purse
            .extend(model.funds.iter().map(|fund| Lanes::all(fund.budget)));
    }

    fn load_noise<'f>(&mut self, model: &Model, future: &dyn Fn(usize) -> &'f Future) {
        self.noise_streams.clear();
        if (0..L).all(|lane| future(lane).noise.is_empty()) {
            return;
        }
        for n in 0..model.noisy.len() {
            let mut streams = [Stream::from_key(0); L];
            for (lane, stream) in streams.iter_mut().enumerate() {
                if let Some(drawn) = future(lane).noise.get(n) {
                    *stream = *drawn;
                }
            }
            self.noise_streams.push(streams);
        }
    }
}
