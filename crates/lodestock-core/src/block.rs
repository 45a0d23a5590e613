//! The state of a block of paths, stepped together.
//!
//! Structure of arrays: every table is `[entity][path]`, the path innermost, in the order of the
//! model's flat tables. A block of one path is the same code and the readable reference.

mod effects;
mod setup;
mod switches;

use crate::lanes::Lanes;
use crate::model::Model;
use crate::stream::Stream;

pub(crate) use effects::Schedule;
pub(crate) use switches::Switches;

/// What is drawn once a path and stays.
#[derive(Debug, Clone, Default)]
pub(crate) struct Drawn<const L: usize> {
    /// Capacity of each seller at shape 1, units a step.
    pub capacity: Vec<Lanes<L>>,
    /// Supply elasticity and stretch of each seller.
    pub supply_elasticity: Vec<Lanes<L>>,
    pub stretch: Vec<Lanes<L>>,
    /// Demand of each consumer at shape 1, units a step.
    pub demand: Vec<Lanes<L>>,
    /// ln(1 + growth) a year of each consumer with uncertain growth, else 0.
    pub growth: Vec<Lanes<L>>,
    /// Demand elasticity of each consumer.
    pub elasticity: Vec<Lanes<L>>,
    /// 1 / max(0.02, demand elasticity) of each commodity.
    pub inverse_elasticity: Vec<Lanes<L>>,
    /// Share of need that can move to a lane in a step, of each market.
    pub reroute: Vec<Lanes<L>>,
    /// Step from which each project delivers.
    pub project_start: Vec<Lanes<L>>,
}

/// The calm state of each path.
#[derive(Debug, Clone, Default)]
pub(crate) struct CalmLanes<const L: usize> {
    /// Need of each buyer.
    pub need: Vec<Lanes<L>>,
    /// Flow of each lane (X).
    pub flow: Vec<Lanes<L>>,
    /// Share of each lane (w).
    pub share: Vec<Lanes<L>>,
    /// Output of each seller.
    pub output: Vec<Lanes<L>>,
    /// Weight of each seller among its country's; 0 where capacity(t) decides.
    pub weight: Vec<Lanes<L>>,
}

/// What acts in this step, from the calendar.
#[derive(Debug, Clone, Default)]
pub(crate) struct Effects<const L: usize> {
    /// Availability of each seller: Π (1 − s).
    pub seller: Vec<Lanes<L>>,
    /// Seller and path where availability has changed.
    pub moved: Vec<(usize, usize)>,
    /// Availability of each corridor.
    pub corridor: Vec<Lanes<L>>,
    /// Share that a capped lane still carries; infinite if free.
    pub lane: Vec<Lanes<L>>,
    /// 1 where established trade of a lane may move, 0 where it is frozen.
    pub lane_free: Vec<Lanes<L>>,
    /// Share that a quota's lanes still carry together; infinite if none.
    pub quota: Vec<Lanes<L>>,
    /// Units a step that a quota's lanes carry together; infinite if none.
    pub quota_limit: Vec<Lanes<L>>,
    /// Π (1 + τ)^(−σ) of each lane.
    pub tariff_share: Vec<Lanes<L>>,
    /// Π (1 + τ) of each lane.
    pub tariff_cost: Vec<Lanes<L>>,
    /// Π (1 + s) of each consumer.
    pub surge: Vec<Lanes<L>>,
    /// Π (1 − depth) of each commodity.
    pub slump: Vec<Lanes<L>>,
    /// Extra cover each buyer wants, steps.
    pub hoard: Vec<Lanes<L>>,
}

/// A seller's row of state.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sellers<const L: usize> {
    /// Available output of this step.
    pub available: Vec<Lanes<L>>,
    /// Output of the last step, then of this one.
    pub output: Vec<Lanes<L>>,
    /// Weight among its country's sellers in this step.
    pub weight: Vec<Lanes<L>>,
    /// Planned output.
    pub planned: Vec<Lanes<L>>,
    /// What it can supply now.
    pub can: Vec<Lanes<L>>,
    /// Steps that the price has been below the cost, and back.
    pub low: Vec<Lanes<L>>,
    pub back: Vec<Lanes<L>>,
    /// 1 while mothballed.
    pub closed: Vec<Lanes<L>>,
}

/// A buyer's row of state.
#[derive(Debug, Clone, Default)]
pub(crate) struct Buyers<const L: usize> {
    /// Commercial stock S.
    pub stock: Vec<Lanes<L>>,
    /// Flow of the last step, and the same times lead.
    pub flow: Vec<Lanes<L>>,
    pub late: Vec<Lanes<L>>,
    /// Goods on the way.
    pub transit: Vec<Lanes<L>>,
    /// Price p and price memory m, in reference prices; whether any path's price is above 1.
    pub price: Vec<Lanes<L>>,
    pub scarce: Vec<bool>,
    pub memory: Vec<Lanes<L>>,
    /// ln p̂ of this step, and whether it is above 0 in any path.
    pub log_stock_price: Vec<Lanes<L>>,
    pub dear: Vec<bool>,
    /// Need of this step, with what was deferred.
    pub need: Vec<Lanes<L>>,
    /// Order of this step; and what is left of it.
    pub order: Vec<Lanes<L>>,
    pub order_left: Vec<Lanes<L>>,
    /// What arrives in this step.
    pub arrived: Vec<Lanes<L>>,
    /// Foreign flow ordered this step, weighted with 1 + tariff.
    pub taxed_imports: Vec<Lanes<L>>,
    /// Σ of full claims and of what is served, releases included.
    pub full: Vec<Lanes<L>>,
    pub served: Vec<Lanes<L>>,
    /// Σ of what claims want at the price.
    pub wanted: Vec<Lanes<L>>,
    /// m^ψ.
    pub pull: Vec<Lanes<L>>,
}

