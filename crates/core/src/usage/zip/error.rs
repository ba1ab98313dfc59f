//! Why a ZIP file could not be read.
use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a ZIP file could not be read. Nothing of such a file is counted.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum ZipError {
    /// The bytes are something else.
    #[error(
        "This is neither a ZIP file nor a CSV file{looks_like}. Choose the file that the service's download gave."
    )]
    NotAZip {
        /// What they seem to be.
        looks_like: LooksLike,
    },
    /// A ZIP within a ZIP of the ZIP.
    #[error(
        "It is a ZIP file two levels down, and only one level is opened. Unpack it and open what is in it."
    )]
    TooDeep,
    /// The file begins as a ZIP does, and the directory at its end is missing.
    #[error(
        "The ZIP file is cut off: it begins as one, but the directory at its end is missing. Download it again."
    )]
    CutOff,
    /// The directory contradicts itself or the file.
    #[error("The ZIP file's directory is damaged: {detail}. Download it again.")]
    DamagedDirectory {
        /// What is wrong with it.
        detail: String,
    },
    /// There is no CSV file in it.
    #[error("There is no CSV file in the ZIP file; {}. Choose the ZIP file that the service's download gave.", content(.found))]
    NoCsv {
        /// Names of what is in it, at most ten.
        found: Vec<String>,
    },
    /// A file needs a password.
    #[error(
        "“{entry}” in the ZIP file is encrypted. The service does not encrypt: unpack the file and pack it again without a password."
    )]
    Encrypted {
        /// The file's name within the ZIP.
        entry: String,
    },
    /// A file is compressed in another way than Deflate.
    #[error(
        "“{entry}” in the ZIP file is compressed by method {method}, which browsers cannot read. Pack it again with Deflate, the usual method."
    )]
    UnsupportedMethod {
        /// The file's name within the ZIP.
        entry: String,
        /// The method's number and name.
        method: String,
    },
    /// A file, or all together, would be larger than accepted.
    #[error(
        "“{entry}” in the ZIP file would unpack to {size} bytes. More than {limit} bytes in all may not fit in memory."
    )]
    TooLarge {
        /// The file's name within the ZIP, the one that exceeds the limit.
        entry: String,
        /// Its size in bytes.
        size: u64,
        /// Bytes accepted for all files together.
        limit: u64,
    },
    /// A file would unpack to implausibly more than it has.
    #[error(
        "“{entry}” in the ZIP file would unpack to {ratio} times its size. The service's files do not reach {limit} times; this one may be made to fill the memory."
    )]
    SuspiciousRatio {
        /// The file's name within the ZIP.
        entry: String,
        /// Unpacked bytes for each packed one.
        ratio: u64,
        /// The ratio accepted.
        limit: u64,
    },
    /// Two files share bytes of the ZIP, as only a forged one does.
    #[error(
        "“{entry}” and “{other}” overlap in the ZIP file, which is damaged or forged. Download it again."
    )]
    Overlap {
        /// The name of the file that begins within the other.
        entry: String,
        /// The name of the other file.
        other: String,
    },
    /// A file's data or header is not where the directory says, or cannot be unpacked.
    #[error("“{entry}” in the ZIP file is damaged: {detail}. Download it again.")]
    DamagedEntry {
        /// The file's name within the ZIP.
        entry: String,
        /// What is wrong with it.
        detail: String,
    },
    /// A file unpacks to another number of bytes than the directory says.
    #[error(
        "“{entry}” in the ZIP file is damaged: it should unpack to {expected} bytes, but {actual}. Download it again."
    )]
    WrongSize {
        /// The file's name within the ZIP.
        entry: String,
        /// Bytes by the directory.
        expected: u64,
        /// Bytes that came, or that came until it was clear that there are more.
        actual: ActualSize,
    },
    /// A file's content is not what was packed.
    #[error(
        "“{entry}” in the ZIP file is damaged: its content does not match its CRC-32 checksum. Download it again."
    )]
    WrongChecksum {
        /// The file's name within the ZIP.
        entry: String,
    },
}

impl ZipError {
    /// Whether the file is only too large to be read without asking.
    pub fn is_limit(&self) -> bool {
        matches!(self, Self::TooLarge { .. } | Self::SuspiciousRatio { .. })
    }

    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAZip { .. } => "notAZip",
            Self::TooDeep => "tooDeep",
            Self::CutOff => "cutOff",
            Self::DamagedDirectory { .. } => "damagedDirectory",
            Self::NoCsv { .. } => "noCsv",
            Self::Encrypted { .. } => "encrypted",
            Self::UnsupportedMethod { .. } => "unsupportedMethod",
            Self::TooLarge { .. } => "tooLarge",
            Self::SuspiciousRatio { .. } => "suspiciousRatio",
            Self::Overlap { .. } => "overlap",
            Self::DamagedEntry { .. } => "damagedEntry",
            Self::WrongSize { .. } => "wrongSize",
            Self::WrongChecksum { .. } => "wrongChecksum",
        }
    }
}

/// How many bytes a file unpacked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ActualSize {
    /// It ended after as many.
    Exactly(u64),
    /// It went on beyond what was expected.
    More,
}

impl fmt::Display for ActualSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(bytes) => write!(f, "ended after {bytes}"),
            Self::More => f.write_str("went on beyond them"),
        }
    }
}

/// What a file seems to be that is no ZIP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LooksLike {
    /// No bytes at all.
    Nothing,
    /// A web page, such as a gateway answers with.
    Html,
    /// JSON, such as the service answers with on an error.
    Json,
    /// A gzip file.
    Gzip,
    /// Other text, such as a CSV file that is already unpacked.
    Text,
    /// Anything else.
    Unknown,
}

impl LooksLike {
    pub(super) fn guess(file: &[u8]) -> Self {
        let head = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
        match head.trim_ascii_start() {
            [] => Self::Nothing,
            [b'<', ..] => Self::Html,
            [b'{' | b'[', ..] => Self::Json,
            [0x1f, 0x8b, ..] => Self::Gzip,
            [b'P', b'K', ..] => Self::Unknown,
            // UTF-16 with a byte-order mark or without.
            [0xff, 0xfe, ..]
            | [0xfe, 0xff, ..]
            | [1..=0x7f, 0, 1..=0x7f, 0, ..]
            | [0, 1..=0x7f, 0, 1..=0x7f, ..] => Self::Text,
            head if head[..head.len().min(1024)].contains(&0) => Self::Unknown,
            _ => Self::Text,
        }
    }
}

impl fmt::Display for LooksLike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => ": it is empty",
            Self::Html => ": it looks like a web page, perhaps the error page of a gateway",
            Self::Json => ": it looks like JSON, perhaps an error message of the service",
            Self::Gzip => ": it looks like a gzip file",
            Self::Text => ": it looks like text",
            Self::Unknown => "",
        })
    }
}

fn content(found: &[String]) -> String {
    if found.is_empty() {
        "it is empty".into()
    } else {
        format!("it holds “{}”", found.join("”, “"))
    }
}
