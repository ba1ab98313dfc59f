//! Inputs that are made up: likely ones with faults, and anything.

use metering_core::request::{Draft, Field, Input, JsonType, RangeLimit, Rules};
use proptest::prelude::*;
use serde_json::Value;

use super::{csv_file, draft, zip_file};

/// Texts of a regular expression, which is taken apart only once.
fn text(expression: &str) -> impl Strategy<Value = String> + use<> {
    prop::string::string_regex(expression).expect("a regular expression")
}

/// Date-times in the form expected, in other forms that people write, and with a character changed.
pub(crate) fn date_time() -> impl Strategy<Value = String> {
    let year = prop_oneof![8 => text("(19|20)[0-9]{2}"), 1 => text("000[01]"), 1 => text("9999"), 1 => text("[+-]00[0-9]{4}")];
    let date = (
        year,
        text("(-0[1-9]-[0-3][0-9]|-1[0-3]-[0-3][0-9]|-12-31|-01-01|1231|0801)"),
    );
    let time =
        text("[T t_]([01][0-9]|2[0-4])(:[0-5][0-9](:([0-5][0-9]|60))?|[0-5][0-9]([0-5][0-9])?)");
    let fraction = text("([.,]([0-9]{1,9}|[0-9]{9}0{1,3}|[0-9]{10,12}))?");
    let offset = text("(Z|z|[+-](0[0-9]|1[0-4]|2[3-6])(:?[0-5][0-9](:?[0-5][0-9])?)?)?");
    let annotation = text("(\\[Etc/UTC\\]|\\[u-ca=iso8601\\])?");
    let likely = (date, time, fraction, offset, annotation).prop_map(
        |((year, date), time, fraction, offset, annotation)| {
            [year.as_str(), &date, &time, &fraction, &offset, &annotation].concat()
        },
    );
    let exact = || {
        text(
            "(0001|2024|9999)-(01-01|02-29|12-31)T(00|23):(00|59):(00|59)(\\.9{9}|,[0-9]{9}0{2})?(Z|[+-](00|02|23|24|25):(00|59)(:30)?)",
        )
    };
    let changed =
        (exact(), any::<prop::sample::Index>(), any::<char>()).prop_map(|(text, at, character)| {
            let at = at.index(text.len());
            [&text[..at], &character.to_string(), &text[at + 1..]].concat()
        });
    prop_oneof![
        6 => likely,
        2 => exact(),
        1 => changed,
        1 => text("[0-9TtZz:.,+\\[\\] -]{0,36}"),
        1 => any::<String>(),
    ]
}

/// URLs with everything odd that hosts, ports and schemes can have.
pub(crate) fn url() -> impl Strategy<Value = String> {
    let scheme = prop_oneof![8 => text("https?"), 1 => text("[hH][tT]{2}[pP][sS]?"), 1 => text("(ftp|ws|mailto|data|x)")];
    let slashes = prop_oneof![12 => text("://"), 1 => text(":/{0,3}"), 1 => text(":\\\\\\\\")];
    let user = prop_oneof![8 => text(""), 1 => text("[a-z:]{0,4}@")];
    let label = text(
        "([a-z0-9-]{1,8}|[a-zA-Z_]{1,5}|xn--[a-z0-9-]{1,8}|[a-z]{1,3}[!$&'()*+,;=~\"`{}|^<>%][a-z]{0,2}|%[0-9A-F]{2}|%C3%BC|\\PC{1,3}|(a|ü){60,66})",
    );
    let name = (
        prop::collection::vec(label, 1..4),
        prop_oneof![
            6 => text("(com|de|org|info)"),
            3 => text("(localhost|local|internal|test|example|invalid|onion|alt|home\\.arpa|arpa)"),
            1 => text("\\PC{1,2}"),
            1 => text("[0-9x]{1,3}"),
            1 => text(""),
        ],
        text("\\.{0,2}"),
    )
        .prop_map(|(labels, last, dot)| format!("{}.{last}{dot}", labels.join(".")));
    let number = text("(0[xX][0-9a-fA-F]{0,8}|0[0-7]{0,6}|[0-9]{1,3}|[0-9]{1,10})");
    let ipv4 = prop::collection::vec(number, 1..6).prop_map(|numbers| numbers.join("."));
    let ipv6 = prop_oneof![
        any::<u128>().prop_map(|bits| std::net::Ipv6Addr::from(bits).to_string()),
        (any::<u128>(), 0_u32..128)
            .prop_map(|(bits, shift)| std::net::Ipv6Addr::from(bits >> shift).to_string()),
        (
            text("(2001|2002|64:ff9b|::ffff|::ffff:0|fe80|fd00|ff02|3fff|2606)"),
            text("::?[0-9a-f:.]{0,20}")
        )
            .prop_map(|(start, rest)| start + &rest),
        text("[0-9a-f:.%]{0,30}"),
    ]
    .prop_map(|address| format!("[{address}]"));
    let host = prop_oneof![6 => name, 2 => ipv4, 2 => ipv6, 1 => text("[a-z]{0,9}")];
    let port = prop_oneof![5 => text(""), 1 => text(":[0-9]{0,6}"), 1 => text(":0{1,5}")];
    let rest = prop_oneof![4 => text(""), 3 => text("[/?#][!-~]{0,20}"), 1 => text("[/?#]\\PC{0,8}"), 1 => text("[ /?#\\\\\t\n\u{a0}\u{200b}].{0,5}")];
    let likely = (scheme, slashes, user, host, port, rest).prop_map(
        |(scheme, slashes, user, host, port, rest)| {
            [scheme.as_str(), &slashes, &user, &host, &port, &rest].concat()
        },
    );
    prop_oneof![
        12 => likely,
        1 => text("[a-z0-9.]{1,12}:[0-9/]{0,5}"),
        1 => text("https?://\\PC{0,12}"),
        1 => any::<String>(),
    ]
}

