//! A draft whose texts lie elsewhere, so that checking copies nothing.

use std::borrow::Cow;

use super::draft::{Draft, Field, Input, JsonType};

/// What one field holds, as [`Input`] has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum InputRef<'a> {
    /// Missing, or `null`.
    #[default]
    Absent,
    /// A text; a copy only where it stood there with escapes.
    Text(Cow<'a, str>),
    /// A value that is not a string.
    WrongType(JsonType),
}

/// An export request before it is checked, as [`Draft`] has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftRef<'a> {
    inputs: [InputRef<'a>; Field::ALL.len()],
    unknown: Vec<Cow<'a, str>>,
}

impl<'a> DraftRef<'a> {
    /// What a field holds.
    pub const fn get(&self, field: Field) -> &InputRef<'a> {
        &self.inputs[field as usize]
    }

    /// Replaces what a field holds.
    pub fn set(&mut self, field: Field, input: InputRef<'a>) {
        self.inputs[field as usize] = input;
    }

    /// Names of fields that the service does not know, in the order in which they came.
    pub fn unknown(&self) -> &[Cow<'a, str>] {
        &self.unknown
    }

    /// Adds the name of a field that the service does not know.
    #[cold]
    pub fn add_unknown(&mut self, name: Cow<'a, str>) {
        self.unknown.push(name);
    }
}

impl<'a> From<&'a Draft> for DraftRef<'a> {
    fn from(draft: &'a Draft) -> Self {
        Self {
            inputs: Field::ALL.map(|field| match draft.get(field) {
                Input::Absent => InputRef::Absent,
                Input::Text(text) => InputRef::Text(Cow::Borrowed(text)),
                Input::WrongType(found) => InputRef::WrongType(*found),
            }),
            unknown: draft
                .unknown
                .iter()
                .map(|name| Cow::Borrowed(name.as_str()))
                .collect(),
        }
    }
}

impl From<DraftRef<'_>> for Draft {
    fn from(draft: DraftRef<'_>) -> Self {
        let mut owned = Self {
            unknown: draft.unknown.into_iter().map(Cow::into_owned).collect(),
            ..Self::default()
        };
        for (field, input) in Field::ALL.into_iter().zip(draft.inputs) {
            *owned.get_mut(field) = match input {
                InputRef::Absent => Input::Absent,
                InputRef::Text(text) => Input::Text(text.into_owned()),
                InputRef::WrongType(found) => Input::WrongType(found),
            };
        }
        owned
    }
}
