//! Files as streams of text: unpacked, decoded and digested on the way.
//!
//! UTF-8 passes as it is and is checked where it is read; other encodings become UTF-8 here. Bytes that mean nothing in their encoding end the
//! stream and are reported: nothing is ever replaced.

use std::io::{self, BufReader, Read};
use std::sync::{Arc, Mutex, PoisonError};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::{Digest, Digester};
use crate::base::path::SitePath;
use crate::base::table_file::{Packing, table_file};
use crate::base::world::World;

/// How many bytes are read at a time.
const STEP: usize = 1 << 16;
/// How many bytes are looked at for a byte order mark and for the traces of UTF-16.
const HEAD: usize = 64;

/// How the characters of a text are written as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextEncoding(&'static Encoding);

impl TextEncoding {
    /// What old spreadsheets of western countries write.
    pub const WINDOWS_1252: Self = Self(WINDOWS_1252);

    /// The encoding of that name, by any of the names that the web knows.
    pub fn named(name: &str) -> Option<Self> {
        Encoding::for_label(name.trim().as_bytes()).map(Self)
    }

    /// The name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }
}

/// The digest and the size of what was read.
#[derive(Default)]
struct Tally {
    digester: Digester,
    bytes: u64,
    /// The digest, if it is known otherwise.
    known: Option<Digest>,
}

/// A stream that digests what it gives.
struct Digesting<'w> {
    inner: Box<dyn Read + Send + 'w>,
    tally: Arc<Mutex<Tally>>,
}

impl Read for Digesting<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        if tally.known.is_none() {
            tally.digester.update(&buffer[..n]);
        }
        tally.bytes += n as u64;
        Ok(n)
    }
}

/// A file as UTF-8, or what passes for it until it is checked.
pub(in crate::data) struct Input<'w> {
    reader: Box<dyn Read + Send + 'w>,
    tally: Arc<Mutex<Tally>>,
    /// Bytes read and not given yet.
    raw: Vec<u8>,
    decoder: Option<Decoder>,
    encoding: &'static Encoding,
    /// Was the encoding neither declared nor marked in the file, but seen in its bytes?
    pub(in crate::data) guessed: bool,
    ended: bool,
}

/// Why a stream ends early.
#[derive(Debug)]
pub(in crate::data) enum Stop {
    /// The file, or its packing, cannot be read.
    Io(io::Error),
    /// These bytes mean nothing in the encoding.
    Meaningless(Vec<u8>),
}

impl<'w> Input<'w> {
    /// Opens `path`; its encoding is that which is declared, that of its byte order mark, or UTF-8.
    pub(in crate::data) fn open(
        world: &'w dyn World,
        path: &SitePath,
        declared: Option<TextEncoding>,
    ) -> Result<Self, Diagnostic> {
        let tally = Arc::new(Mutex::new(Tally::default()));
        let digesting = Digesting { inner: world.open(path)?, tally: Arc::clone(&tally) };
        let packing = table_file(path).map_or(Packing::Plain, |file| file.packing);
        let reader: Box<dyn Read + Send + 'w> = match packing {
            Packing::Plain => Box::new(digesting),
            Packing::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(
                BufReader::with_capacity(STEP, digesting),
            )),
            Packing::Zstandard => {
                let opened = zstd::stream::read::Decoder::new(digesting);
                Box::new(opened.map_err(|error| super::unreadable(path, &error))?)
            }
        };
        let (raw, decoder, encoding) = (Vec::new(), None, UTF_8);
        let mut input =
            Self { reader, tally, raw, decoder, encoding, guessed: false, ended: false };
        input.begin(declared).map_err(|error| super::unreadable(path, &error))?;
        Ok(input)
    }

    /// Digests no further: what is read is known to have this digest.
    pub(in crate::data) fn rely_on(&self, digest: Digest) {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner).known = Some(digest);
    }

    /// The encoding's name.
    pub(in crate::data) fn encoding(&self) -> &'static str {
        self.encoding.name()
    }

    /// Reads the first bytes and settles the encoding; a byte order mark is taken away.
    fn begin(&mut self, declared: Option<TextEncoding>) -> io::Result<()> {
        (&mut self.reader).take(HEAD as u64).read_to_end(&mut self.raw)?;
        self.encoding = declared.map_or(UTF_8, |declared| declared.0);
        if let Some((marked, length)) = Encoding::for_bom(&self.raw) {
            self.encoding = marked;
            self.raw.drain(..length);
        } else if let Some(seen) = unmarked_utf16(&self.raw).filter(|_| declared.is_none()) {
            (self.encoding, self.guessed) = (seen, true);
        }
        if self.encoding != UTF_8 {
            self.decoder = Some(self.encoding.new_decoder_without_bom_handling());
        }
        Ok(())
    }

    /// Adds some more text to `text`; is there any more after it?
    pub(in crate::data) fn fill(&mut self, text: &mut Vec<u8>) -> Result<bool, Stop> {
        if self.ended {
            return Ok(false);
        }
        let Some(decoder) = &mut self.decoder else {
            if !self.raw.is_empty() {
                text.append(&mut self.raw);
                return Ok(true);
            }
            let start = text.len();
            text.resize(start + STEP, 0);
            let read = read_some(&mut self.reader, &mut text[start..]);
            text.truncate(start + read.as_ref().map_or(0, |n| *n));
            self.ended = read.map_err(Stop::Io)? == 0;
            return Ok(!self.ended);
        };
        if self.raw.is_empty() {
            self.raw.resize(STEP, 0);
            let read = read_some(&mut self.reader, &mut self.raw);
            self.raw.truncate(read.as_ref().map_or(0, |n| *n));
            self.ended = read.map_err(Stop::Io)? == 0;
        }
        let mut from = 0;
        loop {
            let start = text.len();
            let room = decoder
                .max_utf8_buffer_length_without_replacement(self.raw.len() - from)
                .unwrap_or(STEP);
            text.resize(start + room + 4, 0);
            let (result, read, written) = decoder.decode_to_utf8_without_replacement(
                &self.raw[from..],
                &mut text[start..],
                self.ended,
            );
            text.truncate(start + written);
            from += read;
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(length, after) => {
                    let end = from.saturating_sub(usize::from(after));
                    let start = end.saturating_sub(usize::from(length));
                    self.ended = true;
                    return Err(Stop::Meaningless(self.raw[start..end].to_vec()));
                }
            }
        }
        self.raw.clear();
        Ok(!self.ended)
    }

    /// The digest and the size of the file as it lies there. Call it when all text is read.
    pub(in crate::data) fn finish(self) -> (Digest, u64) {
        let tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        (tally.known.unwrap_or_else(|| tally.digester.finish()), tally.bytes)
    }
}

