//! Countries, commodities, the people who make, use and hold them, and how they trade.

use super::{Amount, Rate, Series, Size, Table, Years};
use crate::law::Law;
use crate::time::Date;

/// A country.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Country {
    /// Name to print; the id if `None`.
    pub name: Option<String>,
}

/// One tradable form of a mineral.
#[derive(Debug, Clone)]
pub struct Commodity {
    /// Unit of contained metal, such as `t` or `kg`.
    pub unit: String,
    /// Reference price, USD per unit; money is not reported without it.
    pub price: Option<f64>,
    /// Elasticity of demand in the short run, negative or 0. Its magnitude counts.
    pub demand_elasticity: Amount,
    /// Highest price, in reference prices; at least 1.
    pub price_cap: f64,
}

impl Default for Commodity {
    fn default() -> Self {
        Self {
            unit: "t".into(),
            price: None,
            demand_elasticity: Amount::Fixed(0.0),
            price_cap: 20.0,
        }
    }
}

/// What producers and processors have in common.
#[derive(Debug, Clone)]
pub struct Seller {
    /// Country where it stands.
    pub country: String,
    /// Most it can make, units of its output a year.
    pub capacity: Series,
    /// How its country's sales are split over its sellers; capacity if `None`.
    pub output_weight: Option<f64>,
    /// Id of the seller whose output it follows, `producer.x` or `processor.x`.
    pub by_product_of: Option<String>,
    /// Output rises as price to this power.
    pub supply_elasticity: Amount,
    /// Output never exceeds this times capacity; at least 1.
    pub stretch: Amount,
    /// Cost, USD per unit: it is mothballed while the price stays below.
    pub cost: Option<f64>,
    /// How long the price must stay below the cost before it is mothballed.
    pub patience: Years,
    /// How long the price must be back before it reopens.
    pub restart: Years,
    /// That many independent copies, each of this capacity and with its own outages.
    pub count: u32,
}

impl Default for Seller {
    fn default() -> Self {
        Self {
            country: String::new(),
            capacity: Series::from(0.0),
            output_weight: None,
            by_product_of: None,
            supply_elasticity: Amount::Fixed(0.0),
            stretch: Amount::Fixed(1.0),
            cost: None,
            patience: 0.5,
            restart: 1.0,
            count: 1,
        }
    }
}

/// Makes a commodity from nothing: a mine, a by-product stream, recycling.
#[derive(Debug, Clone, Default)]
pub struct Producer {
    /// Place, capacity and behaviour.
    pub seller: Seller,
    /// What it makes.
    pub commodity: String,
}

/// Turns one commodity into another.
#[derive(Debug, Clone)]
pub struct Processor {
    /// Place, capacity (in output) and behaviour.
    pub seller: Seller,
    /// What it takes.
    pub input: String,
    /// What it makes.
    pub output: String,
    /// Output per unit of input, above 0.
    pub recovery: f64,
    /// Rank in the queue for its input; 1 is served first.
    pub priority: u32,
}

impl Default for Processor {
    fn default() -> Self {
        Self {
            seller: Seller::default(),
            input: String::new(),
            output: String::new(),
            recovery: 1.0,
            priority: 2,
        }
    }
}

/// Uses a commodity.
#[derive(Debug, Clone)]
pub struct Consumer {
    /// Country where it stands.
    pub country: String,
    /// What it uses.
    pub commodity: String,
    /// Demand, units a year.
    pub demand: Series,
    /// Factor on demand over time.
    pub profile: Option<Series>,
    /// Growth of demand a year.
    pub growth: Amount,
    /// Twelve monthly factors, January first.
    pub seasonality: Option<[f64; 12]>,
    /// Rank in the queue; 1 is served first.
    pub priority: u32,
    /// Elasticity of demand; its commodity's if `None`.
    pub demand_elasticity: Option<Amount>,
    /// USD of downstream value added per unit of unmet demand.
    pub value_at_risk: Option<f64>,
    /// Sector it belongs to, for reports.
    pub sector: Option<String>,
    /// Random noise on demand.
    pub noise: Option<Noise>,
    /// Share of unmet demand that joins the next step's demand, in `[0, 1]`.
    pub defer: f64,
    /// Demand that switches away while the price is high.
    pub substitution: Option<Substitution>,
}

impl Default for Consumer {
    fn default() -> Self {
        Self {
            country: String::new(),
            commodity: String::new(),
            demand: Series::from(0.0),
            profile: None,
            growth: Amount::Fixed(0.0),
            seasonality: None,
            priority: 2,
            demand_elasticity: None,
            value_at_risk: None,
            sector: None,
            noise: None,
            defer: 0.0,
            substitution: None,
        }
    }
}

/// Lognormal AR(1) noise of mean 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    /// Standard deviation of the logarithm in the long run.
    pub volatility: f64,
    /// Correlation from one step to the next, in `[0, 1)`.
    pub persistence: f64,
}

/// Demand that switches away while the price memory is high.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Substitution {
    /// Share of demand a year.
    pub rate: f64,
    /// Most that can switch, in `[0, 1]`.
    pub limit: f64,
}

