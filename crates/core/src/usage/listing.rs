//! Job-level files: tables under their own header. What their columns mean differs by meter and is not documented.
use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{
    Filter, Ipus, Kind, Usage,
    exports::File,
    kind::{is_amount, squeezed},
    names::{is_missing, trimmed},
};

/// The rows of a job-level file, cell by cell.
#[derive(Debug)]
pub(crate) struct Listing {
    header: Vec<String>,
    /// The names of the columns without blanks and case.
    columns: Vec<String>,
    bytes: Vec<u8>,
    /// Where each cell ends in `bytes`; it begins where the one before it ends.
    ends: Vec<u32>,
    /// The trillionths of IPUs in each row, if there is a column with them.
    amounts: Option<Vec<i128>>,
}

impl Listing {
    pub(crate) fn new(header: Vec<String>) -> Self {
        Self {
            amounts: header.iter().any(|name| is_amount(name)).then(Vec::new),
            columns: header.iter().map(|name| squeezed(name)).collect(),
            header,
            bytes: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Adds a row with a cell for each column; `None` where four gigabytes are used up.
    pub(crate) fn add<'a>(
        &mut self,
        cells: impl Iterator<Item = &'a [u8]>,
        trillionths: i128,
    ) -> Option<()> {
        if let Some(amounts) = &mut self.amounts {
            amounts.push(trillionths);
        }
        for cell in cells {
            self.bytes.extend_from_slice(cell);
            self.ends.push(u32::try_from(self.bytes.len()).ok()?);
        }
        Some(())
    }

    /// Whether there is a column with IPUs.
    pub(crate) fn has_amounts(&self) -> bool {
        self.amounts.is_some()
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len() / self.header.len().max(1)
    }

    /// What tells a row apart, whatever the form of its file: what is in its cells, by column, and its amount.
    fn key(&self, row: usize) -> (Vec<(&str, &[u8])>, Option<i128>) {
        let cells = self
            .row(row)
            .map(|cell| if is_missing(cell) { b"" } else { trimmed(cell) });
        let columns = self.columns.iter().map(String::as_str);
        let mut cells: Vec<_> = columns
            .zip(cells)
            .filter(|(column, _)| !is_amount(column))
            .collect();
        cells.sort_unstable();
        (cells, self.amounts.as_ref().map(|amounts| amounts[row]))
    }

    fn row(&self, row: usize) -> impl Iterator<Item = &[u8]> {
        let cells = row * self.header.len()..(row + 1) * self.header.len();
        cells.map(|cell| {
            let start = cell.checked_sub(1).map_or(0, |before| self.ends[before]);
            &self.bytes[start as usize..self.ends[cell] as usize]
        })
    }
}

/// The rows of all job-level files with one header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedRows {
    /// The columns.
    pub header: Vec<String>,
    /// The rows asked for, cell by cell.
    pub rows: Vec<Vec<String>>,
    /// How many rows the filter leaves.
    pub count: u64,
    /// The sum of the column with IPUs; `None` if there is no such column.
    pub consumption: Option<Ipus>,
}

/// Marks the rows that do not count: a row that another file has too. Yields how many these are.
pub(super) fn mark_repeated<'a>(files: impl Iterator<Item = (&'a File, &'a mut Vec<bool>)>) -> u64 {
    let mut seen = HashSet::new();
    let mut repeated = 0;
    for (file, kept) in files {
        let Some(listing) = &file.listing else {
            continue;
        };
        let keys: Vec<_> = (0..listing.len()).map(|row| listing.key(row)).collect();
        for (key, kept) in keys.iter().zip(kept) {
            *kept = !seen.contains(key);
            repeated += u64::from(!*kept);
        }
        seen.extend(keys);
    }
    repeated
}

impl Usage {
    /// The rows of job-level files that have the words of the filter, by header. `skip` says how many rows of each to leave out
    /// at the beginning, `take` how many to give at most. The days of the filter do not matter.
    pub fn listings(&self, filter: &Filter, skip: &[usize], take: usize) -> Vec<ListedRows> {
        let words = filter.words();
        let mut found: Vec<ListedRows> = Vec::new();
        let files = self.exports.files().map(|(_, file)| file).zip(&self.kept);
        for (file, kept) in files.filter(|(file, _)| file.kind == Some(Kind::Job)) {
            let Some(listing) = &file.listing else {
                continue;
            };
            let header = &listing.header;
            let at = found.iter().position(|listed| listed.header == *header);
            let at = at.unwrap_or_else(|| {
                found.push(ListedRows {
                    header: header.clone(),
                    rows: Vec::new(),
                    count: 0,
                    consumption: listing.amounts.as_ref().map(|_| Ipus::ZERO),
                });
                found.len() - 1
            });
            let skip = skip.get(at).copied().unwrap_or(0) as u64;
            let listed = &mut found[at];
            for row in (0..listing.len()).filter(|&row| kept[row]) {
                let cells = || listing.row(row).map(String::from_utf8_lossy);
                if !words.is_empty() {
                    let lower: Vec<String> = cells().map(|cell| cell.to_lowercase()).collect();
                    let has = |word: &String| lower.iter().any(|cell| cell.contains(word));
                    if !words.iter().all(has) {
                        continue;
                    }
                }
                if listed.count >= skip && listed.rows.len() < take {
                    listed.rows.push(cells().map(String::from).collect());
                }
                listed.count += 1;
                if let (Some(amounts), Some(sum)) = (&listing.amounts, listed.consumption) {
                    listed.consumption =
                        Some(Ipus::from_trillionths(sum.trillionths() + amounts[row]));
                }
            }
        }
        found
    }
}
