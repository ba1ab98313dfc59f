//! How often, over made-up texts, the verdicts on date-times and URLs differ from those of other judges, and why: a
//! difference that is not explained fails, and so does an explanation that nothing needs.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};
use std::io::Write as _;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};

use super::callback_url::{self, Difference as OfUrl};
use super::date_time::{self, Difference as OfDateTime};
use super::made_up;

const TEXTS: u32 = 8_000;

/// Counts the differences over so many texts, and says how often each was met.
fn count<D: Copy + Debug + Ord>(
    title: &str,
    texts: &impl Strategy<Value = String>,
    all: impl IntoIterator<Item = D>,
    check: impl Fn(&[u8]) -> Vec<D>,
) {
    let mut runner = TestRunner::new(Config::default());
    let mut met: BTreeMap<D, u32> = all.into_iter().map(|difference| (difference, 0)).collect();
    let mut alike = 0;
    for _ in 0..TEXTS {
        let text = texts.new_tree(&mut runner).unwrap().current();
        let differences = check(text.as_bytes());
        alike += u32::from(differences.is_empty());
        for difference in differences {
            *met.entry(difference).or_default() += 1;
        }
    }
    let mut report = format!("{title}: {TEXTS} texts, {alike} with the same verdict\n");
    for (difference, times) in &met {
        writeln!(report, "  {times:>6} {difference:?}").unwrap();
    }
    // Past libtest, which would keep it to itself.
    std::io::stderr().write_all(report.as_bytes()).unwrap();
    let unmet: Vec<_> = met.iter().filter(|(_, times)| **times == 0).collect();
    assert!(unmet.is_empty(), "never met: {unmet:?}");
}

/// Each difference with a text.
const DATE_TIMES: [(OfDateTime, &str); 11] = [
    (OfDateTime::BlankForT, "2024-08-12 00:00:00Z"),
    (OfDateTime::BasicFormat, "20240812T00:00:00Z"),
    (OfDateTime::NoSeconds, "2024-08-12T00:00Z"),
    (OfDateTime::Annotation, "2024-08-12T00:00:00Z[Etc/UTC]"),
    (OfDateTime::SignedYear, "+002024-08-12T00:00:00Z"),
    (OfDateTime::BeforeYearOne, "0000-12-31T23:59:59Z"),
    (OfDateTime::LeapSecond, "2016-12-31T23:59:60Z"),
    (OfDateTime::OffsetOfADay, "2024-08-12T00:00:00+24:00"),
    (OfDateTime::OffsetSeconds, "2024-08-12T00:00:00+02:00:30"),
    (OfDateTime::BeyondNine, "2024-08-12T00:00:00.5000000001Z"),
    (OfDateTime::EndOfYears, "9999-12-31T23:59:59Z"),
];

#[test]
fn date_times_beside_jiff() {
    for (difference, text) in DATE_TIMES {
        assert_eq!(date_time::check(text.as_bytes()), [difference], "{text}");
    }
    count(
        "date-times beside jiff",
        &made_up::date_time(),
        DATE_TIMES.map(|(difference, _)| difference),
        date_time::check,
    );
}

/// Each difference with a text.
const CALLBACK_URLS: [(OfUrl, &str); 10] = [
    (OfUrl::Mended, "https://a.com/a b"),
    (OfUrl::Backslash, "https://a.com\\b"),
    (OfUrl::Encoded, "https://a.com/\u{E9}"),
    (OfUrl::Slashes, "https:/a.com"),
    (OfUrl::OtherScheme, "ftp://a.com"),
    (OfUrl::Credentials, "https://me:secret@a.com"),
    (OfUrl::NoPort, "https://a.com:0"),
    (OfUrl::HostPunctuation, "https://a,b.com"),
    (OfUrl::HostName, "https://a..com"),
    (OfUrl::NotPublic, "https://127.1"),
];

#[test]
fn callback_urls_beside_the_url_crate() {
    for (difference, text) in CALLBACK_URLS {
        assert_eq!(
            callback_url::check(text.as_bytes()),
            Some(difference),
            "{text}"
        );
    }
    count(
        "callback URLs beside the url crate",
        &made_up::url(),
        CALLBACK_URLS.map(|(difference, _)| difference),
        |data| callback_url::check(data).into_iter().collect(),
    );
}
