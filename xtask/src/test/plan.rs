//! Which steps the tests consist of.

use crate::args::Part;

/// One thing that can fail.
pub(super) struct Step {
    /// What it is, for people.
    pub(super) title: &'static str,
    /// What is done.
    pub(super) work: Work,
}

/// What a step does.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Work {
    /// Find or install what these parts need.
    Prepare(Vec<Part>),
    /// Call cargo with these arguments.
    Cargo(&'static [&'static str]),
    /// Tests inside a browser.
    BrowserTests(Browser),
    /// Tests inside a browser of what crosses between other pages and the validator.
    EmbedBrowserTests(Browser),
    /// The validator for other pages, which has to meet its size budget.
    BuildEmbed,
    /// Tests of its package in Node.js.
    EmbedTests,
    /// Tests of what the benchmarks calculate and write; nothing is timed.
    BenchTests,
    /// The release, which has to meet its size budget, and once more at another place, which has to be the same.
    BuildPages,
    /// Tests that steer a browser through the built page.
    EndToEndTests(Browser),
}

/// A browser that the tests run in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Browser {
    Chromium,
    Firefox,
}

impl Work {
    /// The command that does just this.
    pub(super) fn repeat(&self) -> String {
        match self {
            Self::Prepare(parts) => format!("cargo xtask test {}", names(parts, " ")),
            Self::Cargo(arguments) => format!("cargo {}", arguments.join(" ")),
            Self::BrowserTests(_) | Self::EmbedBrowserTests(_) => {
                "cargo xtask test browser".to_owned()
            }
            Self::BuildEmbed | Self::EmbedTests | Self::BenchTests => {
                "cargo xtask test embed".to_owned()
            }
            Self::BuildPages | Self::EndToEndTests(_) => "cargo xtask test e2e".to_owned(),
        }
    }
}

/// The parts as the command line names them.
pub(super) fn names(parts: &[Part], separator: &str) -> String {
    parts
        .iter()
        .map(|part| part.name())
        .collect::<Vec<_>>()
        .join(separator)
}

/// Formatting and lints come first: they answer soonest.
const UNIT: [(&str, &[&str]); 5] = [
    ("formatting", &["fmt", "--all", "--check"]),
    (
        "clippy, the whole workspace on this machine",
        &[
            "clippy",
            "--locked",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    ),
    (
        "clippy, the end-to-end tests",
        &[
            "clippy",
            "--locked",
            "--workspace",
            "--test",
            "e2e",
            "--",
            "-D",
            "warnings",
        ],
    ),
    (
        "clippy, what browsers run, on wasm32",
        &[
            "clippy",
            "--locked",
            "--target",
            "wasm32-unknown-unknown",
            "-p",
            "metering-export",
            "-p",
            "validator",
            "-p",
            "usage-worker",
            "--lib",
            "--bins",
            "--test",
            "browser",
            "--",
            "-D",
            "warnings",
            "-D",
            "clippy::unwrap_used",
        ],
    ),
    (
        "native tests and doc tests",
        &["test", "--locked", "--workspace"],
    ),
];

/// The steps of these parts.
pub(super) fn steps(parts: &[Part]) -> Vec<Step> {
    let mut steps = vec![Step {
        title: "what the tests need",
        work: Work::Prepare(parts.to_vec()),
    }];
    for part in parts {
        match part {
            Part::Unit => {
                steps.extend(UNIT.map(|(title, arguments)| Step {
                    title,
                    work: Work::Cargo(arguments),
                }));
            }
            Part::Browser => steps.extend([
                Step {
                    title: "tests inside Chromium",
                    work: Work::BrowserTests(Browser::Chromium),
                },
                Step {
                    title: "tests inside Firefox",
                    work: Work::BrowserTests(Browser::Firefox),
                },
                Step {
                    title: "tests inside Chromium, the validator for other pages",
                    work: Work::EmbedBrowserTests(Browser::Chromium),
                },
                Step {
                    title: "tests inside Firefox, the validator for other pages",
                    work: Work::EmbedBrowserTests(Browser::Firefox),
                },
            ]),
            Part::Embed => steps.extend([
                Step {
                    title: "build of the validator for other pages",
                    work: Work::BuildEmbed,
                },
                Step {
                    title: "its package in Node.js",
                    work: Work::EmbedTests,
                },
                Step {
                    title: "scripts of the benchmarks in Node.js, without measuring",
                    work: Work::BenchTests,
                },
            ]),
            Part::EndToEnd => steps.extend([
                Step {
                    title: "release, built twice at different places",
                    work: Work::BuildPages,
                },
                Step {
                    title: "end-to-end tests in Chromium",
                    work: Work::EndToEndTests(Browser::Chromium),
                },
                Step {
                    title: "end-to-end tests in Firefox",
                    work: Work::EndToEndTests(Browser::Firefox),
                },
            ]),
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_the_sum_of_its_parts() {
        // Each part has a preparation of its own, the whole has one for all.
        let own: usize = Part::ALL.iter().map(|&part| steps(&[part]).len() - 1).sum();
        assert_eq!(steps(&Part::ALL).len(), own + 1);
        assert!(Part::ALL.iter().all(|&part| steps(&[part]).len() > 1));
    }

    #[test]
    fn each_step_says_how_to_repeat_it() {
        let repeats: Vec<String> = steps(&Part::ALL)
            .iter()
            .map(|step| step.work.repeat())
            .collect();
        assert_eq!(repeats[0], "cargo xtask test unit browser embed e2e");
        assert_eq!(repeats[1], "cargo fmt --all --check");
        assert_eq!(repeats[5], "cargo test --locked --workspace");
        assert_eq!(
            repeats[6..],
            [
                "cargo xtask test browser",
                "cargo xtask test browser",
                "cargo xtask test browser",
                "cargo xtask test browser",
                "cargo xtask test embed",
                "cargo xtask test embed",
                "cargo xtask test embed",
                "cargo xtask test e2e",
                "cargo xtask test e2e",
                "cargo xtask test e2e"
            ]
        );
    }
}
