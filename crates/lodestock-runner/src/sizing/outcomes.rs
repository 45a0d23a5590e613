//! What the paths of one size leave: the few columns that sizing judges by.

use lodestock_core::Model;
use lodestock_core::record::GroupMetric;

use crate::measure::{Measure, Per, Subject};
use crate::reserve_cost::reserve_cost;
use crate::run::Run;

/// Numbers of every path under one size of the reserve.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Outcomes {
    /// The measure that the target is about.
    pub target: Vec<f64>,
    /// 1 where the consumers run short.
    pub short: Vec<f64>,
    /// Shortfall of the consumers, units.
    pub shortfall: Vec<f64>,
    /// 1 where the reserve is ever empty.
    pub empty: Vec<f64>,
    /// Cost of the consumers' shortfall, USD; 0 without prices.
    pub shortfall_cost: Vec<f64>,
    /// Cost of the reserve, USD; 0 without a price.
    pub reserve_cost: Vec<f64>,
}

impl Outcomes {
    /// From the rows of a run.
    pub fn of(model: &Model, subject: Subject<'_>, target: (Measure, Per), run: &Run) -> Self {
        let values = |measure: Measure, per| {
            let values = measure.values(model, subject, per, &run.table);
            values.unwrap_or_default()
        };
        let cost = subject
            .groups
            .column(subject.group, GroupMetric::ShortfallCost);
        Self {
            target: values(target.0, target.1),
            short: values(Measure::ProbabilityShort, Per::Horizon),
            shortfall: values(Measure::Mean(crate::Quantity::Shortfall), Per::Horizon),
            empty: values(Measure::ProbabilityEmpty, Per::Horizon),
            shortfall_cost: run.table.column(cost),
            reserve_cost: subject
                .reserve
                .and_then(|r| reserve_cost(model, subject.groups, r, &run.table))
                .unwrap_or_else(|| vec![0.0; run.table.rows()]),
        }
    }

    /// The columns, in one order.
    fn columns(&mut self) -> [&mut Vec<f64>; 6] {
        [
            &mut self.target,
            &mut self.short,
            &mut self.shortfall,
            &mut self.empty,
            &mut self.shortfall_cost,
            &mut self.reserve_cost,
        ]
    }

    /// Adds the paths that follow.
    pub fn append(&mut self, mut later: Self) {
        for (column, more) in self.columns().into_iter().zip(later.columns()) {
            column.append(more);
        }
    }

    /// The paths from one on.
    pub fn from(&self, first: usize) -> Self {
        let mut part = self.clone();
        for column in part.columns() {
            column.drain(..first.min(column.len()));
        }
        part
    }

    /// Leaves the first paths only.
    pub fn truncate(&mut self, paths: usize) {
        for column in self.columns() {
            column.truncate(paths);
        }
    }

    /// Puts other numbers in the place of some paths.
    pub fn replace(&mut self, paths: &[usize], mut with: Self) {
        for (column, new) in self.columns().into_iter().zip(with.columns()) {
            for (&path, &value) in paths.iter().zip(new.iter()) {
                column[path] = value;
            }
        }
    }

    /// What reserve and shortfall cost together, path by path, USD.
    pub fn net_cost(&self) -> Vec<f64> {
        let parts = self.reserve_cost.iter().zip(&self.shortfall_cost);
        parts
            .map(|(reserve, shortfall)| reserve + shortfall)
            .collect()
    }
}
