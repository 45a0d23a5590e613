//! Which commodities act on each other.

use super::Model;

impl Model {
    /// A label per commodity: two have the same one if what happens in one market can reach the
    /// other, because one is made into the other, is a by-product of its making, or shares a corridor
    /// with it. Disruptions that hit several at once do not link them, nor does a common fund.
    pub fn linked(&self) -> Vec<usize> {
        let mut labels: Vec<usize> = (0..self.commodities.len()).collect();
        for seller in &self.sellers {
            let input = seller
                .process
                .map(|process| self.buyers[process.buyer].commodity);
            let host = seller.host.map(|host| self.sellers[host].commodity);
            for other in [input, host].into_iter().flatten() {
                join(&mut labels, seller.commodity, other);
            }
        }
        for corridor in 0..self.corridors.len() {
            let carried = self.markets.iter().enumerate();
            let carried = carried.filter(|(_, m)| m.corridors.iter().any(|(c, _)| *c == corridor));
            join_all(&mut labels, carried.map(|(commodity, _)| commodity));
        }
        labels
    }
}

fn join_all(labels: &mut [usize], mut commodities: impl Iterator<Item = usize>) {
    let Some(first) = commodities.next() else {
        return;
    };
    commodities.for_each(|other| join(labels, first, other));
}

/// Gives everything labelled as one of two commodities the label of the other, the lower one.
fn join(labels: &mut [usize], one: usize, other: usize) {
    let (low, high) = (
        labels[one].min(labels[other]),
        labels[one].max(labels[other]),
    );
    labels
        .iter_mut()
        .filter(|label| **label == high)
        .for_each(|label| *label = low);
}
