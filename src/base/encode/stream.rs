//! Values as a stream of bytes that is digested and never read.
//!
//! Views are digested by the thousand in every build, so this is shorter and faster than a format that can be read: what is part of
//! the type, such as the names of fields, is left out, and every value says where it ends.

use std::convert::Infallible;
use std::fmt::{self, Display};

use serde::ser::{
    self, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use crate::base::digest::{Digest, Digester};

/// What begins a value, so that no two look alike.
const NONE: u8 = 0;
const SOME: u8 = 1;
const FALSE: u8 = 2;
const TRUE: u8 = 3;
const INTEGER: u8 = 4;
const WIDE: u8 = 5;
const FLOAT: u8 = 6;
const TEXT: u8 = 7;
const BYTES: u8 = 8;
const LIST: u8 = 9;
const END: u8 = 10;
const VARIANT: u8 = 11;
const SKIPPED: u8 = 12;
const NATURAL: u8 = 13;
const BROAD: u8 = 14;

/// A stream of values.
#[derive(Default)]
pub(super) struct Stream(Digester);

/// Nothing is refused: there is no such error.
#[derive(Debug)]
pub(super) struct Refused(Infallible);

impl Stream {
    /// The digest of all values.
    pub(super) fn finish(self) -> Digest {
        self.0.finish()
    }

    fn put(&mut self, tag: u8, bytes: &[u8]) {
        self.0.update(&[tag]);
        self.0.update(bytes);
    }

    fn sized(&mut self, tag: u8, bytes: &[u8]) {
        self.put(tag, &(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    fn begin(&mut self, tag: u8) -> &mut Self {
        self.put(tag, &[]);
        self
    }
}

impl Display for Refused {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {}
    }
}

impl std::error::Error for Refused {}

impl ser::Error for Refused {
    fn custom<T: Display>(message: T) -> Self {
        panic!("a value cannot be digested: {message}")
    }
}

/// Methods that write a number after the tag of its kind.
macro_rules! numbers {
    ($($name:ident: $type:ty as $wide:ty, $tag:expr;)*) => {
        $(fn $name(self, value: $type) -> Result<(), Refused> {
            self.put($tag, &<$wide>::from(value).to_le_bytes());
            Ok(())
        })*
    };
}

impl Serializer for &mut Stream {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    numbers! {
        serialize_i8: i8 as i64, INTEGER;
        serialize_i16: i16 as i64, INTEGER;
        serialize_i32: i32 as i64, INTEGER;
        serialize_i64: i64 as i64, INTEGER;
        serialize_i128: i128 as i128, WIDE;
        serialize_u16: u16 as u64, NATURAL;
        serialize_u32: u32 as u64, NATURAL;
        serialize_u64: u64 as u64, NATURAL;
        serialize_u128: u128 as u128, BROAD;
        serialize_char: char as u32, NATURAL;
    }

    fn serialize_u8(self, value: u8) -> Result<(), Refused> {
        // Pictures are lists of these.
        self.put(NATURAL, &[value]);
        Ok(())
    }

    fn serialize_bool(self, value: bool) -> Result<(), Refused> {
        self.put(if value { TRUE } else { FALSE }, &[]);
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Refused> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Refused> {
        self.put(FLOAT, &value.to_bits().to_le_bytes());
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Refused> {
        self.sized(TEXT, value.as_bytes());
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Refused> {
        self.sized(BYTES, value);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Refused> {
        self.put(NONE, &[]);
        Ok(())
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), Refused> {
        value.serialize(self.begin(SOME))
    }

    fn serialize_unit(self) -> Result<(), Refused> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Refused> {
        self.serialize_none()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
    ) -> Result<(), Refused> {
        self.put(VARIANT, &index.to_le_bytes());
        Ok(())
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Refused> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Refused> {
        self.put(VARIANT, &index.to_le_bytes());
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Refused> {
        Ok(self.begin(LIST))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Refused> {
        Ok(self.begin(LIST))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Refused> {
        Ok(self.begin(LIST))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Refused> {
        self.put(VARIANT, &index.to_le_bytes());
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Refused> {
        Ok(self.begin(LIST))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Refused> {
        Ok(self.begin(LIST))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Refused> {
        self.put(VARIANT, &index.to_le_bytes());
        Ok(self)
    }
}

/// The traits of values that have parts, which all do the same.
macro_rules! parts {
    ($($trait:ident: $($name:ident),*;)*) => {
        $(impl $trait for &mut Stream {
            type Ok = ();
            type Error = Refused;

            $(fn $name<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Refused> {
                value.serialize(&mut **self)
            })*

            fn end(self) -> Result<(), Refused> {
                self.put(END, &[]);
                Ok(())
            }
        })*
    };
}

parts! {
    SerializeSeq: serialize_element;
    SerializeTuple: serialize_element;
    SerializeTupleStruct: serialize_field;
    SerializeTupleVariant: serialize_field;
    SerializeMap: serialize_key, serialize_value;
}

/// The traits of values whose parts have names, which their type tells; one that is left out leaves a gap.
macro_rules! fields {
    ($($trait:ident),*) => {
        $(impl $trait for &mut Stream {
            type Ok = ();
            type Error = Refused;

            fn serialize_field<T: ?Sized + Serialize>(
                &mut self,
                _: &'static str,
                value: &T,
            ) -> Result<(), Refused> {
                value.serialize(&mut **self)
            }

            fn skip_field(&mut self, _: &'static str) -> Result<(), Refused> {
                self.put(SKIPPED, &[]);
                Ok(())
            }

            fn end(self) -> Result<(), Refused> {
                self.put(END, &[]);
                Ok(())
            }
        })*
    };
}

fields!(SerializeStruct, SerializeStructVariant);

#[cfg(test)]
mod tests;
