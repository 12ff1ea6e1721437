//! Values as bytes: for digests of values, and for the memory on disk.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::digest::{Digest, Digester};

/// The digest of a value: two that differ in anything that is serialized have different ones.
///
/// # Panics
/// If a map of the value has keys that are no texts: views and texts have none.
pub fn digest_of(value: &(impl Serialize + ?Sized)) -> Digest {
    let mut digester = Digester::default();
    serde_json::to_writer(std::io::BufWriter::new(&mut digester), value)
        .expect("views and texts are serializable, and a digester takes all bytes");
    digester.finish()
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
