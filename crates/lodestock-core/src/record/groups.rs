//! For whom results are kept, and which numbers make a path's row.

use crate::model::Model;

/// Whose results.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupId {
    /// One consumer, by index.
    Consumer(usize),
    /// All consumers of a country in a commodity.
    Country {
        /// Index of the country.
        country: usize,
        /// Index of the commodity.
        commodity: usize,
    },
    /// All consumers of a commodity, by index.
    Commodity(usize),
    /// All consumers that a reserve serves, where it serves several countries; index of the
    /// reserve.
    Served(usize),
    /// All consumers of a sector in a commodity.
    Sector {
        /// Name of the sector.
        sector: String,
        /// Index of the commodity.
        commodity: usize,
    },
    /// All consumers.
    Total,
}

/// A set of consumers whose results are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Whose.
    pub id: GroupId,
    /// Dotted name, as metrics name it: `us-chips`, `us.gallium`, `gallium`, `defence.gallium`,
    /// `served-by.vault` or `total`.
    pub name: String,
    /// Unit of its quantities; `None` where its commodities have different ones.
    pub unit: Option<String>,
    /// Set of consumers, shared by groups of the same members.
    pub(crate) set: usize,
}

/// A distinct set of consumers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Set {
    pub consumers: Vec<usize>,
    pub buyers: Vec<usize>,
}

/// A number of a path's row for a set of consumers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupMetric {
    /// Curtailed and unmet less deferred, units.
    Shortfall,
    /// Given up because of price, units.
    Curtailed,
    /// Physically missing, units.
    Unmet,
    /// Put off to the next step, units.
    Deferred,
    /// Steps in which the shortfall exceeds 1e-6 of demand.
    StepsShort,
    /// Years, counted from step 0, with any such step.
    YearsShort,
    /// First such step; infinite if none.
    FirstShort,
    /// Most such steps in a row.
    LongestSpell,
    /// Number of such spells.
    Spells,
    /// Largest shortfall of a step, units.
    DeepestStep,
    /// Highest price, in reference prices.
    PeakPrice,
    /// Cost of imports, USD; 0 without a reference price.
    ImportCost,
    /// Cost of the shortfall, USD.
    ShortfallCost,
}

impl GroupMetric {
    /// Every one, in the order of a row.
    pub const ALL: [Self; 13] = [
        Self::Shortfall,
        Self::Curtailed,
        Self::Unmet,
        Self::Deferred,
        Self::StepsShort,
        Self::YearsShort,
        Self::FirstShort,
        Self::LongestSpell,
        Self::Spells,
        Self::DeepestStep,
        Self::PeakPrice,
        Self::ImportCost,
        Self::ShortfallCost,
    ];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shortfall => "shortfall",
            Self::Curtailed => "curtailed",
            Self::Unmet => "unmet",
            Self::Deferred => "deferred",
            Self::StepsShort => "steps_short",
            Self::YearsShort => "years_short",
            Self::FirstShort => "first_short_step",
            Self::LongestSpell => "longest_spell",
            Self::Spells => "spells",
            Self::DeepestStep => "deepest_step",
            Self::PeakPrice => "peak_price",
            Self::ImportCost => "import_cost",
            Self::ShortfallCost => "shortfall_cost",
        }
    }
}

/// A number of a path's row for a reserve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReserveMetric {
    /// Lowest level, units.
    Lowest,
    /// Released, units.
    Released,
    /// Bought back, units.
    Refilled,
    /// First step at whose end it is empty; infinite if none.
    FirstEmpty,
    /// Steps at whose end it is empty.
    StepsEmpty,
    /// Steps at whose end it is full.
    StepsFull,
    /// Mean level at the ends of steps, units.
    MeanLevel,
    /// Level at the end of the last step, units.
    FinalLevel,
    /// Cost of refills, USD.
    PurchaseCost,
    /// Cost of holding, USD.
    HoldingCost,
    /// What is released, sold at the reference price, USD.
    SalesValue,
}

