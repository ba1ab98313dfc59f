//! The quick way through an object as programs write it: nothing but texts without escapes, and no blanks between them.

use super::scan::plain_length;
use crate::request::draft::Field;
use crate::request::draft_ref::{DraftRef, InputRef};

/// Reads such an object at the start of a text, and says how many bytes it takes. `None` for what is written in another
/// way, right or wrong, and for fields that the service does not know.
pub fn read_usual(text: &str) -> Option<(DraftRef<'_>, usize)> {
    let mut draft = DraftRef::default();
    let mut rest = text.strip_prefix('{')?;
    let mut next = 0;
    loop {
        // Mostly fields are in their order.
        let (field, value) = (0..Field::ALL.len()).find_map(|turn| {
            let field = Field::ALL[(next + turn) % Field::ALL.len()];
            Some((field, value_of(field, rest)?))
        })?;
        let length = plain_length(value.as_bytes());
        let (value, behind) = value.split_at_checked(length)?;
        draft.set(field, InputRef::Text(value.into()));
        next = field as usize + 1;
        rest = match behind.as_bytes() {
            [b'"', b'}', ..] => return Some((draft, text.len() - behind.len() + 2)),
            [b'"', b',', ..] => behind.get(2..)?,
            _ => return None,
        };
    }
}

/// What follows the quotation mark of a field's value, where the text starts with that field.
fn value_of(field: Field, text: &str) -> Option<&str> {
    const QUOTED: [&str; Field::ALL.len()] = [
        "\"startDate\":\"",
        "\"endDate\":\"",
        "\"jobType\":\"",
        "\"combinedMeterUsage\":\"",
        "\"allLinkedOrgs\":\"",
        "\"callbackUrl\":\"",
    ];
    let quoted = QUOTED[field as usize];
    let (start, rest) = text.split_at_checked(quoted.len())?;
    is_same(start.as_bytes(), quoted.as_bytes()).then_some(rest)
}

/// Whether two texts of one length are the same, eight bytes at a time.
fn is_same(text: &[u8], other: &[u8]) -> bool {
    let ((words, rest), (other_words, other_rest)) =
        (text.as_chunks::<8>(), other.as_chunks::<8>());
    let word = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    words.iter().map(word).eq(other_words.iter().map(word)) && rest.iter().eq(other_rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::request::json::read;

    #[test]
    fn what_programs_write_is_read_with_its_length() {
        let text = r#"{"jobType":"é😀","startDate":"","startDate":"a"},"#;
        let (draft, length) = read_usual(text).expect("a usual object");
        assert_eq!(length, text.len() - 1);
        assert_eq!(Ok(draft), read(&text[..length]));
        for other in [
            "",
            "{",
            "{}",
            " {\"jobType\":\"\"}",
            r#"{"jobType":"a"#,
            r#"{"jobType":"a""#,
            r#"{"jobType":"a",}"#,
            r#"{"jobType":"a" }"#,
            r#"{"jobType":"\n"}"#,
            "{\"jobType\":\"\t\"}",
            r#"{"jobType":null}"#,
            r#"{"jobtype":"a"}"#,
        ] {
            assert_eq!(read_usual(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn what_it_reads_is_read_alike(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "{", "}", ",", ":", "\"", "\"startDate\":\"", "\"endDate\":\"", "\"callbackUrl\":\"",
                    "\",\"jobType\":\"", "\"}", "\\", "\\\"", "x", "12345678", "é", "\u{1F600}", "\u{7F}", "\n", " ",
                ]),
                0..12,
            )
        ) {
            let text = format!("{{{}", pieces.concat());
            if let Some((draft, length)) = read_usual(&text) {
                prop_assert_eq!(read(&text[..length]), Ok(draft));
            }
        }
    }
}
