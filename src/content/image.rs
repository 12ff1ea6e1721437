//! How large pictures are, by their first bytes: the only file that names imagesize.

mod svg;
mod turned;

use std::io::Read as _;

use crate::base::path::SitePath;
use crate::base::world::World;
use svg::Svg;

/// What the name of a picture ends in.
const ENDINGS: [&str; 11] =
    ["png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "ico", "svg", "tif", "tiff"];

/// How much of a file is read at first, and at most: pictures of cameras say much of themselves before they say their size.
const READ: [u64; 2] = [16 * 1024, 1024 * 1024];

/// What the first bytes of a file say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measured {
    /// A picture of this width and height in pixels.
    Size(usize, usize),
    /// The name says that it is a picture, and the bytes say that it is none.
    NotAnImage,
    /// A file of another kind, or one that could not be read.
    Unknown,
}

/// Measures a picture of the site.
pub type Measure<'a> = &'a (dyn Fn(&SitePath) -> Measured + Sync);

/// Measures the picture at `path`.
pub fn measure(world: &dyn World, path: &SitePath) -> Measured {
    let ending = path.extension().to_ascii_lowercase();
    if !ENDINGS.contains(&ending.as_str()) {
        return Measured::Unknown;
    }
    let is_svg = ending == "svg";
    let Ok(mut file) = world.open(path) else { return Measured::Unknown };
    let mut head = Vec::new();
    for limit in READ {
        let more = limit - head.len() as u64;
        let Ok(n) = file.as_mut().take(more).read_to_end(&mut head) else {
            return Measured::Unknown;
        };
        match measured(&head, is_svg) {
            Some(measured) => return measured,
            None if (n as u64) < more => break,
            None => {}
        }
    }
    match imagesize::image_type(&head) {
        Ok(_) if !is_svg => Measured::Unknown,
        _ => Measured::NotAnImage,
    }
}

/// What the beginning of a file says; nothing if more of it is needed.
fn measured(head: &[u8], is_svg: bool) -> Option<Measured> {
    if is_svg {
        return match svg::read(head) {
            Svg::Size(width, height) => Some(Measured::Size(width, height)),
            Svg::Unsized => Some(Measured::Unknown),
            Svg::Unfinished => None,
        };
    }
    let imagesize::ImageSize { width, height } = imagesize::blob_size(head).ok()?;
    // Browsers turn such pictures, and their sides change places.
    let is_turned = turned::is_on_its_side(head);
    Some(if is_turned { Measured::Size(height, width) } else { Measured::Size(width, height) })
}
