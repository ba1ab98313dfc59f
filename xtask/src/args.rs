//! The command line.

use std::ffi::OsString;

use lexopt::{Arg, Parser, ValueExt as _};

use crate::failure::{Failure, Outcome};

/// What `cargo xtask` and `cargo xtask --help` print.
pub(crate) const HELP: &str = "\
Commands for working on metering-export. Each installs what it needs and is missing, and says so.

  cargo xtask serve               build the page, serve it with the simulator on http://127.0.0.1:8080/
      --port <number>             listen on another port
      --service <https://host>    no simulator: pass calls on to the real service at this pod host
      --watch                     for developers: build quickly, and again after each change (then reload the page)
      -- <options>                options of the server itself, such as `-- --pace 10 --verbose`

  cargo xtask test                run every check and test
  cargo xtask test unit           formatting, clippy, native tests and doc tests
  cargo xtask test browser        tests that run inside headless Chromium and Firefox
  cargo xtask test embed          the validator for other pages: its package in Node.js, and its size
  cargo xtask test e2e            the built page in both browsers, against the simulator
                                  (several parts can be named)

  cargo xtask dist                build the release into dist/: the page, compressed copies, checksums

  cargo xtask embed               build the validator for other pages into dist/embed/

  cargo xtask size                weigh what is in dist/, and fail if it has grown
      --accept                    record its sizes in xtask/sizes.txt

  cargo xtask bench               measure beside npm peers in Chromium, and write the reports in benches/
  cargo xtask bench validator     the validator for other pages
  cargo xtask bench usage         reading usage, from a download to its sums
  cargo xtask bench load          the first visit of the page over a slow connection

  cargo xtask finish              called by Trunk, never by hand: complete a build of the page

Variables: CHROME and CHROMEDRIVER, FIREFOX and GECKODRIVER point to the browsers and their drivers where they are
not on the PATH; NGINX and CADDY to the web servers that deploy/ is tested with.
METERING_EXPORT_TOOLS is the directory for Trunk and wasm-bindgen, by default one in your cache directory.";

/// A command with its options.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Print the help.
    Help,
    /// Build and serve the page.
    Serve(Serve),
    /// Run these parts of the tests, in this order, each once.
    Test(Vec<Part>),
    /// Build the validator for other pages.
    Embed,
    /// Run these benchmarks, in this order, each once.
    Bench(Vec<Bench>),
    /// Weigh what is built; with `true` record it.
    Size(bool),
    /// Build the release.
    Dist,
    /// Complete what Trunk has built.
    Finish,
}

/// The options of `serve`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Serve {
    /// The port on 127.0.0.1.
    pub(crate) port: u16,
    /// The real service to pass calls on to, instead of the simulator.
    pub(crate) service: Option<String>,
    /// Build for developers, again after each change.
    pub(crate) watch: bool,
    /// What is passed on to the server unread.
    pub(crate) for_server: Vec<OsString>,
}

/// A part of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Formatting, clippy, native tests, doc tests.
    Unit,
    /// Tests inside the browser.
    Browser,
    /// The validator for other pages, as an npm package.
    Embed,
    /// The built page, end to end.
    EndToEnd,
}

impl Part {
    /// All parts, the quick ones first.
    pub(crate) const ALL: [Self; 4] = [Self::Unit, Self::Browser, Self::Embed, Self::EndToEnd];

    /// The name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Browser => "browser",
            Self::Embed => "embed",
            Self::EndToEnd => "e2e",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }
}

/// A benchmark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Bench {
    /// The validator for other pages.
    Validator,
    /// Reading usage.
    Usage,
    /// The first visit of the page over a slow connection.
    Load,
}

impl Bench {
    /// All benchmarks.
    pub(crate) const ALL: [Self; 3] = [Self::Validator, Self::Usage, Self::Load];

    /// The name on the command line, and that of the script and of the report.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Validator => "validator",
            Self::Usage => "usage",
            Self::Load => "load",
        }
    }
}

/// Reads the command line, without the program's name.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Outcome<Action> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    let separator = arguments.iter().position(|argument| argument == "--");
    let after = separator.map(|index| arguments.split_off(index).split_off(1));
    let mut parser = Parser::from_args(arguments);
    let action = match next(&mut parser)? {
        None => return Ok(Action::Help),
        Some(argument) => match word(&argument) {
            Some("serve") => serve(&mut parser, after)?,
            Some(_) if after.is_some() => return Err(usage("`--` is for `serve` only")),
            Some("test") => test(&mut parser)?,
            Some("embed") => nothing_more(&mut parser, Action::Embed)?,
            Some("bench") => bench(&mut parser)?,
            Some("size") => size(&mut parser)?,
            Some("dist") => nothing_more(&mut parser, Action::Dist)?,
            Some("finish") => nothing_more(&mut parser, Action::Finish)?,
            Some("help") => Action::Help,
            _ if is_help(&argument) => Action::Help,
            Some(other) => return Err(usage(&format!("There is no command `{other}`"))),
            None => return Err(unexpected(argument)),
        },
    };
    Ok(action)
}

