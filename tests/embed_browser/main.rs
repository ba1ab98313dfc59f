//! Tests inside a browser of what crosses between the validator and other pages: each export by itself, with whatever bytes.
//! `tests/node` has the tests of what pages see of it.
#![cfg(target_arch = "wasm32")]

use metering_export::embed;
use metering_export::request::{Code, Field};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::js_sys::{Uint8Array, WebAssembly};

wasm_bindgen_test_configure!(run_in_browser);

/// How many names of parameters are numbered.
const NAMES: usize = 17;

const MONTH: f64 = 30.0 * 86_400.0;

/// Calls an export as the script does: the bytes go into the room, the answer is read from where it says.
fn call(bytes: &[u8], export: impl FnOnce(usize) -> usize) -> String {
    let memory = || {
        wasm_bindgen::memory()
            .unchecked_into::<WebAssembly::Memory>()
            .buffer()
    };
    let length = u32::try_from(bytes.len()).expect("not that long");
    let room = embed::room(bytes.len()).addr();
    let room = u32::try_from(room).expect("an address");
    Uint8Array::new_with_byte_offset_and_length(&memory(), room, length).copy_from(bytes);
    let length = u32::try_from(export(bytes.len())).expect("not that long");
    let answer = u32::try_from(embed::answer().addr()).expect("an address");
    let answer = Uint8Array::new_with_byte_offset_and_length(&memory(), answer, length);
    String::from_utf8(answer.to_vec()).expect("answers are text")
}

/// A value as the script hands it over: numbers, and the texts behind them.
fn given(numbers: &[i32], texts: &str) -> Vec<u8> {
    let count = i32::try_from(numbers.len()).expect("few numbers");
    let mut bytes = count.to_le_bytes().to_vec();
    bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    bytes.extend(texts.as_bytes());
    bytes
}

fn usual() -> Vec<u8> {
    given(
        &[20, 20, 14, -1, -1, -1],
        "2024-08-12T00:00:00Z2024-09-10T23:59:59ZPROJECT_FOLDER",
    )
}

/// Reads an answer as the script does, and panics where it is not in that form.
struct Reader {
    text: Vec<u16>,
    at: usize,
}

impl Reader {
    fn new(answer: &str) -> Self {
        Self {
            text: answer.encode_utf16().collect(),
            at: 0,
        }
    }

    fn number(&mut self) -> usize {
        let mut number = 0;
        loop {
            let digit = usize::from(self.text[self.at]);
            assert!(digit < 128, "no digit: {digit}");
            self.at += 1;
            number = number * 64 + digit % 64;
            if digit < 64 {
                return number;
            }
        }
    }

    fn string(&mut self) -> String {
        let length = self.number();
        let text = &self.text[self.at..self.at + length];
        self.at += length;
        String::from_utf16(text).expect("a text is cut between characters")
    }

    fn problems(&mut self) -> Vec<(Code, Option<String>)> {
        (0..self.number())
            .map(|_| {
                let code = Code::ALL[self.number()];
                let subject = match self.number() {
                    0 => None,
                    known @ 1..=6 => Some(Field::ALL[known - 1].name().to_owned()),
                    7 => Some(self.string()),
                    other => panic!("no subject: {other}"),
                };
                assert!(
                    self.string().ends_with(['.', '?']),
                    "messages are sentences"
                );
                loop {
                    let next = self.number();
                    if next == 0 {
                        break;
                    }
                    assert!(next <= 2 * NAMES, "a name that is not numbered: {next}");
                    if next % 2 == 1 {
                        self.string();
                    } else {
                        self.number();
                    }
                }
                (code, subject)
            })
            .collect()
    }

    /// Whether it is valid; the request or the windows; problems and warnings.
    fn result(&mut self, fields: bool) -> (bool, usize, usize) {
        if self.number() == 0 {
            let problems = self.problems().len();
            assert!(problems > 0);
            return (false, problems, self.problems().len());
        }
        if fields {
            for _ in Field::ALL {
                if self.number() == 1 {
                    self.string();
                }
            }
        } else {
            for _ in 0..self.number() {
                assert_eq!((self.string().len(), self.string().len()), (20, 20));
            }
        }
        (true, 0, self.problems().len())
    }

    fn ended(&self) {
        assert_eq!(self.at, self.text.len(), "something is left");
    }
}

#[wasm_bindgen_test]
fn a_valid_value_is_answered_with_nothing() {
    let answer = call(&usual(), |length| {
        embed::validate(length, MONTH, false, f64::NAN)
    });
    assert_eq!(answer, "");
}

#[wasm_bindgen_test]
fn a_value_is_answered_with_its_problems() {
    let value = given(&[-1, -3, 1, -2, 4, -8, 2], "xTRUEé😀");
    let answer = call(&value, |length| {
        embed::validate(length, MONTH, false, f64::NAN)
    });
    let mut reader = Reader::new(&answer);
    assert_eq!(reader.number(), 0);
    let found = reader.problems();
    let codes: Vec<Code> = found.iter().map(|(code, _)| *code).collect();
    assert_eq!(
        codes,
        [
            Code::Required,
            Code::WrongType,
            Code::UnsupportedJobType,
            Code::WrongType,
            Code::WrongType
        ]
    );
    // The name is cut where JavaScript says, which here is within a character.
    assert_eq!(
        reader.problems(),
        [(Code::UnknownField, Some("é😀".to_owned()))]
    );
    reader.ended();
}

