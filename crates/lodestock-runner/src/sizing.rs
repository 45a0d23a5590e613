//! How large a reserve must be: the smallest size that meets a target, and the cheapest one.
//!
//! Every size sees the same futures, so that what a tonne more buys is not drowned in chance. The
//! smallest size is where the estimate of the risk meets the target; its interval is made of the
//! sizes whose own interval of the risk holds the target, which covers as often as that does.

mod cheapest;
mod curve;
mod limits;
mod outcomes;
mod search;
mod sizes;

use lodestock_core::model::Limit;
use lodestock_core::problem::suggest;
use lodestock_core::record::GroupId;
use lodestock_core::{Groups, Model};

use crate::futures::{Futures, Sampled};
use crate::measure::Estimate;
use crate::progress::Progress;
use crate::run::{FailedPath, Options, RunError};
use crate::target::{Target, TargetError};

pub use cheapest::Cheapest;
pub use curve::{Point, PointCost};
use search::Search;
use sizes::Sizes;

/// Confidence of the intervals of a sizing.
pub const CONFIDENCE: f64 = crate::summary::CONFIDENCE;

/// Paths of the first look.
const FIRST_LOOK: usize = 4096;

/// What is asked of a reserve.
#[derive(Debug, Clone)]
pub struct Question {
    /// Index of the reserve.
    pub reserve: usize,
    /// Consumers that the risk and the cost are about.
    pub consumers: GroupId,
    /// The target that the smallest size must meet, if one is asked for.
    pub target: Option<Target>,
    /// Whether the cheapest size is asked for.
    pub cheapest: bool,
    /// Half width of the answer's interval that is precise enough, as a share of the answer (of 30
    /// days of need, if that is more); above 0.
    pub precision: f64,
}

