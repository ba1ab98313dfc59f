//! Building the page with Trunk, and what Trunk leaves to do.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use xshell::{Cmd, Shell};

use crate::{dist, tools, workspace};

/// What browsers run.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// The compiler's flags for it, and for nothing that runs on this machine: Trunk's hook runs xtask, which other flags or
/// another profile would compile a second time.
const WASM_RUSTFLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// How much work goes into a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    /// All that there is.
    Release,
    /// So much that the page is soon there, and a million rows are read in seconds.
    Quick,
}

impl Effort {
    /// The name of cargo's profile, and of its directory.
    fn profile(self) -> [&'static str; 2] {
        match self {
            Self::Release => ["release", "release"],
            Self::Quick => ["dev", "debug"],
        }
    }

    /// The compiler's flags for Wasm. Whoever sets `RUSTFLAGS` overrides them, as everywhere in cargo.
    fn rustflags(self, more: &str) -> String {
        match self {
            // The same for all modules, so that what they share is compiled once.
            Self::Quick => "-C opt-level=1 -C debuginfo=0 -C target-feature=+simd128".to_owned(),
            // Panics name the files of dependencies: without this, the page and its size would depend on where this machine
            // keeps them.
            Self::Release => {
                let home = env::var_os("CARGO_HOME").map(PathBuf::from);
                let home = home.or_else(|| Some(env::home_dir()?.join(".cargo")));
                let sources = home.unwrap_or_default().join("registry").join("src");
                match sources.to_str() {
                    // cargo splits the variable at blanks, and knows no way to quote one.
                    Some(path) if !path.contains(' ') => {
                        format!("{more} --remap-path-prefix={path}=")
                    }
                    Some(_) | None => more.to_owned(),
                }
            }
        }
    }
}

/// Builds the page into a directory.
pub(crate) fn page(sh: &Shell, dist: &Path, effort: Effort) -> Result<()> {
    let mut trunk = trunk(sh, "build", dist, effort)?;
    if effort == Effort::Release {
        trunk = trunk.arg("--release");
    }
    trunk.run().context("the page could not be built")
}

/// A command of Trunk that builds the page.
pub(crate) fn trunk<'a>(
    sh: &'a Shell,
    subcommand: &str,
    dist: &Path,
    effort: Effort,
) -> Result<Cmd<'a>> {
    let wasm_bindgen = tools::WASM_BINDGEN.ensure()?;
    let path = workspace::path_with(wasm_bindgen.parent().unwrap_or(dist))?;
    let trunk = workspace::program(sh, tools::TRUNK.ensure()?)
        // Trunk would download tools that it misses. What it needs is on the PATH it gets, and the dependencies are here. It
        // warns that its minifier cannot read `export { a as default }`, which wasm-bindgen writes: that script stays as it is.
        .args([subcommand, "--offline", "--log", "error", "--dist"])
        .arg(dist)
        .env("PATH", path)
        .env(WASM_RUSTFLAGS, effort.rustflags(""))
        // A page that does not compile is no reason to show Trunk's own stack.
        .env("RUST_BACKTRACE", "0");
    // Trunk 0.21 takes the value of NO_COLOR for one of its own options and refuses the usual `1`.
    Ok(match env::var_os("NO_COLOR") {
        Some(_) => trunk.env_remove("NO_COLOR").args(["--color", "never"]),
        None => trunk,
    })
}

/// A Wasm module beside the page. Trunk hashes the names of one program only, and loads it at once.
pub(crate) struct Module {
    /// What cargo is told to build.
    pub(crate) cargo: &'static str,
    /// What cargo calls it, below the directory of the profile.
    pub(crate) file: &'static str,
    /// How a release is optimized.
    pub(crate) opt_level: &'static str,
    /// Further flags for the compiler.
    pub(crate) rustflags: &'static str,
}

/// The region "Usage", loaded when the first export is shown.
const USAGE_VIEW: Module = Module {
    cargo: "--package usage-view --lib --crate-type cdylib",
    file: "usage_view.wasm",
    opt_level: "'z'",
    rustflags: "",
};

/// The worker that reads exports, loaded when the first file is opened, and then to read a million rows at once.
pub(crate) const USAGE_WORKER: Module = Module {
    cargo: "--package usage-worker --lib --crate-type cdylib",
    file: "usage_worker.wasm",
    opt_level: "3",
    // Line ends are searched for sixteen bytes at a time. Every browser with `light-dark()` has it.
    rustflags: "-C target-feature=+simd128",
};

impl Module {
    /// Compiles the module, and writes it into a directory as an ES module: `<name>.js` and `<name>_bg.wasm`.
    pub(crate) fn build(&self, directory: &Path, name: &str) -> Result<()> {
        let sh = workspace::shell()?;
        bind(&sh, &self.compile(&sh, Effort::Release)?, directory, name)
    }

