//! Tests inside a browser of what crosses between the validator and other pages: each export by itself, with whatever bytes.
//! `tests/node` has the tests of what pages see of it.
#![cfg(target_arch = "wasm32")]

use metering_core::request::{Code, Field};
use validator;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::js_sys::{Uint8Array, WebAssembly};

wasm_bindgen_test_configure!(run_in_browser);

const MONTH: f64 = 30.0 * 86_400.0;

fn memory(place: usize, length: usize) -> Uint8Array {
    let memory = wasm_bindgen::memory().unchecked_into::<WebAssembly::Memory>();
    let number = |number: usize| u32::try_from(number).expect("in memory");
    Uint8Array::new_with_byte_offset_and_length(&memory.buffer(), number(place), number(length))
}

fn text(place: usize, length: usize) -> String {
    String::from_utf8(memory(place, length).to_vec()).expect("answers are text")
}

/// Calls an export as the script does: the bytes go into the room, the answer is read from where it says. `None` where
/// there is none.
fn call(bytes: &[u8], export: impl FnOnce(usize) -> usize) -> Option<Reader> {
    let room = validator::room(bytes.len()).addr();
    memory(room, bytes.len()).copy_from(bytes);
    let count = export(bytes.len());
    let numbers = memory(validator::answer().addr(), count * 4).to_vec();
    let mut numbers = numbers
        .chunks(4)
        .map(|number| u32::from_le_bytes(number.try_into().expect("four bytes")) as usize);
    let (place, length) = (numbers.next()?, numbers.next()?);
    Some(Reader {
        texts: text(place, length / 2).encode_utf16().collect(),
        taken: 0,
        numbers: numbers.collect(),
        at: 0,
    })
}

/// The answer, which there is.
fn answer(bytes: &[u8], export: impl FnOnce(usize) -> usize) -> Reader {
    call(bytes, export).expect("an answer")
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
    numbers: Vec<usize>,
    at: usize,
    texts: Vec<u16>,
    taken: usize,
}

/// From here on a number stands for a text that lies in the module.
const FIXED: usize = 1 << 29;

impl Reader {
    fn number(&mut self) -> usize {
        self.at += 1;
        self.numbers[self.at - 1]
    }

    fn string(&mut self) -> String {
        let number = self.number();
        self.text(number)
    }

    fn text(&mut self, number: usize) -> String {
        if number >= FIXED {
            return text(number >> 9, number & 511);
        }
        let text = &self.texts[self.taken..self.taken + number];
        self.taken += number;
        String::from_utf16(text).expect("a text is cut between characters")
    }

    fn problem(&mut self) -> (Code, Option<String>) {
        let code = self.string();
        let code = Code::ALL.into_iter().find(|known| known.name() == code);
        let subject = match self.number() {
            0 => None,
            known @ 1..=6 => Some(Field::ALL[known - 1].name().to_owned()),
            7 => Some(self.string()),
            other => panic!("no subject: {other}"),
        };
        let mut message = String::new();
        loop {
            match self.number() {
                0 => break,
                fixed @ FIXED.. => message += &self.text(fixed),
                piece => message += &self.text(piece / 2),
            }
        }
        assert!(message.ends_with(['.', '?']), "a sentence: {message}");
        loop {
            let name = match self.number() {
                0 => break,
                name => self.text(name),
            };
            assert!(
                name.bytes().all(|byte| byte.is_ascii_alphabetic()),
                "a name: {name}"
            );
            match self.number() {
                0 => drop(self.number()),
                fixed @ FIXED.. => drop(self.text(fixed)),
                length => drop(self.text(length - 1)),
            }
        }
        (code.expect("a code"), subject)
    }

    fn problems(&mut self) -> Vec<(Code, Option<String>)> {
        (0..self.number()).map(|_| self.problem()).collect()
    }

