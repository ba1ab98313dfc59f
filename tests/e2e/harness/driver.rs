//! The driver process.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use super::browser::Browser;
use super::programs;

/// A running driver on a free port; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Driver {
    process: Child,
    /// Kept open: a driver that cannot write ends.
    _output: BufReader<ChildStdout>,
    port: u16,
}

impl Driver {
    /// Starts a driver, and returns when it listens.
    pub(crate) fn start(browser: Browser) -> Self {
        let program = programs::driver(browser);
        let mut command = Command::new(&program);
        command.arg("--port=0");
        if browser == Browser::Firefox {
            // Several run at a time, and each would take the same port for a protocol that is not used.
            command.arg("--websocket-port=0");
            // What Firefox says about the desktop that it has not got.
            command.stderr(Stdio::null());
        }
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{} cannot be started: {error}", program.display()));
        let mut output = BufReader::new(process.stdout.take().expect("the output is piped"));
        let mut said = String::new();
        let port = loop {
            let before = said.len();
            let length = output.read_line(&mut said).unwrap_or_default();
            if let Some(port) = said.get(before..).and_then(port_in) {
                break port;
            }
            if length == 0 {
                // It has ended, or soon will.
                let _ = process.kill();
                let _ = process.wait();
                panic!(
                    "{} has ended before it named its port. It said:\n{said}",
                    program.display()
                );
            }
        };
        Self {
            process,
            _output: output,
            port,
        }
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Its browsers have been closed by now.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The port in `ChromeDriver was started successfully on port 33071.` and in `Listening on 127.0.0.1:33071`.
fn port_in(line: &str) -> Option<u16> {
    ["successfully on port ", "Listening on 127.0.0.1:"]
        .iter()
        .find_map(|words| line.split_once(words))?
        .1
        .trim()
        .trim_end_matches('.')
        .parse()
        .ok()
}
