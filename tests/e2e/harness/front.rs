//! A real web server with a configuration of `deploy/`, between the browser and the simulator.

mod names;
mod pod;
mod raw;
mod wire;

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use super::programs;
use super::wait::wait_for;
use names::Names;
use pod::{Authority, Pod};
use wire::Wire;

pub(crate) use raw::Answer;

/// A web server that has a configuration in `deploy/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Server {
    /// nginx, with or without its modules for Brotli and for headers.
    Nginx { modules: bool },
    /// Caddy.
    Caddy,
}

/// Who vouches for the pod.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Trust {
    /// An authority that the server knows.
    #[default]
    Known,
    /// An authority that it does not know.
    Unknown,
    /// An authority that it knows, but for another name.
    OtherName,
}

/// What stands before the simulator.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) server: Server,
    /// Nothing, or a path without a slash at its end.
    pub(crate) path: &'static str,
    pub(crate) trust: Trust,
}

/// A running server; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Front {
    process: Child,
    directory: TempDir,
    address: SocketAddr,
    /// What browsers reach it by.
    wire: Wire,
    /// Who vouches for the server; `None` if it does not encrypt.
    authority: Option<String>,
    pod: Pod,
    /// Name and port of the pod, as the server was told.
    pod_host: String,
    _names: Names,
}

impl Front {
    /// Starts the server with the page in `dist`, before the simulator at this address.
    pub(crate) async fn start(place: Place, dist: &Path, simulator: &str) -> Self {
        let simulator = simulator
            .trim_start_matches("http://")
            .parse()
            .expect("an address");
        let authority = Authority::new();
        let name = match place.server {
            Server::Nginx { .. } => "pod.test",
            // It asks the system's name server, which knows no other name of this computer.
            Server::Caddy => "localhost",
        };
        let (signer, certified) = match place.trust {
            Trust::Known => (None, name),
            Trust::Unknown => (Some(Authority::new()), name),
            Trust::OtherName => (None, "another.test"),
        };
        let pod = Pod::start(signer.as_ref().unwrap_or(&authority), certified, simulator).await;
        let names = Names::start().await;
        let directory = tempfile::tempdir().expect("a directory for the server");
        let file = |name: &str, content: &str| {
            let path = directory.path().join(name);
            fs::write(&path, content).expect("a file can be written");
            path.display().to_string()
        };
        let address = free_address();
        let wire = Wire::start(address).await;
        let pod_host = format!("{name}:{}", pod.port);
        let mut variables = vec![
            ("PAGE_DIR", dist.display().to_string()),
            ("PAGE_PATH", place.path.to_owned()),
            ("POD", pod_host.clone()),
            ("CA_FILE", file("authority.pem", &authority.pem())),
        ];
        let command = match place.server {
            Server::Nginx { modules } => {
                let (certificate, key) = authority.certificate("127.0.0.1");
                variables.extend([
                    ("LISTEN", address.to_string()),
                    ("SERVER_NAME", "127.0.0.1".to_owned()),
                    ("CERTIFICATE", file("server.pem", &certificate.pem())),
                    ("CERTIFICATE_KEY", file("server.key", &key.serialize_pem())),
                    ("RESOLVER", names.address.clone()),
                    (
                        "BROTLI",
                        if modules { "brotli_static on;" } else { "" }.to_owned(),
                    ),
                    (
                        "DROP_UNKNOWN",
                        if modules {
                            drop_unknown()
                        } else {
                            String::new()
                        },
                    ),
                ]);
                file(
                    "metering-export.conf",
                    &filled_in(&shipped("nginx/metering-export.conf.template"), &variables),
                );
                file("nginx.conf", &nginx_around(modules));
                let mut command = Command::new(programs::nginx());
                command.arg("-p").arg(directory.path()).args([
                    "-c",
                    "nginx.conf",
                    "-e",
                    "error.log",
                ]);
                command
            }
            Server::Caddy => {
                let shipped = deploy().join("caddy/Caddyfile");
                let mut command = Command::new(programs::caddy());
                command
                    .args(["run", "--adapter", "caddyfile", "--config"])
                    .arg(shipped)
                    // Several run at a time, and all would listen for commands on the same port.
                    .env("ADMIN", "off")
                    .env("SITE", format!("http://{address}"))
                    .env("HOME", directory.path())
                    .envs(variables);
                command
            }
        };
        let process = logged(command, directory.path());
        let mut front = Self {
            process,
            directory,
            address,
            wire,
            authority: matches!(place.server, Server::Nginx { .. }).then(|| authority.pem()),
            pod,
            pod_host,
            _names: names,
        };
        front.listens().await;
        front
    }

