//! Any bytes as a CSV file: the same rows in whatever pieces they come, and again where they were written.

use bigdecimal::BigDecimal;
use metering_core::usage::{ExportReport, Exports, Filter, Source, Usage};

/// The file is read or refused as a whole, alike in pieces; what is written is read again.
pub(crate) fn check(data: &[u8]) {
    let (report, mut usage) = read(data, data.len().max(1));
    for size in [1, 7, 64] {
        let (in_pieces, rows) = read(data, size);
        assert_eq!(in_pieces, report, "in pieces of {size}");
        assert_eq!(written(&rows), written(&usage), "in pieces of {size}");
    }
    let Some(report) = report else { return };
    let file = &report.files[0];
    assert_eq!(
        (file.rows, file.rejected),
        (report.rows, report.rejected.total)
    );
    if let Some(problem) = &file.problem {
        assert!(problem.to_string().ends_with('.'), "{problem}");
        assert_eq!(report.rows, 0);
    }

    let written_once = written(&usage);
    let (again, usage_again) = read(&written_once, 4096);
    assert_eq!(written(&usage_again), written_once);
    let again = again.expect("a header at least");
    assert_eq!(again.rejected.total, 0, "a row that was read is rejected");

    let sum: BigDecimal = csv::Reader::from_reader(written_once.as_slice())
        .byte_records()
        .map(|record| {
            let record = record.expect("six fields");
            let amount = std::str::from_utf8(&record[5]).expect("a number");
            amount.parse::<BigDecimal>().expect("a number")
        })
        .sum();
    let totals = usage.view(Filter::default()).totals();
    let total: BigDecimal = totals.consumption.to_string().parse().expect("a number");
    assert_eq!(total, sum);
}

fn read(csv: &[u8], size: usize) -> (Option<ExportReport>, Usage) {
    let mut reader = Exports::new().read(Source {
        name: "disk".into(),
        created: None,
        window: None,
        partial: false,
    });
    reader.begin_file("org.csv");
    for piece in csv.chunks(size) {
        reader.push(piece);
    }
    let (exports, outcome) = reader.finish();
    if let Err(error) = outcome {
        assert!(error.to_string().ends_with('.'), "{error}");
    }
    let report = exports.reports().next();
    (report, exports.merge(None))
}

fn written(usage: &Usage) -> Vec<u8> {
    usage.rows_csv(&Filter::default()).flatten().collect()
}
