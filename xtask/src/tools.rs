//! The programs that the commands call: what they are called, which version it has to be, and how they are installed.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};

use crate::workspace;

/// A program that a command needs.
#[derive(Clone, Copy)]
pub(crate) struct Tool {
    /// What it is called, the preferred name first; with a path where it is not on the `PATH`.
    names: &'static [&'static str],
    /// A variable with its full path.
    variable: Option<&'static str>,
    version: Version,
    install: Install,
}

/// Which versions will do.
#[derive(Clone, Copy)]
enum Version {
    Any,
    /// This first number or a higher one.
    AtLeast(u32),
    Exactly(&'static str),
    /// That of this package in Cargo.lock.
    Locked(&'static str),
}

/// How a program is installed. What a person has installed for other work is never touched.
#[derive(Clone, Copy)]
enum Install {
    /// With `cargo install`, into a directory of its own.
    Crate {
        name: &'static str,
        /// As little as it works well with, so that it is soon there.
        opt_level: u8,
    },
    /// With apt-get, where it can be called without asking anyone; else this is what a person has to do.
    Packages {
        names: &'static [&'static str],
        by_hand: &'static str,
    },
}

/// Builds the page. Trunk.toml is written for this version.
pub(crate) const TRUNK: Tool = Tool {
    names: &["trunk"],
    variable: None,
    version: Version::Exactly("0.21.14"),
    // It leaves the work to others.
    install: Install::Crate {
        name: "trunk",
        opt_level: 0,
    },
};

/// Connects Wasm with JavaScript. It has to be of the library's version.
pub(crate) const WASM_BINDGEN: Tool = wasm_bindgen(&["wasm-bindgen"]);

/// Runs tests inside a browser.
pub(crate) const WASM_BINDGEN_TEST_RUNNER: Tool = wasm_bindgen(&["wasm-bindgen-test-runner"]);

const fn wasm_bindgen(names: &'static [&'static str]) -> Tool {
    Tool {
        names,
        variable: None,
        version: Version::Locked("wasm-bindgen"),
        // Unoptimized, it would take seconds for the Wasm of a test.
        install: Install::Crate {
            name: "wasm-bindgen-cli",
            opt_level: 1,
        },
    }
}

const CHROMIUM_BY_HAND: &str = "install Chromium (or Chrome) and the chromedriver of the same major version, or set CHROME and \
                                CHROMEDRIVER to the full paths of the two programs";
const CHROMIUM_PACKAGES: Install = Install::Packages {
    names: &["chromium", "chromium-driver"],
    by_hand: CHROMIUM_BY_HAND,
};

/// The browser that all tests run in.
pub(crate) const CHROMIUM: Tool = Tool {
    names: &[
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        // macOS: applications are not on the PATH there.
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ],
    variable: Some("CHROME"),
    version: Version::Any,
    install: CHROMIUM_PACKAGES,
};

/// Steers it.
pub(crate) const CHROMEDRIVER: Tool = Tool {
    names: &["chromedriver", "chromium.chromedriver"],
    variable: Some("CHROMEDRIVER"),
    version: Version::Any,
    install: CHROMIUM_PACKAGES,
};

/// The other browser.
pub(crate) const FIREFOX: Tool = Tool {
    names: &[
        "firefox-esr",
        "firefox",
        "/Applications/Firefox.app/Contents/MacOS/firefox",
    ],
    variable: Some("FIREFOX"),
    version: Version::Any,
    install: Install::Packages {
        names: &["firefox-esr"],
        by_hand: "install Firefox, or set FIREFOX to its full path",
    },
};

/// Steers it; Debian has no package of it. The version is known to have the commands that the tests use.
pub(crate) const GECKODRIVER: Tool = Tool {
    names: &["geckodriver"],
    variable: Some("GECKODRIVER"),
    version: Version::Exactly("0.37.1"),
    // It passes commands on.
    install: Install::Crate {
        name: "geckodriver",
        opt_level: 0,
    },
};

/// Where Debian keeps nginx's module for Brotli; the tests look there too.
const BROTLI_MODULE: &str = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

const SERVER_PACKAGES: Install = Install::Packages {
    names: &[
        "nginx-light",
        "libnginx-mod-http-brotli-static",
        "libnginx-mod-http-headers-more-filter",
        "caddy",
    ],
    by_hand: "install nginx, its modules for Brotli and for headers (headers-more), and Caddy the way your system does, or set NGINX and CADDY to their full \
              paths",
};

/// The web servers that the configurations in `deploy/` are tested with. Servers are often where only administrators look
/// for programs.
pub(crate) const NGINX: Tool = Tool {
    names: &["nginx", "/usr/sbin/nginx"],
    variable: Some("NGINX"),
    version: Version::Any,
    install: SERVER_PACKAGES,
};

