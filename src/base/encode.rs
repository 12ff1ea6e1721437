//! Values as bytes: for digests of values, and for the memory on disk.

mod stream;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::digest::Digest;
use stream::Stream;

/// The digest of a value: two of one type that differ in anything that is serialized have different ones.
///
/// # Panics
/// If a part of the value refuses to be serialized: no view does.
pub fn digest_of(value: &(impl Serialize + ?Sized)) -> Digest {
    let mut stream = Stream::default();
    value.serialize(&mut stream).expect("a stream takes every value");
    stream.finish()
}

/// A value as bytes that [`decode`] reads.
///
/// # Panics
/// If the value holds a sequence that does not know its length: none that is remembered does.
pub fn encode(value: &impl Serialize) -> Vec<u8> {
    postcard::to_stdvec(value).expect("what is remembered is made of plain values")
}

/// The value of bytes; `None` if they are not one's.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}
