//! The drawing surface: plotters' coordinates and elements, written as semantic SVG.
//!
//! plotters hands a backend a color and whole pixels, nothing more. So the surface is ten times as large as the
//! drawing, which gives coordinates of one decimal, and a color is not a color but the code of a [`Role`], which becomes
//! a class for the page's style sheet and presentation attributes for whoever has no style sheet.

mod pen;
mod role;

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged};
use plotters::drawing::{DrawingArea, IntoDrawingArea as _};
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, FontTransform, TextStyle};

pub(super) use self::role::Role;

use self::pen::{Never, Paper, Pen, tenths};
use super::font;
use super::mark::Job;
use super::markup::escape;
use super::palette::{LIGHT, NEUTRAL};
use super::scale::Scale;
use super::summary::Texts;

/// Where a text stands relative to its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    /// It begins there.
    Start,
    /// It is centered there.
    Middle,
    /// It ends there.
    End,
}

/// The part of a drawing that values are drawn in, in pixels from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Panel {
    /// The left edge.
    pub left: f64,
    /// The right edge.
    pub right: f64,
    /// The upper edge.
    pub top: f64,
    /// The lower edge.
    pub bottom: f64,
}

impl Panel {
    /// The distance between the left and the right edge.
    pub(super) fn width(self) -> f64 {
        self.right - self.left
    }

    /// The distance between the upper and the lower edge.
    pub(super) fn height(self) -> f64 {
        self.bottom - self.top
    }
}

/// A finished drawing.
pub(super) struct Svg {
    /// The SVG element.
    pub text: String,
    /// Its width and height in pixels.
    pub size: (f64, f64),
}

/// A drawing in the making.
pub(super) struct Canvas {
    paper: Rc<RefCell<Paper>>,
    root: DrawingArea<Pen, Shift>,
    size: (f64, f64),
}

/// What plotters gives back after drawing.
type Drawn = Result<(), plotters::drawing::DrawingAreaErrorKind<Never>>;

/// The pen only writes to memory, and it is borrowed for the length of one call.
const NEVER: &str = "a pen that writes to memory cannot fail";

impl Canvas {
    /// An empty drawing of `width` by `height` pixels.
    pub(super) fn new(width: f64, height: f64) -> Self {
        let paper = Rc::new(RefCell::new(Paper::default()));
        let size = (tenths(width).unsigned_abs(), tenths(height).unsigned_abs());
        let root = Pen { paper: Rc::clone(&paper), size }.into_drawing_area();
        Self { paper, root, size: (width, height) }
    }

    /// The coordinates `x` and `y` laid over `panel`.
    pub(super) fn plane(&self, panel: Panel, x: Scale, y: Scale) -> Plane {
        let across = tenths(panel.left)..tenths(panel.right);
        let upward = tenths(panel.bottom)..tenths(panel.top);
        let coordinates = Cartesian2d::<Scale, Scale>::new(x, y, (across, upward));
        Plane { area: self.root.apply_coord_spec(coordinates) }
    }

    /// Draws one series: what `draw` draws is one group in the series' color.
    pub(super) fn series(&self, index: usize, draw: impl FnOnce()) {
        let color = index % LIGHT.len();
        self.open(format_args!("<g class=\"c{}\" color=\"{}\">", color + 1, LIGHT[color]));
        draw();
        self.shut();
    }

    /// Draws what stands for any series: in the color of axes.
    pub(super) fn neutral(&self, draw: impl FnOnce()) {
        self.open(format_args!("<g class=\"n\" color=\"{NEUTRAL}\">"));
        draw();
        self.shut();
    }

    /// Draws what only eyes need, such as axes: it is hidden from assistive technology.
    pub(super) fn scenery(&self, draw: impl FnOnce()) {
        self.open(format_args!("<g aria-hidden=\"true\">"));
        draw();
        self.shut();
    }

    fn open(&self, group: std::fmt::Arguments<'_>) {
        let mut paper = self.paper.borrow_mut();
        paper.close();
        paper.add(group);
    }

    fn shut(&self) {
        let mut paper = self.paper.borrow_mut();
        paper.close();
        paper.add(format_args!("</g>"));
    }