/// The other server.
pub(crate) const CADDY: Tool = Tool {
    names: &["caddy", "/usr/sbin/caddy"],
    variable: Some("CADDY"),
    version: Version::Any,
    install: SERVER_PACKAGES,
};

/// A file that comes with the web servers.
const BROTLI: Tool = Tool {
    names: &[BROTLI_MODULE],
    variable: None,
    version: Version::Any,
    install: SERVER_PACKAGES,
};

/// Its module that allows headers by name.
const HEADERS_MORE: Tool = Tool {
    names: &["/usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so"],
    variable: None,
    version: Version::Any,
    install: SERVER_PACKAGES,
};

/// Runs what is written in JavaScript outside of a browser.
pub(crate) const NODE: Tool = Tool {
    names: &["node"],
    variable: None,
    version: Version::AtLeast(20),
    install: Install::Packages {
        names: &[],
        by_hand: "install Node.js 20.16 or a newer version, with its npm",
    },
};

/// Finds the web servers with their modules.
pub(crate) fn servers() -> Result<[PathBuf; 2]> {
    BROTLI.ensure()?;
    HEADERS_MORE.ensure()?;
    Ok([NGINX.ensure()?, CADDY.ensure()?])
}

/// Installs exactly the packages of a directory's `package-lock.json`, unless that was done before.
pub(crate) fn npm_packages(directory: &Path) -> Result<()> {
    NODE.ensure()?;
    let written = |file: &str| directory.join(file).metadata()?.modified();
    // What npm writes last.
    let there = written("node_modules/.package-lock.json");
    if there.is_ok_and(|there| written("package-lock.json").is_ok_and(|wanted| wanted <= there)) {
        return Ok(());
    }
    let sh = workspace::shell()?;
    sh.change_dir(directory);
    let install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    Ok(workspace::program(&sh, "npm").args(install).run()?)
}

impl Tool {
    /// The path of the program, which is installed first where it is missing.
    pub(crate) fn ensure(&self) -> Result<PathBuf> {
        if let Some(found) = self.find()? {
            return Ok(found);
        }
        self.install()?;
        let name = self.names.join(", ");
        self.find()?
            .with_context(|| format!("{name} was installed, and does not run"))
    }

    fn find(&self) -> Result<Option<PathBuf>> {
        if let Some(variable) = self.variable
            && let Some(path) = env::var_os(variable).filter(|path| !path.is_empty())
        {
            // The tests run in other directories than this command.
            let path = std::path::absolute(path)?;
            ensure!(
                path.is_file(),
                "{variable} is set to {}, which is no file",
                path.display()
            );
            return Ok(Some(path));
        }
        let path = env::var_os("PATH").unwrap_or_default();
        let mut directories: Vec<PathBuf> = env::split_paths(&path).collect();
        if let Install::Crate { .. } = self.install {
            directories.insert(0, self.home()?.join("bin"));
        }
        for name in self.names {
            for directory in &directories {
                // A name that is a path stays as it is.
                let file = directory.join(format!("{name}{}", env::consts::EXE_SUFFIX));
                if file.is_file() && self.fits(&file)? {
                    return Ok(Some(file));
                }
            }
        }
        Ok(None)
    }

    fn fits(&self, file: &Path) -> Result<bool> {
        let found = || version_of(file).unwrap_or_default();
        Ok(match self.version {
            Version::Any => true,
            Version::AtLeast(wanted) => major(&found()).is_some_and(|found| found >= wanted),
            Version::Exactly(wanted) => found() == wanted,
            Version::Locked(package) => found() == workspace::locked_version(package)?,
        })
    }

