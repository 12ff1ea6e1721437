//! Pieces as one text in which marks stand for holes, for programs that know HTML alone.

use crate::content::body::Piece;

/// A mark that occurs in none of these texts.
pub(super) fn mark(texts: &[&str]) -> String {
    let mut mark = String::from("holeQ");
    while texts.iter().any(|text| text.contains(&mark)) {
        mark.push('Q');
    }
    mark
}

/// `pieces` as a text; a cell's mark is the value of the start tag that it stands for. The first hole has the number `first`.
pub(super) fn marked(pieces: &[Piece], mark: &str, first: usize) -> String {
    let mut html = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        let number = (first + at).to_string();
        match piece {
            Piece::Html(part) => html.push_str(part),
            Piece::Cell { .. } => html.extend(["<data value=\"", mark, &number, "Q\">"]),
            _ => html.extend([mark, &number, "Q"]),
        }
    }
    html
}

/// `html` with the holes that its marks stand for.
pub(super) fn divided(html: &str, mark: &str, pieces: &[Piece]) -> Vec<Piece> {
    let mut res = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(mark) {
        let behind = &rest[at + mark.len()..];
        let Some((number, after)) = behind.split_once('Q') else { break };
        let Some(hole) = number.parse().ok().and_then(|number: usize| pieces.get(number)) else {
            break;
        };
        let mut before = &rest[..at];
        rest = after;
        if let Piece::Cell { .. } = hole {
            before = before.strip_suffix("<data value=\"").unwrap_or(before);
            rest = rest.strip_prefix("\">").unwrap_or(rest);
        }
        res.push(Piece::Html(before.to_owned()));
        res.push(hole.clone());
    }
    res.push(Piece::Html(rest.to_owned()));
    res.retain(|piece| !matches!(piece, Piece::Html(html) if html.is_empty()));
    res
}
