//! What is downloaded, against the sizes that were recorded.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::dist::{brotli, files};
use crate::workspace;

/// How much a size may be above the recorded one: enough for another compiler, not for another feature.
const GROWTH_PER_CENT: usize = 3;

const HEAD: &str = "\
# What is downloaded, in bytes after compression. A build that is more than 3% above fails; `cargo xtask size --accept`
# records what is in dist/.
";

/// Bytes after compression, by the name of what is downloaded.
type Sizes = BTreeMap<String, usize>;

/// `cargo xtask size`: weighs what is in `dist/`; with `accept` records it.
pub(crate) fn size(accept: bool) -> Result<()> {
    let file = workspace::root().join("xtask/sizes.txt");
    let mut recorded = parse(&fs::read_to_string(&file)?)?;
    let built = weigh(&workspace::dist())?;
    for (name, bytes) in &built {
        println!(
            "{name:<12}{:>7.1} KB after compression (1 KB = 1000 bytes)",
            kilobytes(*bytes)
        );
    }
    if accept {
        recorded.extend(built);
        let lines = recorded
            .iter()
            .fold(HEAD.to_owned(), |mut text, (name, bytes)| {
                let _ = writeln!(text, "{name} {bytes}"); // a String takes everything
                text
            });
        return Ok(fs::write(file, lines)?);
    }
    check(&built, &recorded)
}

/// Weighs what a directory holds of the page, of the modules beside it, and of the validator for other pages.
fn weigh(dist: &Path) -> Result<Sizes> {
    let mut sizes = Sizes::new();
    for path in files(dist).with_context(|| format!("{}", dist.display()))? {
        let extension = path.extension().and_then(|extension| extension.to_str());
        if !extension.is_some_and(|extension| ["css", "html", "js", "wasm"].contains(&extension)) {
            continue;
        }
        let name = path
            .strip_prefix(dist)?
            .to_string_lossy()
            .replace('\\', "/");
        let name = match name.strip_prefix("embed/") {
            Some("index.js" | "form.js" | "validator.js" | "validator.wasm") => "validator",
            // The page that shows it.
            Some(_) => continue,
            None if name.starts_with("usage-view-") => "usage-view",
            None if name.starts_with("usage-worker-") => "usage-worker",
            None => "page",
        };
        let compressed =
            fs::metadata(format!("{}.br", path.display())).map(|file| file.len().try_into());
        let bytes = match compressed {
            Ok(bytes) => bytes?,
            Err(_) => brotli(&fs::read(&path)?)?.len(),
        };
        *sizes.entry(name.to_owned()).or_default() += bytes;
    }
    Ok(sizes)
}

fn parse(text: &str) -> Result<Sizes> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, bytes) = line
                .rsplit_once(' ')
                .with_context(|| format!("no size: {line}"))?;
            Ok((
                name.to_owned(),
                bytes.parse().with_context(|| format!("no size: {line}"))?,
            ))
        })
        .collect()
}

/// Fails if something has grown.
fn check(built: &Sizes, recorded: &Sizes) -> Result<()> {
    let mut grown = String::new();
    for (name, &bytes) in built {
        match recorded.get(name) {
            Some(&before) if bytes * 100 <= before * (100 + GROWTH_PER_CENT) => {}
            Some(&before) => {
                let (before, now) = (kilobytes(before), kilobytes(bytes));
                let _ = write!(grown, "{name} has grown from {before:.1} to {now:.1} KB. ");
            }
            None => {
                let _ = write!(grown, "{name} has no recorded size. ");
            }
        }
    }
    if grown.is_empty() {
        return Ok(());
    }
    bail!("{grown}Make it smaller, or record it on purpose with `cargo xtask size --accept`.")
}

/// Thousands of bytes, rounded up to one decimal: what is over the budget never reads as within it.
fn kilobytes(bytes: usize) -> f64 {
    u32::try_from(bytes.div_ceil(100)).map_or(f64::INFINITY, f64::from) / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_visit_loads_is_weighed_and_nothing_else() -> Result<()> {
        let sh = workspace::shell()?;
        let dist = sh.create_temp_dir()?;
        let dist = dist.path();
        for (file, length) in [
            ("index.html", 1),
            ("app-1_bg.wasm", 2000),
            ("app-1_bg.wasm.br", 20),
            ("app-1_bg.wasm.gz", 30),
            ("usage-view-1.js", 2000),
            ("usage-view-1.js.br", 300),
            ("usage-worker-1.js", 2000),
            ("usage-worker-1.js.br", 4000),
            ("embed/index.js", 2000),
            ("embed/index.js.br", 50),
            ("embed/validator.wasm", 2000),
            ("embed/validator.wasm.br", 60),
            ("embed/example.js", 700),
            ("icon.svg", 900),
        ] {
            sh.write_file(dist.join(file), "x".repeat(length))?;
        }
        let page = 20 + brotli(b"x")?.len();
        let expected = format!("page {page}\nusage-view 300\nusage-worker 4000\nvalidator 110\n");
        assert_eq!(weigh(dist)?, parse(&expected)?);
        Ok(())
    }

    #[test]
    fn three_per_cent_are_met_to_the_byte() -> Result<()> {
        let recorded = parse("# in bytes\npage 100000\nvalidator 1\n")?;
        assert!(check(&parse("page 103000")?, &recorded).is_ok());
        for (built, words) in [
            ("page 103001", "page has grown from 100.0 to 103.1 KB."),
            ("usage-view 1", "usage-view has no recorded size."),
        ] {
            let failure = check(&parse(built)?, &recorded).map_err(|error| error.to_string());
            assert!(
                failure.is_err_and(|text| text.starts_with(words)),
                "{built}"
            );
        }
        assert!(parse("page much").is_err());
        Ok(())
    }
}
