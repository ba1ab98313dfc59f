//! The page's start script, in a file of its own: its content security policy allows no script inside of the page, so that
//! the same policy holds for every build.

use std::fs;
use std::path::Path;

use crate::digest;

/// Moves the modules inside of the page, its own and Trunk's, to one file in `directory`; returns the page without them, and
/// the element that loads this file.
pub(super) fn move_to_file(html: &str, directory: &Path) -> Result<(String, String), String> {
    let Modules { script, page } = Modules::take(html)?;
    // As long as the hashes that Trunk puts into names.
    let name = format!("start-{:.16}.js", digest::sha256(script.as_bytes()));
    let integrity = digest::integrity(script.as_bytes());
    fs::write(directory.join(&name), script)
        .map_err(|error| format!("{name} cannot be written beside it ({error})"))?;
    let element =
        format!(r#"<script type="module" src="./{name}" integrity="{integrity}"></script>"#);
    Ok((page, element))
}

/// A page whose modules have been taken out.
#[derive(Debug, Default, PartialEq, Eq)]
struct Modules {
    /// The text of all modules.
    script: String,
    /// The page without them.
    page: String,
}

impl Modules {
    fn take(html: &str) -> Result<Self, String> {
        let mut taken = Self::default();
        let mut rest = html;
        while let Some((text, tag, content, after)) = next_script(rest) {
            rest = after;
            taken.page.push_str(text);
            if tag.contains(" src=") {
                taken.page.extend([tag, content, END]);
            } else if tag == MODULE {
                taken.script.push_str(content.trim());
                taken.script.push('\n');
            } else {
                return Err(format!(
                    "its content security policy does not allow the script {tag}: make it a file, or {MODULE}"
                ));
            }
        }
        if !taken.script.contains("await init(") {
            return Err(
                "Trunk's start script is not in it in a form that xtask/src/finish knows"
                    .to_owned(),
            );
        }
        taken.page.push_str(rest);
        Ok(taken)
    }
}

const MODULE: &str = r#"<script type="module">"#;
const END: &str = "</script>";

/// What is before the next script, its tag, its content, and what is behind it.
fn next_script(html: &str) -> Option<(&str, &str, &str, &str)> {
    let (text, script) = html.split_at(html.find("<script")?);
    let (tag, script) = script.split_at(script.find('>')? + 1);
    let (content, after) = script.split_once(END)?;
    Some((text, tag, content, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "<script type=\"module\">\n  own();\n</script>";
    const FILE: &str = r#"<script src="a.js"></script>"#;
    const TRUNK: &str = "<script type=\"module\">\nimport init from './app.js';\nconst wasm = await init({});\n\n</script>";

    #[test]
    fn the_modules_become_one_file_with_its_integrity() -> Result<(), Box<dyn std::error::Error>> {
        let directory =
            std::env::temp_dir().join(format!("metering-export-start-{}", std::process::id()));
        fs::create_dir_all(&directory)?;
        let page = move_to_file(
            &format!("<head>{OWN}{FILE}{TRUNK}<link></head>"),
            &directory,
        );
        // As openssl computes it.
        let integrity = "8We86ivf7KLY5PAh/7wUi5zGuJJhXeSYoRBuBXFnmwWt7ceHPQdUw7rnR0W7EpHm";
        let name = "start-6f0d25b5e0c1611e.js";
        let script = fs::read_to_string(directory.join(name));
        fs::remove_dir_all(&directory)?;
        assert_eq!(
            page,
            Ok((
                format!("<head>{FILE}<link></head>"),
                format!(
                    r#"<script type="module" src="./{name}" integrity="sha384-{integrity}"></script>"#
                )
            ))
        );
        assert_eq!(
            script?,
            "own();\nimport init from './app.js';\nconst wasm = await init({});\n"
        );
        Ok(())
    }

    #[test]
    fn a_script_that_the_policy_would_block_is_refused() {
        for (script, tag) in [
            ("<script>go()</script>", "<script>"),
            (
                r#"<script type="importmap">{}</script>"#,
                r#"<script type="importmap">"#,
            ),
        ] {
            let problem = Modules::take(&format!("{script}{TRUNK}"));
            assert_eq!(
                problem,
                Err(format!(
                    "its content security policy does not allow the script {tag}: make it a file, or <script type=\"module\">"
                ))
            );
        }
    }

    #[test]
    fn a_page_without_trunk_s_script_is_refused() {
        let problem = Modules::take(&format!("{OWN}{FILE}"));
        assert!(
            problem.is_err_and(|problem| problem.contains("Trunk's start script is not in it"))
        );
    }
}
