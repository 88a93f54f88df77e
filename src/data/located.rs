//! A value that remembers where it was written.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::ops::{Deref, Range};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::{Serialize, Serializer};

/// Name by which [`from_node`](super::from_node) knows that a place is asked for.
pub(super) const NAME: &str = "$casebook::Located";

/// A value and the bytes of the file it was written at. The place takes no part in comparisons.
#[derive(Debug, Clone, Default)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Bytes of the file.
    pub span: Range<usize>,
}

impl<T> Deref for Located<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for Located<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Serialize> Serialize for Located<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Machines want the place back, readers do not.
        if serializer.is_human_readable() {
            self.value.serialize(serializer)
        } else {
            (self.span.start, self.span.end, &self.value).serialize(serializer)
        }
    }
}

impl<T: JsonSchema> JsonSchema for Located<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            let (start, end, value) = Deserialize::deserialize(deserializer)?;
            return Ok(Self {
                value,
                span: start..end,
            });
        }
        struct Parts<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Parts<T> {
            type Value = Located<T>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a value with its place")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let missing = || de::Error::custom("a place has three parts");
                let (_, start) = map.next_entry::<String, usize>()?.ok_or_else(missing)?;
                let (_, end) = map.next_entry::<String, usize>()?.ok_or_else(missing)?;
                let (_, value) = map.next_entry::<String, T>()?.ok_or_else(missing)?;
                Ok(Located {
                    value,
                    span: start..end,
                })
            }
        }
        deserializer.deserialize_struct(NAME, &["start", "end", "value"], Parts(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_gets_the_place_back_and_a_reader_does_not_see_it() {
        let value = Located {
            value: "a".to_owned(),
            span: 3..7,
        };
        let bytes = postcard::to_stdvec(&value).expect("bytes");
        let back: Located<String> = postcard::from_bytes(&bytes).expect("a value");
        assert_eq!((back.value.as_str(), back.span), ("a", 3..7));
        assert_eq!(serde_json::to_string(&value).expect("JSON"), "\"a\"");
    }
}
