//! Amounts are exact to the twelfth decimal: read, added up and written.
use std::{fmt::Write, str::FromStr};

use bigdecimal::BigDecimal;
use metering_core::usage::{AmountProblem, Ipus};
use proptest::prelude::*;

use super::support::{rows, rows_csv, total};

#[test]
fn reads_every_notation() {
    let cases = [
        ("0.079470080000", 79_470_080_000),
        ("1", 1_000_000_000_000),
        ("1.5", 1_500_000_000_000),
        ("007.50", 7_500_000_000_000),
        (".5", 500_000_000_000),
        ("5.", 5_000_000_000_000),
        ("-0.25", -250_000_000_000),
        ("+0.25", 250_000_000_000),
        ("0", 0),
        ("-0.0", 0),
        ("0E-12", 0),
        ("1.2345E-8", 12_345),
        ("12e3", 12_000_000_000_000_000),
        ("12E+3", 12_000_000_000_000_000),
        ("10000000000000e-25", 1),
        ("0.000000000001", 1),
        ("0.0000000000010000000000000000000000000000000000000000", 1),
        ("0.0000000000005", 0),
        ("0.0000000000015", 2),
        ("-0.0000000000015", -2),
        ("0.00000000000050000000000000000001", 1),
        ("0.00000000000049999999999999999999", 0),
        ("0.0000000000009", 1),
        ("1e-13", 0),
        ("6e-13", 1),
        ("9e-14", 0),
        ("1e-99999999999999999999", 0),
        ("0.07947008000000001", 79_470_080_000),
        ("170141183460469231731687303.715884105727", i128::MAX),
    ];
    for (text, trillionths) in cases {
        assert_eq!(
            text.parse(),
            Ok(Ipus::from_trillionths(trillionths)),
            "{text}"
        );
    }
    let zeros = "0".repeat(100_000);
    assert_eq!(
        format!("{zeros}1.{zeros}").parse(),
        Ok(Ipus::from_trillionths(1_000_000_000_000))
    );
    assert_eq!(format!("0.{zeros}").parse(), Ok(Ipus::ZERO));
}

#[test]
fn refuses_what_is_not_an_amount() {
    use AmountProblem::{NotANumber, TooLarge};
    let cases = [
        ("", NotANumber),
        (".", NotANumber),
        ("-", NotANumber),
        ("--1", NotANumber),
        ("+-1", NotANumber),
        ("null", NotANumber),
        ("NaN", NotANumber),
        ("Infinity", NotANumber),
        ("1,5", NotANumber),
        ("1.5.0", NotANumber),
        ("1'000", NotANumber),
        (" 1", NotANumber),
        ("1 ", NotANumber),
        ("1e", NotANumber),
        ("1e1.5", NotANumber),
        ("e5", NotANumber),
        ("0x10", NotANumber),
        ("١٫٥", NotANumber),
        ("１", NotANumber),
        ("170141183460469231731687303.715884105728", TooLarge),
        ("1e30", TooLarge),
        ("1e99999999999999999999", TooLarge),
    ];
    for (text, problem) in cases {
        assert_eq!(text.parse::<Ipus>(), Err(problem), "{text}");
    }
}

#[test]
fn displays_all_decimals_or_rounds_half_even() {
    let show =
        |text: &str, decimals: usize| format!("{:.decimals$}", text.parse::<Ipus>().unwrap());
    assert_eq!(
        "0.07947008".parse::<Ipus>().unwrap().to_string(),
        "0.079470080000"
    );
    assert_eq!(
        "-12.5".parse::<Ipus>().unwrap().to_string(),
        "-12.500000000000"
    );
    assert_eq!(show("1.005", 2), "1.00");
    assert_eq!(show("1.015", 2), "1.02");
    assert_eq!(show("-1.015", 2), "-1.02");
    assert_eq!(show("1.005000000001", 2), "1.01");
    assert_eq!(show("1.004999999999", 2), "1.00");
    assert_eq!(show("0.5", 0), "0");
    assert_eq!(show("-0.004", 2), "0.00");
    assert_eq!(show("999.999", 2), "1000.00");
    assert_eq!(show("1.5", 15), "1.500000000000000");
    assert_eq!(
        Ipus::from_trillionths(i128::MIN).to_string(),
        "-170141183460469231731687303.715884105728"
    );
}

#[test]
fn travels_as_text() {
    let amount = Ipus::from_trillionths(79_470_080_000);
    let json = serde_json::to_string(&amount).unwrap();
    assert_eq!(json, "\"0.079470080000\"");
    assert_eq!(serde_json::from_str::<Ipus>(&json).unwrap(), amount);
    assert!(serde_json::from_str::<Ipus>("\"1 IPU\"").is_err());
}

