//! The page's program, and when the browser asks for it. On a slow line all that is under way shares the line evenly, and
//! what the first view needs is under way first.

/// Takes the links that Trunk has written to the program and to what only it shows out of the page; returns it without them,
/// and what is to stand behind everything that is needed before.
///
/// They, and the element that starts the program, stand in a template until `static/early.js` takes them from there. But the
/// Wasm takes longest: if the browser asked for it only then, the line would be idle before.
pub(super) fn set_aside(html: &str, start: &str) -> Result<(String, String), String> {
    let (html, style) = take_link(html, "/later-")?;
    let (html, module) = take_link(&html, r#"rel="modulepreload""#)?;
    let (html, wasm) = take_link(&html, "_bg.wasm")?;
    let wasm = without_integrity(&wasm);
    let elements = format!(r#"{wasm}<template id="program">{module}{style}{start}</template>"#);
    Ok((html, elements))
}

/// Takes out the one link that holds this.
fn take_link(html: &str, part: &str) -> Result<(String, String), String> {
    let mut found = links(html).filter(|link| link.contains(part));
    let (Some(link), None) = (found.next(), found.next()) else {
        return Err(format!(
            "one link with {part} is expected in it and {} were found; Trunk writes it in a form that \
             xtask/src/finish does not know",
            links(html).filter(|link| link.contains(part)).count()
        ));
    };
    Ok((html.replacen(link, "", 1), link.to_owned()))
}

/// Browsers ignore the attribute on what is preloaded for `fetch`, and Chromium warns of that on each visit. On style sheets
/// and modules it has its effect, and stays.
fn without_integrity(link: &str) -> String {
    let parts = link
        .split_once(r#" integrity=""#)
        .and_then(|(before, rest)| {
            let (_, after) = rest.split_once('"')?;
            Some(format!("{before}{after}"))
        });
    parts.unwrap_or_else(|| link.to_owned())
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
    const LATER: &str = r#"<link rel="stylesheet" href="./later-1.css" integrity="sha384-d"/>"#;
    const MODULE: &str = r#"<link rel="modulepreload" href="./app-1.js" crossorigin="anonymous" integrity="sha384-b">"#;
    const WASM: &str = r#"<link rel="preload" href="./app-1_bg.wasm" crossorigin="anonymous" integrity="sha384-c" as="fetch" type="application/wasm">"#;
    const BARE: &str = r#"<link rel="preload" href="./app-1_bg.wasm" crossorigin="anonymous" as="fetch" type="application/wasm">"#;

    #[test]
    fn the_program_is_set_aside_and_only_its_wasm_loses_its_integrity() {
        for wasm in [WASM, BARE] {
            assert_eq!(
                set_aside(
                    &format!("<head>{STYLE}{LATER}{MODULE}{wasm}</head>"),
                    "<script>"
                ),
                Ok((
                    format!("<head>{STYLE}</head>"),
                    format!(r#"{BARE}<template id="program">{MODULE}{LATER}<script></template>"#)
                ))
            );
        }
    }

    #[test]
    fn a_page_in_another_form_is_refused() {
        for (html, times) in [
            (format!("{LATER}{MODULE}"), 0),
            (format!("{WASM}{LATER}{MODULE}{WASM}"), 2),
        ] {
            let problem = set_aside(&html, "").err().unwrap_or_default();
            assert!(
                problem.contains(&format!("{times} were found")),
                "{problem}"
            );
        }
    }
}