    /// The directory that a crate is installed into.
    fn home(&self) -> Result<PathBuf> {
        let name = match self.install {
            Install::Crate { name, .. } => name,
            Install::Packages { .. } => bail!("packages have no directory of their own"),
        };
        let version = match self.version {
            Version::Exactly(version) => version.to_owned(),
            Version::Locked(package) => workspace::locked_version(package)?,
            Version::Any | Version::AtLeast(_) => bail!("{name} is installed in one version"),
        };
        let directory = |variable: &str| {
            env::var_os(variable)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        let tools = match directory("METERING_EXPORT_TOOLS") {
            Some(tools) => std::path::absolute(tools)?,
            None => directory("XDG_CACHE_HOME")
                .or_else(|| Some(env::home_dir()?.join(".cache")))
                .context("there is no home directory: set METERING_EXPORT_TOOLS to a directory for the build tools")?
                .join("metering-export/tools"),
        };
        Ok(tools.join(format!("{name}-{version}")))
    }

    fn install(&self) -> Result<()> {
        match self.install {
            Install::Crate { name, opt_level } => self.install_crate(name, opt_level),
            Install::Packages { names, by_hand } => {
                let what = self.names[0];
                install_packages(names).with_context(|| format!("{what} is missing: {by_hand}"))
            }
        }
    }

    fn install_crate(&self, name: &str, opt_level: u8) -> Result<()> {
        let home = self.home()?;
        let version = home
            .to_string_lossy()
            .rsplit('-')
            .next()
            .unwrap_or_default()
            .to_owned();
        println!(
            "{name} {version} is needed and not here yet: it is installed into {} (once).",
            home.display()
        );
        let sh = workspace::shell()?;
        sh.create_dir(&home)?;
        // Outside the workspace, so that its configuration of cargo does not apply.
        sh.change_dir(&home);
        workspace::cargo(&sh)
            .args(["install", "--locked", "--version", &version, name])
            // Those are cryptography for downloads, which these tools are never asked to make.
            .arg("--no-default-features")
            .args(["--root", ".", "--target-dir", "build"])
            // cargo would advise to put this directory on the PATH, which nobody needs to do.
            .env("PATH", workspace::path_with(&home.join("bin"))?)
            .env_remove("CARGO_BUILD_TARGET")
            // The profiles of these tools aim at speed, and their last step alone would take minutes.
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", opt_level.to_string())
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "none")
            .run()
            .with_context(|| format!("{name} {version} could not be installed: see above, or put it on the PATH yourself"))?;
        Ok(sh.remove_path("build")?)
    }
}

/// Installs packages of Debian and its descendants.
fn install_packages(names: &[&str]) -> Result<()> {
    let sh = workspace::shell()?;
    let prints = |program: &str, arguments: &[&str]| {
        let command = sh.cmd(program).args(arguments);
        command.quiet().ignore_stderr().read().ok()
    };
    ensure!(
        !names.is_empty() && prints("apt-get", &["--version"]).is_some(),
        "there is no apt-get to install it with"
    );
    let is_root = prints("id", &["-u"]).is_some_and(|id| id == "0");
    ensure!(
        is_root || prints("sudo", &["-n", "true"]).is_some(),
        "apt-get may be called by administrators only"
    );
    let apt_get = |arguments: &[&str]| {
        let command = if is_root {
            sh.cmd("apt-get")
        } else {
            sh.cmd("sudo").args(["-n", "apt-get"])
        };
        // Without an input nothing can ask questions.
        command.args(["-q", "-y"]).args(arguments).stdin("").run()
    };
    println!(
        "{} are needed and not here yet: apt-get installs them (once).",
        names.join(", ")
    );
    apt_get(&["update"])?;
    Ok(apt_get(
        &[&["install", "--no-install-recommends"], names].concat(),
    )?)
}

/// The version that a program gives for `--version`.
pub(crate) fn version_of(program: &Path) -> Option<String> {
    let sh = workspace::shell().ok()?;
    let text = sh
        .cmd(program)
        .arg("--version")
        .quiet()
        .ignore_stderr()
        .read()
        .ok()?;
    version_in(&text).map(str::to_owned)
}

/// The first word that looks like a version: `trunk 0.21.14`, `Chromium 156.0.8078.79 built on Debian`, `v20.11.0`.
fn version_in(text: &str) -> Option<&str> {
    let words = text
        .split_whitespace()
        .map(|word| word.strip_prefix('v').unwrap_or(word));
    words
        .filter(|word| word.starts_with(|first: char| first.is_ascii_digit()))
        .find(|word| word.contains('.'))
}

/// The number before the first dot.
pub(crate) fn major(version: &str) -> Option<u32> {
    version.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_found_in_what_programs_print() {
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
            ("v20.11.0\n", Some("20.11.0")),
            ("command not found", None),
            ("", None),
        ] {
            assert_eq!(version_in(text), version, "{text}");
        }
        assert_eq!(major("156.0.8078.79"), Some(156));
        assert_eq!(major("beta.1"), None);
    }

    #[test]
    fn a_program_of_another_version_does_not_fit() -> Result<()> {
        let cargo = Tool {
            names: &["cargo"],
            variable: None,
            version: Version::Any,
            install: SERVER_PACKAGES,
        };
        let found = cargo.find()?.context("cargo runs this test")?;
        let fits = |version| Tool { version, ..cargo }.fits(&found);
        assert!(fits(Version::AtLeast(1))?);
        assert!(!fits(Version::AtLeast(2))?);
        assert!(!fits(Version::Exactly("0.1.0"))?);
        assert!(!fits(Version::Locked("wasm-bindgen"))?);
        Ok(())
    }
}
