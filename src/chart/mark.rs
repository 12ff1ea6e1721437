//! What every kind of chart has to say about itself. A new kind is a file with an implementation and a line in [`MARKS`].

use std::fmt;

use super::area::Area;
use super::bar::Bar;
use super::canvas::Svg;
use super::layout::Layout;
use super::line::Line;
use super::plot::Plot;
use super::spec::Spec;
use crate::base::diagnostic::Diagnostic;

/// A kind of chart.
pub(super) trait Mark: Sync {
    /// The name in `kind:`.
    fn name(&self) -> &'static str;

    /// The options that this kind understands beside those of every chart.
    fn options(&self) -> &'static [&'static str];

    /// The most series that can be told apart.
    fn most_series(&self) -> usize;

    /// What is wrong with drawing `plot` this way.
    fn check(&self, spec: &Spec, plot: &Plot) -> Vec<Diagnostic>;

    /// The drawing.
    fn draw(&self, job: &Job<'_>) -> Svg;
}

/// What a drawing is made of.
#[derive(Clone, Copy)]
pub(super) struct Job<'a> {
    /// What the author asked for.
    pub spec: &'a Spec,
    /// The values.
    pub plot: &'a Plot,
    /// The size of the drawing and of its text.
    pub layout: Layout,
    /// What the ids in the drawing begin with.
    pub id: &'a str,
}

/// Every kind of chart.
static MARKS: [&dyn Mark; 3] = [&Line, &Area, &Bar];

/// The kind of a chart.
#[derive(Clone, Copy)]
pub struct Kind(&'static dyn Mark);

impl Kind {
    /// All kinds by name.
    pub(super) fn all() -> Vec<(&'static str, Self)> {
        MARKS.iter().map(|mark| (mark.name(), Self(*mark))).collect()
    }

    /// The name in `kind:`.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// What the kind does.
    pub(super) fn mark(self) -> &'static dyn Mark {
        self.0
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}