fn serve(parser: &mut Parser, after: Option<Vec<OsString>>) -> Outcome<Action> {
    let mut options = Serve {
        port: 8080,
        service: None,
        watch: false,
        for_server: after.unwrap_or_default(),
    };
    while let Some(argument) = next(parser)? {
        match argument {
            Arg::Long("port") => {
                let value = value(parser, "--port", "a number, for example 8081")?;
                options.port = value.parse().map_err(|_| {
                    usage(&format!(
                        "`--port {value}` is not a port: give a number up to 65535"
                    ))
                })?;
            }
            Arg::Long("service") => {
                options.service = Some(value(
                    parser,
                    "--service",
                    "an address, for example https://dm-us.informaticacloud.com",
                )?);
            }
            Arg::Long("watch") => options.watch = true,
            argument if is_help(&argument) => return Ok(Action::Help),
            argument => return Err(unexpected(argument)),
        }
    }
    Ok(Action::Serve(options))
}

fn test(parser: &mut Parser) -> Outcome<Action> {
    let parts = named(parser, &Part::ALL, |name| {
        Part::named(name).ok_or_else(|| {
            usage(&format!(
                "There is no part `{name}` of the tests: the parts are unit, browser, embed and e2e"
            ))
        })
    })?;
    Ok(parts.map_or(Action::Help, Action::Test))
}

fn bench(parser: &mut Parser) -> Outcome<Action> {
    let benches = named(parser, &Bench::ALL, |name| {
        let known = Bench::ALL.into_iter().find(|bench| bench.name() == name);
        known.ok_or_else(|| usage(&format!("There is no benchmark `{name}`")))
    })?;
    Ok(benches.map_or(Action::Help, Action::Bench))
}

/// Those that are named, each once and in their own order, or all where none is; `None` where help is wanted.
fn named<T: Copy + Ord>(
    parser: &mut Parser,
    all: &[T],
    find: impl Fn(&str) -> Outcome<T>,
) -> Outcome<Option<Vec<T>>> {
    let mut found = Vec::new();
    while let Some(argument) = next(parser)? {
        if is_help(&argument) {
            return Ok(None);
        }
        let Some(name) = word(&argument) else {
            return Err(unexpected(argument));
        };
        found.push(find(name)?);
    }
    if found.is_empty() {
        found.extend(all);
    }
    found.sort_unstable();
    found.dedup();
    Ok(Some(found))
}

fn size(parser: &mut Parser) -> Outcome<Action> {
    let mut accept = false;
    while let Some(argument) = next(parser)? {
        match argument {
            Arg::Long("accept") => accept = true,
            argument if is_help(&argument) => return Ok(Action::Help),
            argument => return Err(unexpected(argument)),
        }
    }
    Ok(Action::Size(accept))
}

/// The action of a command that has no options.
fn nothing_more(parser: &mut Parser, action: Action) -> Outcome<Action> {
    match next(parser)? {
        None => Ok(action),
        Some(argument) if is_help(&argument) => Ok(Action::Help),
        Some(argument) => Err(unexpected(argument)),
    }
}

fn next(parser: &mut Parser) -> Outcome<Option<Arg<'_>>> {
    parser.next().map_err(|error| usage(&sentence(&error)))
}

/// The text of a free-standing argument.
fn word<'a>(argument: &'a Arg<'_>) -> Option<&'a str> {
    match argument {
        Arg::Value(value) => value.to_str(),
        Arg::Short(_) | Arg::Long(_) => None,
    }
}

fn is_help(argument: &Arg<'_>) -> bool {
    matches!(argument, Arg::Short('h') | Arg::Long("help"))
}

fn value(parser: &mut Parser, option: &str, what: &str) -> Outcome<String> {
    parser
        .value()
        .ok()
        .and_then(|value| value.string().ok())
        .ok_or_else(|| usage(&format!("`{option}` needs {what}")))
}

fn unexpected(argument: Arg<'_>) -> Failure {
    usage(&sentence(&argument.unexpected()))
}

fn usage(problem: &str) -> Failure {
    Failure::Usage(format!(
        "{problem}. `cargo xtask --help` lists what there is."
    ))
}

/// The parser's own words, as the start of a sentence.
fn sentence(error: &lexopt::Error) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests;
