//! One future: what happens when, and what was drawn for it.
//!
//! A [`Future`] is everything random about a path. It can be sampled, written by hand, or replayed
//! from history; the step is a deterministic function of the model and the future.

use crate::model::Model;
use crate::stream::Stream;

/// One event of one disruption, for one of the things it hits.
///
/// Times are in steps from step 0 and may be fractions or, during the warm-up, negative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// Index into [`Model::disruptions`].
    pub disruption: u32,
    /// Index into the disruption's items: its commodities, or 0.
    pub item: u32,
    /// Number of the event, from 0, counted per disruption.
    pub number: u32,
    /// Step at which the cut begins.
    pub start: f64,
    /// Steps that the cut lasts.
    pub duration: f64,
    /// How deep the cut is: a share lost, a tariff, a rise or a fall; 0 or more.
    pub severity: f64,
    /// Steps of recovery after the cut.
    pub recovery: f64,
    /// How deep the regime is that stays after the cut.
    pub after_severity: f64,
    /// Steps, from the start, that it stays; 0 for none.
    pub after_duration: f64,
    /// Step at which a new event of the same disruption ends all that is left of this one.
    pub superseded: f64,
}

impl Event {
    /// Step at which the cut itself ends.
    pub fn cut_end(&self) -> f64 {
        self.start + self.duration
    }

    /// Step from which nothing of the event is left.
    pub fn end(&self) -> f64 {
        let recovered = self.cut_end() + self.recovery;
        let after = self.start + self.after_duration;
        recovered.max(after).min(self.superseded)
    }

    /// Severity left after the recovery: the after-phase's if it outlasts the recovery, else 0.
    fn settled(&self) -> f64 {
        if self.after_duration > self.duration + self.recovery {
            self.after_severity
        } else {
            0.0
        }
    }

    /// Intensity at a time in steps, before leakage (model page §4 A).
    pub fn intensity(&self, time: f64) -> f64 {
        let since_cut = time - self.cut_end();
        if time < self.start || time >= self.end() {
            0.0
        } else if since_cut < 0.0 {
            self.severity
        } else if since_cut < self.recovery {
            self.severity + (self.settled() - self.severity) * since_cut / self.recovery
        } else {
            self.settled()
        }
    }

    /// Whether the intensity changes from step to step at this time, by recovery.
    pub fn recovering(&self, time: f64) -> bool {
        time >= self.cut_end() && time < self.cut_end() + self.recovery
    }
}

/// Everything random about one path.
#[derive(Debug, Clone, PartialEq)]
pub struct Future {
    /// Events in any order.
    pub events: Vec<Event>,
    /// Value of each uncertain parameter, as [`Model::parameters`] lists them.
    pub parameters: Vec<f64>,
    /// Step from which each project delivers, as [`Model::projects`] lists them; infinite if never.
    pub projects: Vec<f64>,
    /// Noise stream of each consumer in [`Model::noisy`]; empty to switch noise off.
    pub noise: Vec<Stream>,
    /// How much the path counts, above 0: 1, or how much likelier it is than it was drawn.
    pub weight: f64,
}

impl Default for Future {
    /// No event, and nothing drawn.
    fn default() -> Self {
        Self {
            events: Vec::new(),
            parameters: Vec::new(),
            projects: Vec::new(),
            noise: Vec::new(),
            weight: 1.0,
        }
    }
}

impl Future {
    /// The future in which nothing random happens: no event, projects certain and on time,
    /// uncertain numbers at their median, noise off.
    pub fn calm(model: &Model) -> Self {
        Self {
            parameters: model.parameters().iter().map(|p| p.law.median()).collect(),
            projects: model.projects().iter().map(|p| p.planned).collect(),
            ..Self::default()
        }
    }

    /// The calm future with every dated disruption in it, at median duration and severity.
    pub fn dated(model: &Model) -> Self {
        let mut future = Self::calm(model);
        for (index, disruption) in model.disruptions().iter().enumerate() {
            if let crate::model::Arrival::Date(start) = disruption.arrival {
                let event = disruption.median_event(index as u32, start);
                let items = 0..disruption.items.len() as u32;
                future
                    .events
                    .extend(items.map(|item| Event { item, ..event }));
            }
        }
        future
    }
}
