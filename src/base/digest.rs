//! Content digests.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The BLAKE3 digest of some bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Digest([u8; 32]);

/// How many bytes a digester gathers before it begins to digest: most of what is digested is less.
const HELD: usize = 1 << 16;
/// How many bytes it has room for from the start.
const ROOM: usize = 1 << 11;

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// The digest of several parts; `["ab", "c"]` and `["a", "bc"]` differ.
    pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut digester = Digester::default();
        for part in parts {
            digester.update(&(part.len() as u64).to_le_bytes());
            digester.update(part);
        }
        digester.finish()
    }

    /// The digest itself.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The first `n` hexadecimal digits, for names.
    pub fn short(&self, n: usize) -> String {
        let mut hex = self.to_string();
        hex.truncate(n);
        hex
    }
}

/// Digests a stream piece by piece.
pub struct Digester {
    held: Vec<u8>,
    /// What was held before, if that was too much: to begin a hash piece by piece takes longer than to digest a view at once.
    hasher: Option<blake3::Hasher>,
}

impl Default for Digester {
    fn default() -> Self {
        Self { held: Vec::with_capacity(ROOM), hasher: None }
    }
}

impl Digester {
    /// Adds the next bytes of the stream.
    pub fn update(&mut self, bytes: &[u8]) {
        if self.held.len() + bytes.len() <= HELD {
            self.held.extend_from_slice(bytes);
            return;
        }
        let hasher = self.hasher.get_or_insert_default();
        hasher.update(&self.held);
        hasher.update(bytes);
        self.held.clear();
    }

    /// The digest of all bytes so far.
    pub fn finish(&self) -> Digest {
        let Some(hasher) = &self.hasher else { return Digest::of(&self.held) };
        let mut hasher = hasher.clone();
        hasher.update(&self.held);
        Digest(*hasher.finalize().as_bytes())
    }
}

impl std::io::Write for Digester {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Digests are names of files by the thousand: this is ten times faster than a byte at a time.
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

/// A text is not a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotADigest;

impl FromStr for Digest {
    type Err = NotADigest;

    /// Reads the 64 hexadecimal digits that a digest displays as.
    fn from_str(hex: &str) -> Result<Self, NotADigest> {
        blake3::Hash::from_hex(hex).map(|hash| Self(*hash.as_bytes())).map_err(|_| NotADigest)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::{Digest, NotADigest};

    #[test]
    fn parts_are_digested_alike_whether_they_are_put_together_or_not() {
        let expected = |parts: &[&[u8]]| {
            let sized = |part: &&[u8]| [&(part.len() as u64).to_le_bytes(), *part].concat();
            Digest::of(&parts.iter().flat_map(sized).collect::<Vec<u8>>())
        };
        let large = vec![7; super::HELD];
        for parts in [&[b"ab".as_slice(), b"c"] as &[&[u8]], &[b"a", &large, b"", b"b"], &[]] {
            assert_eq!(Digest::of_parts(parts.iter().copied()), expected(parts));
        }
        assert_ne!(
            Digest::of_parts([b"ab".as_slice(), b"c"]),
            Digest::of_parts([b"a".as_slice(), b"bc"])
        );
    }

    #[test]
    fn a_digest_comes_back_from_its_text() {
        let digest = Digest::of(b"numbers");
        assert_eq!(digest.to_string().parse(), Ok(digest));
        assert_eq!("0123".parse::<Digest>(), Err(NotADigest));
    }
}
