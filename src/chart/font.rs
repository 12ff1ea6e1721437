//! Widths of texts, measured with Noto Sans, and the breaking of texts into lines.

use std::sync::LazyLock;

use ttf_parser::Face;

/// The fonts that drawings are measured and rasterized with: regular and bold.
pub(super) const FONTS: [&[u8]; 2] = [notosans::REGULAR_TTF, notosans::BOLD_TTF];

/// The name of the family of [`FONTS`].
pub(super) const FAMILY: &str = "Noto Sans";

/// Readers see the page's own sans serif, which can be wider than the one measured: regular faces differ by up to 11 %.
const SLACK: f64 = 1.12;

/// Bold faces differ more.
const BOLD_SLACK: f64 = 1.2;

static FACES: LazyLock<Vec<Face<'static>>> =
    LazyLock::new(|| FONTS.iter().filter_map(|font| Face::parse(font, 0).ok()).collect());

/// How heavy a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// Running text.
    Regular,
    /// Names and values that stand out.
    Bold,
}

/// The width in pixels that `text` needs at `size` pixels, with slack for other faces.
pub(super) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let em: f64 = text.chars().map(|c| advance(c, weight)).sum();
    em * size * if weight == Weight::Bold { BOLD_SLACK } else { SLACK }
}

/// The advance of one character in em. A character that the font lacks is taken to be a full em wide, as in CJK and emoji fonts.
fn advance(c: char, weight: Weight) -> f64 {
    let face = FACES.get(usize::from(weight == Weight::Bold));
    face.and_then(|face| {
        let glyph = face.glyph_index(c)?;
        let advance = face.glyph_hor_advance(glyph)?;
        Some(f64::from(advance) / f64::from(face.units_per_em()))
    })
    .unwrap_or(1.0)
}

/// Breaks `text` between words into lines of at most `limit` pixels; a longer word is broken inside.
pub(super) fn wrap(text: &str, size: f64, weight: Weight, limit: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&longer, size, weight) <= limit {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            if !line.is_empty() && width(&line, size, weight) + advance(c, weight) * size > limit {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// The width of the widest of `texts`.
pub(super) fn widest<'a>(
    texts: impl IntoIterator<Item = &'a str>,
    size: f64,
    weight: Weight,
) -> f64 {
    texts.into_iter().map(|text| width(text, size, weight)).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::{FACES, Weight, width, wrap};

    #[test]
    fn both_bundled_faces_can_be_read() {
        assert_eq!(FACES.len(), 2);
        let digit = width("0", 100.0, Weight::Regular);
        assert!((60.0..70.0).contains(&digit), "{digit}");
        assert!(width("Cline", 10.0, Weight::Bold) > width("Cline", 10.0, Weight::Regular));
    }

    #[test]
    fn lines_break_between_words_and_inside_words_that_are_too_long() {
        let lines = wrap("Anthropic: Claude 3.5 Sonnet", 14.0, Weight::Regular, 110.0);
        assert_eq!(lines, ["Anthropic:", "Claude 3.5", "Sonnet"]);
        let lines = wrap("deepseek/deepseek-v4-flash-20260423", 14.0, Weight::Regular, 110.0);
        assert!(lines.len() > 1);
        assert_eq!(lines.concat(), "deepseek/deepseek-v4-flash-20260423");
        assert!(lines.iter().all(|line| width(line, 14.0, Weight::Regular) <= 112.0));
    }
}