#[wasm_bindgen_test]
fn what_is_no_object_is_one_problem() {
    for kind in -8..=-2 {
        let answer = call(&given(&[kind], ""), |length| {
            embed::validate(length, MONTH, false, f64::NAN)
        });
        let mut reader = Reader::new(&answer);
        assert_eq!(reader.number(), 0);
        assert_eq!(reader.problems(), [(Code::WrongType, None)]);
        assert_eq!(reader.problems(), []);
        reader.ended();
    }
}

#[wasm_bindgen_test]
fn typed_texts_are_completed() {
    let value = given(
        &[12, 10, 14, 0, 0, 0],
        " 2024-08-12 2024-09-10PROJECT_FOLDER",
    );
    let answer = call(&value, |length| {
        embed::validate_typed(length, MONTH, false, f64::NAN)
    });
    let mut reader = Reader::new(&answer);
    assert_eq!((reader.number(), reader.number()), (1, 1));
    assert_eq!(reader.string(), "2024-08-12T00:00:00Z");
    assert_eq!(reader.number(), 1);
    assert_eq!(reader.string(), "2024-09-10T23:59:59Z");
}

#[wasm_bindgen_test]
fn text_and_lines_are_read() {
    let answer = call(b"{}", |length| {
        embed::validate_text(length, MONTH, false, 0.0)
    });
    let mut reader = Reader::new(&answer);
    assert_eq!(reader.result(true), (false, 3, 0));
    reader.ended();

    let answer = call(b"\n{}\n[\n", |length| {
        embed::validate_lines(length, MONTH, false, 0.0)
    });
    let mut reader = Reader::new(&answer);
    assert_eq!((reader.number(), reader.number()), (2, 0));
    assert_eq!(
        (
            reader.number(),
            reader.problems().len(),
            reader.problems().len()
        ),
        (2, 3, 0)
    );
    assert_eq!(
        (
            reader.number(),
            reader.problems().len(),
            reader.problems().len()
        ),
        (1, 1, 0)
    );
    assert_eq!(reader.number(), 0);
    reader.ended();
}

#[wasm_bindgen_test]
fn a_range_is_cut_and_a_date_completed() {
    let range = given(&[20, 20], "2024-08-12T00:00:00Z2024-10-12T00:00:00Z");
    let answer = call(&range, |length| embed::split_range(length, MONTH, f64::NAN));
    let mut reader = Reader::new(&answer);
    assert_eq!((reader.number(), reader.number()), (1, 3));
    assert_eq!(reader.string(), "2024-08-12T00:00:00Z");
    let answer = call(b"2024-08-12", |length| {
        embed::complete_date_at(length, true)
    });
    assert_eq!(answer, "2024-08-12T23:59:59Z");
}

#[wasm_bindgen_test]
fn codes_and_schema_are_told() {
    let names = call(b"", |_| embed::names());
    let (codes, params) = names.split_once('\n').expect("two lines");
    assert!(codes.split_whitespace().eq(Code::ALL.map(Code::name)));
    assert_eq!(params.split_whitespace().count(), NAMES);
    let schema: serde_json::Value =
        serde_json::from_str(&call(b"", |_| embed::json_schema())).expect("JSON");
    let names: Vec<&String> = schema["properties"]
        .as_object()
        .expect("properties")
        .keys()
        .collect();
    assert!(
        Field::ALL
            .iter()
            .all(|field| names.contains(&&field.name().to_owned()))
    );
}

#[wasm_bindgen_test]
fn no_bytes_and_no_rules_end_it() {
    let mut state = 2_463_534_242_u32;
    let mut random = move |below: u32| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state % below
    };
    let pieces: [&[u8]; 16] = [
        b"{",
        b"}",
        b"\"startDate\":",
        b"\"2024-08-12T00:00:00Z\"",
        b"[",
        b"]",
        b",",
        b"\"",
        b"\\ud83d",
        b"\n",
        b"\xff",
        b"\xf0\x9f",
        "😀".as_bytes(),
        b"\x06\0\0\0\x05\0\0\0",
        b"\xff\xff\xff\xff",
        b"1e9",
    ];
    let rules = [MONTH, 0.0, -1.0, f64::NAN, f64::INFINITY, f64::MIN];
    for _ in 0..20_000 {
        let count = random(9);
        let bytes: Vec<u8> = (0..count)
            .flat_map(|_| pieces[random(16) as usize])
            .copied()
            .collect();
        let (max, now) = (rules[random(6) as usize], rules[random(6) as usize]);
        let lenient = random(2) == 0;
        let answer = call(&bytes, |length| embed::validate(length, max, lenient, now));
        if !answer.is_empty() {
            let mut reader = Reader::new(&answer);
            reader.result(true);
            reader.ended();
        }
        for typed in [true, false] {
            let answer = call(&bytes, |length| {
                let check = if typed {
                    embed::validate_typed
                } else {
                    embed::validate_text
                };
                check(length, max, lenient, now)
            });
            let mut reader = Reader::new(&answer);
            reader.result(true);
            reader.ended();
        }
        call(&bytes, |length| {
            embed::validate_lines(length, max, lenient, now)
        });
        call(&bytes, |length| embed::complete_date_at(length, lenient));
        let answer = call(&bytes, |length| embed::split_range(length, MONTH, now));
        if !answer.is_empty() {
            let mut reader = Reader::new(&answer);
            reader.result(false);
            reader.ended();
        }
    }
}
