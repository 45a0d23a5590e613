//! Indices of supply risk: functions of quantities and scores, without a model.
//!
//! Governance scores are inputs of these functions and no part of a scenario: they are judgements
//! that planners take from one source or another. [`crate::model::Supply`] computes the same
//! indices of a scenario.

#[cfg(test)]
mod tests;

/// A country as a supplier.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Supplier {
    /// What it supplies, in any unit that is the same for all.
    pub quantity: f64,
    /// Its governance score, higher is worse; the EU scales the World Bank's to 0 … 10.
    pub governance: f64,
    /// Trade parameter: above 1 with export restrictions, below 1 with trade agreements.
    pub trade: f64,
}

/// A country as a source of imports.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Import {
    /// What is imported from it, in any unit that is the same for all.
    pub quantity: f64,
    /// Its governance score, higher is worse; GeoPolRisk scales the World Bank's to 0 … 1.
    pub governance: f64,
}

/// A country as maker and user.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Party {
    /// What it makes or can make, in any unit that is the same for all.
    pub supply: f64,
    /// What it uses, in the same unit.
    pub demand: f64,
}

/// Herfindahl–Hirschman index Σ S², S being the shares: 1 if one supplies everything, 1/n if n
/// supply the same; times 10,000 it is on the scale of competition authorities. `None` if nobody
/// supplies anything.
///
/// A. O. Hirschman (1964), "The paternity of an index", American Economic Review 54, 761–762.
pub fn hhi(quantities: impl IntoIterator<Item = f64>) -> Option<f64> {
    let (sum, squares) = quantities
        .into_iter()
        .fold((0.0, 0.0), |(sum, squares), q| (sum + q, squares + q * q));
    (sum > 0.0).then(|| squares / (sum * sum))
}

/// HHI weighted by governance and trade, Σ S² · governance · trade: the concentration term of the
/// EU's supply risk. `None` if nobody supplies anything.
///
/// European Commission (2017), "Methodology for establishing the EU list of critical raw
/// materials: guidelines".
pub fn weighted_hhi(suppliers: &[Supplier]) -> Option<f64> {
    let sum: f64 = suppliers.iter().map(|s| s.quantity).sum();
    let term = |s: &Supplier| (s.quantity / sum) * (s.quantity / sum) * s.governance * s.trade;
    (sum > 0.0).then(|| suppliers.iter().map(term).sum())
}

/// Inputs of the EU's supply risk. Shares lie in `[0, 1]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EuSupplyRisk<'a> {
    /// Who supplies the world.
    pub global: &'a [Supplier],
    /// Who supplies the importer, its own output included.
    pub sourcing: &'a [Supplier],
    /// Net imports over what is used; [`import_reliance`].
    pub import_reliance: f64,
    /// Share of what is used that comes from end-of-life scrap.
    pub recycling: f64,
    /// Substitution index: 1 where nothing can replace the material.
    pub substitution: f64,
}

impl EuSupplyRisk<'_> {
    /// [HHI of the world · IR/2 + HHI of the sourcing · (1 − IR/2)] · (1 − recycling) ·
    /// substitution, both HHI weighted as in [`weighted_hhi`]. `None` if the world, or the sourcing
    /// where it counts, has no supplier.
    ///
    /// Blengini and others (2017), "Assessment of the methodology for establishing the EU list of
    /// critical raw materials", EUR 28654, doi:10.2760/73303.
    pub fn index(&self) -> Option<f64> {
        let half = 0.5 * self.import_reliance;
        let both = weighted_hhi(self.global)? * half + weighted_hhi(self.sourcing)? * (1.0 - half);
        Some(both * (1.0 - self.recycling) * self.substitution)
    }
}

/// Net imports over what is used, (imports − exports) / (output + imports − exports), not below
/// 0; `None` if nothing is used. As in the EU's methodology ([`EuSupplyRisk::index`]).
pub fn import_reliance(output: f64, imports: f64, exports: f64) -> Option<f64> {
    let net = imports - exports;
    let used = output + net;
    (used > 0.0).then(|| (net / used).max(0.0))
}

/// GeoPolRisk score: HHI of world production times Σ imports · governance / (imports + domestic
/// output). `None` without production, or with neither imports nor domestic output.
///
/// Gemechu and others (2016), "Import-based indicator for the geopolitical supply risk of raw
/// materials in life cycle sustainability assessments", Journal of Industrial Ecology,
/// doi:10.1111/jiec.12279; domestic output came in with Helbig and others (2016).
pub fn geopolrisk(production: &[f64], imports: &[Import], domestic: f64) -> Option<f64> {
    let used = domestic + imports.iter().map(|i| i.quantity).sum::<f64>();
    let at_risk: f64 = imports.iter().map(|i| i.quantity * i.governance).sum();
    let hhi = hhi(production.iter().copied())?;
    (used > 0.0).then(|| hhi * at_risk / used)
}

/// Share of demand that can still be met, 1 at most, when the party of the largest supply is lost.
/// See [`remaining`].
pub fn n_minus_1(parties: &[Party]) -> Option<f64> {
    let by_supply = |a: &usize, b: &usize| parties[*a].supply.total_cmp(&parties[*b].supply);
    let largest = (0..parties.len()).rev().max_by(by_supply)?;
    remaining(parties, largest)
}

/// Share of the others' demand that the others' supply can meet, 1 at most, when one party is lost;
/// `None` if the others use nothing.
///
/// The "N-1" of the IEA's Global Critical Minerals Outlook 2025: the lost supplier's own demand goes
/// with its supply, so that a country that uses what it makes leaves less of a gap. The IEA takes
/// expected output as supply; here the caller decides.
pub fn remaining(parties: &[Party], lost: usize) -> Option<f64> {
    let others = || parties.iter().enumerate().filter(move |(p, _)| *p != lost);
    let supply: f64 = others().map(|(_, p)| p.supply).sum();
    let demand: f64 = others().map(|(_, p)| p.demand).sum();
    (demand > 0.0).then(|| (supply / demand).min(1.0))
}