/// How a commodity is traded.
#[derive(Debug, Clone)]
pub struct Market {
    /// Importer → exporter → share of what the importer buys; a row sums to 1.
    pub imports: Table<Table<f64>>,
    /// Lead time of foreign lanes.
    pub lead_time: Years,
    /// Importer → exporter → lead time of that one lane.
    pub leads: Table<Table<Years>>,
    /// Commercial stock that users hold, as a span of their need.
    pub commercial_cover: Years,
    /// Time over which a stock gap is closed; a step if `None`.
    pub restock_time: Option<Years>,
    /// Share of need that an importer can move to a lane in a month.
    pub reroute_per_month: Amount,
    /// How strongly price pulls cargo, in `[0, 1]`.
    pub price_pull: f64,
    /// Exponent of price on stock cover, 0 or more.
    pub stock_price_exponent: f64,
    /// Memory of the price signal; a step if `None`.
    pub price_memory: Option<Years>,
    /// Elasticity of substitution between origins under tariffs.
    pub trade_elasticity: f64,
    /// Exporters that serve their own country first.
    pub domestic_priority: Vec<String>,
    /// Importer → exporter → most of the exporter's available output that the lane carries.
    pub access: Table<Table<f64>>,
}

impl Default for Market {
    fn default() -> Self {
        Self {
            imports: Table::new(),
            lead_time: 0.0,
            leads: Table::new(),
            commercial_cover: 0.0,
            restock_time: None,
            reroute_per_month: Amount::Fixed(0.05),
            price_pull: 1.0,
            stock_price_exponent: 0.0,
            price_memory: None,
            trade_elasticity: 4.0,
            domestic_priority: Vec::new(),
            access: Table::new(),
        }
    }
}

/// A contract served before the market.
#[derive(Debug, Clone, Default)]
pub struct Offtake {
    /// Exporting country.
    pub seller: String,
    /// Importing country.
    pub buyer: String,
    /// What is sold.
    pub commodity: String,
    /// Units a year; at most the calm flow of its lane.
    pub quantity: f64,
}

/// Capacity that several lanes share.
#[derive(Debug, Clone, Default)]
pub struct Corridor {
    /// `(commodity, from, to)`: countries or blocs.
    pub lanes: Vec<(String, super::LaneSet)>,
    /// Units a year, of all lanes together.
    pub capacity: f64,
}

/// New capacity that comes late or never.
#[derive(Debug, Clone)]
pub struct Project {
    /// `producer.x`, `processor.x` or `corridor.x`.
    pub adds_to: String,
    /// Units a year, when fully ramped up.
    pub capacity: f64,
    /// Planned start.
    pub start: Date,
    /// Delay in years, if any.
    pub delay: Option<Law>,
    /// Delay that is known.
    pub fixed_delay: Years,
    /// Probability that it comes at all.
    pub probability: f64,
    /// Time from first to full output.
    pub ramp: Years,
}

/// A strategic stock.
#[derive(Debug, Clone)]
pub struct Reserve {
    /// What it holds.
    pub commodity: String,
    /// Countries or blocs, in the order served.
    pub serves: Vec<String>,
    /// Most it holds.
    pub capacity: Size,
    /// What it holds at the start; capacity if `None`.
    pub initial: Option<Size>,
    /// Most it releases; without limit if `None`.
    pub max_release: Option<Rate>,
    /// When and how it releases.
    pub release: Release,
    /// How it is filled again; never if `None`.
    pub refill: Option<Refill>,
    /// Cost of holding, share of the stock's value a year.
    pub holding_cost: f64,
}

/// When and how a reserve releases.
#[derive(Debug, Clone, PartialEq)]
pub struct Release {
    /// It releases where less than this share of demand is served.
    pub trigger_fill: f64,
    /// After so long below the trigger.
    pub delay: Years,
    /// How much at a time.
    pub rule: ReleaseRule,
}

impl Default for Release {
    fn default() -> Self {
        Self {
            trigger_fill: 1.0,
            delay: 0.0,
            rule: ReleaseRule::Cover,
        }
    }
}

/// How much a reserve gives at a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ReleaseRule {
    /// Whatever is missing.
    Cover,
    /// At most an equal part of what it held when the shortage began.
    Spread {
        /// Time over which the stock is spread.
        over: Years,
    },
    /// Hold a quantity back for the first priorities.
    Hold {
        /// Priorities up to this one may use everything.
        for_priority: u32,
        /// What the others must leave.
        quantity: Size,
    },
}

/// How a reserve is filled again.
#[derive(Debug, Clone, PartialEq)]
pub struct Refill {
    /// Most it buys.
    pub rate: Rate,
    /// Only while the price is at most this, in reference prices.
    pub below_price: Option<f64>,
    /// Members' duty: what was released is ordered again at least this fast.
    pub within: Option<Years>,
}

/// One purse for several reserves.
#[derive(Debug, Clone, Default)]
pub struct Fund {
    /// USD, in total.
    pub budget: f64,
    /// Ids of the reserves it pays for.
    pub reserves: Vec<String>,
}

/// A price paid to sellers of a zone.
#[derive(Debug, Clone, Default)]
pub struct PriceFloor {
    /// Countries or blocs.
    pub members: Vec<String>,
    /// Commodity it holds for.
    pub commodity: String,
    /// USD per unit.
    pub level: f64,
}
