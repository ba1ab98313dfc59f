//! One script of several, so that a page loads one: the imports between them and the comments left out, the rest as it
//! is written.
//!
//! The scripts keep to what this needs: an import takes one line, a comment takes whole lines, and a name is given once in
//! all of them. Node.js refuses the result if that is broken, and a test shows it to it.

/// Joins scripts, the last of which is the one that exports.
pub(super) fn join(scripts: &[String], version: &str) -> String {
    let mut joined = format!(
        "/* metering-export {version}, MIT OR Apache-2.0. index.d.ts says what each function does. */\n"
    );
    for (index, script) in scripts.iter().enumerate() {
        let is_last = index + 1 == scripts.len();
        for line in script.lines().filter(|line| !is_left_out(line)) {
            let line = match line.strip_prefix("export ") {
                Some(declaration) if !is_last => declaration,
                Some(_) | None => line,
            };
            joined.push_str(line);
            joined.push('\n');
        }
    }
    joined
}

fn is_left_out(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty()
        || ["import ", "//", "/**", "* ", "*/"]
            .iter()
            .any(|start| line.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_comments_and_inner_exports_are_left_out() {
        let scripts = [
            "// About it.\n\n/** Doubles. */\nexport function twice(n) {\n  // Why.\n  return n * 2; // stays\n}\n",
            "import { twice } from \"./a.js\";\n\n/**\n * Both.\n */\nexport const four = twice(2);\n",
        ];
        assert_eq!(
            join(&scripts.map(str::to_owned), "1.2.3"),
            "/* metering-export 1.2.3, MIT OR Apache-2.0. index.d.ts says what each function does. */\n\
             function twice(n) {\n  return n * 2; // stays\n}\nexport const four = twice(2);\n"
        );
    }
}
