//! Bars below the values of a column: their lengths compare at a glance, and the numbers say the same to all.

use super::TableCtx;
use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::base::node::Spanned;
use crate::base::source::Span;

/// The length of a full bar and its height, in units of the drawing; on the page it is as wide as its column.
const SIZE: (f64, f64) = (100.0, 6.0);

/// The scale of a column's bars. It holds zero, where all bars begin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bars {
    min: f64,
    max: f64,
}

impl Bars {
    /// The scale for the rows of a table that are shown; `max` is the value of a full bar.
    pub(super) fn new(
        ctx: &TableCtx<'_>,
        index: usize,
        (span, max): (Span, Option<Spanned<f64>>),
    ) -> Result<Self, Vec<Diagnostic>> {
        let column = &ctx.frame.columns[index];
        let error = |message: String, span: Span, help: &str| {
            vec![Diagnostic::error("table/bar", message).at(span).help(help)]
        };
        if !column.kind.is_number() {
            let message = format!(
                "the column `{}` holds values of the kind {}, and a bar shows a number",
                column.name,
                column.kind.name()
            );
            return Err(error(message, span, "give the bar to a column of numbers"));
        }
        let values = ctx.rows.iter().filter_map(|row| row[index].float());
        let (lo, hi) = values.fold((0.0_f64, 0.0_f64), |(lo, hi), n| (lo.min(n), hi.max(n)));
        match max {
            Some(max) if hi > max.value => {
                let message = format!(
                    "a value of `{}` is {hi}, more than a full bar stands for",
                    column.name
                );
                Err(error(message, max.span, "let a full bar stand for more, or leave `max` out"))
            }
            Some(max) => Ok(Self { min: lo, max: max.value }),
            None => Ok(Self { min: lo, max: hi }),
        }
    }

    /// The bar of a value.
    pub(super) fn svg(self, cell: &Cell) -> String {
        let (width, height) = SIZE;
        let value = cell.float().unwrap_or(0.0);
        let range = self.max / 2.0 - self.min / 2.0;
        let place = |value: f64| {
            if range > 0.0 { (value / 2.0 - self.min / 2.0) / range * width } else { 0.0 }
        };
        let (zero, end) = (place(0.0), place(value));
        format!(
            "<svg class=\"bar\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
             <rect x=\"{:.1}\" width=\"{:.1}\" height=\"{height}\" fill=\"currentColor\"/></svg>",
            zero.min(end),
            (end - zero).abs(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Bars, Cell};

    #[test]
    fn bars_begin_at_zero_to_both_sides() {
        let bars = Bars { min: -50.0, max: 150.0 };
        let svg = |n| bars.svg(&Cell::Integer(n));
        assert!(svg(150).contains("x=\"25.0\" width=\"75.0\""), "{}", svg(150));
        assert!(svg(-50).contains("x=\"0.0\" width=\"25.0\""), "{}", svg(-50));
        assert!(svg(0).contains("x=\"25.0\" width=\"0.0\""), "{}", svg(0));
        let flat = Bars { min: 0.0, max: 0.0 };
        assert!(flat.svg(&Cell::Integer(0)).contains("width=\"0.0\""));
    }
}
