//! What a module says about itself.

use serde::Serialize;

use crate::catalogue::MODULES;
use crate::vocabulary::{Vocabulary, Word};

/// A part of the product that a tenant can switch on or off (MOD-1).
#[derive(Debug, Serialize)]
pub struct Module {
    /// Stable name in addresses, permissions and the database, in `snake_case`.
    pub key: &'static str,
    /// Name in the list of modules.
    pub name: &'static str,
    /// One sentence; see [`Vocabulary::fill`] for its placeholders.
    pub description: &'static str,
    /// Whether it is part of every workspace and cannot be switched off.
    pub is_core: bool,
    /// Keys of the modules that must be on for this one to work.
    pub depends_on: &'static [&'static str],
    /// The lowest plan that includes it.
    pub minimum_plan: PlanRank,
    /// What the module lets a role allow.
    pub permissions: &'static [Permission],
    /// The tables of the tenant's plane that hold its records; of a module that is announced they come with it.
    pub tables: &'static [Table],
    /// Its place in the members' navigation.
    pub navigation: Navigation,
    /// Whether it can be switched on yet.
    pub status: Status,
}

impl Module {
    /// Every module that this one needs, directly or through another, in the order to switch them on.
    pub fn requires(&self) -> Vec<&'static Module> {
        let mut needed = self.depends_on.to_vec();
        let mut modules = Vec::new();
        // `MODULES` is in dependency order, so one pass from its end meets a module after all
        // that need it.
        for module in MODULES.into_iter().rev() {
            if needed.contains(&module.key) {
                needed.extend(module.depends_on);
                modules.push(module);
            }
        }
        modules.reverse();
        modules
    }

    /// Every module that stops working without this one, directly or through another.
    pub fn needed_by(&self) -> Vec<&'static Module> {
        let mut lost = vec![self.key];
        let mut modules = Vec::new();
        for module in MODULES {
            if module.depends_on.iter().any(|key| lost.contains(key)) {
                lost.push(module.key);
                modules.push(module);
            }
        }
        modules
    }

    /// What a tenant calls it: the plural of what it is about, if it is about one thing.
    pub fn title<'a>(&'a self, vocabulary: &'a Vocabulary) -> &'a str {
        match self.navigation.label {
            Label::Term(word) => &vocabulary.term(word).plural,
            Label::Text(_) => self.name,
        }
    }

    /// Whether the module can be switched on today.
    pub fn is_shipped(&self) -> bool {
        self.status == Status::Shipped
    }
}

/// How far a module is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// In the product.
    Shipped,
    /// Announced; it cannot be switched on.
    Planned,
}

/// The five plans the product ships, from the smallest to the largest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanRank {
    /// `trial`.
    Trial,
    /// `starter`.
    Starter,
    /// `professional`.
    Professional,
    /// `enterprise`.
    Enterprise,
    /// `unlimited`.
    Unlimited,
}

impl PlanRank {
    /// Every rank, smallest first.
    pub const ALL: [Self; 5] = [
        Self::Trial,
        Self::Starter,
        Self::Professional,
        Self::Enterprise,
        Self::Unlimited,
    ];

    /// The code of the plan.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Trial => "trial",
            Self::Starter => "starter",
            Self::Professional => "professional",
            Self::Enterprise => "enterprise",
            Self::Unlimited => "unlimited",
        }
    }

    /// The rank of a plan code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rank| rank.code() == code)
    }
}

/// A table of the tenant's plane.
#[derive(Debug, Serialize)]
pub struct Table {
    /// Its name there.
    pub name: &'static str,
    /// What one of its rows is to people; none for what is a part of something else.
    pub word: Option<Word>,
}

/// Something a role may allow.
#[derive(Debug, Serialize)]
pub struct Permission {
    /// `<module>.<act>`.
    pub key: &'static str,
    /// What it allows, as a sentence; see [`Vocabulary::fill`] for its placeholders.
    pub sentence: &'static str,
}

/// An entry in the members' navigation.
#[derive(Debug, Serialize)]
pub struct Navigation {
    /// What it is called.
    pub label: Label,
    /// Where it leads, from the root of the tenant's host.
    pub path: &'static str,
    /// Name of an icon of the design system.
    pub icon: &'static str,
}

/// The name of a navigation entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// The tenant's plural of this word.
    Term(Word),
    /// The same for every tenant.
    Text(&'static str),
}

impl Label {
    /// The label in a tenant's words.
    pub fn text(self, vocabulary: &Vocabulary) -> &str {
        match self {
            Self::Term(word) => &vocabulary.term(word).plural,
            Self::Text(text) => text,
        }
    }
}
