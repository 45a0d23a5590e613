//! What is compared: risks, and what a reserve does and costs.

use lodestock_core::record::{Group, GroupMetric, ReserveMetric};
use lodestock_core::{Groups, Model};

use crate::measure::{Measure, Per, Quantity, Subject};
use crate::table::Table;

/// A figure of consumers or of a reserve, over the horizon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    /// A risk.
    Risk(Measure),
    /// Mean cost of imports, USD.
    ImportCost,
    /// Mean of what a reserve releases, units.
    Released,
    /// Cost of what it holds at the start at the reference price, USD.
    InitialCost,
    /// Mean cost of its refills, USD.
    PurchaseCost,
    /// Mean cost of holding, USD.
    HoldingCost,
}

/// Numbers of the paths.
#[derive(Debug)]
pub(super) struct Values {
    /// A number per path.
    pub numbers: Vec<f64>,
    /// Whether they say anything: a cost without a price does not, while it is 0.
    pub matters: bool,
}

/// Every mean is taken alike, whatever it is of.
const MEAN: Measure = Measure::Mean(Quantity::Shortfall);

impl Figure {
    /// Those of a set of consumers.
    pub const OF_CONSUMERS: [Self; 8] = [
        Self::Risk(Measure::ProbabilityShort),
        Self::Risk(Measure::Mean(Quantity::Shortfall)),
        Self::Risk(Measure::Cvar(Quantity::Shortfall, 0.95)),
        Self::Risk(Measure::ProbabilityUnmet),
        Self::Risk(Measure::Mean(Quantity::Unmet)),
        Self::Risk(Measure::StepsShort),
        Self::Risk(Measure::Mean(Quantity::ShortfallCost)),
        Self::ImportCost,
    ];
    /// Those of a reserve.
    pub const OF_RESERVE: [Self; 5] = [
        Self::Risk(Measure::ProbabilityEmpty),
        Self::Released,
        Self::InitialCost,
        Self::PurchaseCost,
        Self::HoldingCost,
    ];

    /// Its name in texts: that of the measure, or for example `holding cost`.
    pub fn name(self) -> String {
        match self {
            Self::Risk(measure) => measure.to_string(),
            Self::ImportCost => "import cost".into(),
            Self::Released => "released".into(),
            Self::InitialCost => "initial cost".into(),
            Self::PurchaseCost => "purchase cost".into(),
            Self::HoldingCost => "holding cost".into(),
        }
    }

    /// Whether it is in USD.
    pub fn is_money(self) -> bool {
        match self {
            Self::Risk(measure) => measure.quantity() == Some(Quantity::ShortfallCost),
            Self::Released => false,
            _ => true,
        }
    }

    /// Whether it is in the unit of a commodity.
    pub fn is_quantity(self) -> bool {
        match self {
            Self::Risk(measure) => measure.quantity().is_some() && !self.is_money(),
            figure => figure == Self::Released,
        }
    }

    /// How the paths' numbers become one.
    pub(super) fn measure(self) -> Measure {
        match self {
            Self::Risk(measure) => measure,
            _ => MEAN,
        }
    }

    /// Its numbers for a group; `None` if it is none of consumers, or needs a price that is not
    /// there.
    pub(super) fn of_group(
        self,
        model: &Model,
        groups: &Groups,
        group: &Group,
        table: &Table,
    ) -> Option<Values> {
        let priced = model.priced(groups, group);
        let numbers = match self {
            Self::Risk(measure) => {
                let subject = Subject {
                    groups,
                    group,
                    reserve: None,
                };
                measure.values(model, subject, Per::Horizon, table)?
            }
            Self::ImportCost if priced => {
                table.column(groups.column(group, GroupMetric::ImportCost))
            }
            _ => return None,
        };
        let matters = priced || !self.is_money() || numbers.iter().any(|&x| x != 0.0);
        Some(Values { numbers, matters })
    }

    /// Its numbers for a reserve; `None` if it is none of reserves, or needs a price or a capacity
    /// that is not there.
    pub(super) fn of_reserve(
        self,
        model: &Model,
        groups: &Groups,
        reserve: usize,
        table: &Table,
    ) -> Option<Values> {
        let about = &model.reserves()[reserve];
        let price = model.commodities()[about.commodity].price;
        let column = |metric| table.column(groups.reserve_column(reserve, metric));
        let numbers = match self {
            // A reserve that holds nothing is neither full nor empty.
            Self::Risk(Measure::ProbabilityEmpty) if about.capacity > 0.0 => {
                let first = column(ReserveMetric::FirstEmpty);
                let empty = first.iter().map(|x| f64::from(u8::from(x.is_finite())));
                empty.collect()
            }
            Self::Released => column(ReserveMetric::Released),
            Self::InitialCost => vec![price? * about.initial; table.rows()],
            Self::PurchaseCost => price.map(|_| column(ReserveMetric::PurchaseCost))?,
            Self::HoldingCost => price.map(|_| column(ReserveMetric::HoldingCost))?,
            Self::Risk(_) | Self::ImportCost => return None,
        };
        Some(Values {
            numbers,
            matters: true,
        })
    }
}