    fn compile(&self, sh: &Shell, effort: Effort) -> Result<PathBuf> {
        let [profile, directory] = effort.profile();
        let mut cargo = workspace::cargo(sh)
            .args(["rustc", "--quiet", "--locked", "--target", WASM])
            .args(["--profile", profile])
            .args(self.cargo.split(' '));
        if effort == Effort::Release {
            // Not by a profile of its own: each has a directory, with all procedural macros compiled once more.
            let opt_level = format!("profile.release.opt-level={}", self.opt_level);
            cargo = cargo.args(["--config", &opt_level]);
        }
        let flags = effort.rustflags(self.rustflags);
        cargo.env(WASM_RUSTFLAGS, flags).run()?;
        let built = workspace::target()?.join(WASM).join(directory);
        Ok(built.join(self.file))
    }

    /// Adds the module to a page, under a name that carries a hash of it, so that it can be cached for good; yields the name
    /// of its script, which `end` is added to.
    fn add_to(
        &self,
        sh: &Shell,
        page: &Path,
        name: &str,
        effort: Effort,
        end: &str,
    ) -> Result<String> {
        let wasm = self.compile(sh, effort)?;
        let content = [&sh.read_binary_file(&wasm)?, end.as_bytes()].concat();
        let name = format!("{name}-{:.16}", dist::sha256(&content));
        bind(sh, &wasm, page, &name)?;
        let name = format!("{name}.js");
        let script = sh.read_file(page.join(&name))?;
        sh.write_file(page.join(&name), script + end)?;
        Ok(name)
    }
}

fn bind(sh: &Shell, wasm: &Path, directory: &Path, name: &str) -> Result<()> {
    workspace::program(sh, tools::WASM_BINDGEN.ensure()?)
        .args(["--target", "web", "--no-typescript"])
        .args(["--remove-name-section", "--remove-producers-section"])
        .args(["--out-name", name, "--out-dir"])
        .args([directory, wasm])
        .quiet()
        .run()
        .with_context(|| format!("wasm-bindgen, for {}", wasm.display()))
}

/// The worker starts by itself. What fails becomes an error of the worker, which the page hears. The only script that it may
/// start in turn is itself, as its second worker.
const START_WORKER: &str = r#"
globalThis.trustedTypes?.createPolicy("default", { createScriptURL: (url) => url === location.href ? url : null });
__wbg_init().catch((error) => setTimeout(() => { throw error; }));
"#;

/// What stands in index.html for the page as it first appears.
const FIRST_VIEW: &str = "{first view}";

/// Trunk's hook: completes the build in the directory that Trunk names.
pub(crate) fn finish() -> Result<()> {
    let directory = env::var_os("TRUNK_STAGING_DIR")
        .context("Trunk calls this: call `cargo xtask serve` or `cargo xtask dist`")?;
    let directory = PathBuf::from(directory);
    let effort = match env::var("TRUNK_PROFILE").as_deref() {
        Ok("release") => Effort::Release,
        Ok(_) | Err(_) => Effort::Quick,
    };
    let sh = workspace::shell()?;
    let page = directory.join("index.html");
    let html = sh.read_file(&page)?;

    let view = USAGE_VIEW.add_to(&sh, &directory, "usage-view", effort, "")?;
    let worker = USAGE_WORKER.add_to(&sh, &directory, "usage-worker", effort, START_WORKER)?;
    let places = [("usage-view", view), ("usage-worker", worker)]
        .map(|(name, script)| format!(r#"<meta name="{name}" content="./{script}">"#));
    let html = replace(&html, "</head>", &(places.concat() + "</head>"))?;

    // A quick build renders it from nothing.
    let view = match effort {
        Effort::Release => {
            let program = workspace::native(&sh, "metering-export-app", &workspace::AS_FOR_TESTS)?;
            let view = workspace::program(&sh, program).quiet().read();
            view.context("the first view of the page")?
        }
        Effort::Quick => String::new(),
    };
    Ok(sh.write_file(&page, replace(&html, FIRST_VIEW, &view)?)?)
}

/// Replaces what stands once in a page.
fn replace(html: &str, from: &str, to: &str) -> Result<String> {
    ensure!(
        html.matches(from).count() == 1,
        "{from} is expected once in index.html"
    );
    Ok(html.replacen(from, to, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_in_another_form_is_refused() -> Result<()> {
        assert_eq!(replace("<b>1</b>", "1", "2")?, "<b>2</b>");
        for html in ["", "<b></b>", "<b>1</b><b>1</b>"] {
            assert!(replace(html, "1", "2").is_err(), "{html}");
        }
        let html = std::fs::read_to_string(workspace::root().join("index.html"))?;
        replace(&html, FIRST_VIEW, "").map(drop)
    }
}