impl ReserveMetric {
    /// Every one, in the order of a row.
    pub const ALL: [Self; 11] = [
        Self::Lowest,
        Self::Released,
        Self::Refilled,
        Self::FirstEmpty,
        Self::StepsEmpty,
        Self::StepsFull,
        Self::MeanLevel,
        Self::FinalLevel,
        Self::PurchaseCost,
        Self::HoldingCost,
        Self::SalesValue,
    ];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lowest => "lowest",
            Self::Released => "released",
            Self::Refilled => "refilled",
            Self::FirstEmpty => "first_empty_step",
            Self::StepsEmpty => "steps_empty",
            Self::StepsFull => "steps_full",
            Self::MeanLevel => "mean_level",
            Self::FinalLevel => "final_level",
            Self::PurchaseCost => "purchase_cost",
            Self::HoldingCost => "holding_cost",
            Self::SalesValue => "sales_value",
        }
    }
}

/// A column of the table of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// A number of a distinct set of consumers, by index of the set.
    Group(usize, GroupMetric),
    /// A number of a reserve, by index.
    Reserve(usize, ReserveMetric),
}

/// The groups of a run and the columns of its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Groups {
    pub(crate) sets: Vec<Set>,
    groups: Vec<Group>,
    columns: Vec<Column>,
}

impl Groups {
    /// Every consumer, country and commodity, sector and commodity, commodity, what reserves of
    /// several countries serve, and the total.
    pub fn all(model: &Model) -> Self {
        let mut ids: Vec<GroupId> = (0..model.consumers().len())
            .map(GroupId::Consumer)
            .collect();
        let mut wider = Vec::new();
        for consumer in model.consumers() {
            let commodity = consumer.commodity;
            wider.push(GroupId::Country {
                country: consumer.country,
                commodity,
            });
            wider.push(GroupId::Commodity(commodity));
            if let Some(sector) = consumer.sector.clone() {
                wider.push(GroupId::Sector { sector, commodity });
            }
        }
        wider.sort();
        wider.dedup();
        ids.extend(wider);
        let reserves = model.reserves().iter().enumerate();
        let several = reserves.filter(|(_, reserve)| reserve.serves.len() > 1);
        ids.extend(several.map(|(r, _)| GroupId::Served(r)));
        ids.push(GroupId::Total);
        Self::of(model, ids)
    }

    /// Some groups only, in the order given: what is not asked for is not recorded.
    ///
    /// # Panics
    /// If an id names what the model does not have.
    pub fn of(model: &Model, ids: impl IntoIterator<Item = GroupId>) -> Self {
        let mut groups = Self {
            sets: Vec::new(),
            groups: Vec::new(),
            columns: Vec::new(),
        };
        for id in ids {
            groups.add(model, id);
        }
        let sets = 0..groups.sets.len();
        let of_set = |set| GroupMetric::ALL.map(|metric| Column::Group(set, metric));
        let of_reserve = |r| ReserveMetric::ALL.map(|metric| Column::Reserve(r, metric));
        groups.columns = sets.flat_map(of_set).collect();
        groups
            .columns
            .extend((0..model.reserves().len()).flat_map(of_reserve));
        groups
    }

    fn add(&mut self, model: &Model, id: GroupId) {
        let members = |c: &usize| {
            let consumer = &model.consumers[*c];
            match &id {
                GroupId::Consumer(i) => c == i,
                GroupId::Country { country, commodity } => {
                    consumer.country == *country && consumer.commodity == *commodity
                }
                GroupId::Commodity(commodity) => consumer.commodity == *commodity,
                GroupId::Sector { sector, commodity } => {
                    consumer.sector.as_ref() == Some(sector) && consumer.commodity == *commodity
                }
                GroupId::Served(r) => model.reserves[*r].serves.contains(&consumer.buyer),
                GroupId::Total => true,
            }
        };
        let consumers: Vec<usize> = (0..model.consumers.len()).filter(members).collect();
        let mut buyers: Vec<usize> = consumers
            .iter()
            .map(|&c| model.consumers[c].buyer)
            .collect();
        buyers.sort_unstable();
        buyers.dedup();
        let unit = |c: &usize| &model.commodities[model.consumers[*c].commodity].unit;
        let first = consumers.first().map(unit).cloned();
        let unit = first.filter(|first| consumers.iter().all(|c| unit(c) == first));
        let set = Set { consumers, buyers };
        let index = self
            .sets
            .iter()
            .position(|known| *known == set)
            .unwrap_or_else(|| {
                self.sets.push(set);
                self.sets.len() - 1
            });
        let name = group_name(model, &id);
        self.groups.push(Group {
            id,
            name,
            unit,
            set: index,
        });
    }

