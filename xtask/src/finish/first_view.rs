//! The page as it first appears, in its HTML: it is there to be read and typed into long before the Wasm is.

use std::process::Stdio;

use crate::cargo;

/// Where index.html has a place for it.
const PLACE: &str = r#"<div id="page"></div>"#;

/// Puts the page's first view in its place.
pub(super) fn insert(html: &str) -> Result<String, String> {
    insert_into(html, &render()?)
}

/// What the page's own program prints outside of a browser. Its code is the page's, so what it prints is exactly what the
/// Wasm expects to find.
fn render() -> Result<String, String> {
    let mut program = cargo::cargo();
    program.args(["run", "--quiet", "--locked", "--bin", "metering-export-app"]);
    let output = program
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo cannot be called ({error})"))?;
    if !output.status.success() {
        return Err("its first view could not be rendered: the reason is above".to_owned());
    }
    String::from_utf8(output.stdout).map_err(|error| format!("its first view is no text: {error}"))
}

fn insert_into(html: &str, view: &str) -> Result<String, String> {
    let Some((before, after)) = html.split_once(PLACE) else {
        return Err(format!("{PLACE} is expected in it, for its first view"));
    };
    let (start, end) = PLACE.split_once("><").unwrap_or_default();
    Ok(format!("{before}{start}>{view}<{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_view_is_put_in_its_place_and_nothing_else_changes() {
        assert_eq!(
            insert_into("<body>\n  <div id=\"page\"></div>\n</body>", "<p>$0</p>"),
            Ok("<body>\n  <div id=\"page\"><p>$0</p></div>\n</body>".to_owned())
        );
    }

    #[test]
    fn a_page_without_a_place_is_refused() {
        let problem = insert_into(r#"<div id="page"><p></p></div>"#, "").err();
        assert!(problem.is_some_and(|problem| problem.contains(PLACE)));
    }
}
