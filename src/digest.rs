//! Hashes by which one state of something is told from another.
//!
//! Sixty-four bits are enough: two states of the same thing are compared, never all with all. XXH3 tells
//! them apart as well as hashes that resist attacks, at a fraction of their cost; who writes a site has no
//! use for two texts of the same hash.

use std::fmt;

use serde::ser::{self, Serialize};
use xxhash_rust::xxh3::{Xxh3Default, xxh3_64};

/// Hashes a value by what a reader would see of it: places in files take no part.
#[must_use]
pub fn hash<Value: Serialize + ?Sized>(value: &Value) -> u64 {
    let mut bytes = Bytes(Vec::with_capacity(256));
    // Nothing in it fails but values that say so of themselves, such as a locked mutex.
    let done = value.serialize(&mut bytes);
    debug_assert!(done.is_ok(), "{done:?}");
    hash_bytes(&bytes.0)
}

/// Hashes bytes.
#[must_use]
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    xxh3_64(bytes)
}

/// Hashes a sequence of hashes.
#[must_use]
pub fn hash_all(hashes: impl IntoIterator<Item = u64>) -> u64 {
    // Most sequences are short.
    let mut hasher = Xxh3Default::new();
    for hash in hashes {
        hasher.update(&hash.to_le_bytes());
    }
    hasher.digest()
}

/// A value as bytes that no other value has. They are never read back, so that no more is written than
/// tells values apart: a tag for each shape, lengths, names.
struct Bytes(Vec<u8>);

impl Bytes {
    fn put(&mut self, tag: u8, bytes: &[u8]) {
        self.0.push(tag);
        self.0.extend_from_slice(bytes);
    }

    fn put_text(&mut self, tag: u8, text: &[u8]) {
        self.put(tag, &(text.len() as u64).to_le_bytes());
        self.0.extend_from_slice(text);
    }
}

/// What a value says of itself when it cannot be serialized.
#[derive(Debug)]
struct Refused(String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

impl ser::Error for Refused {
    fn custom<Text: fmt::Display>(text: Text) -> Self {
        Self(text.to_string())
    }
}

/// What ends a list or a table, whose length may not be known when it begins.
const END: u8 = 0xff;

macro_rules! numbers {
    ($($method:ident: $type:ty = $tag:literal),* $(,)?) => {
        $(fn $method(self, value: $type) -> Result<(), Refused> {
            self.put($tag, &value.to_le_bytes());
            Ok(())
        })*
    };
}

impl<'b> ser::Serializer for &'b mut Bytes {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = &'b mut Bytes;
    type SerializeTuple = &'b mut Bytes;
    type SerializeTupleStruct = &'b mut Bytes;
    type SerializeTupleVariant = &'b mut Bytes;
    type SerializeMap = &'b mut Bytes;
    type SerializeStruct = &'b mut Bytes;
    type SerializeStructVariant = &'b mut Bytes;

    numbers! {
        serialize_i8: i8 = 1, serialize_i16: i16 = 2, serialize_i32: i32 = 3, serialize_i64: i64 = 4,
        serialize_i128: i128 = 5, serialize_u8: u8 = 6, serialize_u16: u16 = 7, serialize_u32: u32 = 8,
        serialize_u64: u64 = 9, serialize_u128: u128 = 10, serialize_f32: f32 = 11,
        serialize_f64: f64 = 12,
    }

    fn serialize_bool(self, value: bool) -> Result<(), Refused> {
        self.put(13, &[u8::from(value)]);
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Refused> {
        self.put(14, &u32::from(value).to_le_bytes());
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Refused> {
        self.put_text(15, value.as_bytes());
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Refused> {
        self.put_text(16, value);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Refused> {
        self.put(17, &[]);
        Ok(())
    }

    fn serialize_some<Value: Serialize + ?Sized>(self, value: &Value) -> Result<(), Refused> {
        self.put(18, &[]);
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Refused> {
        self.put(19, &[]);
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Refused> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        number: u32,
        _: &'static str,
    ) -> Result<(), Refused> {
        self.put(20, &number.to_le_bytes());
        Ok(())
    }

    fn serialize_newtype_struct<Value: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &Value,
    ) -> Result<(), Refused> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<Value: Serialize + ?Sized>(
        self,
        _: &'static str,
        number: u32,
        _: &'static str,
        value: &Value,
    ) -> Result<(), Refused> {
        self.put(21, &number.to_le_bytes());
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Refused> {
        self.put(22, &[]);
        Ok(self)
    }

    fn serialize_tuple(self, len: usize) -> Result<Self, Refused> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<Self, Refused> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        number: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Refused> {
        self.put(23, &number.to_le_bytes());
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Refused> {
        self.put(24, &[]);
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, len: usize) -> Result<Self, Refused> {
        self.serialize_map(Some(len))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        number: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Refused> {
        self.put(25, &number.to_le_bytes());
        Ok(self)
    }
}

macro_rules! items {
    ($($trait:ident::$method:ident),* $(,)?) => {
        $(impl ser::$trait for &mut Bytes {
            type Ok = ();
            type Error = Refused;

            fn $method<Value: Serialize + ?Sized>(&mut self, value: &Value) -> Result<(), Refused> {
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<(), Refused> {
                self.put(END, &[]);
                Ok(())
            }
        })*
    };
}

items! {
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field,
}

macro_rules! fields {
    ($($trait:ident),* $(,)?) => {
        $(impl ser::$trait for &mut Bytes {
            type Ok = ();
            type Error = Refused;

            fn serialize_field<Value: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &Value,
            ) -> Result<(), Refused> {
                self.put_text(15, name.as_bytes());
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<(), Refused> {
                self.put(END, &[]);
                Ok(())
            }
        })*
    };
}

fields!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for &mut Bytes {
    type Ok = ();
    type Error = Refused;

    fn serialize_key<Key: Serialize + ?Sized>(&mut self, key: &Key) -> Result<(), Refused> {
        key.serialize(&mut **self)
    }

    fn serialize_value<Value: Serialize + ?Sized>(&mut self, value: &Value) -> Result<(), Refused> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Refused> {
        self.put(END, &[]);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_differ_are_told_apart() {
        let some: [&dyn Fn() -> u64; 12] = [
            &|| hash(&("a", "bc")),
            &|| hash(&("ab", "c")),
            &|| hash(&["ab", "c"].map(str::to_owned).to_vec()),
            &|| hash(&vec![vec!["a"], vec!["b"]]),
            &|| hash(&vec![vec!["a", "b"], vec![]]),
            &|| hash(&Some("a")),
            &|| hash(&None::<&str>),
            &|| hash(&"a"),
            &|| hash(&1_u8),
            &|| hash(&1_u16),
            &|| hash(&serde_json::json!({ "a": "b" })),
            &|| hash(&serde_json::json!({ "b": "a" })),
        ];
        let mut hashes: Vec<u64> = some.iter().map(|one| one()).collect();
        hashes.sort_unstable();
        hashes.dedup();
        // A tuple and a list of the same are the same.
        assert_eq!(hashes.len(), some.len() - 1);
    }
}
