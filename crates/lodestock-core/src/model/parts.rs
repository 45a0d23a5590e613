//! The parts of a model: names resolved to indices, rates per step, spans in steps.

use std::ops::Range;

use crate::law::Law;
use crate::model::disruption::{Draw, Value};

/// A number that is drawn once a path.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Where it stands in the scenario, such as `producer.china.capacity`; addresses its stream.
    pub id: String,
    /// Its law, in the units of the scenario.
    pub law: Law,
}

/// A project of the model.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// `project.x`.
    pub id: String,
    /// Step at which it is planned to start, known delays included.
    pub planned: f64,
    /// Further delay in steps.
    pub delay: Draw,
    /// Probability that it comes at all.
    pub probability: f64,
    /// Units a step, when ramped up.
    pub(crate) capacity: f64,
    /// Steps from start to full output.
    pub(crate) ramp: f64,
}

impl Project {
    /// Share of its capacity at a step, if it started at `start`.
    pub(crate) fn share(&self, step: f64, start: f64) -> f64 {
        if step < start {
            0.0
        } else if self.ramp > 0.0 {
            ((step - start) / self.ramp).min(1.0)
        } else {
            1.0
        }
    }
}

/// A quantity over time: a value, times a shape if it changes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Quantity {
    /// Units a step, or 1 where the shape has the units.
    pub value: Value,
    /// Factor in each step of the horizon; `None` for a constant 1.
    pub shape: Option<Vec<f64>>,
}

impl Quantity {
    /// Factor at a step.
    pub fn factor(&self, step: usize) -> f64 {
        self.shape.as_ref().map_or(1.0, |shape| shape[step])
    }
}

/// A country of the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A commodity of the model; its market has the same index.
#[derive(Debug, Clone, PartialEq)]
pub struct Commodity {
    /// Its id.
    pub id: String,
    /// Its unit.
    pub unit: String,
    /// Reference price, USD per unit.
    pub price: Option<f64>,
    /// Highest price, in reference prices.
    pub price_cap: f64,
    /// Its logarithm.
    pub(crate) log_price_cap: f64,
    /// Magnitude of the demand elasticity.
    pub(crate) elasticity: Value,
}

/// A producer or processor of the model, or one copy of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Seller {
    /// `producer.x` or `processor.x`, with `#n` for copies.
    pub id: String,
    /// Index of its country.
    pub country: usize,
    /// Index of what it makes.
    pub commodity: usize,
    pub(crate) capacity: Quantity,
    pub(crate) projects: Vec<usize>,
    pub(crate) weight: Option<f64>,
    pub(crate) exporter: usize,
    pub(crate) host: Option<usize>,
    /// Supply elasticity and stretch; `None` where output does not follow price.
    pub(crate) response: Option<(Value, Value)>,
    pub(crate) mothball: Option<Mothball>,
    /// What a processor takes; `None` for a producer.
    pub(crate) process: Option<Process>,
}

impl Seller {
    /// Whether only disruptions change what it has available.
    pub(crate) fn is_steady(&self) -> bool {
        let moved = self.response.is_some() || self.mothball.is_some() || self.host.is_some();
        !moved && self.projects.is_empty() && self.capacity.shape.is_none()
    }
}

/// When a seller closes for low prices.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Mothball {
    /// Cost, in reference prices.
    pub cost: f64,
    /// Highest price floor of its zone, in reference prices; 0 without.
    pub floor: f64,
    /// Steps of low price before it closes.
    pub patience: f64,
    /// Steps of better price before it opens.
    pub restart: f64,
}

/// What a processor takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Process {
    /// Output per input.
    pub recovery: f64,
    /// Buyer of its input.
    pub buyer: usize,
    /// Its place among that buyer's claims.
    pub claim: usize,
}

/// A consumer of the model.
#[derive(Debug, Clone, PartialEq)]
pub struct Consumer {
    /// Its id.
    pub id: String,
    /// Index of its country.
    pub country: usize,
    /// Index of what it uses.
    pub commodity: usize,
    /// Its priority.
    pub priority: u32,
    /// Its sector.
    pub sector: Option<String>,
    pub(crate) demand: Quantity,
    /// Growth a year, where it is uncertain; known growth is in the shape.
    pub(crate) growth: Option<Value>,
    pub(crate) elasticity: Value,
    /// What a unit physically missing costs, USD; 0 where the scenario does not say.
    pub value_at_risk: f64,
    pub(crate) noise: Option<Noise>,
    pub(crate) defer: f64,
    pub(crate) substitution: Option<Substitution>,
    /// Whether a surge can raise its demand.
    pub(crate) surges: bool,
    pub(crate) buyer: usize,
    pub(crate) claim: usize,
}

impl Consumer {
    /// Whether its demand is the same in every step of a path.
    pub(crate) fn is_steady(&self) -> bool {
        let varies = self.demand.shape.is_some() || self.growth.is_some() || self.noise.is_some();
        !varies && !self.surges && self.substitution.is_none() && self.defer == 0.0
    }
}

