//! ZIP files put together byte by byte, to say in them what no writer would.
use std::io::Write;

use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// A file in a ZIP, and what the ZIP says of it.
#[derive(Clone)]
pub(crate) struct Made {
    pub(crate) name: String,
    pub(crate) local_name: String,
    pub(crate) method: u16,
    /// Flags and method in the file's own header.
    pub(crate) local: (u16, u16),
    pub(crate) crc32: u32,
    pub(crate) packed_size: u32,
    pub(crate) size: u32,
    /// The size in the directory's ZIP64 field, which counts where `size` is `u32::MAX`.
    pub(crate) size64: Option<u64>,
    pub(crate) data: Vec<u8>,
    /// Where the directory says that it lies; `None` for the truth.
    pub(crate) at: Option<u32>,
}

impl Made {
    pub(crate) fn stored(name: &str, content: &[u8]) -> Self {
        Self::packed(name, content, CompressionMethod::Stored)
    }

    pub(crate) fn deflated(name: &str, content: &[u8]) -> Self {
        Self::packed(name, content, CompressionMethod::Deflated)
    }

    fn packed(name: &str, content: &[u8], method: CompressionMethod) -> Self {
        let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        writer
            .start_file(
                name,
                SimpleFileOptions::default().compression_method(method),
            )
            .unwrap();
        writer.write_all(content).unwrap();
        let mut archive = ZipArchive::new(writer.finish().unwrap()).unwrap();
        let (start, packed, crc32) = {
            let file = archive.by_index(0).unwrap();
            (
                file.data_start().unwrap(),
                file.compressed_size(),
                file.crc32(),
            )
        };
        let zip = archive.into_inner().into_inner();
        let start = usize::try_from(start).unwrap();
        let packed = usize::try_from(packed).unwrap();
        let method = if method == CompressionMethod::Stored {
            0
        } else {
            8
        };
        Self {
            name: name.into(),
            local_name: name.into(),
            method,
            local: (0, method),
            crc32,
            packed_size: u32::try_from(packed).unwrap(),
            size: u32::try_from(content.len()).unwrap(),
            size64: None,
            data: zip[start..start + packed].to_vec(),
            at: None,
        }
    }

    /// Version, flags, method, time, checksum and sizes, as both headers have them.
    fn common(&self, (flags, method): (u16, u16)) -> Vec<u8> {
        let words = [20, flags, method, 0, 0x5a24];
        let sizes = [self.crc32, self.packed_size, self.size];
        words
            .iter()
            .flat_map(|word| word.to_le_bytes())
            .chain(sizes.iter().flat_map(|size| size.to_le_bytes()))
            .collect()
    }

    pub(crate) fn zip(files: &[Self]) -> Vec<u8> {
        Self::zip_announcing(files, u16::try_from(files.len()).unwrap())
    }

    pub(crate) fn zip_announcing(files: &[Self], count: u16) -> Vec<u8> {
        let length = |text: &str| u16::try_from(text.len()).unwrap().to_le_bytes();
        let (mut zip, mut directory) = (Vec::new(), Vec::new());
        for file in files {
            let at = file.at.unwrap_or(u32::try_from(zip.len()).unwrap());
            let name = file.local_name.as_bytes();
            zip.extend(
                [
                    b"PK\x03\x04",
                    &*file.common(file.local),
                    &length(&file.local_name),
                    &[0; 2],
                    name,
                    &file.data,
                ]
                .concat(),
            );
            let name = file.name.as_bytes();
            let zip64 = |size: u64| [&[1, 0, 8, 0][..], &size.to_le_bytes()].concat();
            let extra = file.size64.map(zip64).unwrap_or_default();
            directory.extend(
                [
                    b"PK\x01\x02\x14\0",
                    &*file.common((0, file.method)),
                    &length(&file.name),
                    &u16::try_from(extra.len()).unwrap().to_le_bytes(),
                    &[0; 10],
                    &at.to_le_bytes(),
                    name,
                    &extra,
                ]
                .concat(),
            );
        }
        let (start, size) = (
            u32::try_from(zip.len()).unwrap(),
            u32::try_from(directory.len()).unwrap(),
        );
        let counts = [count.to_le_bytes(), count.to_le_bytes()].concat();
        zip.extend(directory);
        zip.extend(
            [
                b"PK\x05\x06\0\0\0\0",
                &*counts,
                &size.to_le_bytes(),
                &start.to_le_bytes(),
                &[0; 2],
            ]
            .concat(),
        );
        zip
    }
}
