//! The browser, its driver and the built page: where they are, and what to do if they are not.

use std::env;
use std::path::{Path, PathBuf};

use super::browser::Browser;

/// The names under which Chromium and Chrome are installed, preferred first.
const CHROMIUM: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];

/// The names under which their driver is installed.
const CHROMEDRIVER: [&str; 2] = ["chromedriver", "chromium.chromedriver"];

/// The names under which Firefox is installed, preferred first.
const FIREFOX: [&str; 2] = ["firefox-esr", "firefox"];

/// The browser: the variable `CHROME` or `FIREFOX`, else what is on the `PATH`.
pub(crate) fn browser(browser: Browser) -> PathBuf {
    match browser {
        Browser::Chromium => program("CHROME", &CHROMIUM),
        Browser::Firefox => program("FIREFOX", &FIREFOX),
    }
}

/// Its driver: the variable `CHROMEDRIVER` or `GECKODRIVER`, else what is on the `PATH`.
pub(crate) fn driver(browser: Browser) -> PathBuf {
    match browser {
        Browser::Chromium => program("CHROMEDRIVER", &CHROMEDRIVER),
        Browser::Firefox => program("GECKODRIVER", &["geckodriver"]),
    }
}

/// Where Debian keeps nginx's modules.
pub(crate) const NGINX_MODULES: &str = "/usr/lib/nginx/modules";

/// nginx: the variable `NGINX`, else where Debian has it.
pub(crate) fn nginx() -> PathBuf {
    server("NGINX", "/usr/sbin/nginx")
}

/// Caddy: the variable `CADDY`, else where Debian has it.
pub(crate) fn caddy() -> PathBuf {
    server("CADDY", "/usr/bin/caddy")
}

fn server(variable: &str, place: &str) -> PathBuf {
    let program = env::var_os(variable).map_or_else(|| place.into(), PathBuf::from);
    assert!(
        program.is_file(),
        "There is no {}: run `cargo xtask test e2e`, which installs it where it can, or install nginx with its module for \
         Brotli and Caddy (in Debian the packages nginx-light, libnginx-mod-http-brotli-static and caddy), or set \
         {variable} to its full path.",
        program.display()
    );
    program
}

/// The built page: the variable `METERING_EXPORT_DIST`, else `dist` beside `Cargo.toml`.
pub(crate) fn dist() -> PathBuf {
    let dist = env::var_os("METERING_EXPORT_DIST").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("dist"),
        PathBuf::from,
    );
    assert!(
        dist.join("index.html").is_file(),
        "There is no built page in {}: run `cargo xtask test e2e`, which builds it first, or set METERING_EXPORT_DIST to \
         the directory of a built page.",
        dist.display()
    );
    dist
}

/// axe-core, as npm installs it.
pub(crate) fn axe() -> PathBuf {
    let packages = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/node");
    let axe = packages.join("node_modules/axe-core/axe.min.js");
    assert!(
        axe.is_file(),
        "There is no axe-core in {}: run `cargo xtask test e2e`, which installs it first, or `npm ci` in that directory.",
        packages.display()
    );
    axe
}

fn program(variable: &str, names: &[&str]) -> PathBuf {
    if let Some(path) = env::var_os(variable).filter(|path| !path.is_empty()) {
        let path = PathBuf::from(path);
        assert!(
            path.is_file(),
            "{variable} is set to {}, which is no file: correct it or unset it.",
            path.display()
        );
        return path;
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let program = |name: &&str| {
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        env::split_paths(&path)
            .map(|directory| directory.join(&file))
            .find(|file| file.is_file())
    };
    names.iter().find_map(program).unwrap_or_else(|| {
        panic!(
            "The end-to-end tests need a browser and its driver, and none of {} is on the PATH: run `cargo xtask test e2e`, \
             which installs them where it can; or install Chromium (or Chrome) and the chromedriver of the same major \
             version, for example with `apt-get install chromium chromium-driver`, or Firefox and geckodriver; or set \
             CHROME and CHROMEDRIVER, or FIREFOX and GECKODRIVER, to the full paths of the two programs.",
            names.join(", ")
        )
    })
}