/// Noise on a consumer's demand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Noise {
    /// Index into the model's noisy consumers.
    pub index: usize,
    /// Long-run standard deviation of the logarithm.
    pub volatility: f64,
    /// Correlation from step to step.
    pub persistence: f64,
}

/// Demand that switches away.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Substitution {
    /// Share of demand a step.
    pub rate: f64,
    /// Most that can switch.
    pub limit: f64,
}

/// A market: who sells to whom. Its tables are ranges of the model's flat tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Market {
    pub(crate) exporters: Range<usize>,
    pub(crate) buyers: Range<usize>,
    pub(crate) lanes: Range<usize>,
    /// Commercial cover in steps.
    pub(crate) cover: f64,
    /// Restocking time in steps, at least 1.
    pub(crate) restock: f64,
    /// Price memory in steps, at least 1.
    pub(crate) memory: f64,
    /// Share of need that can move to a lane in a step.
    pub(crate) reroute: Value,
    pub(crate) price_pull: f64,
    pub(crate) stock_price_exponent: f64,
    pub(crate) trade_elasticity: f64,
    /// Longest lead in steps.
    pub(crate) longest_lead: usize,
    /// First place of its ring of arrivals in the flat table.
    pub(crate) ring: usize,
    pub(crate) quotas: Vec<usize>,
    /// Corridor and the lanes of this market that use it.
    pub(crate) corridors: Vec<(usize, Vec<usize>)>,
    pub(crate) offtakes: Vec<Offtake>,
    pub(crate) reserves: Vec<usize>,
    /// Whether planned sales are needed: a seller is a processor or another's host.
    pub(crate) planned: bool,
    /// One country that buys only from itself: no trade to clear.
    pub(crate) pool: bool,
    /// Whether anything hangs on the memory of its prices.
    pub(crate) remembers: bool,
    /// Whether contracts or domestic priority come before the market.
    pub(crate) contracts: bool,
    /// Lanes that quotas or corridors bind together.
    pub(crate) shared: Vec<usize>,
}

impl Market {
    /// The lane from an exporter to a buyer, by their places in the market.
    #[inline(always)]
    pub(crate) fn lane(&self, exporter: usize, buyer: usize) -> usize {
        self.lanes.start + buyer * self.exporters.len() + exporter
    }

    /// The lanes into a buyer, by its place in the market.
    #[inline(always)]
    pub(crate) fn lanes_into(&self, buyer: usize) -> Range<usize> {
        self.lane(0, buyer)..self.lane(0, buyer + 1)
    }

    /// Steps of the ring of arrivals.
    pub(crate) fn slots(&self) -> usize {
        self.longest_lead + 1
    }
}

/// A country as seller of a commodity.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Exporter {
    pub country: usize,
    pub commodity: usize,
    pub sellers: Vec<usize>,
    pub domestic_priority: bool,
    /// Whether only disruptions change what its sellers have available: no price, host, project
    /// or schedule does.
    pub steady: bool,
}

/// A country as buyer of a commodity.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Buyer {
    pub country: usize,
    pub commodity: usize,
    /// Its claims, in the order of priority.
    pub claims: Range<usize>,
    /// Claims of one priority each, first priority first.
    pub classes: Vec<Range<usize>>,
    pub consumers: Vec<usize>,
    pub processors: Vec<usize>,
    /// Reserves that buy here.
    pub refilled: Vec<usize>,
    /// Whether calm demand changes over the time that goods are on the way.
    pub trend: bool,
}

/// Somebody who takes from a buyer's stock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Claim {
    pub who: Claimant,
    pub priority: u32,
}

/// Who takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Claimant {
    /// A consumer, by index.
    Consumer(usize),
    /// A processor, by index of the seller.
    Processor(usize),
}

/// A lane of a market.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Lane {
    pub exporter: usize,
    pub buyer: usize,
    /// Lead time in steps.
    pub lead: usize,
    pub domestic: bool,
    /// Most it carries, as a share of the exporter's available output; infinite without limit.
    pub access: f64,
    /// Share of the buyer's purchases, where it has a table; negative where capacity decides.
    pub share: f64,
    /// Whether a ban, licence or closure can cap it; whether a restriction can freeze it.
    pub capped: bool,
    pub frozen: bool,
    /// Whether a tariff can tax it.
    pub taxed: bool,
    /// Its place among the lanes that quotas and corridors bind together.
    pub shared: Option<usize>,
}

/// A contract of a market.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Offtake {
    pub lane: usize,
    /// Units a step.
    pub quantity: f64,
}

/// Capacity that lanes share.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Corridor {
    /// Units a step.
    pub capacity: f64,
    pub projects: Vec<usize>,
}

/// The lanes of one quota in one market.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Quota {
    pub lanes: Vec<usize>,
}
