//! One ZIP of the ZIPs of an export that was split. What is in them is copied as it is, without being unpacked.

use std::io::{Cursor, Write as _};

use zip::result::ZipResult;
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, ZipArchive};

/// Puts the files of all parts, each a name and a ZIP, into one ZIP: as `<name of the part>.csv`, or where a part holds several
/// files as `<name of the part>_<name>`. A part that cannot be read is put in as it is.
///
/// # Errors
/// More than fits into a ZIP, or into memory.
pub fn one_zip(parts: &[(String, Vec<u8>)]) -> ZipResult<Vec<u8>> {
    let mut whole = ZipWriter::new(Cursor::new(Vec::new()));
    let mut names = Vec::new();
    for (base, zip) in parts {
        if let Ok(mut archive) = ZipArchive::new(Cursor::new(zip)) {
            let is_alone = archive.len() == 1;
            for index in 0..archive.len() {
                let file = archive.by_index_raw(index)?;
                let inner = file
                    .name()
                    .map_or_else(|_| format!("file-{index}"), |name| plain(&name));
                let name = match inner.rsplit_once('.') {
                    Some((_, ending)) if is_alone => format!("{base}.{ending}"),
                    _ => format!("{base}_{inner}"),
                };
                whole.raw_copy_file_rename(file, unused(&mut names, name))?;
            }
        } else {
            let options =
                SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
            whole.start_file(unused(&mut names, format!("{base}.zip")), options)?;
            whole.write_all(zip)?;
        }
    }
    Ok(whole.finish()?.into_inner())
}

/// The last part of a path, whatever system it is from: no name may lead elsewhere.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).find(|part| !part.is_empty());
    last.unwrap_or("file").to_owned()
}

/// The name, or with a number if there is a file of that name.
fn unused(names: &mut Vec<String>, name: String) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    let numbered = (2..).map(|number| format!("{stem}-{number}.{ending}"));
    let mut candidates = std::iter::once(name.clone()).chain(numbered);
    let free = candidates
        .find(|candidate| !names.contains(candidate))
        .unwrap_or(name);
    names.push(free.clone());
    free
}