/// A claim's row of state.
#[derive(Debug, Clone, Default)]
pub(crate) struct Claims<const L: usize> {
    /// Full demand d, or planned feed.
    pub full: Vec<Lanes<L>>,
    /// What it wants at the price, where the buyer's stock is dear; else it wants all.
    pub wanted: Vec<Lanes<L>>,
    /// What it got, releases included.
    pub served: Vec<Lanes<L>>,
    /// Whether stock did not reach for it in some path.
    pub short: Vec<bool>,
}

/// A consumer's row of state.
#[derive(Debug, Clone, Default)]
pub(crate) struct Consumers<const L: usize> {
    /// Demand deferred to the next step.
    pub deferred: Vec<Lanes<L>>,
    /// Share that has switched away.
    pub switched: Vec<Lanes<L>>,
    /// State z of the noise.
    pub noise: Vec<Lanes<L>>,
    /// Results of the step.
    pub unmet: Vec<Lanes<L>>,
    pub curtailed: Vec<Lanes<L>>,
    /// Whether either is other than 0 in any path, and whether what was curtailed is.
    pub missed: Vec<bool>,
    pub gave_up: Vec<bool>,
}

/// A lane's row of state.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trade<const L: usize> {
    /// Established trade E.
    pub established: Vec<Lanes<L>>,
    /// Flow of the last step, then of this one.
    pub flow: Vec<Lanes<L>>,
    /// Flow being cleared.
    pub clearing: Vec<Lanes<L>>,
    /// Room of each lane in this step, before anything flows.
    pub room: Vec<Lanes<L>>,
    /// Room left of the lanes that quotas and corridors bind together, as a round begins.
    pub shared_room: Vec<Lanes<L>>,
    pub request: Vec<Lanes<L>>,
    /// Whether anything is asked of a lane in a round, in any path.
    pub asks: Vec<bool>,
    /// Supply of each exporter left, and at the start.
    pub supply_left: Vec<Lanes<L>>,
    pub supply: Vec<Lanes<L>>,
    /// 1 where an exporter has something left, as a round begins.
    pub has_supply: Vec<Lanes<L>>,
    /// Whether that is so in any path.
    pub open: Vec<bool>,
    /// Places of the buyers of a market that still want something.
    pub active: Vec<usize>,
    /// Available output of each exporter.
    pub available: Vec<Lanes<L>>,
    /// What quotas and corridors have left.
    pub quota_left: Vec<Lanes<L>>,
    pub corridor_left: Vec<Lanes<L>>,
    /// The same, kept for the clearings that follow in the step.
    pub corridor_step: Vec<Lanes<L>>,
    /// Arrivals by market, buyer and slot.
    pub ring: Vec<Lanes<L>>,
}

/// A reserve's row of state.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reserves<const L: usize> {
    pub level: Vec<Lanes<L>>,
    /// Released and refilled in this step.
    pub released: Vec<Lanes<L>>,
    pub refilled: Vec<Lanes<L>>,
    /// Rate at which it buys in this step.
    pub buying: Vec<Lanes<L>>,
    /// Released and not yet bought back.
    pub owed: Vec<Lanes<L>>,
    /// 1 while a spell of shortage runs, and the level when it began.
    pub in_spell: Vec<Lanes<L>>,
    pub spell_level: Vec<Lanes<L>>,
    /// Steps that each served country has been below: flat, reserve after reserve.
    pub below: Vec<Lanes<L>>,
    /// First place of each reserve in `below`.
    pub below_start: Vec<usize>,
    /// What each fund has left, USD.
    pub purse: Vec<Lanes<L>>,
}

/// A block of paths.
#[derive(Debug, Clone, Default)]
pub(crate) struct Block<const L: usize> {
    pub drawn: Drawn<L>,
    pub calm: CalmLanes<L>,
    pub effects: Effects<L>,
    pub sellers: Sellers<L>,
    pub buyers: Buyers<L>,
    pub claims: Claims<L>,
    pub consumers: Consumers<L>,
    pub trade: Trade<L>,
    pub reserves: Reserves<L>,
    /// Plain outages of the paths.
    pub switches: Switches,
    /// Calendars of the paths, and the time before which nothing changes in each, and in any.
    pub schedules: Vec<Schedule>,
    pub next_change: Vec<f64>,
    pub soonest: f64,
    /// Noise streams: consumer with noise after consumer, path after path; empty when off.
    pub noise_streams: Vec<[Stream; L]>,
    /// Whether a quota binds in any path now.
    pub quota_active: Vec<u32>,
}

impl<const L: usize> Block<L> {
    /// Bytes that a block of a model takes, about.
    pub fn bytes(model: &Model) -> usize {
        let lane = std::mem::size_of::<Lanes<L>>();
        let ring: usize = model
            .markets
            .iter()
            .map(|m| m.slots() * m.buyers.len())
            .sum();
        let rows = 20 * model.sellers.len()
            + 20 * model.buyers.len()
            + 14 * model.consumers.len()
            + 16 * model.lanes.len()
            + 24 * model.reserves.len()
            + 4 * model.corridors.len()
            + 4 * model.quotas.len()
            + ring;
        rows * lane
    }
}
