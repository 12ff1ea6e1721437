//! How large an SVG is: by its width and height, or its view box.

use crate::base::html::unescape;
use crate::content::tag::{Attribute, attributes};

/// What the first bytes of an SVG say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Svg {
    /// Its width and height in pixels, rounded.
    Size(usize, usize),
    /// It begins as an SVG that says no size.
    Unsized,
    /// The tag that says it has not been found.
    Unfinished,
}

/// Reads the first tag of an SVG.
pub(super) fn read(head: &[u8]) -> Svg {
    let text = String::from_utf8_lossy(head);
    let Some(attributes) = first_tag(&text) else { return Svg::Unfinished };
    let value = |name: &str| {
        let (_, value) = attributes.iter().find(|(own, _)| *own == name)?;
        Some(unescape(value))
    };
    let pixels = |name| value(name).and_then(|length| pixels(&length));
    let view = value("viewBox").and_then(|view| {
        let numbers: Vec<f64> = view
            .split(|c: char| c == ',' || c.is_whitespace())
            .filter(|number| !number.is_empty())
            .map_while(|number| number.parse().ok())
            .collect();
        <[f64; 4]>::try_from(numbers).ok().filter(|view| view[2] > 0.0 && view[3] > 0.0)
    });
    let size = match (pixels("width"), pixels("height"), view) {
        (Some(width), Some(height), _) => Some((width, height)),
        (Some(width), None, Some([_, _, w, h])) => Some((width, width * h / w)),
        (None, Some(height), Some([_, _, w, h])) => Some((height * w / h, height)),
        (None, None, Some([_, _, w, h])) => Some((w, h)),
        _ => None,
    };
    let whole = |length: f64| (1.0..1e6).contains(&length.round()).then(|| rounded(length));
    let size = size.and_then(|(width, height)| Some((whole(width)?, whole(height)?)));
    size.map_or(Svg::Unsized, |(width, height)| Svg::Size(width, height))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between one and a million"
)]
fn rounded(length: f64) -> usize {
    length.round() as usize
}

/// A length in pixels; none for one that depends on what is around the picture.
fn pixels(length: &str) -> Option<f64> {
    let length = length.trim();
    let digits = length.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let scale = match &length[digits.len()..] {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 9.6 / 2.54,
        _ => return None,
    };
    let number: f64 = digits.trim().parse().ok()?;
    (number > 0.0).then_some(number * scale)
}

/// The attributes of the first tag `svg`, with their values, if it is there as a whole.
fn first_tag(text: &str) -> Option<Vec<(&str, &str)>> {
    let mut rest = text;
    loop {
        let open = rest.find('<')?;
        rest = &rest[open..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = &comment[comment.find("-->")?..];
        } else if rest.starts_with("<svg") {
            let found = attributes(rest, "<svg".len())?;
            // XML knows no values without quotes.
            let is_sound = |own: &Attribute<'_>| own.is_quoted || own.value.is_none();
            let values = found.iter().filter_map(|own| Some((own.name, &rest[own.value.clone()?])));
            return found.iter().all(is_sound).then(|| values.collect());
        } else {
            rest = &rest[1..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Svg, read};

    #[test]
    fn an_svg_says_its_size_in_some_way_or_not_at_all() {
        let size =
            |tag: &str| read(format!("<?xml version=\"1.0\"?>\n<!-- <svg> -->{tag}").as_bytes());
        for (tag, width, height) in [
            ("<svg width=\"640\" height='480px'>", 640, 480),
            ("<svg\n  viewBox=\"0 0 24,12.4\" />", 24, 12),
            ("<svg width=\"1in\" viewBox=\"0 0 2 1\">", 96, 48),
            ("<svg height=\"10mm\" viewBox=\"-1 -1 2 2\">", 38, 38),
            ("<svg width=\"100%\" height=\"100%\" viewBox=\"0 0 30 20\">", 30, 20),
            ("<svg data-a=\"x>y\" width=\"3\" height=\"4\">", 3, 4),
        ] {
            assert_eq!(size(tag), Svg::Size(width, height), "{tag}");
        }
        for tag in
            ["<svg>", "<svg width=\"100%\">", "<svg viewBox=\"0 0 0 0\">", "<svg width=\"5\">"]
        {
            assert_eq!(size(tag), Svg::Unsized, "{tag}");
        }
        for tag in ["<html>", "<svg width=\"5\"", "<svg width=5>", "<sv"] {
            assert_eq!(size(tag), Svg::Unfinished, "{tag}");
        }
    }
}
