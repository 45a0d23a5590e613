//! Running blocks of paths, on whatever instruction set the machine has.

use crate::block::Block;
use crate::calendar::Future;
use crate::model::Model;
use crate::record::{Groups, Record};
use crate::step::{Now, step};

/// Paths of a block. Block k holds paths 32k … 32k + 31, in every sharding.
pub const LANES: usize = 32;

/// An instruction set that a block can be stepped with. All give the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kernel {
    /// What every machine of the target has.
    Base,
    /// 256-bit vectors of x86-64.
    Avx2,
    /// 512-bit vectors of x86-64.
    Avx512,
}

impl Kernel {
    /// Every kernel that this machine can run, widest last.
    pub fn available() -> Vec<Self> {
        #[allow(unused_mut)]
        let mut kernels = vec![Self::Base];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                kernels.push(Self::Avx2);
            }
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl")
            {
                kernels.push(Self::Avx512);
            }
        }
        kernels
    }

    /// The widest kernel that this machine can run.
    pub fn widest() -> Self {
        *Self::available().last().unwrap_or(&Self::Base)
    }
}

/// What can be read after a step, `[path]` by `[path]`.
pub trait Readings {
    /// Step at hand; negative in the warm-up.
    fn time(&self) -> f64;
    /// Demand d of a consumer, with what was deferred to this step; units a step.
    fn demand(&self, consumer: usize) -> &[f64];
    /// What a consumer was served, releases included.
    fn served(&self, consumer: usize) -> &[f64];
    /// What a consumer gave up because of price.
    fn curtailed(&self, consumer: usize) -> &[f64];
    /// What a consumer physically missed.
    fn unmet(&self, consumer: usize) -> &[f64];
    /// What a consumer put off to the next step.
    fn deferred(&self, consumer: usize) -> &[f64];
    /// Price where a consumer buys, in reference prices.
    fn price(&self, consumer: usize) -> &[f64];
    /// Commercial stock where a consumer buys.
    fn stock(&self, consumer: usize) -> &[f64];
    /// Level of a reserve.
    fn level(&self, reserve: usize) -> &[f64];
    /// Shortfall of a distinct set of consumers ([`Groups::set_of`]).
    fn shortfall(&self, set: usize) -> &[f64];
}

/// Somebody who watches every counted step of a block.
pub trait Observer {
    /// Looks at the block after a step.
    fn step(&mut self, readings: &dyn Readings);
}

/// A workspace that runs blocks of `L` paths of one model, again and again.
///
/// With `L = 1` it is the readable reference and the replay of one path; the code and the bits are
/// the same.
#[derive(Debug)]
pub struct Simulation<'m, const L: usize = LANES> {
    model: &'m Model,
    groups: &'m Groups,
    kernel: Kernel,
    block: Block<L>,
    record: Record<L>,
}

impl<'m, const L: usize> Simulation<'m, L> {
    /// A workspace on the widest kernel of this machine.
    pub fn new(model: &'m Model, groups: &'m Groups) -> Self {
        Self::with_kernel(model, groups, Kernel::widest())
    }

    /// A workspace on a given kernel.
    ///
    /// # Panics
    /// If this machine cannot run it.
    pub fn with_kernel(model: &'m Model, groups: &'m Groups, kernel: Kernel) -> Self {
        assert!(
            Kernel::available().contains(&kernel),
            "this machine has no {kernel:?}"
        );
        Self {
            model,
            groups,
            kernel,
            block: Block::default(),
            record: Record::new(model, groups),
        }
    }

    /// Bytes that a workspace of a model takes, about.
    pub fn bytes(model: &Model) -> usize {
        Block::<L>::bytes(model)
    }

    /// Runs one path per future, at most `L`, from the calm start to the end of the horizon.
    ///
    /// # Panics
    /// If there are more futures than lanes, or one belongs to another model.
    pub fn run(&mut self, futures: &[Future], observer: Option<&mut dyn Observer>) {
        self.block.load(self.model, futures);
        self.record.clear();
        match self.kernel {
            Kernel::Base => self.steps(observer),
            #[cfg(target_arch = "x86_64")]
            // SAFETY: `with_kernel` saw that this machine has the features.
            Kernel::Avx2 => unsafe { self.steps_avx2(observer) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            Kernel::Avx512 => unsafe { self.steps_avx512(observer) },
            #[cfg(not(target_arch = "x86_64"))]
            Kernel::Avx2 | Kernel::Avx512 => self.steps(observer),
        }
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    unsafe fn steps_avx2(&mut self, observer: Option<&mut dyn Observer>) {
        self.steps(observer);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512dq,avx512vl")]
    unsafe fn steps_avx512(&mut self, observer: Option<&mut dyn Observer>) {
        self.steps(observer);
    }

    #[inline(always)]
    fn steps(&mut self, mut observer: Option<&mut dyn Observer>) {
        let clock = &self.model.clock;
        for tick in 0..clock.warm_up + clock.steps {
            let now = Now::at(self.model, tick);
            step(self.model, &mut self.block, now);
            if now.time >= 0.0 {
                self.record.step(self.model, self.groups, &self.block, now);
                if let Some(observer) = observer.as_deref_mut() {
                    observer.step(&View {
                        simulation: self,
                        now,
                    });
                }
            }
        }
    }

    /// A number of the row of a path of the last block.
    ///
    /// # Panics
    /// If the lane or the column does not exist.
    pub fn value(&self, column: usize, lane: usize) -> f64 {
        self.values(column)[lane]
    }

    /// A number of the rows of all paths of the last block.
    ///
    /// # Panics
    /// If the column does not exist.
    pub fn values(&self, column: usize) -> [f64; L] {
        let column = self.groups.columns()[column];
        self.record.values(self.model, self.groups, column).0
    }
}

struct View<'s, 'm, const L: usize> {
    simulation: &'s Simulation<'m, L>,
    now: Now,
}

impl<const L: usize> View<'_, '_, L> {
    fn claim(&self, consumer: usize) -> usize {
        self.simulation.model.consumers[consumer].claim
    }

    fn buyer(&self, consumer: usize) -> usize {
        self.simulation.model.consumers[consumer].buyer
    }
}

impl<const L: usize> Readings for View<'_, '_, L> {
    fn time(&self) -> f64 {
        self.now.time
    }
    fn demand(&self, consumer: usize) -> &[f64] {
        &self.simulation.block.claims.full[self.claim(consumer)].0
    }
    fn served(&self, consumer: usize) -> &[f64] {
        &self.simulation.block.claims.served[self.claim(consumer)].0
    }
    fn curtailed(&self, consumer: usize) -> &[f64] {
        &self.simulation.block.consumers.curtailed[consumer].0
    }
    fn unmet(&self, consumer: usize) -> &[f64] {
        &self.simulation.block.consumers.unmet[consumer].0
    }
    fn deferred(&self, consumer: usize) -> &[f64] {
        &self.simulation.block.consumers.deferred[consumer].0
    }
    fn price(&self, consumer: usize) -> &[f64] {
        &self.simulation.block.buyers.price[self.buyer(consumer)].0
    }
    fn stock(&self, consumer: usize) -> &[f64] {
        &self.simulation.block.buyers.stock[self.buyer(consumer)].0
    }
    fn level(&self, reserve: usize) -> &[f64] {
        &self.simulation.block.reserves.level[reserve].0
    }
    fn shortfall(&self, set: usize) -> &[f64] {
        self.simulation.record.shortfall_now(set)
    }
}