    /// Its origin.
    pub(crate) fn origin(&self) -> String {
        let scheme = if self.authority.is_some() {
            "https"
        } else {
            "http"
        };
        format!("{scheme}://{}", self.wire.address)
    }

    /// Resets every connection that a browser has to it.
    pub(crate) fn cut(&self) {
        self.wire.cut();
    }

    /// Name and port of the pod.
    pub(crate) fn pod_host(&self) -> &str {
        &self.pod_host
    }

    /// The names that the pod was called by, while encryption was agreed on.
    pub(crate) fn pod_called(&self) -> Vec<String> {
        self.pod.called()
    }

    /// Asks the server, byte by byte as given: a browser would tidy the path first.
    pub(crate) async fn ask(&self, request_line: &str, headers: &[(&str, &str)]) -> Answer {
        raw::ask(
            self.address,
            self.authority.as_deref(),
            request_line,
            headers,
        )
        .await
    }

    /// What it has written, for people to see why a test failed.
    pub(crate) fn log(&self) -> String {
        ["output.log", "error.log"]
            .map(|name| fs::read_to_string(self.directory.path().join(name)).unwrap_or_default())
            .concat()
    }

    async fn listens(&mut self) {
        let address = self.address;
        wait_for(format!("the server to listen at {address}"), async || {
            let ended = self.process.try_wait().ok().flatten();
            assert!(ended.is_none(), "the server has ended: {}", self.log());
            TcpStream::connect(address)
                .map(drop)
                .map_err(|error| error.to_string())
        })
        .await;
    }
}

/// Runs the server, with all that it says in a file of its directory.
fn logged(mut command: Command, directory: &Path) -> Child {
    let log = fs::File::create(directory.join("output.log")).expect("a file for the output");
    command
        .stdin(Stdio::null())
        .stdout(log.try_clone().expect("a second handle"))
        .stderr(log)
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?} cannot be started: {error}"))
}

impl Drop for Front {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The policy in the header that a configuration sets.
pub(crate) fn policy_in(configuration: &str) -> String {
    let text = shipped(configuration);
    let (_, policy) = text
        .split_once("Content-Security-Policy \"")
        .expect("a policy");
    policy.split('"').next().unwrap_or_default().to_owned()
}

fn deploy() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy")
}

fn shipped(name: &str) -> String {
    fs::read_to_string(deploy().join(name)).expect("a configuration")
}

/// The template with its variables filled in, as `envsubst` does it; each has to be explained at its head.
fn filled_in(template: &str, variables: &[(&str, String)]) -> String {
    let filled = variables
        .iter()
        .fold(template.to_owned(), |text, (name, value)| {
            assert!(
                text.contains(&format!("\n#   {name} ")),
                "{name} is not explained"
            );
            text.replace(&format!("${{{name}}}"), value)
        });
    assert!(!filled.contains("${"), "a variable is left: {filled}");
    filled
}

/// The value of `DROP_UNKNOWN`, as the template gives it.
fn drop_unknown() -> String {
    let template = shipped("nginx/metering-export.conf.template");
    let (_, value) = template.split_once("more_clear_headers").expect("a value");
    let (value, _) = value.split_once(';').expect("its end");
    format!("more_clear_headers{};", value.replace('#', ""))
}

/// What is around a site in nginx: one process that ends when it is told to, and everything in its directory.
fn nginx_around(modules: bool) -> String {
    let load = |module: &str| format!("load_module {}/{module}.so;\n", programs::NGINX_MODULES);
    let modules = if modules {
        [
            "ngx_http_brotli_static_module",
            "ngx_http_headers_more_filter_module",
        ]
        .map(load)
        .concat()
    } else {
        String::new()
    };
    format!(
        "{modules}
        user root;
        daemon off;
        master_process off;
        pid nginx.pid;
        events {{}}
        http {{
            include /etc/nginx/mime.types;
            access_log off;
            client_body_temp_path body;
            proxy_temp_path proxy;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            include metering-export.conf;
        }}\n"
    )
}

/// An address that is free now.
fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port")
}
