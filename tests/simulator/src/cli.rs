//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use lexopt::prelude::*;
use simulator::{ServiceUrl, SubPath};

/// What `--help` prints.
pub(crate) const HELP: &str = "\
Serves the page of metering-export with a simulated service, or before the real one. Listens on 127.0.0.1 only.

Usage: simulator [options]

  --port <port>        port to listen on; 0 takes a free one (8080)
  --dist <directory>   the built page
  --sub-path <path>    path that the page is served under (/)
  --service <address>  no simulator: passes /saas/ on to https://<pod host>
  --pace <seconds>     how long a simulated job is CREATED, and PROCESSING (2)
  --rows <number>      rows of a simulated export of 30 days (about 1,000)
  --allow-origin       lets pages of other origins call the simulator
  --verbose            writes a line for each request
  --help               this text
";

/// A command line, read.
#[derive(Debug)]
pub(crate) struct Cli {
    pub(crate) help: bool,
    pub(crate) port: u16,
    pub(crate) dist: Option<PathBuf>,
    pub(crate) sub_path: SubPath,
    pub(crate) service: Option<ServiceUrl>,
    pub(crate) pace: Duration,
    pub(crate) rows: Option<u32>,
    pub(crate) allow_origin: bool,
    pub(crate) verbose: bool,
}

impl Cli {
    /// Reads the arguments, the program's name not among them.
    pub(crate) fn read(
        arguments: impl IntoIterator<Item = OsString>,
    ) -> Result<Self, lexopt::Error> {
        let mut cli = Self {
            help: false,
            port: 8080,
            dist: None,
            sub_path: SubPath::default(),
            service: None,
            pace: Duration::from_secs(2),
            rows: None,
            allow_origin: false,
            verbose: false,
        };
        let mut parser = lexopt::Parser::from_args(arguments);
        while let Some(argument) = parser.next()? {
            match argument {
                Long("port") => cli.port = parser.value()?.parse()?,
                Long("dist") => cli.dist = Some(parser.value()?.into()),
                Long("sub-path") => cli.sub_path = parser.value()?.parse()?,
                Long("service") => cli.service = Some(parser.value()?.parse()?),
                Long("pace") => cli.pace = parser.value()?.parse_with(seconds)?,
                Long("rows") => cli.rows = Some(parser.value()?.parse()?),
                Long("allow-origin") => cli.allow_origin = true,
                Long("verbose") => cli.verbose = true,
                Short('h') | Long("help") => cli.help = true,
                unknown => return Err(unknown.unexpected()),
            }
        }
        Ok(cli)
    }
}

fn seconds(text: &str) -> Result<Duration, &'static str> {
    let number = text
        .parse()
        .ok()
        .and_then(|number| Duration::try_from_secs_f64(number).ok());
    number.ok_or("not a number of seconds, 0 or more")
}