    /// How many problems of a line are told anew, and how many are the same as earlier ones.
    fn problems_of_line(&mut self) -> (usize, usize) {
        let (mut new, mut same) = (0, 0);
        for _ in 0..self.number() {
            if self.number() == 0 {
                self.problem();
                new += 1;
            } else {
                same += 1;
            }
        }
        (new, same)
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

    fn all_texts(&self) -> String {
        String::from_utf16(&self.texts).expect("text")
    }

    fn ended(&self) {
        assert_eq!(self.at, self.numbers.len(), "numbers are left");
        assert_eq!(self.taken, self.texts.len(), "texts are left");
    }
}

#[wasm_bindgen_test]
fn a_valid_value_is_answered_with_nothing() {
    let answer = call(&usual(), |length| {
        validator::validate(length, MONTH, false, f64::NAN)
    });
    assert!(answer.is_none());
}

#[wasm_bindgen_test]
fn a_value_is_answered_with_its_problems() {
    let value = given(&[-1, -3, 1, -2, 4, -8, 2], "xTRUEé😀");
    let mut reader = answer(&value, |length| {
        validator::validate(length, MONTH, false, f64::NAN)
    });
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
        let mut reader = answer(&given(&[kind], ""), |length| {
            validator::validate(length, MONTH, false, f64::NAN)
        });
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
    let mut reader = answer(&value, |length| {
        validator::validate_typed(length, MONTH, false, f64::NAN)
    });
    assert_eq!((reader.number(), reader.number()), (1, 1));
    assert_eq!(reader.string(), "2024-08-12T00:00:00Z");
    assert_eq!(reader.number(), 1);
    assert_eq!(reader.string(), "2024-09-10T23:59:59Z");
}

#[wasm_bindgen_test]
fn text_and_lines_are_read() {
    let mut reader = answer(b"{}", |length| {
        validator::validate_text(length, MONTH, false, 0.0)
    });
    assert_eq!(reader.result(true), (false, 3, 0));
    reader.ended();

    let mut reader = answer(b"\n{}\n[\n{}\r\n \n", |length| {
        validator::validate_lines(length, MONTH, false, 0.0)
    });
    assert_eq!(
        (reader.number(), reader.number(), reader.number()),
        (5, 3, 0)
    );
    // What was told is not told again.
    for (step, problems) in [(2, (3, 0)), (1, (1, 0)), (1, (0, 3))] {
        assert_eq!(reader.number(), step);
        assert_eq!(reader.problems_of_line(), problems);
        assert_eq!(reader.problems_of_line(), (0, 0));
    }
    assert_eq!(reader.number(), 0);
    reader.ended();
}

#[wasm_bindgen_test]
fn lines_are_read_alike_however_they_are_written() {
    let usual = r#"{"startDate":"2024-08-12T00:00:00Z","endDate":"2024-09-10T23:59:59Z","jobType":"PROJECT_FOLDER"}"#;
    let check = |lines: &str| {
        let mut reader = answer(lines.as_bytes(), |length| {
            validator::validate_lines(length, MONTH, false, f64::NAN)
        });
        let counts = [reader.number(), reader.number(), reader.number()];
        let mut found = Vec::new();
        while reader.number() > 0 {
            found.push((reader.problems_of_line(), reader.problems_of_line()));
        }
        reader.ended();
        (counts, found)
    };
    let valid = |lines: usize| ([lines, lines, lines], Vec::new());
    assert_eq!(check(usual), valid(1));
    assert_eq!(check(&format!("{usual}\n{usual}\r\n{usual}\n")), valid(3));
    // Blanks, an escape, a field twice and not in its place.
    for other in [
        usual.replace(r#"":"#, r#"" : "#),
        usual.replace("PROJECT", r"\u0050ROJECT"),
        usual.replace('{', r#"{"jobType":"x","#),
        format!(" {usual}\t"),
    ] {
        assert_eq!(
            check(&format!("{usual}\n{other}\n{usual}")),
            valid(3),
            "{other}"
        );
    }
    for broken in [
        &usual[..usual.len() - 1],
        &format!("{usual}x"),
        &usual.replace("\"}", "\",}"),
    ] {
        let (counts, found) = check(&format!("{broken}\n{usual}"));
        assert_eq!(
            (counts, found),
            ([2, 2, 1], vec![((1, 0), (0, 0))]),
            "{broken}"
        );
    }
}

#[wasm_bindgen_test]
fn a_range_is_cut_and_a_date_completed() {
    let range = given(&[20, 20], "2024-08-12T00:00:00Z2024-10-12T00:00:00Z");
    let mut reader = answer(&range, |length| {
        validator::split_range(length, MONTH, f64::NAN)
    });
    assert_eq!((reader.number(), reader.number()), (1, 3));
    assert_eq!(reader.string(), "2024-08-12T00:00:00Z");
    let completed = answer(b"2024-08-12", |length| {
        validator::complete_date_at(length, true)
    });
    assert_eq!(completed.all_texts(), "2024-08-12T23:59:59Z");
}

#[wasm_bindgen_test]
fn the_schema_is_told() {
    let schema = answer(b"", |_| validator::json_schema()).all_texts();
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
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
        if let Some(mut reader) = call(&bytes, |length| {
            validator::validate(length, max, lenient, now)
        }) {
            reader.result(true);
            reader.ended();
        }
        for typed in [true, false] {
            let mut reader = answer(&bytes, |length| {
                let check = if typed {
                    validator::validate_typed
                } else {
                    validator::validate_text
                };
                check(length, max, lenient, now)
            });
            reader.result(true);
            reader.ended();
        }
        call(&bytes, |length| {
            validator::validate_lines(length, max, lenient, now)
        });
        call(&bytes, |length| {
            validator::complete_date_at(length, lenient)
        });
        if let Some(mut reader) = call(&bytes, |length| validator::split_range(length, MONTH, now))
        {
            reader.result(false);
            reader.ended();
        }
    }
}
