//! The validator for other pages, in this one: it checks the form until the program is there.

use std::fs;
use std::path::Path;

use crate::digest;

/// The name of its Wasm in its script.
const WASM: &str = "./validator.wasm";

/// Puts copies of the validator beside the page, under names that carry a hash of all of it, so that they can be cached for good;
/// returns the page that loads them.
pub(super) fn add(html: &str, page: &Path, package: &Path) -> Result<String, String> {
    let read = |name: &str| {
        fs::read(package.join(name)).map_err(|error| format!("{name} cannot be read ({error})"))
    };
    let wasm = read("validator.wasm")?;
    let script = String::from_utf8(read("index.js")?)
        .map_err(|error| format!("index.js is no text ({error})"))?;
    let hash = digest::sha256(&[&wasm, script.as_bytes()].concat());
    let name = format!("validator-{hash:.16}");
    if !script.contains(WASM) {
        return Err(format!("the validator does not load {WASM}"));
    }
    let script = script.replace(WASM, &format!("./{name}.wasm"));
    let integrity = digest::integrity(script.as_bytes());
    for (ending, content) in [("js", script.as_bytes()), ("wasm", &wasm)] {
        let file = format!("{name}.{ending}");
        fs::write(page.join(&file), content)
            .map_err(|error| format!("{file} cannot be written beside it ({error})"))?;
    }
    // As the program, its Wasm is compiled from a stream: browsers check the integrity of none.
    super::add_to_head(
        html,
        &format!(
            r#"<link id="validator" rel="modulepreload" href="./{name}.js" integrity="{integrity}"><link rel="preload" href="./{name}.wasm" as="fetch" crossorigin>"#
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_validator_is_named_by_its_content() -> Result<(), Box<dyn std::error::Error>> {
        let directory =
            std::env::temp_dir().join(format!("metering-export-validator-{}", std::process::id()));
        let package = directory.join("embed");
        fs::create_dir_all(&package)?;
        fs::write(package.join("validator.wasm"), "wasm")?;
        let names = ["", "another "].map(|before| {
            let script = format!("{before}load(\"./validator.wasm\");");
            fs::write(package.join("index.js"), script)
                .map_err(|error| error.to_string())
                .and_then(|()| add("<head></head>", &directory, &package))
                .map(|page| page.split('"').nth(5).unwrap_or_default().to_owned())
        });
        let name = names[0].clone()?;
        let script = fs::read_to_string(directory.join(&name));
        let wasm = fs::read(directory.join(name.replace(".js", ".wasm")));
        fs::remove_dir_all(&directory)?;
        let name = name.trim_start_matches("./").trim_end_matches(".js");
        assert_eq!(script?, format!("load(\"./{name}.wasm\");"));
        assert_eq!(wasm?, b"wasm");
        assert_ne!(names[0], names[1]);
        Ok(())
    }
}