#[test]
fn a_row_holds_up_to_a_quadrillion_ipus_in_any_notation() {
    let lines = "\
2025-01-02T00:00:00Z,a,f,o,P,1000000000000000\n\
2025-01-02T00:00:00Z,b,f,o,P,-1000000000000000.000000000000\n\
2025-01-02T00:00:00Z,c,f,o,P,9223372.036854775808\n\
2025-01-02T00:00:00Z,d,f,o,P,+1.50\n\
2025-01-02T00:00:00Z,e,f,o,P,1.2345E-8\n\
2025-01-02T00:00:00Z,f,f,o,P,123456789012.25E0\n\
2025-01-02T00:00:00Z,g,f,o,P,0.5\n";
    let mut usage = rows(lines).merge(None);
    assert_eq!(usage.exports().reports().next().unwrap().rejected(), 0);
    assert_eq!(total(&mut usage), "123466012386.286854788153");
    let written = rows_csv(&usage);
    let amounts = written.lines().skip(1).map(|line| &line[27..]);
    let expected = [
        "P,1000000000000000.000000000000",
        "P,-1000000000000000.000000000000",
        "P,9223372.036854775808",
        "P,1.500000000000",
        "P,0.000000012345",
        "P,123456789012.250000000000",
        "P,0.500000000000",
    ];
    assert_eq!(amounts.collect::<Vec<_>>(), expected);

    let exports = rows("2025-01-02T00:00:00Z,a,f,o,P,1000000000000000.000000000001\n");
    let report = exports.reports().next().unwrap();
    assert_eq!(
        report.files[0].rejected.rows[0].problem.to_string(),
        "the consumption is larger than any plausible amount"
    );
}

/// Amounts as the service writes them, and in every other notation that it could.
fn amount() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,6}\\.[0-9]{12}",
        "-?(0|[1-9][0-9]{0,9})(\\.[0-9]{1,12})?",
        "[+-]?[0-9]{1,4}(\\.[0-9]{1,6})?[eE][+-]?[0-6]",
    ]
}

proptest! {
    #[test]
    fn a_sum_agrees_with_arbitrary_precision(amounts in prop::collection::vec(amount(), 1..40)) {
        let mut lines = String::new();
        let mut expected = BigDecimal::from(0);
        for (number, amount) in amounts.iter().enumerate() {
            writeln!(lines, "2025-01-02T00:00:00Z,p{number},f,o,P,{amount}").unwrap();
            expected += BigDecimal::from_str(amount).unwrap();
        }
        let mut usage = rows(&lines).merge(None);
        let sum = usage.view(metering_core::usage::Filter::default()).totals();
        prop_assert_eq!(sum.rows, amounts.len() as u64);
        prop_assert_eq!(BigDecimal::from_str(&sum.consumption.to_string()).unwrap(), expected);
        let written = rows_csv(&usage);
        let mut reader = csv::Reader::from_reader(written.as_bytes());
        for (record, amount) in reader.records().zip(&amounts) {
            let written = BigDecimal::from_str(&record.unwrap()[5]).unwrap();
            prop_assert_eq!(written, BigDecimal::from_str(amount).unwrap());
        }
    }

    #[test]
    fn a_text_is_rounded_half_even_or_refused(text in "[+-]?[0-9]{0,3}\\.?[0-9]{0,14}([eE][+-]?[0-9]{0,2})?") {
        match (text.parse::<Ipus>(), BigDecimal::from_str(&text)) {
            (Ok(ipus), Ok(exact)) => {
                let rounded = exact.with_scale_round(12, bigdecimal::RoundingMode::HalfEven);
                prop_assert_eq!(BigDecimal::from_str(&ipus.to_string()).unwrap(), rounded);
            }
            (Ok(ipus), Err(error)) => prop_assert!(false, "{} was read as {}, but: {}", text, ipus, error),
            (Err(AmountProblem::NotANumber), exact) => prop_assert!(exact.is_err(), "{} was refused", text),
            (Err(AmountProblem::TooLarge), Ok(exact)) => {
                prop_assert!(exact.abs() > BigDecimal::from_str("1.7e26").unwrap());
            }
            (Err(problem), Err(error)) => prop_assert!(false, "{}: {} and {}", text, problem, error),
        }
    }

    #[test]
    fn rounding_agrees_with_arbitrary_precision(trillionths in any::<i64>(), decimals in 0_i64..12) {
        let amount = Ipus::from_trillionths(trillionths.into());
        let exact = BigDecimal::from_str(&amount.to_string()).unwrap();
        let expected = exact.with_scale_round(decimals, bigdecimal::RoundingMode::HalfEven);
        let shown = format!("{amount:.*}", usize::try_from(decimals).unwrap());
        prop_assert_eq!(BigDecimal::from_str(&shown).unwrap(), expected);
    }
}
