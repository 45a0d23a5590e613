//! The regime: a Markov chain of political weather.

use super::Resolver;
use crate::model::Regime;
use crate::spec::{self, RegimeStart};

impl Resolver<'_> {
    pub(super) fn regime(&mut self, regime: &spec::Regime) {
        let states = &regime.states;
        if states.is_empty() {
            self.error("regime.states", "a regime needs states");
            return;
        }
        let mut switch = vec![vec![0.0; states.len()]; states.len()];
        let per_step = 1.0 / self.model.clock.steps_per_year();
        for (from, row) in &regime.switch {
            for (to, &rate) in row {
                let at = format!("regime.switch.{from}.{to}");
                let from = self.state(&at, from);
                let to = self.state(&at, to);
                let rate = self.within(&at, "a rate", rate, 0.0, 1e6);
                if let (Some(from), Some(to)) = (from, to) {
                    if from == to {
                        self.error(at, "a state does not switch to itself");
                    } else {
                        switch[from][to] = rate * per_step;
                    }
                }
            }
        }
        let start = match &regime.start {
            RegimeStart::State(name) => {
                let state = self.state("regime.start", name).unwrap_or(0);
                (0..states.len()).map(|s| f64::from(s == state)).collect()
            }
            RegimeStart::Stationary => stationary(&switch),
        };
        self.model.regime = Some(Regime {
            states: states.clone(),
            start,
            switch,
        });
    }

    pub(super) fn state(&mut self, at: &str, name: &str) -> Option<usize> {
        let states = self
            .scenario
            .regime
            .as_ref()
            .map_or(&[][..], |regime| &regime.states);
        let found = states.iter().position(|state| state == name);
        if found.is_none() {
            self.unknown(at, "state of the regime", name, |_| states.to_vec());
        }
        found
    }
}

/// Long-run law of a chain of rates: the solution of π Q = 0, Σ π = 1, by elimination without
/// subtraction (Grassmann, Taksar and Heyman 1985, "Regenerative analysis and steady state
/// distributions for Markov chains").
fn stationary(switch: &[Vec<f64>]) -> Vec<f64> {
    let n = switch.len();
    let mut rates = switch.to_vec();
    for k in (1..n).rev() {
        let out: f64 = rates[k][..k].iter().sum();
        if out <= 0.0 {
            continue;
        }
        for i in 0..k {
            rates[i][k] /= out;
            for j in 0..k {
                if i != j {
                    rates[i][j] += rates[i][k] * rates[k][j];
                }
            }
        }
    }
    let mut law = vec![1.0; n];
    for k in 1..n {
        law[k] = (0..k).map(|i| law[i] * rates[i][k]).sum();
    }
    let sum: f64 = law.iter().sum();
    law.iter().map(|p| p / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::stationary;

    #[test]
    fn a_two_state_chain_settles_by_its_rates() {
        let law = stationary(&[vec![0.0, 0.1], vec![0.3, 0.0]]);
        assert!((law[0] - 0.75).abs() < 1e-15 && (law[1] - 0.25).abs() < 1e-15);
    }

    #[test]
    fn a_three_state_chain_balances_flows() {
        let q = [
            vec![0.0, 0.2, 0.1],
            vec![0.3, 0.0, 0.4],
            vec![0.5, 0.6, 0.0],
        ];
        let law = stationary(&q);
        for s in 0..3 {
            let out: f64 = law[s] * q[s].iter().sum::<f64>();
            let into: f64 = (0..3).map(|i| law[i] * q[i][s]).sum();
            assert!((out - into).abs() < 1e-15);
        }
    }
}
