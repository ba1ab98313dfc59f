//! Command lines and what becomes of them.

use super::*;

fn parsed(line: &str) -> Result<Action, String> {
    parse(line.split_whitespace().map(OsString::from)).map_err(|failure| failure.to_string())
}

#[test]
fn commands_and_their_options() {
    let serve = |port, service: Option<&str>, watch| {
        Ok(Action::Serve(Serve {
            port,
            service: service.map(str::to_owned),
            watch,
            for_server: Vec::new(),
        }))
    };
    assert_eq!(parsed(""), Ok(Action::Help));
    assert_eq!(parsed("--help"), Ok(Action::Help));
    assert_eq!(parsed("serve -h"), Ok(Action::Help));
    assert_eq!(parsed("test --help"), Ok(Action::Help));
    assert_eq!(parsed("dist"), Ok(Action::Dist));
    assert_eq!(parsed("size"), Ok(Action::Size(false)));
    assert_eq!(parsed("size --accept"), Ok(Action::Size(true)));
    assert_eq!(parsed("embed"), Ok(Action::Embed));
    assert_eq!(parsed("finish"), Ok(Action::Finish));
    assert_eq!(parsed("finish --help"), Ok(Action::Help));
    assert_eq!(parsed("serve"), serve(8080, None, false));
    assert_eq!(parsed("serve --port 1234 --watch"), serve(1234, None, true));
    assert_eq!(
        parsed("serve --service=https://pod --port=9"),
        serve(9, Some("https://pod"), false)
    );
}

#[test]
fn what_follows_two_dashes_is_for_the_server() {
    let Ok(Action::Serve(options)) = parsed("serve --watch -- --pace 10 --watch") else {
        panic!("not understood as `serve`");
    };
    assert!(options.watch);
    assert_eq!(options.for_server, ["--pace", "10", "--watch"]);
}

#[test]
fn parts_run_once_and_in_their_own_order() {
    use Part::{Browser, Embed, EndToEnd, Unit};

    assert_eq!(
        parsed("test"),
        Ok(Action::Test(vec![Unit, Browser, Embed, EndToEnd]))
    );
    assert_eq!(parsed("test e2e"), Ok(Action::Test(vec![EndToEnd])));
    assert_eq!(
        parsed("test e2e unit e2e"),
        Ok(Action::Test(vec![Unit, EndToEnd]))
    );
}

#[test]
fn benchmarks_are_named_or_all() {
    assert_eq!(parsed("bench"), Ok(Action::Bench(Bench::ALL.to_vec())));
    assert_eq!(
        parsed("bench load usage load"),
        Ok(Action::Bench(vec![Bench::Usage, Bench::Load]))
    );
    assert_eq!(parsed("bench validator --help"), Ok(Action::Help));
}

#[test]
fn mistakes_are_named() {
    for (line, problem) in [
        ("dance", "There is no command `dance`"),
        ("--port", "Invalid option '--port'"),
        ("finish now", "Unexpected argument \"now\""),
        ("serve now", "Unexpected argument \"now\""),
        ("serve --prot 1", "Invalid option '--prot'"),
        ("serve --port", "`--port` needs a number, for example 8081"),
        (
            "serve --port x",
            "`--port x` is not a port: give a number up to 65535",
        ),
        (
            "serve --port 65536",
            "`--port 65536` is not a port: give a number up to 65535",
        ),
        (
            "serve --watch=yes",
            "Unexpected argument for option '--watch': \"yes\"",
        ),
        (
            "serve --service",
            "`--service` needs an address, for example https://dm-us.informaticacloud.com",
        ),
        (
            "test all",
            "There is no part `all` of the tests: the parts are unit, browser, embed and e2e",
        ),
        ("bench everything", "There is no benchmark `everything`"),
        ("bench --fast", "Invalid option '--fast'"),
        ("test -- unit", "`--` is for `serve` only"),
        ("test --fast", "Invalid option '--fast'"),
    ] {
        assert_eq!(
            parsed(line),
            Err(format!(
                "{problem}. `cargo xtask --help` lists what there is."
            )),
            "{line}"
        );
    }
}
