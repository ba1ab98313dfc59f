//! The ZIP file of an export: which files are in it, where, and whether they can be trusted.
//!
//! [`Directory::read`] looks at the directory alone; [`Unpack`] unpacks a file of it and compares size and checksum.
mod check;
mod error;
mod unpack;

pub use error::{ActualSize, LooksLike, ZipError};
pub use unpack::{Piece, Unpack};

use check::Check;
use std::ops::Range;

use rawzip::{CompressionMethod, ErrorKind, ZipArchive, ZipFileHeaderRecord, ZipSliceArchive};

/// What is read of a ZIP file without asking: files can be made to exhaust memory or time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Unpacked bytes of all files together.
    pub total_size: u64,
    /// Unpacked bytes for each packed one, for files beyond [`Limits::FREE_SIZE`]. CSV of the service packs to a seventh, and
    /// to a hundredth only where little happens, in small files. Deflate can reach 1,032.
    pub ratio: u64,
}

impl Limits {
    /// Unpacked bytes up to which the ratio does not matter: 16 MiB.
    pub const FREE_SIZE: u64 = 16 << 20;

    /// No limits, for a file that somebody wants to have read anyway.
    pub const NONE: Self = Self {
        total_size: u64::MAX,
        ratio: u64::MAX,
    };
}

impl Default for Limits {
    /// 1 GiB, some 11 million rows, and a ratio of 50.
    fn default() -> Self {
        Self {
            total_size: 1 << 30,
            ratio: 50,
        }
    }
}

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Not at all.
    Stored,
    /// Raw Deflate, the browser's `deflate-raw`.
    Deflated,
}

/// A CSV file in a ZIP, or a ZIP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name with folders.
    pub name: String,
    /// Where its compressed data lies in the ZIP, in bytes from the beginning.
    pub data: Range<usize>,
    /// How it is compressed.
    pub method: Method,
    /// Unpacked size in bytes by the directory.
    pub size: u64,
    /// CRC-32 of the unpacked bytes by the directory.
    pub crc32: u32,
    /// When it was written, in milliseconds since 1970. A time without a time zone is taken for UTC.
    pub modified: Option<i64>,
    /// Whether it is a ZIP, not a CSV file.
    pub is_zip: bool,
}

/// The CSV files and ZIPs in a ZIP, in the order of its directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directory {
    /// At least one.
    pub entries: Vec<Entry>,
    /// Where the directory itself lies in the ZIP, behind all of them.
    start: u64,
}

/// Names shown in a message.
const MOST_SHOWN: usize = 10;

impl Directory {
    /// Reads the directory of a ZIP file.
    ///
    /// Every `*.csv` and `*.zip` counts, in any folder and case, except what macOS adds (`__MACOSX/`, `._*`).
    ///
    /// # Errors
    /// Anything but [`ZipError::WrongSize`] and [`ZipError::WrongChecksum`], which only unpacking can find.
    pub fn read(zip: &[u8], limits: Limits) -> Result<Self, ZipError> {
        let archive = ZipArchive::from_slice(zip).map_err(|error| {
            let begun = zip.starts_with(b"PK\x03\x04");
            match error.kind() {
                ErrorKind::MissingEndOfCentralDirectory | ErrorKind::Eof if begun => {
                    ZipError::CutOff
                }
                ErrorKind::MissingEndOfCentralDirectory => ZipError::NotAZip {
                    looks_like: LooksLike::guess(zip),
                },
                _ => ZipError::DamagedDirectory {
                    detail: error.to_string(),
                },
            }
        })?;
        let (mut entries, mut others, mut count, mut total) =
            (Vec::new(), Vec::new(), 0_u64, 0_u64);
        for record in archive.entries() {
            let record = record.map_err(|error| ZipError::DamagedDirectory {
                detail: error.to_string(),
            })?;
            count += 1;
            let name = shortened(record.file_path().as_ref());
            let is_zip = has_extension(&name, "zip");
            if !is_zip && !has_extension(&name, "csv") {
                others.push(name);
                others.truncate(MOST_SHOWN);
                continue;
            }
            let entry = Entry {
                is_zip,
                ..entry(&archive, &record, name, limits)?
            };
            total = total.saturating_add(entry.size);
            if total > limits.total_size {
                return Err(ZipError::TooLarge {
                    entry: entry.name,
                    size: entry.size,
                    limit: limits.total_size,
                });
            }
            entries.push(entry);
        }
        if count != archive.entries_hint() {
            let detail = format!(
                "it announces {} files and lists {count}",
                archive.entries_hint()
            );
            return Err(ZipError::DamagedDirectory { detail });
        }
        if entries.is_empty() {
            return Err(ZipError::NoCsv { found: others });
        }
        let start = archive.directory_offset();
        refuse_overlaps(&entries, start)?;
        Ok(Self { entries, start })
    }

