//! Areas: lines whose distance from zero counts.

use super::canvas::{Plane, Role, Svg};
use super::curve;
use super::mark::{Job, Mark};
use super::plot::Plot;
use super::remarks;
use super::spec::Spec;
use crate::base::diagnostic::Diagnostic;

/// `kind: area`.
pub(super) struct Area;

impl Mark for Area {
    fn name(&self) -> &'static str {
        "area"
    }

    fn options(&self) -> &'static [&'static str] {
        &[]
    }

    fn most_series(&self) -> usize {
        4
    }

    fn check(&self, spec: &Spec, plot: &Plot) -> Vec<Diagnostic> {
        let mut res = remarks::places(spec, plot).err().unwrap_or_default();
        if plot.xs.len() == 1 {
            let message = "an area of one point has no width";
            let help = "draw bars, or look at the conditions of the query";
            let warning = Diagnostic::warning("chart/one-point", message);
            res.push(warning.at(spec.query.1).help(help));
        }
        res
    }

    fn draw(&self, job: &Job<'_>) -> Svg {
        curve::draw(job, curve::value_axis(job.plot, true, false), fill)
    }
}

/// Fills between the line through `points` and zero.
fn fill(plane: &Plane, points: &[(f64, f64)]) {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return };
    if points.len() > 1 {
        let mut outline = vec![(first.0, 0.0)];
        outline.extend(points);
        outline.push((last.0, 0.0));
        plane.polygon(&outline, Role::Area);
    }
}