    /// A straight line between two places in pixels.
    pub(super) fn line(&self, from: (f64, f64), to: (f64, f64), role: Role) {
        let points = [from, to].map(|(x, y)| (tenths(x), tenths(y)));
        checked(self.root.draw(&PathElement::new(points, role.style(false))));
    }

    /// A rectangle between two corners in pixels.
    pub(super) fn block(&self, from: (f64, f64), to: (f64, f64), role: Role) {
        let corners = [from, to].map(|(x, y)| (tenths(x), tenths(y)));
        checked(self.root.draw(&Rectangle::new(corners, role.style(true))));
    }

    /// A text whose baseline is at `y`.
    pub(super) fn text(&self, (x, y): (f64, f64), text: &str, anchor: Anchor, role: Role) {
        self.write((x, y), text, anchor, (role, FontTransform::None));
    }

    /// A text that reads upward, whose baseline is at `x`.
    pub(super) fn upright(&self, (x, y): (f64, f64), text: &str, anchor: Anchor, role: Role) {
        self.write((x, y), text, anchor, (role, FontTransform::Rotate270));
    }

    fn write(
        &self,
        (x, y): (f64, f64),
        text: &str,
        anchor: Anchor,
        (role, turn): (Role, FontTransform),
    ) {
        let h_pos = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let font = FontDesc::new(FontFamily::SansSerif, 1.0, FontStyle::Normal).transform(turn);
        let color = role.color();
        let style = TextStyle::from(font).color(&color).pos(Pos::new(h_pos, VPos::Bottom));
        checked(self.root.draw(&Text::new(text, (tenths(x), tenths(y)), style)));
    }

    /// The finished drawing of `job`.
    pub(super) fn finish(self, job: &Job<'_>, texts: &Texts) -> Svg {
        self.paper.borrow_mut().close();
        let (width, height) = (self.size.0, self.size.1.ceil());
        let (class, size) = (job.layout.name, job.layout.font);
        let id = format!("{}-{class}", job.id);
        let (title, description) = (escape(&texts.title), escape(&texts.description));
        let body = &self.paper.borrow().svg;
        let text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{class}\" viewBox=\"0 0 {width} {height}\" \
             width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" \
             font-family=\"'{family}',sans-serif\" font-size=\"{size}\">\
             <title id=\"{id}-t\">{title}</title><desc id=\"{id}-d\">{description}</desc>{body}</svg>",
            family = font::FAMILY,
        );
        Svg { text, size: (width, height) }
    }
}

/// A part of the canvas with coordinates.
pub(super) struct Plane {
    area: DrawingArea<Pen, Cartesian2d<Scale, Scale>>,
}

impl Plane {
    /// The place of a pair of values, in pixels.
    pub(super) fn place(&self, at: (f64, f64)) -> (f64, f64) {
        let (x, y) = self.area.map_coordinate(&at);
        (f64::from(x) / 10.0, f64::from(y) / 10.0)
    }

    /// A line through `points`.
    pub(super) fn path(&self, points: &[(f64, f64)], role: Role) {
        checked(self.area.draw(&PathElement::new(points, role.style(false))));
    }

    /// The inside of the outline `points`.
    pub(super) fn polygon(&self, points: &[(f64, f64)], role: Role) {
        checked(self.area.draw(&Polygon::new(points, role.style(true))));
    }

    /// A rectangle between two corners.
    pub(super) fn block(&self, from: (f64, f64), to: (f64, f64), role: Role) {
        checked(self.area.draw(&Rectangle::new([from, to], role.style(true))));
    }

    /// A point of `radius` pixels.
    pub(super) fn dot(&self, at: (f64, f64), radius: f64, role: Role) {
        checked(self.area.draw(&Circle::new(at, tenths(radius), role.style(true))));
    }
}

fn checked(drawn: Drawn) {
    drawn.expect(NEVER);
}

impl Ranged for Scale {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        let share = self.share(*value);
        tenths((f64::from(from) + share * f64::from(to - from)) / 10.0)
    }

    fn key_points<Hint: KeyPointHint>(&self, _hint: Hint) -> Vec<f64> {
        Vec::new()
    }

    fn range(&self) -> Range<f64> {
        let (lo, hi) = self.ends();
        lo..hi
    }
}
