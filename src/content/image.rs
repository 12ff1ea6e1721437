//! How large pictures are, by their first bytes: the only file that names imagesize.

use std::io::Read as _;

use crate::base::path::SitePath;
use crate::base::world::World;

/// What the name of a picture ends in.
const ENDINGS: [&str; 10] =
    ["png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "ico", "tif", "tiff"];

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
    if !ENDINGS.contains(&path.extension().to_ascii_lowercase().as_str()) {
        return Measured::Unknown;
    }
    let Ok(mut file) = world.open(path) else { return Measured::Unknown };
    let mut head = Vec::new();
    for limit in READ {
        let more = limit - head.len() as u64;
        let Ok(n) = file.as_mut().take(more).read_to_end(&mut head) else {
            return Measured::Unknown;
        };
        if let Ok(size) = imagesize::blob_size(&head) {
            return Measured::Size(size.width, size.height);
        }
        if (n as u64) < more {
            break;
        }
    }
    match imagesize::image_type(&head) {
        Ok(_) => Measured::Unknown,
        Err(_) => Measured::NotAnImage,
    }
}