/// Reads once, again if a signal came between.
fn read_some(reader: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// UTF-16 without a mark: every other byte of the first ones is NUL, as in all texts that begin with a header in ASCII.
fn unmarked_utf16(head: &[u8]) -> Option<&'static Encoding> {
    let nuls =
        |offset: usize| head.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (nuls(0), nuls(1), head.len() / 2);
    if pairs < 2 {
        None
    } else if odd * 4 >= pairs * 3 && even == 0 {
        Some(UTF_16LE)
    } else if even * 4 >= pairs * 3 && odd == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Can `path`, which is no UTF-8, be taken for windows-1252?
///
/// Any bytes can be read so; what speaks for it is that words come out: letters beyond ASCII stand among those of ASCII, and signs stand between words.
/// Texts of other alphabets are full of words without a letter of ASCII.
pub(in crate::data) fn is_windows_1252(world: &dyn World, path: &SitePath) -> bool {
    let Ok(mut input) = Input::open(world, path, Some(TextEncoding::WINDOWS_1252)) else {
        return false;
    };
    let mut text = Vec::new();
    let mut more = true;
    while more {
        let Ok(left) = input.fill(&mut text) else { return false };
        more = left;
        // Whole lines are judged; what is behind the last line end is judged with what follows it.
        let end = if more {
            text.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(0, |at| at + 1)
        } else {
            text.len()
        };
        let Ok(lines) = std::str::from_utf8(&text[..end]) else { return false };
        // A file that was cut in the midst of a character of UTF-8 ends with the first of its bytes.
        if !has_words(lines) || (!more && lines.ends_with(['Â', 'Ã'])) {
            return false;
        }
        text.drain(..end);
    }
    true
}

/// Do letters and signs beyond ASCII stand as they do in words of western languages?
fn has_words(text: &str) -> bool {
    let (mut ascii, mut beyond, mut run) = (0_usize, 0_usize, 0_usize);
    let mut previous = ' ';
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        run = if char.is_ascii() { 0 } else { run + 1 };
        // Signs that join letters: `l’eau`, `col·lega`, `Foo®Bar`.
        let joins = matches!(char, '’' | '–' | '—' | '·' | '®' | '\u{ad}');
        let between = previous.is_alphabetic() && chars.peek().is_some_and(|c| c.is_alphabetic());
        let odd_sign = !char.is_ascii() && !char.is_alphabetic() && !joins && between;
        let control = ('\u{80}'..'\u{a0}').contains(&char);
        let broken = is_broken_utf8((previous, char), chars.peek().copied());
        if char.is_alphabetic() {
            *(if char.is_ascii() { &mut ascii } else { &mut beyond }) += 1;
        } else {
            (ascii, beyond) = (0, 0);
        }
        let word_ends = chars.peek().is_none_or(|next| !next.is_alphabetic());
        if control || broken || odd_sign || run > 3 || (word_ends && beyond > 2 * ascii + 1) {
            return false;
        }
        previous = char;
    }
    true
}

/// Are these, as windows-1252 has them, bytes that only a broken writer of UTF-8 makes: a character in more bytes than it needs, or half of one beyond
/// 16 bits?
fn is_broken_utf8((previous, char): (char, char), next: Option<char>) -> bool {
    let is_sign = |char: char| !char.is_ascii() && !char.is_alphabetic();
    let overlong = matches!(previous, 'À' | 'Á') && is_sign(char);
    let surrogate = char == 'í'
        && next.is_some_and(|next| ('\u{a0}'..='\u{bf}').contains(&next) && next != '\u{bb}');
    overlong || surrogate
}

#[cfg(test)]
mod tests {
    use super::has_words;

    #[test]
    fn words_of_western_languages_are_told_from_other_bytes() {
        for text in ["été à Größe", "naïve café", "“smart” – €5", "l’été, £3, 20 °C", "år,ö,Øre"]
        {
            assert!(has_words(text), "{text}");
        }
        // UTF-16's mark and a broken byte; Cyrillic, Polish and Japanese of other encodings.
        for text in ["ok,ÿþú", "Ïðèâåò", "z³oty", "“ú–{Œê", "a\u{81}b", "À¯", "í\u{a0}€"]
        {
            assert!(!has_words(text), "{text}");
        }
    }
}
