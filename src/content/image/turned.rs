//! Pictures of cameras that are shown on their side: what Exif says of a JPEG.

/// Does the picture lie on its side, so that browsers, which turn it, swap its width and height?
pub(super) fn is_on_its_side(jpeg: &[u8]) -> bool {
    orientation(jpeg).is_some_and(|orientation| (5..=8).contains(&orientation))
}

/// The orientation that the Exif part of a JPEG names.
fn orientation(jpeg: &[u8]) -> Option<u16> {
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

    /// A JPEG with an Exif part in this order of bytes, and this orientation.
    fn jpeg(is_little: bool, orientation: u16) -> Vec<u8> {
        let short = |n: u16| if is_little { n.to_le_bytes() } else { n.to_be_bytes() };
        let long = |n: u32| if is_little { n.to_le_bytes() } else { n.to_be_bytes() };
        let mut exif = b"Exif\0\0".to_vec();
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
        let mut jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xe1".to_vec();
        jpeg.extend((u16::try_from(exif.len()).expect("short") + 2).to_be_bytes());
        jpeg.extend(exif);
        jpeg
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
