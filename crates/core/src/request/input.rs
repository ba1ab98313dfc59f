//! Reading a field's value: any value at all is taken, and what is not a text is kept as its type.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::draft::{Input, JsonType};

impl<'de> Deserialize<'de> for Input {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(InputVisitor)
    }
}

struct InputVisitor;

/// Methods that answer with one type of JSON value, whatever the value is.
macro_rules! wrong_type {
    ($($method:ident($type:ty) => $json:ident,)*) => {$(
        fn $method<E>(self, _: $type) -> Result<Input, E> {
            Ok(Input::WrongType(JsonType::$json))
        }
    )*};
}

impl<'de> Visitor<'de> for InputVisitor {
    type Value = Input;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    wrong_type! {
        visit_bool(bool) => Boolean,
        visit_i64(i64) => Number,
        visit_i128(i128) => Number,
        visit_u64(u64) => Number,
        visit_u128(u128) => Number,
        visit_f64(f64) => Number,
        visit_bytes(&[u8]) => Other,
    }

    fn visit_str<E>(self, text: &str) -> Result<Input, E> {
        Ok(Input::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Input, E> {
        Ok(Input::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Input, E> {
        Ok(Input::Absent)
    }

    fn visit_none<E>(self) -> Result<Input, E> {
        Ok(Input::Absent)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Input, D::Error> {
        Input::deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Input, D::Error> {
        Input::deserialize(deserializer)
    }

    // The items have to be read, or the deserializer stands in the middle of them.
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Input, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Input::WrongType(JsonType::Array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Input, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Input::WrongType(JsonType::Object))
    }
}
