//! The web servers that the configurations in `deploy/` are tested with.

use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};
use crate::{apt, search};

/// The packages of Debian and its descendants.
const PACKAGES: [&str; 3] = ["nginx-light", "libnginx-mod-http-brotli-static", "caddy"];

/// Where Debian keeps the module; the tests look there too.
const BROTLI: &str = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

/// What to do where nothing can be installed from here.
const BY_HAND: &str = "install them the way your system does, so that `nginx` and `caddy` are on the PATH or in /usr/sbin";

/// The programs of the servers.
#[derive(Debug)]
pub(crate) struct Servers {
    pub(crate) nginx: PathBuf,
    pub(crate) caddy: PathBuf,
}

impl Servers {
    /// Finds the servers, installing them where that can be done without asking anyone.
    pub(crate) fn ensure() -> Outcome<Self> {
        let need = "nginx and Caddy are needed to test what is in deploy/";
        if let Some(found) = find() {
            return Ok(found);
        }
        apt::install(&PACKAGES, need, BY_HAND)?;
        find().ok_or_else(|| {
            Failure::new(format!(
                "{need}, nginx with its module for Brotli ({}): {BY_HAND}.",
                PACKAGES.join(", ")
            ))
        })
    }
}

fn find() -> Option<Servers> {
    Path::new(BROTLI).is_file().then_some(())?;
    Some(Servers {
        nginx: program("nginx")?,
        caddy: program("caddy")?,
    })
}

/// Servers are often where only administrators look for programs.
fn program(name: &str) -> Option<PathBuf> {
    search::on_path(&[name]).or_else(|| {
        let file = Path::new("/usr/sbin").join(name);
        search::is_program(&file).then_some(file)
    })
}
