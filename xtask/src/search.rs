//! Programs that are on this machine already, and their versions.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::process;

/// Every program of this name on the PATH, in its order.
pub(crate) fn all_on_path(name: &str) -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        // An empty entry would mean the current directory.
        .filter(|dir| dir.is_absolute())
        .map(|dir| dir.join(format!("{name}{}", env::consts::EXE_SUFFIX)))
        .filter(|file| is_program(file))
        .collect()
}

/// The first program on the PATH that has one of these names; earlier names are preferred.
pub(crate) fn on_path(names: &[&str]) -> Option<PathBuf> {
    names
        .iter()
        .find_map(|name| all_on_path(name).into_iter().next())
}

/// The program that a variable points to.
pub(crate) fn chosen(variable: &str) -> Outcome<Option<PathBuf>> {
    let Some(value) = env::var_os(variable).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let path = PathBuf::from(value);
    if is_program(&path) {
        // The tests run in other directories than this command.
        return Ok(Some(std::path::absolute(&path).unwrap_or(path)));
    }
    Err(Failure::new(format!(
        "{variable} is set to {}, which is not a program: correct it or unset it.",
        path.display()
    )))
}

/// Whether this is a file that can be run.
#[cfg(unix)]
pub(crate) fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;

    file.metadata()
        .is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

/// Whether this is a file that can be run.
#[cfg(not(unix))]
pub(crate) fn is_program(file: &Path) -> bool {
    file.is_file()
}

/// The version that a program gives for `--version`.
pub(crate) fn version(program: &Path) -> Option<String> {
    let text = process::output_of(Command::new(program).arg("--version"))?;
    version_in(&text).map(str::to_owned)
}

/// The first word that looks like a version: `trunk 0.21.14`, `Chromium 156.0.8078.79 built on Debian`.
fn version_in(text: &str) -> Option<&str> {
    text.split_whitespace()
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()) && word.contains('.'))
}

/// The number before the first dot.
pub(crate) fn major(version: &str) -> Option<u32> {
    version.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_version_in_what_programs_print() {
        for (text, version) in [
            ("trunk 0.21.14\n", Some("0.21.14")),
            ("wasm-bindgen 0.2.129 (e7ed81c)\n", Some("0.2.129")),
            (
                "Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)",
                Some("156.0.8078.79"),
            ),
            (
                "ChromeDriver 156.0.8078.79 (a21ce95-refs/branch-heads/8078@{#1704})",
                Some("156.0.8078.79"),
            ),
            ("Google Chrome 140.0.1.2 ", Some("140.0.1.2")),
            ("command not found", None),
            ("", None),
        ] {
            assert_eq!(version_in(text), version, "{text}");
        }
    }

    #[test]
    fn the_major_version_is_the_first_number() {
        assert_eq!(major("156.0.8078.79"), Some(156));
        assert_eq!(major("beta.1"), None);
    }
}