    /// The groups: consumers by id, then countries, commodities, sectors, what reserves serve,
    /// and the total last.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The columns of a path's row.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Place in a row of a group's metric.
    pub fn column(&self, group: &Group, metric: GroupMetric) -> usize {
        group.set * GroupMetric::ALL.len() + metric as usize
    }

    /// Place in a row of a reserve's metric.
    pub fn reserve_column(&self, reserve: usize, metric: ReserveMetric) -> usize {
        let groups = self.sets.len() * GroupMetric::ALL.len();
        groups + reserve * ReserveMetric::ALL.len() + metric as usize
    }

    /// The group of a name, such as `us.gallium` or `total`.
    pub fn named(&self, name: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.name == name)
    }

    /// The group of the consumers that a reserve serves; `None` if it serves processors only.
    pub fn served_by(&self, model: &Model, reserve: usize) -> Option<&Group> {
        let countries: Vec<usize> = model.served_by(reserve).collect();
        let holds = model.reserves[reserve].commodity;
        self.groups.iter().find(|group| match group.id {
            GroupId::Served(r) => r == reserve,
            GroupId::Country { country, commodity } => commodity == holds && countries == [country],
            _ => false,
        })
    }

    /// Whether a reserve serves any consumer of a group.
    pub fn serves(&self, model: &Model, reserve: usize, group: &Group) -> bool {
        let served = &model.reserves[reserve].serves;
        let mut buyers = self.sets[group.set].buyers.iter();
        buyers.any(|buyer| served.contains(buyer))
    }

    /// Index of the distinct set of consumers behind a group.
    pub fn set_of(&self, group: &Group) -> usize {
        group.set
    }
}

fn group_name(model: &Model, id: &GroupId) -> String {
    let commodity = |i: &usize| model.commodities[*i].id.as_str();
    match id {
        GroupId::Consumer(i) => model.consumers[*i].id.clone(),
        GroupId::Country {
            country,
            commodity: c,
        } => {
            format!("{}.{}", model.countries[*country].id, commodity(c))
        }
        GroupId::Commodity(c) => commodity(c).to_string(),
        GroupId::Sector {
            sector,
            commodity: c,
        } => format!("{sector}.{}", commodity(c)),
        GroupId::Served(r) => format!("served-by.{}", model.reserves[*r].id),
        GroupId::Total => "total".into(),
    }
}

impl Model {
    /// Calm demand of a group at step 0, units a step, at median parameters.
    pub fn calm_demand(&self, groups: &Groups, group: &Group) -> f64 {
        let members = groups.sets[group.set].consumers.iter();
        members.map(|&c| self.calm.demand[c]).sum()
    }

    /// The largest value at risk of a group's consumers, USD per unit missing; 0 if none is given.
    pub fn value_at_risk(&self, group: &GroupId) -> f64 {
        let groups = Groups::of(self, [group.clone()]);
        let members = groups.sets.iter().flat_map(|set| &set.consumers);
        members
            .map(|&c| self.consumers[c].value_at_risk)
            .fold(0.0, f64::max)
    }

    /// Whether a commodity of a group has a reference price.
    pub fn priced(&self, groups: &Groups, group: &Group) -> bool {
        let mut members = groups.sets[group.set].consumers.iter();
        members.any(|&c| {
            self.commodities[self.consumers[c].commodity]
                .price
                .is_some()
        })
    }
}
