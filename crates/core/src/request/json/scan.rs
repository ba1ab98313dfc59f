//! The tokens of JSON.

use std::borrow::Cow;

use super::fault::{Expected, Fault};

/// How many bytes stand before the first that no string holds as it is: a quotation mark, a backslash, a control character.
pub fn plain_length(bytes: &[u8]) -> usize {
    // Eight at a time, after “Bit Twiddling Hacks”: of those that are found the lowest is exact.
    const ONES: u64 = u64::MAX / 255;
    const HIGHEST: u64 = ONES << 7;
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word & HIGHEST;
        let is = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
        let found = is(b'"') | is(b'\\') | below(word, 0x20);
        if found != 0 {
            return index * 8 + found.trailing_zeros() as usize / 8;
        }
    }
    let found = rest
        .iter()
        .position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1F));
    words.len() * 8 + found.unwrap_or(rest.len())
}

/// Reads from the front, and stands at what is wrong when something is.
pub struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// What is wrong at this place.
    #[cold]
    pub fn fault(&self, expected: Expected) -> Fault {
        // The scanner stops before a character, never within one.
        let (before, rest) = self
            .text
            .split_at_checked(self.at)
            .unwrap_or((self.text, ""));
        Fault::new(before, rest, expected)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Steps over one byte.
    pub fn skip(&mut self) {
        self.at += 1;
    }

    fn expect(&mut self, byte: u8, expected: Expected) -> Result<(), Expected> {
        if self.peek() != Some(byte) {
            return Err(expected);
        }
        self.at += 1;
        Ok(())
    }

    /// Steps over white space to the next byte.
    pub fn blank(&mut self) -> Option<u8> {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                other => return other,
            }
        }
    }

    /// Reads the name of a field and the colon behind it.
    pub fn name(&mut self) -> Result<Cow<'a, str>, Expected> {
        if self.blank() != Some(b'"') {
            return Err(Expected::Name);
        }
        let name = self.string()?;
        self.blank();
        self.expect(b':', Expected::Colon)?;
        Ok(name)
    }

    /// Reads the comma before a further item, or this end.
    pub fn ends(&mut self, end: u8, expected: Expected) -> Result<bool, Expected> {
        let found = self.blank();
        if found != Some(b',') && found != Some(end) {
            return Err(expected);
        }
        self.at += 1;
        Ok(found == Some(end))
    }

    /// Reads exactly this word.
    pub fn literal(&mut self, word: &str) -> Result<(), Expected> {
        let end = self.at + word.len();
        if self.text.as_bytes().get(self.at..end) != Some(word.as_bytes()) {
            return Err(Expected::Value);
        }
        self.at = end;
        Ok(())
    }

    /// Reads a value that holds no others.
    pub fn scalar(&mut self) -> Result<(), Expected> {
        match self.peek() {
            Some(b'"') => self.string().map(|_| ()),
            Some(b'n') => self.literal("null"),
            Some(b't') => self.literal("true"),
            Some(b'f') => self.literal("false"),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => Err(Expected::Value),
        }
    }

    fn number(&mut self) -> Result<(), Expected> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Expected> {
        let before = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == before {
            Err(Expected::Digit)
        } else {
            Ok(())
        }
    }

    /// Reads a string; the scanner stands at its first quotation mark.
    pub fn string(&mut self) -> Result<Cow<'a, str>, Expected> {
        self.at += 1;
        let plain = self.plain()?;
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(Cow::Borrowed(plain));
        }
        self.escaped(plain).map(Cow::Owned)
    }

    /// Reads up to the next quotation mark or backslash.
    fn plain(&mut self) -> Result<&'a str, Expected> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let end = self.at + plain_length(rest);
        let plain = self.text.get(self.at..end).unwrap_or_default();
        self.at = end;
        match self.peek() {
            Some(b'"' | b'\\') => Ok(plain),
            _ => Err(Expected::Quote),
        }
    }

    /// Reads the rest of a string, from its first backslash on.
    #[cold]
    fn escaped(&mut self, plain: &str) -> Result<String, Expected> {
        let mut text = plain.to_owned();
        while self.peek() != Some(b'"') {
            text.push(self.escape()?);
            text.push_str(self.plain()?);
        }
        self.at += 1;
        Ok(text)
    }

    fn escape(&mut self) -> Result<char, Expected> {
        self.at += 1;
        let c = match self.peek() {
            Some(b'u') => return self.code_point(),
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            _ => return Err(Expected::Escape),
        };
        self.at += 1;
        Ok(c)
    }

    /// Reads the `uXXXX` of an escape, and a second escape where the first is half a character.
    fn code_point(&mut self) -> Result<char, Expected> {
        self.at += 1;
        let first = self.four_digits()?;
        let code = if matches!(first, 0xD800..0xDC00) && self.literal("\\u").is_ok() {
            let before = self.at;
            let second = self.four_digits()?;
            if matches!(second, 0xDC00..0xE000) {
                0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00)
            } else {
                // The next escape is a character of its own.
                self.at = before - 2;
                first
            }
        } else {
            first
        };
        Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn four_digits(&mut self) -> Result<u32, Expected> {
        let mut number = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            number = number * 16 + digit.ok_or(Expected::HexDigit)?;
            self.at += 1;
        }
        Ok(number)
    }
}
