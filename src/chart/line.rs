//! Lines: how values change along an axis.

use super::canvas::Svg;
use super::curve;
use super::mark::{Job, Mark};
use super::plot::Plot;
use super::remarks;
use super::spec::Spec;
use crate::base::diagnostic::Diagnostic;

/// `kind: line`.
pub(super) struct Line;

impl Mark for Line {
    fn name(&self) -> &'static str {
        "line"
    }

    fn options(&self) -> &'static [&'static str] {
        &["zero", "scale"]
    }

    fn most_series(&self) -> usize {
        10
    }

    fn check(&self, spec: &Spec, plot: &Plot) -> Vec<Diagnostic> {
        let mut res = remarks::places(spec, plot).err().unwrap_or_default();
        if plot.xs.len() == 1 {
            let message = "a line of one point shows no change";
            let help = "draw bars, or look at the conditions of the query";
            let warning = Diagnostic::warning("chart/one-point", message);
            res.push(warning.at(spec.query.1).help(help));
        }
        res
    }

    fn draw(&self, job: &Job<'_>) -> Svg {
        let zero = job.spec.zero.is_none_or(|(zero, _)| zero);
        curve::draw(job, curve::value_axis(job.plot, zero, job.spec.log), |_, _| {})
    }
}
