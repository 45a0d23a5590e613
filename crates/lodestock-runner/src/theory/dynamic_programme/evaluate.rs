//! The cost of following a policy for ever: the linear system (I − βP)V = c.

use super::Stockpile;

/// Expected discounted cost of a policy at every place.
pub(super) fn evaluate(stockpile: &Stockpile, costs: &[f64], next: &[usize]) -> Vec<f64> {
    let places = next.len();
    let mut system = vec![0.0; places * places];
    let mut value = vec![0.0; places];
    for place in 0..places {
        let state = place % stockpile.states();
        let row = &mut system[place * places..(place + 1) * places];
        row[place] = 1.0;
        for (j, p) in stockpile.transition[state].iter().enumerate() {
            row[stockpile.place(next[place], j)] -= stockpile.discount * p;
        }
        value[place] = costs[stockpile.edge(place, next[place])];
    }
    solve(&mut system, &mut value);
    value
}

/// Gaussian elimination in place. The rows dominate their diagonal (β < 1), so no pivoting is needed.
fn solve(system: &mut [f64], right: &mut [f64]) {
    let n = right.len();
    for pivot in 0..n {
        let (above, below) = system.split_at_mut((pivot + 1) * n);
        let top = &above[pivot * n..];
        for (k, row) in below.chunks_exact_mut(n).enumerate() {
            let factor = row[pivot] / top[pivot];
            if factor != 0.0 {
                for column in pivot..n {
                    row[column] -= factor * top[column];
                }
                right[pivot + 1 + k] -= factor * right[pivot];
            }
        }
    }
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|k| system[row * n + k] * right[k]).sum();
        right[row] = (right[row] - known) / system[row * n + row];
    }
}

#[cfg(test)]
mod tests {
    use super::solve;

    #[test]
    fn a_small_system_is_solved() {
        let mut system = [1.0, -0.5, 0.0, -0.2, 1.0, -0.3, 0.0, 0.0, 1.0];
        let mut right = [1.0, 2.0, 3.0];
        solve(&mut system, &mut right);
        assert!((right[2] - 3.0).abs() < 1e-15);
        assert!((right[1] - (2.9 + 0.2 * right[0])).abs() < 1e-14);
        assert!((right[0] - (1.0 + 0.5 * right[1])).abs() < 1e-14);
    }
}
