//! What is downloaded, against the sizes that were accepted.

mod recorded;

use std::fmt;
use std::fs;
use std::path::Path;

use crate::failure::{Failure, Outcome};
use crate::say::say;
use crate::{embed, page, worker};
use recorded::Recorded;

/// The names in `xtask/sizes.txt`.
const FIRST_LOAD: &str = "first load";
const USAGE: &str = "usage, loaded later";
const VALIDATOR: &str = "validator for other pages";

/// `cargo xtask size`: weighs what is in `dist/`; with `accept` records it.
pub(crate) fn size(accept: bool) -> Outcome {
    let page = Sizes::of(&page::dist())?;
    say(&page);
    // Built by other commands than the page, so it may be missing.
    let package = embed::dist();
    let package = package
        .exists()
        .then(|| PackageSize::of(&package))
        .transpose()?;
    if let Some(package) = &package {
        say(package);
    }
    if !accept {
        page.check()?;
        return package.map_or(Ok(()), |package| package.check());
    }
    let mut recorded = Recorded::read()?;
    recorded.set(FIRST_LOAD, page.total().brotli);
    if page.later.brotli > 0 {
        recorded.set(USAGE, page.later.brotli);
    }
    if let Some(package) = package {
        recorded.set(VALIDATOR, package.total());
    }
    recorded.write()
}

/// The kinds of file that the first load consists of.
const KINDS: [(&str, &str); 4] = [
    ("Wasm", "wasm"),
    ("JavaScript", "js"),
    ("HTML", "html"),
    ("CSS", "css"),
];

/// Built for other pages and never loaded by this one.
const NOT_THE_PAGE: &str = "embed";

/// Bytes before and after compression.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Weight {
    raw: usize,
    brotli: usize,
}

impl Weight {
    fn add(&mut self, other: Self) {
        self.raw += other.raw;
        self.brotli += other.brotli;
    }
}

/// The weight of a built page, by kind of file.
#[derive(Debug)]
pub(crate) struct Sizes {
    kinds: [Weight; KINDS.len()],
    /// The worker that reads usage: loaded when a file is opened, and no part of the first load.
    later: Weight,
}

impl Sizes {
    /// Weighs all files of a built page.
    pub(crate) fn of(dist: &Path) -> Outcome<Self> {
        let mut sizes = Self {
            kinds: Default::default(),
            later: Weight::default(),
        };
        sizes.weigh(dist, dist).map_err(|error| {
            Failure::new(format!(
                "The size of {} could not be determined: {error}",
                dist.display()
            ))
        })?;
        Ok(sizes)
    }

    fn weigh(&mut self, dist: &Path, dir: &Path) -> std::io::Result<()> {
        for entry in fs::read_dir(dir)? {
            let path = entry?.path();
            if path.is_dir() {
                if path != dist.join(NOT_THE_PAGE) {
                    self.weigh(dist, &path)?;
                }
                continue;
            }
            let kind = KINDS
                .iter()
                .position(|(_, ending)| path.extension().is_some_and(|found| found == *ending));
            if let Some(kind) = kind {
                let content = fs::read(&path)?;
                let name = path.file_name().and_then(|name| name.to_str());
                let weights = if name.is_some_and(|name| name.starts_with(worker::PREFIX)) {
                    &mut self.later
                } else {
                    &mut self.kinds[kind]
                };
                weights.add(Weight {
                    raw: content.len(),
                    brotli: brotli(&content)?.len(),
                });
            }
        }
        Ok(())
    }

    fn total(&self) -> Weight {
        let mut total = Weight::default();
        for weight in self.kinds {
            total.add(weight);
        }
        total
    }

    /// Fails if the page has grown.
    pub(crate) fn check(&self) -> Outcome {
        let recorded = Recorded::read()?;
        recorded.check(
            "The first load of the page",
            FIRST_LOAD,
            self.total().brotli,
        )?;
        recorded.check("The worker that reads usage", USAGE, self.later.brotli)
    }
}

/// The weight of the validator for other pages.
#[derive(Debug)]
pub(crate) struct PackageSize {
    script: Weight,
    wasm: Weight,
}

