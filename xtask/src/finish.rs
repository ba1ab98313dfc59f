//! What Trunk leaves to do: its hook in Trunk.toml calls `cargo xtask finish` before a build is put in place.

mod first_view;
mod program;
mod start;
mod validator;

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
    let usage = worker::build(&staging, effort)?;
    let failure = |problem: &dyn std::fmt::Display| {
        Failure::new(format!("{} cannot be finished: {problem}.", page.display()))
    };
    let html = fs::read_to_string(&page).map_err(|error| failure(&error))?;
    let html = add_to_head(&html, &usage).map_err(|problem| failure(&problem))?;
    let (html, start) =
        start::move_to_file(&html, &staging).map_err(|problem| failure(&problem))?;
    let (html, program) = program::set_aside(&html, &start).map_err(|problem| failure(&problem))?;
    // For developers the page is to be there quickly: src/main.rs renders it from nothing, and the validator would be built
    // again after each change; `cargo xtask embed` builds it alone.
    let html = if effort == Effort::Release {
        let package = staging.join("embed");
        embed::build(&package)?;
        first_view::insert(&html)
            .and_then(|html| validator::add(&html, &staging, &package))
            .map_err(|problem| failure(&problem))?
    } else {
        html
    };
    let html = add_to_head(&html, &program).map_err(|problem| failure(&problem))?;
    fs::write(&page, html).map_err(|error| failure(&error))?;
    Ok(())
}

/// Adds elements at the end of the page's head.
fn add_to_head(html: &str, elements: &str) -> Result<String, String> {
    let Some((before, after)) = html.split_once("</head>") else {
        return Err("it has no </head>".to_owned());
    };
    Ok(format!("{before}{elements}\n</head>{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_added_to_the_head() {
        assert_eq!(
            add_to_head("<head>a</head><body>", "<meta>"),
            Ok("<head>a<meta>\n</head><body>".to_owned())
        );
        assert!(add_to_head("<body>", "<meta>").is_err());
    }
}
