//! A scenario with its names resolved, its numbers checked and its calm state known.
//!
//! A [`Model`] never changes. Everything the step needs lies in flat tables: sellers, consumers,
//! buyers, exporters, lanes and claims of all markets one after another, in byte order of ids.

mod calm;
mod changed;
mod disruption;
mod linked;
mod parts;
mod reach;
mod resolve;
mod stock;
mod supply;
mod tilt;

use crate::problem::Problem;
use crate::spec::Scenario;
use crate::time::Clock;

pub use calm::{Balance, Calm};
pub use changed::Limit;
pub(crate) use disruption::Target;
pub use disruption::{Arrival, Disruption, Draw, Item, Regime, Value};
pub(crate) use parts::{
    Buyer, Claim, Claimant, Corridor, Exporter, Lane, Mothball, Noise, Offtake, Process, Quantity,
    Quota, Substitution,
};
pub use parts::{Commodity, Consumer, Country, Market, Parameter, Project, Seller};
pub use stock::{Fund, Reserve};
pub(crate) use stock::{Refill, Rule};
pub use supply::{Flow, Scores, Supply};

/// A validated scenario, ready to run.
#[derive(Debug, Clone)]
pub struct Model {
    pub(crate) name: String,
    pub(crate) clock: Clock,
    pub(crate) given: bool,
    /// Discount rate, a year.
    pub(crate) discount: f64,
    pub(crate) focus: Vec<usize>,
    pub(crate) countries: Vec<Country>,
    pub(crate) commodities: Vec<Commodity>,
    pub(crate) sellers: Vec<Seller>,
    pub(crate) consumers: Vec<Consumer>,
    pub(crate) markets: Vec<Market>,
    /// Commodities, upstream first.
    pub(crate) order: Vec<usize>,
    pub(crate) exporters: Vec<Exporter>,
    pub(crate) buyers: Vec<Buyer>,
    pub(crate) lanes: Vec<Lane>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) quotas: Vec<Quota>,
    pub(crate) corridors: Vec<Corridor>,
    /// Sellers that close for low prices, and consumers that switch away from high ones.
    pub(crate) mothballed: Vec<usize>,
    pub(crate) switching: Vec<usize>,
    pub(crate) reserves: Vec<Reserve>,
    pub(crate) funds: Vec<Fund>,
    pub(crate) projects: Vec<Project>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) noisy: Vec<String>,
    pub(crate) disruptions: Vec<Disruption>,
    pub(crate) disruption_order: Vec<usize>,
    pub(crate) regime: Option<Regime>,
    pub(crate) calm: Calm,
    /// Whether an uncertain parameter moves the calm state.
    pub(crate) calm_varies: bool,
    pub(crate) warnings: Vec<Problem>,
}

impl Model {
    /// Checks a scenario and resolves it.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with the place where it stands.
    pub fn new(scenario: &Scenario) -> Result<Self, Vec<Problem>> {
        resolve::resolve(scenario)
    }

    /// Name of the scenario.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The grid of steps.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Countries, by id.
    pub fn countries(&self) -> &[Country] {
        &self.countries
    }

    /// Indices of the countries that the scenario's question is about; none if it does not say.
    pub fn focus(&self) -> &[usize] {
        &self.focus
    }

    /// Commodities, by id.
    pub fn commodities(&self) -> &[Commodity] {
        &self.commodities
    }

    /// Indices of the commodities, upstream first.
    pub fn upstream_first(&self) -> &[usize] {
        &self.order
    }

    /// Producers and processors, by `kind.id`.
    pub fn sellers(&self) -> &[Seller] {
        &self.sellers
    }

    /// Consumers, by id.
    pub fn consumers(&self) -> &[Consumer] {
        &self.consumers
    }

    /// Longest lead of a commodity's lanes, in steps.
    pub fn longest_lead(&self, commodity: usize) -> usize {
        self.markets[commodity].longest_lead
    }

    /// Reserves, by id.
    pub fn reserves(&self) -> &[Reserve] {
        &self.reserves
    }

    /// Indices of the countries that a reserve serves, in the order served.
    pub fn served_by(&self, reserve: usize) -> impl Iterator<Item = usize> + '_ {
        let buyers = self.reserves[reserve].serves.iter();
        buyers.map(|&buyer| self.buyers[buyer].country)
    }

    /// Funds, by id.
    pub fn funds(&self) -> &[Fund] {
        &self.funds
    }

    /// Disruptions, by `kind.id`.
    pub fn disruptions(&self) -> &[Disruption] {
        &self.disruptions
    }

    /// Indices of the disruptions, each after the one that triggers it.
    pub fn disruption_order(&self) -> &[usize] {
        &self.disruption_order
    }

    /// The regime that multiplies rates.
    pub fn regime(&self) -> Option<&Regime> {
        self.regime.as_ref()
    }

    /// Numbers drawn once a path.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// Projects, by id.
    pub fn projects(&self) -> &[Project] {
        &self.projects
    }

    /// Ids of the consumers with noise on their demand.
    pub fn noisy(&self) -> &[String] {
        &self.noisy
    }

    /// What is odd about the scenario, though it runs.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// The calm state at median parameters: needs, flows and outputs (model page §3).
    pub fn calm(&self) -> &Calm {
        &self.calm
    }

    /// Discount rate, a year: money of a run is its value at step 0.
    pub fn discount_rate(&self) -> f64 {
        self.discount
    }

    /// What a dollar at a step of the horizon is worth at step 0.
    pub fn present_value(&self, step: f64) -> f64 {
        if self.discount == 0.0 {
            return 1.0;
        }
        libm::pow(1.0 + self.discount, -step / self.clock.steps_per_year())
    }

    /// Year of the horizon that a step lies in, from 1.
    pub(crate) fn year_of(&self, step: f64) -> f64 {
        (step / self.clock.steps_per_year()).floor() + 1.0
    }

    /// Years of the horizon, one begun counted whole.
    pub fn years_begun(&self) -> f64 {
        self.year_of((self.clock.steps - 1) as f64)
    }

    /// Whether a shortfall of a consumer costs anything: it has a value at risk, or what it uses has
    /// a reference price.
    pub(crate) fn loses_value(&self, consumer: usize) -> bool {
        let consumer = &self.consumers[consumer];
        consumer.value_at_risk > 0.0 || self.commodities[consumer.commodity].price.is_some()
    }

    /// Step of the horizon that a step of the clock stands for in schedules: warm-up steps are
    /// taken as step 0.
    pub(crate) fn scheduled(&self, clock_step: usize) -> usize {
        clock_step.saturating_sub(self.clock.warm_up)
    }
}
