//! What a build ran anew, what it took from memory, and why.

use std::collections::BTreeMap;

/// A stage whose results are remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Reading front matter.
    Open,
    /// Parsing texts.
    Parse,
    /// Reading tables.
    Catalog,
    /// Running queries and checking what follows from them.
    Resolve,
    /// Putting pages together.
    Link,
    /// Running templates.
    Render,
}

impl Stage {
    /// The stage's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Parse => "parse",
            Self::Catalog => "catalog",
            Self::Resolve => "resolve",
            Self::Link => "link",
            Self::Render => "render",
        }
    }
}

/// One thing that a stage ran for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// The stage.
    pub stage: Stage,
    /// What it ran for: a file of the site, a table, the whole of it, or for [`Stage::Render`] a path of the built site.
    pub subject: String,
    /// Why it was not taken from memory: `new`, or what has changed, in words.
    pub why: String,
}

/// What a build ran anew, and how much it took from memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trace {
    /// What ran, by stage, in the order of the subjects.
    pub ran: Vec<Ran>,
    /// How many results of each stage were taken from memory.
    pub reused: BTreeMap<Stage, usize>,
}

impl Trace {
    /// How much a stage ran for.
    pub fn n_ran(&self, stage: Stage) -> usize {
        self.ran.iter().filter(|ran| ran.stage == stage).count()
    }

    /// How many results of a stage were taken from memory.
    pub fn n_reused(&self, stage: Stage) -> usize {
        self.reused.get(&stage).copied().unwrap_or(0)
    }

    /// Why a stage ran for `subject` in this build, if it did.
    pub fn why(&self, stage: Stage, subject: &str) -> Option<&str> {
        let mut ran = self.ran.iter().filter(|ran| ran.stage == stage);
        ran.find(|ran| ran.subject == subject).map(|ran| ran.why.as_str())
    }
}
