//! Pictures of drawings as PNG, for feeds, social cards and pages of others.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::Drawing;
use super::font::{FAMILY, FONTS, Weight, wrap};
use super::markup::escape;
use super::scale::count;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;

/// The width and height of a card, as social networks ask for it.
pub const CARD: (u32, u32) = (1200, 630);

/// The widest picture; its memory is four bytes for each pixel.
const WIDEST: u32 = 4096;

/// The fonts that drawings are measured with, and no other: pictures are the same on every machine.
static FONTDB: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut database = fontdb::Database::new();
    for font in FONTS {
        database.load_font_data(font.to_vec());
    }
    database.set_sans_serif_family(FAMILY);
    Arc::new(database)
});

/// Pictures that were made before, by what they show: most edits of a page leave its charts as they are, and to make a picture takes
/// longer than all else that a page with charts needs.
///
/// None is held: a picture is found as long as a site holds it.
#[derive(Debug, Default)]
pub struct Pictures(Mutex<BTreeMap<Digest, Weak<[u8]>>>);

impl Pictures {
    /// The chart with its title, subtitle and note, in twice the size of the wide layout.
    pub fn png(&self, drawing: &Drawing) -> Result<Arc<[u8]>, Diagnostic> {
        self.picture(&sheet(drawing), 1536)
    }

    /// The chart with its title and subtitle in the size of a [`CARD`].
    pub fn card(&self, drawing: &Drawing) -> Result<Arc<[u8]>, Diagnostic> {
        self.picture(&card_sheet(drawing), CARD.0)
    }

    /// Forgets the pictures that nobody holds any more: called once per build.
    pub fn age(&self) {
        self.known(|known| known.retain(|_, picture| picture.strong_count() > 0));
    }

    /// `svg` as a PNG of `width` pixels.
    fn picture(&self, svg: &str, width: u32) -> Result<Arc<[u8]>, Diagnostic> {
        let key = Digest::of_parts([svg.as_bytes(), &width.to_le_bytes()]);
        if let Some(picture) = self.known(|known| known.get(&key).and_then(Weak::upgrade)) {
            return Ok(picture);
        }
        let picture = render(svg, width)?.into();
        self.known(|known| known.insert(key, Arc::downgrade(&picture)));
        Ok(picture)
    }

    fn known<T>(&self, act: impl FnOnce(&mut BTreeMap<Digest, Weak<[u8]>>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// `svg` as a PNG of `width` pixels on white.
fn render(svg: &str, width: u32) -> Result<Vec<u8>, Diagnostic> {
    let failed = |why: String| {
        let message = format!("the drawing cannot be made into a picture: {why}");
        Diagnostic::error("chart/raster", message)
    };
    let options = Options {
        fontdb: Arc::clone(&FONTDB),
        font_family: FAMILY.to_owned(),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error| failed(error.to_string()))?;
    let width = width.clamp(1, WIDEST);
    #[expect(clippy::cast_precision_loss, reason = "at most a few thousand pixels")]
    let scale = width as f32 / tree.size().width();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates")]
    let height = (tree.size().height() * scale).ceil() as u32;
    let pixmap = Pixmap::new(width, height.min(4 * WIDEST));
    let mut pixmap = pixmap.ok_or_else(|| failed("it has no size".to_owned()))?;
    pixmap.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| failed(error.to_string()))
}

/// A text block of a sheet.
struct Block<'a> {
    text: Option<&'a str>,
    size: f64,
    weight: Weight,
    color: &'static str,
}

/// The chart with its title, subtitle and note as one SVG, as wide as the wide layout with a margin.
fn sheet(drawing: &Drawing) -> String {
    let margin = 24.0;
    let (width, height) = drawing.size;
    let (mut body, top) = head(drawing, (margin, margin), width, 1.0);
    place(&drawing.wide, (margin, top), 1.0, &mut body);
    let text = drawing.note.as_deref();
    let note = Block { text, size: 14.0, weight: Weight::Regular, color: "#555b66" };
    let bottom = write(&note, (margin, top + height + 10.0), width, &mut body);
    document(width + 2.0 * margin, bottom + margin, &body)
}

/// The chart with its title and subtitle as an SVG of the size of a [`CARD`].
fn card_sheet(drawing: &Drawing) -> String {
    let (width, height) = (f64::from(CARD.0), f64::from(CARD.1));
    let margin = 48.0;
    let (mut body, top) = head(drawing, (margin, margin), width - 2.0 * margin, 1.8);
    let room = (width - 2.0 * margin, height - margin - top);
    let (svg, size) = &drawing.card;
    let scale = (room.0 / size.0).min(room.1 / size.1).max(0.1);
    place(svg, (margin, top), scale, &mut body);
    document(width, height, &body)
}

/// Title and subtitle from `at` downward; the lower edge with some space.
fn head(drawing: &Drawing, at: (f64, f64), width: f64, scale: f64) -> (String, f64) {
    let mut body = String::new();
    let title = Block {
        text: Some(&drawing.title),
        size: 22.0 * scale,
        weight: Weight::Bold,
        color: "#1b1f24",
    };
    let subtitle = Block {
        text: drawing.subtitle.as_deref(),
        size: 16.0 * scale,
        weight: Weight::Regular,
        color: "#555b66",
    };
    let below = write(&title, at, width, &mut body);
    let bottom = write(&subtitle, (at.0, below), width, &mut body);
    (body, bottom + 14.0 * scale)
}

/// Writes a block from `at` downward and gives its lower edge.
fn write(block: &Block<'_>, (x, y): (f64, f64), width: f64, body: &mut String) -> f64 {
    let lines = block.text.map(|text| wrap(text, block.size, block.weight, width));
    let lines = lines.unwrap_or_default();
    let weight = if block.weight == Weight::Bold { "700" } else { "400" };
    let height = block.size * 1.3;
    for (nth, line) in lines.iter().enumerate() {
        let baseline = y + count(nth) * height + block.size;
        let _ = write!(
            body,
            "<text x=\"{x:.1}\" y=\"{baseline:.1}\" font-size=\"{}\" font-weight=\"{weight}\" fill=\"{}\">{}</text>",
            block.size,
            block.color,
            escape(line),
        );
    }
    y + count(lines.len()) * height
}

/// Adds the drawing `svg` at `at`, scaled.
fn place(svg: &str, (x, y): (f64, f64), scale: f64, body: &mut String) {
    let transform = format!("translate({x:.1} {y:.1}) scale({scale:.4})");
    let _ = write!(body, "<g transform=\"{transform}\">{svg}</g>");
}

fn document(width: f64, height: f64, body: &str) -> String {
    let height = height.ceil();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" font-family=\"'{FAMILY}',sans-serif\"><rect width=\"{width}\" height=\"{height}\" \
         fill=\"#fff\"/>{body}</svg>"
    )
}