impl PackageSize {
    /// Weighs what a page loads of the package.
    pub(crate) fn of(package: &Path) -> Outcome<Self> {
        let weigh = |name| {
            let path = package.join(name);
            let weight = fs::read(&path).and_then(|content| {
                Ok(Weight {
                    raw: content.len(),
                    brotli: brotli(&content)?.len(),
                })
            });
            weight.map_err(|error| {
                Failure::new(format!("{} could not be weighed: {error}", path.display()))
            })
        };
        Ok(Self {
            script: weigh("index.js")?,
            wasm: weigh("validator.wasm")?,
        })
    }

    fn total(&self) -> usize {
        self.script.brotli + self.wasm.brotli
    }

    /// Fails if the validator has grown.
    pub(crate) fn check(&self) -> Outcome {
        Recorded::read()?.check("The validator for other pages", VALIDATOR, self.total())
    }
}

impl fmt::Display for PackageSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "The validator for other pages after compression: {} KB of JavaScript and {} KB of Wasm (1 KB = 1000 bytes).",
            kilobytes(self.script.brotli),
            kilobytes(self.wasm.brotli)
        )
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let weights = self.kinds.into_iter().chain([self.total()]);
        let names = KINDS.iter().map(|(name, _)| *name).chain([FIRST_LOAD]);
        writeln!(
            f,
            "  {:<24}{:>10}{:>10}",
            "page, 1 KB = 1000 bytes", "raw KB", "brotli KB"
        )?;
        for (name, weight) in names.zip(weights) {
            writeln!(
                f,
                "  {name:<24}{:>10}{:>10}",
                kilobytes(weight.raw),
                kilobytes(weight.brotli)
            )?;
        }
        write!(
            f,
            "  {USAGE:<24}{:>10}{:>10}",
            kilobytes(self.later.raw),
            kilobytes(self.later.brotli)
        )
    }
}

/// Compressed as web servers do it ahead of time: quality 11, the largest usual window.
pub(crate) fn brotli(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

/// Thousands of bytes with one decimal, rounded up: what is over the budget never reads as within it.
fn kilobytes(bytes: usize) -> String {
    let tenths = bytes.div_ceil(100);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(brotli: usize) -> Sizes {
        let wasm = Weight {
            raw: 400_000,
            brotli,
        };
        Sizes {
            kinds: [
                wasm,
                Weight::default(),
                Weight::default(),
                Weight::default(),
            ],
            later: Weight::default(),
        }
    }

    #[test]
    fn the_table_lists_each_kind_and_the_total() {
        let mut sizes = sizes(101_000);
        sizes.kinds[3] = Weight {
            raw: 9_001,
            brotli: 2_000,
        };
        sizes.later = Weight {
            raw: 5_000,
            brotli: 1_200,
        };
        let table = "  \
  page, 1 KB = 1000 bytes     raw KB brotli KB
  Wasm                         400.0     101.0
  JavaScript                     0.0       0.0
  HTML                           0.0       0.0
  CSS                            9.1       2.0
  first load                   409.1     103.0
  usage, loaded later            5.0       1.2";
        assert_eq!(sizes.to_string(), table);
    }

    #[test]
    fn weighs_the_page_and_nothing_else() -> Result<(), Box<dyn std::error::Error>> {
        let dist =
            std::env::temp_dir().join(format!("metering-export-size-{}", std::process::id()));
        fs::create_dir_all(dist.join("snippets"))?;
        fs::create_dir_all(dist.join("embed"))?;
        fs::write(dist.join("a.js"), "x".repeat(1000))?;
        fs::write(dist.join("snippets/b.js"), "y".repeat(500))?;
        fs::write(dist.join("embed/c.js"), "z".repeat(9000))?;
        fs::write(dist.join("usage-1.js"), "u".repeat(700))?;
        fs::write(dist.join("icon.svg"), "svg")?;
        let sizes = Sizes::of(&dist);
        fs::remove_dir_all(&dist)?;

        let Sizes { kinds, later } = sizes.map_err(|failure| failure.to_string())?;
        assert_eq!(later.raw, 700);
        assert_eq!(kinds.map(|weight| weight.raw), [0, 1500, 0, 0]);
        assert!(
            kinds[1].brotli < 100,
            "compressed to {} bytes",
            kinds[1].brotli
        );
        Ok(())
    }
}
