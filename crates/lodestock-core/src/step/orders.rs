//! B. Orders, from downstream to upstream, and the feed that processors plan.

use crate::block::Block;
use crate::lanes::{Lanes, gt, row_by_row};
use crate::model::{Buyer, Model};
use crate::step::Now;
use crate::step::demand::calm_demand;
use crate::step::possible::capacity;
use crate::step::trade::{clear, set_rooms, sold};

/// Orders of a market's buyers, then its processors' planned feed.
#[inline(always)]
pub(super) fn order<const L: usize>(model: &Model, block: &mut Block<L>, market: usize, now: Now) {
    for b in model.markets[market].buyers.clone() {
        order_of(model, block, b, now);
    }
    set_rooms(model, block, market);
    if model.markets[market].planned {
        plan(model, block, market, now);
    }
}

/// What one buyer orders.
#[inline(always)]
fn order_of<const L: usize>(model: &Model, block: &mut Block<L>, b: usize, now: Now) {
    let buyer = &model.buyers[b];
    let market = &model.markets[buyer.commodity];
    let (mut need, mut deferred) = (Lanes::ZERO, Lanes::ZERO);
    for &c in &buyer.consumers {
        let consumer = &model.consumers[c];
        need += block.claims.full[consumer.claim];
        if consumer.defer > 0.0 {
            deferred += block.consumers.deferred[c];
        }
    }
    for k in buyer.claims.clone() {
        if let crate::model::Claimant::Processor(_) = model.claims[k].who {
            need += block.claims.full[k];
        }
    }
    block.buyers.need[b] = need;
    let lead = mean_lead(model, block, b);
    let (refill, pipeline) = refill_orders(model, block, b, lead);
    let mut steady = need - deferred;
    if buyer.trend {
        steady = steady * trend(model, block, buyer, lead, now);
    }
    let cover = Lanes::all(market.cover) + block.effects.hoard[b];
    let target = (cover + lead) * steady + pipeline;
    let gap = target - block.buyers.stock[b] - block.buyers.transit[b];
    let order = steady + deferred + refill + gap * (1.0 / market.restock);
    block.buyers.order[b] = order.positive();
}

/// L̄: mean lead of last step's flows into a buyer; of its shares, if there were none.
#[inline(always)]
fn mean_lead<const L: usize>(model: &Model, block: &Block<L>, b: usize) -> Lanes<L> {
    let market = &model.markets[model.buyers[b].commodity];
    if market.longest_lead == 0 {
        return Lanes::ZERO;
    }
    let (flow, late) = (block.buyers.flow[b], block.buyers.late[b]);
    if !Lanes::all(f64::MIN_POSITIVE).any_above(flow) {
        return late / flow;
    }
    let mut usual = Lanes::ZERO;
    for l in market.lanes_into(b - market.buyers.start) {
        usual += block.calm.share[l] * model.lanes[l].lead as f64;
    }
    late.over(flow, usual)
}

/// What reserves order through a buyer, and what they want on the way.
#[inline(always)]
fn refill_orders<const L: usize>(
    model: &Model,
    block: &mut Block<L>,
    b: usize,
    lead: Lanes<L>,
) -> (Lanes<L>, Lanes<L>) {
    let (mut ordered, mut pipeline) = (Lanes::ZERO, Lanes::ZERO);
    for &r in &model.buyers[b].refilled {
        let reserve = &model.reserves[r];
        let Some(refill) = reserve.refill else {
            continue;
        };
        let mut rate = Lanes::all(refill.rate);
        for &served in &reserve.serves {
            if refill.below_price < f64::INFINITY {
                let dear = block.buyers.price[served].above(Lanes::all(refill.below_price));
                rate = rate * (Lanes::ONE - dear);
            }
        }
        if refill.within < f64::INFINITY {
            rate = rate.max(block.reserves.owed[r] * (1.0 / refill.within));
        }
        block.reserves.buying[r] = rate;
        let room = Lanes::all(reserve.capacity) - block.reserves.level[r];
        let on_the_way = (rate * lead).min(room);
        ordered += rate.min((room - rate * lead).positive());
        pipeline += on_the_way;
    }
    (ordered, pipeline)
}

/// Calm demand of a buyer's consumers a mean lead ahead, over that of now.
#[inline(always)]
fn trend<const L: usize>(
    model: &Model,
    block: &Block<L>,
    buyer: &Buyer,
    lead: Lanes<L>,
    now: Now,
) -> Lanes<L> {
    // In the warm-up nothing changes.
    if now.time < 0.0 {
        return Lanes::ONE;
    }
    let row = |ahead: f64| (now.row + ahead as usize).min(model.clock.steps - 1);
    let ahead = lead + 0.5 + 1e-6;
    let (mut then, mut today) = (Lanes::ZERO, Lanes::ZERO);
    let whole = ahead.0[0].floor();
    let (least, most) = (Lanes::all(whole), Lanes::all(whole + 1.0 - 1e-9));
    let as_one = !least.any_above(ahead) && !ahead.any_above(most);
    if as_one && whole == 0.0 {
        return Lanes::ONE;
    }
    for &c in &buyer.consumers {
        let consumer = &model.consumers[c];
        today += calm_demand(model, block, c, consumer, now.row);
        then += if as_one {
            calm_demand(model, block, c, consumer, row(whole))
        } else {
            demand_ahead(model, block, c, ahead, row)
        };
    }
    then.over(today, Lanes::ONE)
}

