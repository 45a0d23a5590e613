//! Running what the curves promise; where they miss, moving money between reserves by runs.

use super::curves::Curves;
use super::purse::Purse;
use super::{Aim, Portfolio, Prediction, estimate, paired};
use crate::cover::CoverError;
use crate::progress::Progress;
use crate::run::Options;

/// Rounds of moves.
const ROUNDS: usize = 4;
/// Share of the budget that a round moves; half of it after a move that did not help.
const MOVE: f64 = 0.1;

/// Runs an allocation on the training paths and notes how well it was predicted. Where
/// reserves act on each other, or the prediction misses by more than its error, improves the
/// allocation. `false` if it was stopped.
pub(super) fn check(
    purse: &Purse<'_>,
    curves: &Curves,
    dollars: &mut Vec<f64>,
    options: &Options,
    progress: &dyn Progress,
    portfolio: &mut Portfolio,
) -> Result<bool, CoverError> {
    if let Aim::BelowTarget(_) = purse.aim {
        return Ok(true);
    }
    let runs = Runs {
        purse,
        options,
        progress,
    };
    let Some(simulated) = runs.cost(dollars)? else {
        return Ok(false);
    };
    let prediction = predicted(purse, &curves.total(dollars), &simulated);
    portfolio.prediction = Some(prediction);
    // Where markets act on each other a right total does not show who earns it.
    if portfolio.linked.is_empty() && !prediction.misses() {
        return Ok(true);
    }
    let acting = acting(purse, &portfolio.linked);
    let Some((moves, better)) = runs.exchanged(dollars, simulated, &acting)? else {
        return Ok(false);
    };
    if moves > 0 {
        portfolio.moves = moves;
        portfolio.prediction = Some(predicted(purse, &curves.total(dollars), &better));
    }
    Ok(true)
}

/// Places of the reserves whose markets act on each other; of all, if none do, since then their
/// common purse must be what was not foreseen.
fn acting(purse: &Purse<'_>, linked: &[Vec<usize>]) -> Vec<usize> {
    let reserves = purse.cover.reserves();
    let acts = |place: &usize| linked.iter().any(|set| set.contains(&reserves[*place]));
    let places = 0..reserves.len();
    match linked.is_empty() {
        true => places.collect(),
        false => places.filter(acts).collect(),
    }
}

fn predicted(purse: &Purse<'_>, curves: &[f64], simulated: &[f64]) -> Prediction {
    let measure = purse.aim.measure();
    Prediction {
        predicted: estimate(measure, curves),
        simulated: estimate(measure, simulated),
        difference: paired(measure, curves, simulated),
    }
}

/// Runs of allocations on the training paths.
struct Runs<'r> {
    purse: &'r Purse<'r>,
    options: &'r Options,
    progress: &'r dyn Progress,
}

impl Runs<'_> {
    /// Cost of the shortfall of everybody served, path by path.
    fn cost(&self, dollars: &[f64]) -> Result<Option<Vec<f64>>, CoverError> {
        let capacities = self.purse.capacities(dollars);
        let outcome = self
            .purse
            .cover
            .run(&capacities, self.options, self.progress)?;
        Ok(outcome.map(|outcome| outcome.all_shortfall_cost()))
    }

    /// Takes a sum from each reserve that others act on, one at a time; what is missed least goes to
    /// the one whose loss hurts most, if a run of that is better. Says how many moves were, and the
    /// costs after them.
    fn exchanged(
        &self,
        dollars: &mut Vec<f64>,
        mut cost: Vec<f64>,
        acting: &[usize],
    ) -> Result<Option<(usize, Vec<f64>)>, CoverError> {
        let mut moves = 0;
        let mut most = self.purse.budget * MOVE;
        for _ in 0..ROUNDS {
            let Some(harm) = self.harm(dollars, &cost, acting, most)? else {
                return Ok(None);
            };
            let by_harm = |a: &&(f64, usize), b: &&(f64, usize)| a.0.total_cmp(&b.0);
            let given = harm.iter().filter(|(_, place)| dollars[*place] > 0.0);
            let (Some(&(_, from)), Some(&(_, to))) =
                (given.min_by(by_harm), harm.iter().max_by(by_harm))
            else {
                break;
            };
            let mut moved = dollars.clone();
            let given = most.min(moved[from]);
            moved[from] -= given;
            moved[to] += given;
            let Some(after) = self.cost(&moved)? else {
                return Ok(None);
            };
            if from != to && self.is_better(&cost, &after) {
                (*dollars, cost) = (moved, after);
                moves += 1;
            } else {
                most *= 0.5;
            }
        }
        Ok(Some((moves, cost)))
    }

    /// USD of the aim that each dollar taken from a reserve costs.
    fn harm(
        &self,
        dollars: &[f64],
        cost: &[f64],
        acting: &[usize],
        most: f64,
    ) -> Result<Option<Vec<(f64, usize)>>, CoverError> {
        let mut harm = Vec::new();
        for &place in acting {
            let mut less = dollars.to_vec();
            let given = most.min(less[place]);
            if given <= 0.0 {
                continue;
            }
            less[place] -= given;
            let Some(after) = self.cost(&less)? else {
                return Ok(None);
            };
            let more = paired(self.purse.aim.measure(), cost, &after);
            harm.push((more.difference.value / given, place));
        }
        Ok(Some(harm))
    }

    fn is_better(&self, before: &[f64], after: &[f64]) -> bool {
        paired(self.purse.aim.measure(), before, after)
            .difference
            .value
            < 0.0
    }
}
