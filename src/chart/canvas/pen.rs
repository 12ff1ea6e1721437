//! The backend that plotters draws with: every call becomes one SVG element.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::rc::Rc;

use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontTransform,
};

use super::role::Role;
use crate::chart::markup::escape;

/// The text of the drawing so far; the shapes of one role that follow each other share a group.
#[derive(Default)]
pub(super) struct Paper {
    /// The elements.
    pub(super) svg: String,
    open: Option<usize>,
}

impl Paper {
    /// Opens the group of the role that `color` stands for, unless it is open.
    fn group(&mut self, color: BackendColor) {
        let code = usize::from(color.rgb.0);
        if self.open != Some(code) {
            self.close();
            self.add(format_args!("<g {}>", Role::attributes(code)));
            self.open = Some(code);
        }
    }

    /// Closes the open group.
    pub(super) fn close(&mut self) {
        if self.open.take().is_some() {
            self.svg.push_str("</g>");
        }
    }

    /// Adds `text` as it is.
    pub(super) fn add(&mut self, text: std::fmt::Arguments<'_>) {
        self.svg.write_fmt(text).expect("writing to a string cannot fail");
    }

    fn points(&mut self, element: &str, points: impl IntoIterator<Item = BackendCoord>) {
        self.add(format_args!("<{element} points=\""));
        let mut separator = "";
        for (x, y) in points {
            self.add(format_args!("{separator}{},{}", Tenth(x), Tenth(y)));
            separator = " ";
        }
        self.svg.push_str("\"/>");
    }
}

/// A coordinate of plotters, printed in pixels of the drawing.
pub(super) struct Tenth(pub(super) i32);

impl std::fmt::Display for Tenth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, tenth) = (self.0.unsigned_abs() / 10, self.0.unsigned_abs() % 10);
        write!(f, "{sign}{whole}")?;
        if tenth == 0 { Ok(()) } else { write!(f, ".{tenth}") }
    }
}

/// Pixels of the drawing as a coordinate of plotters.
#[expect(clippy::cast_possible_truncation, reason = "`as` saturates, and drawings are small")]
pub(super) fn tenths(pixels: f64) -> i32 {
    (pixels * 10.0).round() as i32
}

/// The backend that plotters draws with.
pub(super) struct Pen {
    /// What has been drawn, shared with the canvas.
    pub(super) paper: Rc<RefCell<Paper>>,
    /// The size of the surface in tenths of a pixel.
    pub(super) size: (u32, u32),
}

/// Writing to memory has no way to fail.
#[derive(Debug)]
pub(super) struct Never;

impl std::fmt::Display for Never {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("never")
    }
}

impl std::error::Error for Never {}

type Drawn = Result<(), DrawingErrorKind<Never>>;

impl DrawingBackend for Pen {
    type ErrorType = Never;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect((x, y), (x + 10, y + 10), &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        (x1, y1): BackendCoord,
        (x2, y2): BackendCoord,
        style: &S,
    ) -> Drawn {
        let mut paper = self.paper.borrow_mut();
        paper.group(style.color());
        let (x1, y1) = (Tenth(x1), Tenth(y1));
        if y1.0 == y2 {
            paper.add(format_args!("<path d=\"M{x1} {y1}H{}\"/>", Tenth(x2)));
        } else if x1.0 == x2 {
            paper.add(format_args!("<path d=\"M{x1} {y1}V{}\"/>", Tenth(y2)));
        } else {
            paper.add(format_args!("<path d=\"M{x1} {y1}L{} {}\"/>", Tenth(x2), Tenth(y2)));
        }
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (x1, y1): BackendCoord,
        (x2, y2): BackendCoord,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        let mut paper = self.paper.borrow_mut();
        paper.group(style.color());
        let (x, y) = (Tenth(x1.min(x2)), Tenth(y1.min(y2)));
        let (width, height) = (Tenth((x1 - x2).abs()), Tenth((y1 - y2).abs()));
        paper
            .add(format_args!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let points: Vec<BackendCoord> = path.into_iter().collect();
        if let [from, to] = points[..] {
            return self.draw_line(from, to, style);
        }
        let mut paper = self.paper.borrow_mut();
        paper.group(style.color());
        paper.points("polyline", points);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        let mut paper = self.paper.borrow_mut();
        paper.group(style.color());
        let radius = Tenth(i32::try_from(radius).unwrap_or(0));
        paper.add(format_args!("<circle cx=\"{}\" cy=\"{}\" r=\"{radius}\"/>", Tenth(x), Tenth(y)));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vertices: I,
        style: &S,
    ) -> Drawn {
        let mut paper = self.paper.borrow_mut();
        paper.group(style.color());
        paper.points("polygon", vertices);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        let mut paper = self.paper.borrow_mut();
        paper.group(style.color());
        let (x, y) = (Tenth(x), Tenth(y));
        paper.add(format_args!("<text x=\"{x}\" y=\"{y}\""));
        match style.anchor().h_pos {
            HPos::Left => {}
            HPos::Center => paper.svg.push_str(" text-anchor=\"middle\""),
            HPos::Right => paper.svg.push_str(" text-anchor=\"end\""),
        }
        if matches!(style.transform(), FontTransform::Rotate270) {
            paper.add(format_args!(" transform=\"rotate(-90 {x} {y})\""));
        }
        paper.add(format_args!(">{}</text>", escape(text)));
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        _text: &str,
        _style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Never>> {
        Ok((0, 0))
    }
}