fn input() -> impl Strategy<Value = Input> {
    prop_oneof![
        Just(Input::Absent),
        Just(Input::WrongType(JsonType::Object)),
        any::<String>().prop_map(Input::from),
        date_time().prop_map(Input::from),
        url().prop_map(Input::from),
        "[0-9]{4}-[0-9]{2}-[0-9]{2}".prop_map(Input::from),
        " ?(PROJECT_FOLDER|SUMMARY|ASSET|JOB_LEVEL|TRUE|false) ?".prop_map(Input::from),
    ]
}

fn draft() -> impl Strategy<Value = Draft> {
    let fields = prop::collection::vec(input(), Field::ALL.len());
    let unknown = prop::collection::vec(any::<String>(), 0..3);
    (fields, unknown).prop_map(|(inputs, unknown)| {
        let mut draft = Draft {
            unknown,
            ..Draft::default()
        };
        for (field, input) in Field::ALL.into_iter().zip(inputs) {
            draft.set(field, input);
        }
        draft
    })
}

/// Any JSON in which these names come up.
fn json(names: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let name = prop_oneof![
        3 => prop::sample::select(names).prop_map(String::from),
        1 => any::<String>()
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "(SUCCESS|CREATED|https://a\\.com/saas|Integration Cloud)".prop_map(Value::from),
        date_time().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 6, move |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            3 => prop::collection::vec((name.clone(), inner), 0..8)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

const DRAFT: [&str; 8] = [
    "startDate",
    "endDate",
    "jobType",
    "combinedMeterUsage",
    "allLinkedOrgs",
    "meterId",
    "allMeters",
    "callbackUrl",
];

const ZIPS: [&str; 5] = [
    "infozip-deflated",
    "infozip-stored",
    "infozip-folders",
    "python-streamed",
    "python-zip64-directory",
];

fn instant() -> impl Strategy<Value = chrono::DateTime<chrono::Utc>> {
    (-62_135_596_800_i64..=253_402_300_799).prop_map(|seconds| {
        chrono::DateTime::from_timestamp(seconds, 0).expect("within chrono's years")
    })
}

proptest! {
    #[test]
    fn every_draft_is_answered_soundly(draft in draft(), now in prop::option::of(instant()), warn in any::<bool>()) {
        let range_limit = if warn { RangeLimit::Warning } else { RangeLimit::Error };
        draft::answered_soundly(&draft, &Rules { now, range_limit, ..Rules::default() });
    }

    #[test]
    fn any_json_is_read_and_answered(json in json(&DRAFT), cut in any::<prop::sample::Index>()) {
        let json = json.to_string();
        draft::check(json.as_bytes());
        draft::check(&json.as_bytes()[..cut.index(json.len())]);
    }

    #[test]
    fn any_csv_is_read_alike_in_pieces(
        lines in "([a,\"\r\n]|\\PC|2025-01-02,a,b,c,d,1\n|2025-01-0[1-3]T00:00:00Z,p,f,o,t,-?[0-9]{1,9}\\.[0-9]{12}\n){0,60}",
        header in prop_oneof![8 => Just("Date,Project,Folder,Org ID,Org Type,Consumption (IPUs)\n"), 1 => Just("")],
    ) {
        csv_file::check(format!("{header}{lines}").as_bytes());
    }

    #[test]
    fn any_zip_is_refused_or_unpacked_alike(
        start in prop::collection::vec(any::<u8>(), 0..200),
        end in prop::collection::vec(any::<u8>(), 0..60),
        sample in prop::sample::select(&ZIPS[..]),
        cut in any::<prop::sample::Index>(),
    ) {
        let zip = std::fs::read(format!("{}/tests/data/usage/{sample}.zip", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let at = cut.index(zip.len());
        zip_file::check(&start);
        zip_file::check(&[&start, &zip[at..]].concat());
        zip_file::check(&[&zip[..at], &start, &zip[at..]].concat());
        zip_file::check(&[b"PK\x03\x04".as_slice(), &start, b"PK\x01\x02", &end, b"PK\x05\x06", &start, &end].concat());
    }
}
