//! Pictures of cameras that are shown on their side: what Exif says of them.

/// Does the picture lie on its side, so that browsers, which turn it, swap its width and height?
///
/// They turn JPEG and PNG by what Exif says. Of WebP and AVIF they do not ask it.
pub(super) fn is_on_its_side(head: &[u8]) -> bool {
    let orientation = of_jpeg(head).or_else(|| of_png(head));
    orientation.is_some_and(|orientation| (5..=8).contains(&orientation))
}

/// The orientation that the part `eXIf` of a PNG names: it counts before the picture itself alone.
fn of_png(png: &[u8]) -> Option<u16> {
    let mut rest = png.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (kind, after) = after.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        match kind {
            b"eXIf" => return of_tiff(after.get(..length)?),
            b"IDAT" => return None,
            // What checks a part stands in four bytes behind it.
            _ => rest = after.get(length.checked_add(4)?..)?,
        }
    }
}

/// The orientation that the Exif part of a JPEG names.
fn of_jpeg(jpeg: &[u8]) -> Option<u16> {
    let mut rest = jpeg.strip_prefix(&[0xff, 0xd8])?;
    loop {
        let &[0xff, marker, high, low, ..] = rest else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let part = rest.get(4..length.checked_add(2)?)?;
        match (marker, part.strip_prefix(b"Exif\0\0")) {
            (0xe1, Some(tiff)) => return of_tiff(tiff),
            // The picture itself begins.
            (0xda, _) => return None,
            _ => rest = rest.get(length + 2..)?,
        }
    }
}

/// The orientation in the first directory of a TIFF.
fn of_tiff(tiff: &[u8]) -> Option<u16> {
    const ORIENTATION: u16 = 0x0112;
    let is_little = match tiff.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let (first, second) = (u32::from(short(at)?), u32::from(short(at.checked_add(2)?)?));
        let long = if is_little { second << 16 | first } else { first << 16 | second };
        usize::try_from(long).ok()
    };
    let directory = long(4)?;
    let entries = (0..usize::from(short(directory)?)).map(|nth| directory + 2 + nth * 12);
    let of_orientation = |at: &usize| short(*at) == Some(ORIENTATION);
    entries.into_iter().find(of_orientation).and_then(|at| short(at + 8))
}

#[cfg(test)]
mod tests {
    use super::is_on_its_side;

    /// What Exif says in this order of bytes of this orientation.
    fn exif(is_little: bool, orientation: u16) -> Vec<u8> {
        let short = |n: u16| if is_little { n.to_le_bytes() } else { n.to_be_bytes() };
        let long = |n: u32| if is_little { n.to_le_bytes() } else { n.to_be_bytes() };
        let mut exif = Vec::new();
        exif.extend(if is_little { b"II" } else { b"MM" });
        exif.extend(short(42));
        exif.extend(long(8));
        exif.extend(short(2));
        for (tag, value) in [(0x0100, 7), (0x0112, orientation)] {
            exif.extend(short(tag));
            exif.extend(short(3));
            exif.extend(long(1));
            exif.extend(short(value));
            exif.extend([0, 0]);
        }
        exif
    }

    fn jpeg(is_little: bool, orientation: u16) -> Vec<u8> {
        let exif = [b"Exif\0\0".to_vec(), exif(is_little, orientation)].concat();
        let mut jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xe1".to_vec();
        jpeg.extend((u16::try_from(exif.len()).expect("short") + 2).to_be_bytes());
        jpeg.extend(exif);
        jpeg
    }

    /// A PNG with these parts.
    fn png(parts: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, data) in parts {
            png.extend(u32::try_from(data.len()).expect("short").to_be_bytes());
            png.extend(*kind);
            png.extend(*data);
            png.extend([0; 4]);
        }
        png
    }

    #[test]
    fn a_png_is_turned_by_what_stands_before_the_picture() {
        for is_little in [true, false] {
            for way in 1..9 {
                let exif = exif(is_little, way);
                let before = png(&[(b"IHDR", &[0; 13]), (b"eXIf", &exif), (b"IDAT", b"x")]);
                assert_eq!(is_on_its_side(&before), way > 4, "{way}");
                let after = png(&[(b"IHDR", &[0; 13]), (b"IDAT", b"x"), (b"eXIf", &exif)]);
                assert!(!is_on_its_side(&after), "{way}");
                let end = before.len() - 8 - 1 - 4 - 4 - 4;
                assert!((0..end).all(|length| !is_on_its_side(&before[..length])), "{way}");
            }
        }
        assert!(!is_on_its_side(&png(&[(b"eXIf", b"")])));
    }

    #[test]
    fn exif_tells_that_a_picture_lies_on_its_side() {
        for is_little in [true, false] {
            let turned: Vec<u16> =
                (0..10).filter(|way| is_on_its_side(&jpeg(is_little, *way))).collect();
            assert_eq!(turned, [5, 6, 7, 8]);
        }
        let whole = jpeg(true, 6);
        for length in 0..whole.len() - 4 {
            assert!(!is_on_its_side(&whole[..length]), "cut at {length}");
        }
        assert!(!is_on_its_side(b"\xff\xd8\xff\xda\0\x02"));
    }
}