    /// Reads the directory of a ZIP that is in memory as a whole but for zeros in place of some bytes between its beginning
    /// and `tail`; `None` where what is here is not enough.
    pub fn read_early(zip: &[u8], tail: usize, limits: Limits) -> Option<Self> {
        // A directory that is cut off could be misread. A file's own header has a signature, which no zeros do.
        Self::read(zip, limits)
            .ok()
            .filter(|directory| directory.start >= tail as u64)
    }

    /// Unpacked bytes of all files.
    pub(crate) fn size(&self) -> u64 {
        self.entries.iter().map(|entry| entry.size).sum()
    }
}

/// Whether a file counts that has this extension; what macOS adds does not.
fn has_extension(name: &str, wanted: &str) -> bool {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    extension.eq_ignore_ascii_case(wanted)
        && !file.starts_with("._")
        && !name.starts_with("__MACOSX/")
}

fn entry(
    archive: &ZipSliceArchive<&[u8]>,
    record: &ZipFileHeaderRecord<'_>,
    name: String,
    limits: Limits,
) -> Result<Entry, ZipError> {
    if record.flags().is_encrypted() || record.flags().has_strong_encryption() {
        return Err(ZipError::Encrypted { entry: name });
    }
    let method = match record.compression_method() {
        CompressionMethod::STORE => Method::Stored,
        CompressionMethod::DEFLATE => Method::Deflated,
        CompressionMethod::AES => return Err(ZipError::Encrypted { entry: name }),
        other => {
            return Err(ZipError::UnsupportedMethod {
                entry: name,
                method: other.to_string(),
            });
        }
    };
    let (size, packed) = (
        record.uncompressed_size_hint(),
        record.compressed_size_hint(),
    );
    let damaged = |detail: &str| ZipError::DamagedEntry {
        entry: name.clone(),
        detail: detail.into(),
    };
    // Numbers of JavaScript are exact up to this.
    if size > (1 << 53) - 1 {
        return Err(damaged("it announces more bytes than a file can have"));
    }
    let ratio = size.checked_div(packed).unwrap_or(size);
    if size > Limits::FREE_SIZE && ratio > limits.ratio {
        return Err(ZipError::SuspiciousRatio {
            entry: name.clone(),
            ratio,
            limit: limits.ratio,
        });
    }
    let found = archive
        .get_entry(record.wayfinder())
        .map_err(|error| damaged(&error.to_string()))?;
    let local = found.local_header();
    if local.file_path().as_ref() != record.file_path().as_ref()
        || local.compression_method() != record.compression_method()
        || local.flags().is_encrypted()
    {
        return Err(damaged("its own header contradicts the directory"));
    }
    if method == Method::Stored && size != packed {
        return Err(damaged("it is not compressed, yet has two sizes"));
    }
    let (start, end) = found.compressed_data_range();
    let (Ok(start), Ok(end)) = (usize::try_from(start), usize::try_from(end)) else {
        return Err(damaged("it lies beyond the file's end"));
    };
    Ok(Entry {
        data: start..end,
        method,
        size,
        crc32: record.crc32(),
        modified: modified(record),
        is_zip: false,
        name,
    })
}

/// The time of an entry. Writers that know none give the beginning of 1980.
fn modified(record: &ZipFileHeaderRecord<'_>) -> Option<i64> {
    let time = record.last_modified();
    let date = chrono::NaiveDate::from_ymd_opt(
        time.year().into(),
        time.month().into(),
        time.day().into(),
    )?;
    let at = date.and_hms_opt(
        time.hour().into(),
        time.minute().into(),
        time.second().into(),
    )?;
    (time.year() > 1980).then(|| at.and_utc().timestamp_millis())
}

/// Files that share bytes, with each other or with the directory, unpack to more than the ZIP could hold.
fn refuse_overlaps(entries: &[Entry], directory: u64) -> Result<(), ZipError> {
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort_by_key(|entry| (entry.data.start, entry.data.end));
    for pair in sorted.windows(2) {
        if let [before, after] = pair
            && before.data.end > after.data.start
        {
            return Err(ZipError::Overlap {
                entry: after.name.clone(),
                other: before.name.clone(),
            });
        }
    }
    match sorted.last() {
        Some(last) if last.data.end as u64 > directory => Err(ZipError::DamagedEntry {
            entry: last.name.clone(),
            detail: "its data reaches into the directory".into(),
        }),
        _ => Ok(()),
    }
}

/// A name as text, no longer than a message can bear.
fn shortened(name: &[u8]) -> String {
    let text = String::from_utf8_lossy(name);
    if text.chars().count() <= 200 {
        text.into_owned()
    } else {
        text.chars().take(199).chain(['…']).collect()
    }
}
