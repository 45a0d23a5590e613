//! Drawing a future: what happens when, and how bad it is (model page §5).
//!
//! Every number is addressed by seed, path, entity, quantity and event number; none depends on what
//! else was drawn. So a disruption or a reserve more leaves all other draws as they were.
//!
//! | entity | quantity | event number |
//! |---|---|---|
//! | disruption | `arrival`, `occurs`, `initial`, `follows`, `delay` | of the event (for a follower, of the one it follows) |
//! | disruption | `duration`, `recovery`, `after-severity`, `after-duration` | of the event |
//! | disruption`/`commodity | `included`, `severity` | of the event |
//! | `regime` | `start`; `stay`, `next` | 0; of the stay |
//! | parameter | `value` | 0 |
//! | project | `comes`, `delay` | 0 |
//! | `consumer.`id | `noise` | the step |

mod arrivals;
mod regime;
mod source;
#[cfg(test)]
mod tests;
mod tilt;

use lodestock_core::calendar::Future;
use lodestock_core::model::{Draw, Model};
use lodestock_core::spec::Draws;
use lodestock_core::stream::{Address, Seeded, Stream};
use lodestock_core::time::Clock;

use regime::Chain;
use source::Source;

/// Most events of one disruption in one path: 100 a step of the model, but 10,000 at least and
/// 1,000,000 at most; later ones do not happen.
///
/// It bounds time and memory where a scenario asks for a rate beyond reason (some 100 bytes an event
/// and item). No event acts on fewer steps than one, or on none if it is shorter, so a scenario that
/// reaches the bound should be written with a lower rate or in shorter steps.
pub fn most_events(clock: &Clock) -> u32 {
    let steps = clock.steps.saturating_add(clock.warm_up);
    steps.saturating_mul(100).clamp(10_000, 1_000_000) as u32
}

/// Draws futures of one model under one seed. It holds no state: any path can be drawn at any time, by any thread.
#[derive(Debug, Clone)]
pub struct Sampler<'m> {
    model: &'m Model,
    parameters: Vec<Seeded>,
    projects: Vec<Arriving>,
    noise: Vec<Seeded>,
    sources: Vec<Source>,
    regime: Option<Chain<'m>>,
    draws: Draws,
    /// Factor on the arrival of each disruption.
    tilt: Vec<f64>,
}

/// Streams of a project.
#[derive(Debug, Clone, Copy)]
struct Arriving {
    comes: Seeded,
    delay: Seeded,
}

/// Which luck: everything random is a function of it and an address under the seed.
#[derive(Debug, Clone, Copy)]
struct Luck {
    path: u64,
    /// Whether it is the mirror image: 1 − u for u.
    mirrored: bool,
}

impl Luck {
    /// The luck of a path: where draws are antithetic, of an odd one the mirror image of the one
    /// before.
    fn new(path: u64, draws: Draws) -> Self {
        let (path, mirrored) = match draws {
            Draws::Independent => (path, false),
            Draws::Antithetic => (path & !1, path & 1 == 1),
        };
        Self { path, mirrored }
    }

    fn stream(self, address: Seeded) -> Stream {
        let stream = address.stream(self.path);
        if self.mirrored {
            stream.mirrored()
        } else {
            stream
        }
    }

    fn uniform(self, address: Seeded, event: u32) -> f64 {
        self.stream(address).uniform(u64::from(event))
    }

    fn draw(self, draw: &Draw, address: Seeded, event: u32) -> f64 {
        match draw {
            Draw::Fixed(value) => *value,
            Draw::Law { .. } => draw.at(self.uniform(address, event)),
        }
    }

    /// As `draw`, for spans of time, which are never negative.
    fn span(self, draw: &Draw, address: Seeded, event: u32) -> f64 {
        self.draw(draw, address, event).max(0.0)
    }
}

impl<'m> Sampler<'m> {
    /// Works out every address of a model under a seed.
    pub fn new(model: &'m Model, seed: u64) -> Self {
        let at = |id: &str, quantity: &str| Address::new(id, quantity).under(seed);
        let parameters = model.parameters().iter();
        let projects = model.projects().iter().map(|project| Arriving {
            comes: at(&project.id, "comes"),
            delay: at(&project.id, "delay"),
        });
        let noisy = model.noisy().iter();
        let disruptions = model.disruptions().iter();
        Self {
            model,
            parameters: parameters.map(|p| at(&p.id, "value")).collect(),
            projects: projects.collect(),
            noise: noisy
                .map(|id| at(&format!("consumer.{id}"), "noise"))
                .collect(),
            sources: disruptions.map(|d| Source::new(d, seed)).collect(),
            regime: model.regime().map(|regime| Chain::new(regime, seed)),
            draws: Draws::Independent,
            tilt: vec![1.0; model.disruptions().len()],
        }
    }

    /// The same with paths drawn in such a way.
    #[must_use]
    pub fn draws(mut self, draws: Draws) -> Self {
        self.draws = draws;
        self
    }

    /// The same with the rate or probability of each disruption's arrival multiplied while
    /// sampling, as [`Model::tilted`] lists the factors; paths are weighted for it.
    ///
    /// # Panics
    /// If there is not a factor for each disruption.
    #[must_use]
    pub fn tilt(mut self, factors: Vec<f64>) -> Self {
        assert_eq!(factors.len(), self.model.disruptions().len(), "factors");
        self.tilt = factors;
        self
    }

    /// Fills `future` with the path of this number; what was in it is lost, its memory is reused.
    ///
    /// Events come in the order of [`Model::disruption_order`], those of one disruption by number,
    /// those of one number by item.
    pub fn sample(&self, path: u64, future: &mut Future) {
        let luck = Luck::new(path, self.draws);
        future.parameters.clear();
        let parameters = self.model.parameters().iter().zip(&self.parameters);
        future
            .parameters
            .extend(parameters.map(|(p, &address)| p.law.quantile(luck.uniform(address, 0))));
        future.projects.clear();
        future.projects.extend(self.starts(luck));
        future.noise.clear();
        let noise = self.noise.iter();
        future
            .noise
            .extend(noise.map(|&address| luck.stream(address)));
        self.events(luck, future);
    }

    /// Step at which each project starts; infinite if it never comes.
    fn starts(&self, luck: Luck) -> impl Iterator<Item = f64> {
        let projects = self.model.projects().iter().zip(&self.projects);
        projects.map(move |(project, addresses)| {
            if luck.uniform(addresses.comes, 0) < project.probability {
                project.planned + luck.draw(&project.delay, addresses.delay, 0)
            } else {
                f64::INFINITY
            }
        })
    }
}
