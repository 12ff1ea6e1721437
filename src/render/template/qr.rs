//! QR codes as pictures: the only file that names qrcodegen.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};
use tera::{Error, Kwargs, State, TeraResult, Value};

/// The blank around a code, in modules: readers need it.
const BORDER: i32 = 4;

/// Draws a text as a QR code: `{{ "https://example.org/" | qr(level="medium", scale=4) }}`.
#[expect(clippy::needless_pass_by_value, reason = "filters have this signature")]
pub(super) fn qr(value: &str, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let level = match kwargs.get::<&str>("level")?.unwrap_or("medium") {
        "low" => QrCodeEcc::Low,
        "medium" => QrCodeEcc::Medium,
        "quartile" => QrCodeEcc::Quartile,
        "high" => QrCodeEcc::High,
        other => {
            let message = format!(
                "`{other}` is no level of correction: write `low`, `medium`, `quartile` or `high`"
            );
            return Err(Error::message(message));
        }
    };
    // Arguments of shortcodes are texts.
    let scale = match kwargs.get::<&Value>("scale")? {
        None => 4,
        Some(scale) => scale.to_string().parse().map_err(|_| {
            Error::message(format!(
                "`{scale}` is no scale: write the pixels of a module, such as 4"
            ))
        })?,
    };
    let code = QrCode::encode_text(value, level)
        .map_err(|_| Error::message("the text is too long for a QR code"))?;
    Ok(Value::safe_string(&svg(&code, scale)))
}

/// A code as SVG: one path, a square for each run of dark modules.
fn svg(code: &QrCode, scale: u32) -> String {
    let side = code.size() + 2 * BORDER;
    let pixels = u64::from(scale) * u64::try_from(side).unwrap_or(0);
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let start = x;
            while x < code.size() && code.get_module(x, y) {
                x += 1;
            }
            if x > start {
                let (left, top, width) = (start + BORDER, y + BORDER, x - start);
                let _ = write!(path, "M{left} {top}h{width}v1h-{width}z");
            }
            x += 1;
        }
    }
    format!(
        "<svg class=\"qr\" viewBox=\"0 0 {side} {side}\" width=\"{pixels}\" height=\"{pixels}\" shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use tera::{Context, Tera};

    fn rendered(template: &str) -> Result<String, String> {
        let mut tera = Tera::new();
        tera.register_filter("qr", super::qr);
        tera.render_str(template, &Context::new(), true).map_err(|error| error.to_string())
    }

    #[test]
    fn a_text_becomes_a_picture() {
        let svg = rendered("{{ 'https://example.org' | qr }}").expect("it is short");
        // 25 modules of version 2, a border of 4 at each side, 4 pixels each.
        assert!(svg.contains("viewBox=\"0 0 33 33\" width=\"132\" height=\"132\""), "{svg}");
        // The upper left finder: seven dark modules, then a light one.
        assert!(svg.contains("M4 4h7v1h-7z"), "{svg}");
        assert!(
            rendered("{{ 'x' | qr(scale='2', level='high') }}")
                .is_ok_and(|svg| svg.contains("width=\"58\""))
        );
    }

    #[test]
    fn what_cannot_be_drawn_is_refused() {
        assert!(
            rendered("{{ 'x' | qr(level='best') }}")
                .is_err_and(|error| error.contains("`best` is no level"))
        );
        assert!(
            rendered("{{ 'x' | qr(scale='big') }}")
                .is_err_and(|error| error.contains("`big` is no scale"))
        );
    }
}
