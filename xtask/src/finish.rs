//! What Trunk leaves to do: its hook in Trunk.toml calls `cargo xtask finish` before a build is put in place.

mod first_view;
mod start;

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::embed;
use crate::failure::{Failure, Outcome};
use crate::module::Effort;
use crate::worker;

/// Finishes the build in the directory that Trunk names.
pub(crate) fn finish() -> Outcome {
    let Some(staging) = env::var_os("TRUNK_STAGING_DIR").filter(|dir| !dir.is_empty()) else {
        return Err(Failure::new(
            "`cargo xtask finish` is called by Trunk, which says in TRUNK_STAGING_DIR where its build is: call \
             `trunk build` or `cargo xtask serve`.",
        ));
    };
    let staging = PathBuf::from(staging);
    let page = staging.join("index.html");
    let effort = if env::var_os("TRUNK_PROFILE").is_some_and(|profile| profile == "release") {
        Effort::Release
    } else {
        Effort::Developers
    };
    let worker = worker::build(&staging, effort)?;
    let failure = |problem: &dyn std::fmt::Display| {
        Failure::new(format!("{} cannot be finished: {problem}.", page.display()))
    };
    let html = fs::read_to_string(&page).map_err(|error| failure(&error))?;
    let html = preload_without_integrity(&html).map_err(|problem| failure(&problem))?;
    let html = match effort {
        Effort::Release => first_view::insert(&html).map_err(|problem| failure(&problem))?,
        // It is to be there quickly: src/main.rs renders it from nothing.
        Effort::Developers => html,
    };
    let html = start::move_to_file(&html, &staging).map_err(|problem| failure(&problem))?;
    let html = with_worker(&html, &worker).map_err(|problem| failure(&problem))?;
    fs::write(&page, html).map_err(|error| failure(&error))?;
    // For developers of the page the validator would be built again after each change; `cargo xtask embed` builds it alone.
    if effort == Effort::Release {
        embed::build(&staging.join("embed"))?;
    }
    Ok(())
}

/// Removes `integrity` from the link that preloads the Wasm.
///
/// Browsers ignore the attribute on what is preloaded for `fetch`, and Chromium warns of that on each visit. On style
/// sheets and modules it has its effect, and stays.
fn preload_without_integrity(html: &str) -> Result<String, String> {
    let mut preloads = links(html).filter(|link| {
        link.contains(r#"rel="preload""#)
            && link.contains(r#"as="fetch""#)
            && link.contains("_bg.wasm")
    });
    let (Some(link), None) = (preloads.next(), preloads.next()) else {
        return Err(format!(
            "the one link that preloads the Wasm is expected in it and was found {} times; Trunk writes it in a form \
             that xtask/src/finish.rs does not know",
            links(html).filter(|link| link.contains("_bg.wasm")).count()
        ));
    };
    let Some((before, attribute)) = link.split_once(r#" integrity=""#) else {
        // Trunk was told to write none.
        return Ok(html.to_owned());
    };
    let Some((_, after)) = attribute.split_once('"') else {
        return Err("the integrity of the Wasm has no end".to_owned());
    };
    Ok(html.replacen(link, &format!("{before}{after}"), 1))
}

/// Tells the page where its worker is.
fn with_worker(html: &str, script: &str) -> Result<String, String> {
    let Some((before, after)) = html.split_once("</head>") else {
        return Err("it has no </head>".to_owned());
    };
    Ok(format!(
        "{before}<meta name=\"usage-worker\" content=\"./{script}\">\n</head>{after}"
    ))
}

/// The link elements, from `<link` to `>`.
fn links(html: &str) -> impl Iterator<Item = &str> {
    html.match_indices("<link ").filter_map(|(start, _)| {
        let rest = html.get(start..)?;
        rest.get(..=rest.find('>')?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: &str = r#"<link rel="stylesheet" href="./style-1.css" integrity="sha384-a"/>"#;
    const MODULE: &str = r#"<link rel="modulepreload" href="./app-1.js" crossorigin="anonymous" integrity="sha384-b">"#;
    const WASM: &str = r#"<link rel="preload" href="./app-1_bg.wasm" crossorigin="anonymous" integrity="sha384-c" as="fetch" type="application/wasm">"#;
    const FINISHED: &str = r#"<link rel="preload" href="./app-1_bg.wasm" crossorigin="anonymous" as="fetch" type="application/wasm">"#;

    #[test]
    fn only_the_preloaded_wasm_loses_its_integrity() {
        assert_eq!(
            preload_without_integrity(&format!("<head>{STYLE}{MODULE}{WASM}</head>")),
            Ok(format!("<head>{STYLE}{MODULE}{FINISHED}</head>"))
        );
    }

    #[test]
    fn a_page_built_without_integrity_stays_as_it_is() {
        assert_eq!(preload_without_integrity(FINISHED), Ok(FINISHED.to_owned()));
    }

    #[test]
    fn the_page_is_told_where_its_worker_is() {
        assert_eq!(
            with_worker("<head>a</head><body>", "usage-1.js"),
            Ok(
                "<head>a<meta name=\"usage-worker\" content=\"./usage-1.js\">\n</head><body>"
                    .to_owned()
            )
        );
        assert!(with_worker("<body>", "usage-1.js").is_err());
    }

    #[test]
    fn a_page_in_another_form_is_refused() {
        for (html, times) in [
            (format!("{STYLE}{MODULE}"), 0),
            (format!("{WASM}{STYLE}{WASM}"), 2),
        ] {
            let problem = preload_without_integrity(&html).err().unwrap_or_default();
            let expected = format!("was found {times} times");
            assert!(problem.contains(&expected), "{problem}");
        }
    }
}