/// Calm demand of a consumer, in each path as many whole steps ahead as its lead says.
#[inline(always)]
fn demand_ahead<const L: usize>(
    model: &Model,
    block: &Block<L>,
    c: usize,
    ahead: Lanes<L>,
    row: impl Fn(f64) -> usize,
) -> Lanes<L> {
    let consumer = &model.consumers[c];
    let year = model.clock.steps_per_year();
    let mut later = block.drawn.demand[c];
    let mut growth = Lanes::ZERO;
    for lane in 0..L {
        let row = row(ahead.0[lane].floor());
        later.0[lane] *= consumer.demand.factor(row);
        growth.0[lane] = block.drawn.growth[c].0[lane] * (row as f64 / year);
    }
    if consumer.growth.is_some() {
        later = later * growth.exp();
    }
    later
}

/// Clears the market as if every seller could deliver its available output, throws the flows
/// away, and keeps what each seller would make and each processor would take.
#[inline(always)]
fn plan<const L: usize>(model: &Model, block: &mut Block<L>, m: usize, now: Now) {
    let market = &model.markets[m];
    for e in market.exporters.clone() {
        row_by_row();
        block.trade.supply[e] = block.trade.available[e];
    }
    for &(c, _) in &market.corridors {
        block.trade.corridor_left[c] = block.trade.corridor_step[c];
    }
    clear(model, block, m);
    for e in market.exporters.clone() {
        let sales = sold(model, block, m, e);
        split(model, block, e, sales, now);
        for &s in &model.exporters[e].sellers {
            if let Some(process) = model.sellers[s].process {
                block.claims.full[process.claim] =
                    block.sellers.planned[s] / Lanes::all(process.recovery);
            }
        }
    }
}

/// Splits planned sales over a country's sellers by weight, none above its available output, the
/// excess again by weight (model page §3).
#[inline(always)]
fn split<const L: usize>(model: &Model, block: &mut Block<L>, e: usize, sales: Lanes<L>, now: Now) {
    let sellers = &model.exporters[e].sellers;
    if let [only] = sellers[..] {
        block.sellers.planned[only] = sales.min(block.sellers.available[only]);
        return;
    }
    let mut all = Lanes::ZERO;
    for &s in sellers {
        let weight = weight(model, block, s, now);
        block.sellers.weight[s] = weight;
        block.sellers.planned[s] = Lanes::ZERO;
        all += weight;
    }
    let mut left = sales;
    for _ in 0..sellers.len() {
        let mut open = Lanes::ZERO;
        for &s in sellers {
            open += open_weight(block, s, all);
        }
        let unit = left.over(open, Lanes::ZERO);
        let mut moved = Lanes::ZERO;
        for &s in sellers {
            let room = block.sellers.available[s] - block.sellers.planned[s];
            let given = (open_weight(block, s, all) * unit).min(room);
            block.sellers.planned[s] += given;
            moved += given;
        }
        // What rounding leaves is nothing, in each path apart, so that breaking off changes no bit.
        left -= moved;
        left = gt(left, sales * 1e-15, left, Lanes::ZERO);
        if !left.any_above(Lanes::ZERO) {
            break;
        }
    }
}

/// A seller's weight among its country's sellers: as given, or capacity at step 0, or of now if
/// that was 0.
#[inline(always)]
fn weight<const L: usize>(model: &Model, block: &Block<L>, s: usize, now: Now) -> Lanes<L> {
    let fixed = block.calm.weight[s];
    let seller = &model.sellers[s];
    if seller.weight.is_some() || !Lanes::all(f64::MIN_POSITIVE).any_above(fixed) {
        fixed
    } else {
        gt(
            fixed,
            Lanes::ZERO,
            fixed,
            capacity(model, block, s, seller, now),
        )
    }
}

/// A seller's weight while it has output left, else 0; 1 for all where all weights are 0.
#[inline(always)]
fn open_weight<const L: usize>(block: &Block<L>, s: usize, all: Lanes<L>) -> Lanes<L> {
    let weight = gt(all, Lanes::ZERO, block.sellers.weight[s], Lanes::ONE);
    let room = block.sellers.available[s] - block.sellers.planned[s];
    gt(room, Lanes::ZERO, weight, Lanes::ZERO)
}