impl Question {
    /// The consumers of a name: a group such as `us-chips`, `us.gallium` or `total`, or a country,
    /// which stands for its consumers of what the reserve holds; those that the reserve serves
    /// without a name.
    ///
    /// # Errors
    /// If nobody is called so, with the nearest name; if the reserve serves processors only and no
    /// name is given.
    pub fn consumers(
        model: &Model,
        reserve: usize,
        name: Option<&str>,
    ) -> Result<GroupId, SizingError> {
        let groups = Groups::all(model);
        let Some(name) = name else {
            let served = groups
                .served_by(model, reserve)
                .map(|group| group.id.clone());
            return served.ok_or(SizingError::NobodyServed);
        };
        let commodity = &model.commodities()[model.reserves()[reserve].commodity].id;
        let in_country = format!("{name}.{commodity}");
        let found = groups.named(name).or_else(|| groups.named(&in_country));
        found
            .map(|group| group.id.clone())
            .ok_or_else(|| SizingError::NoGroup {
                name: name.to_string(),
                help: suggest(name, groups.groups().iter().map(|g| g.name.as_str())),
            })
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sizing {
    /// The most that the target's measure may be, in its own unit.
    pub most: Option<f64>,
    /// The smallest size, if a target was given.
    pub smallest: Option<Smallest>,
    /// The cheapest size, if it was asked for.
    pub cheapest: Option<Cheapest>,
    /// Risk and cost by size, smallest first.
    pub curve: Vec<Point>,
    /// Paths that every size was simulated with.
    pub paths: usize,
    /// Whether it was stopped before it was as precise as asked.
    pub partial: bool,
}

/// The smallest size that meets a target.
#[derive(Debug, Clone, PartialEq)]
pub enum Smallest {
    /// A size meets it.
    Size(SizeEstimate),
    /// No size does, or none surely.
    Never(Never),
    /// It was stopped before there was an answer.
    Unknown,
}

/// A size with its interval, units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SizeEstimate {
    /// The estimate.
    pub size: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval; infinite if the sample cannot exclude that no size is enough.
    pub high: f64,
    /// The risk at the estimate.
    pub risk: Estimate,
}

/// Why no size is enough, and what would be.
#[derive(Debug, Clone, PartialEq)]
pub struct Never {
    /// The risk that a reserve without limit of size leaves.
    pub left: Estimate,
    /// Whether that is above the target beyond doubt.
    pub certain: bool,
    /// The risk that is left without each limit of the reserve that there is.
    pub without: Vec<(Limit, Estimate)>,
    /// The risk that is left without all of them; `None` if there is none.
    pub without_all: Option<Estimate>,
}

/// Why a sizing ends without a result.
#[derive(Debug, thiserror::Error)]
pub enum SizingError {
    /// The runs cannot begin.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The target does not fit the consumers.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// A path failed: a defect of the program.
    #[error("path {} failed: {}", .0.path, .0.message)]
    FailedPath(FailedPath),
    /// The cheapest size needs money.
    #[error("the cheapest size needs prices: give commodity.{0} a price")]
    NoPrice(String),
    /// Nobody is called so.
    #[error("no consumers `{name}`{}", help.as_deref().map(|h| format!(": {h}")).unwrap_or_default())]
    NoGroup {
        /// What was asked for.
        name: String,
        /// The nearest name.
        help: Option<String>,
    },
    /// No consumer takes from the reserve.
    #[error("the reserve serves processors only: say whose shortage counts, such as `total`")]
    NobodyServed,
    /// The futures are weighted or drawn together: sizes are compared path by path.
    #[error("sizes are compared on futures that count the same and were drawn apart")]
    NotPlain,
    /// Stopped from outside before anything was known.
    #[error("stopped before any size was done")]
    Interrupted,
}

/// Finds the smallest or cheapest size of a reserve under sampled futures, drawn plainly whatever
/// the options say of draws and tilt.
///
/// # Errors
/// As [`size_futures`].
pub fn size(
    model: &Model,
    question: &Question,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Sizing, SizingError> {
    let sampled = Sampled::new(model, options.seed);
    size_futures(model, &sampled, question, options, progress)
}

/// Finds the smallest or cheapest size of a reserve under the futures of any source.
///
/// Paths are added in stages, up to `options.paths`, until the answer is as precise as asked; the
/// result depends on the model, the seed and the question only.
///
/// # Errors
/// If runs cannot begin or a path fails, if the target does not fit, or if it was stopped before
/// anything was known.
pub fn size_futures(
    model: &Model,
    futures: &dyn Futures,
    question: &Question,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Sizing, SizingError> {
    let sizes = Sizes::new((model, futures), question, options, progress);
    let most = match &question.target {
        Some(target) => Some(target.resolve(model, sizes.subject())?),
        None => None,
    };
    let commodity = &model.commodities()[model.reserves()[question.reserve].commodity];
    if question.cheapest && commodity.price.is_none() {
        return Err(SizingError::NoPrice(commodity.id.clone()));
    }
    let mut stages = Stages {
        question,
        most,
        sizes,
        smallest: None,
        cheapest: None,
    };
    let most_paths = usize::try_from(options.paths).unwrap_or(usize::MAX);
    let mut paths = FIRST_LOOK.min(most_paths);
    let mut partial = false;
    loop {
        let before = stages.sizes.paths();
        match stages.stage(paths) {
            Ok(None) => break,
            Ok(Some(_)) if paths >= most_paths => break,
            Ok(Some(factor)) => paths = ((paths as f64 * factor) as usize).min(most_paths),
            Err(SizingError::Interrupted) => {
                partial = true;
                // The paths of the last stage that was done are known at every size it looked at.
                stages
                    .sizes
                    .extend(if before == 0 { paths } else { before });
                stages.sizes.cut();
                break;
            }
            Err(error) => return Err(error),
        }
    }
    stages.finish(partial)
}

/// A sizing under way.
struct Stages<'a> {
    question: &'a Question,
    most: Option<f64>,
    sizes: Sizes<'a>,
    smallest: Option<Smallest>,
    cheapest: Option<Cheapest>,
}

impl Stages<'_> {
    /// Answers with so many paths; says how many times more it takes to be as precise as asked, if
    /// it is not.
    fn stage(&mut self, paths: usize) -> Result<Option<f64>, SizingError> {
        self.sizes.extend(paths);
        let mut factor = None;
        if let (Some(target), Some(most)) = (&self.question.target, self.most) {
            let search = Search {
                measure: target.measure,
                most,
                precision: self.question.precision,
            };
            let (smallest, more) = search.smallest(&mut self.sizes)?;
            self.smallest = Some(smallest);
            factor = more;
        }
        if self.question.cheapest {
            let (cheapest, more) = cheapest::cheapest(&mut self.sizes, self.question.precision)?;
            self.cheapest = Some(cheapest);
            factor = match (factor, more) {
                (Some(a), Some(b)) => Some(f64::max(a, b)),
                (a, b) => a.or(b),
            };
        }
        Ok(factor)
    }

    fn finish(mut self, mut partial: bool) -> Result<Sizing, SizingError> {
        let answers = [
            self.smallest.as_ref().and_then(Smallest::size),
            self.cheapest.as_ref().map(|cheapest| cheapest.size),
        ];
        let mut chosen = Vec::new();
        if !partial {
            match curve::fill(&mut self.sizes, answers) {
                Err(SizingError::Interrupted) => partial = true,
                sizes => chosen = sizes?,
            }
        }
        let measure = self.question.target.as_ref().map(|target| target.measure);
        // Stopped early, every size that is known tells something.
        let unlimited = self.sizes.unlimited;
        let curve = curve::points(&self.sizes, measure, |size| {
            chosen.contains(&size) || partial && size < unlimited
        });
        if curve.is_empty() {
            return Err(SizingError::Interrupted);
        }
        if self.question.target.is_some() && self.smallest.is_none() {
            self.smallest = Some(Smallest::Unknown);
        }
        Ok(Sizing {
            most: self.most,
            smallest: self.smallest,
            cheapest: self.cheapest,
            curve,
            paths: self.sizes.paths(),
            partial,
        })
    }
}

impl Smallest {
    /// The size, if one is enough.
    pub fn size(&self) -> Option<f64> {
        match self {
            Self::Size(found) => Some(found.size),
            Self::Never(_) | Self::Unknown => None,
        }
    }
}
