//! Several exports become one: the job created last wins, and what was found is said.
use metering_core::usage::{Exports, Source, WindowDays};

use super::support::{HEADER, job, merged_report, range, read_as, rows_csv, source, total};

fn merged(exports: &[(Source, &str)]) -> Exports {
    exports.iter().fold(Exports::new(), |all, (source, lines)| {
        read_as(all, source.clone(), format!("{HEADER}{lines}").as_bytes())
    })
}

#[test]
fn the_job_created_last_wins_in_whatever_order_they_are_read() {
    let early = (
        job("early", 1, "2025-01-01", "2025-01-02"),
        "2025-01-02T00:00:00Z,P,F,o,T,1.5\n2025-01-01T00:00:00Z,P,F,o,T,2\n",
    );
    let late = (
        job("late", 2, "2025-01-02", "2025-01-03"),
        "2025-01-03T00:00:00Z,P,F,o,T,4\n2025-01-02T00:00:00Z,P,F,o,T,1.75\n",
    );
    let expected = format!(
        "{HEADER}2025-01-03T00:00:00Z,P,F,o,T,4.000000000000\n2025-01-02T00:00:00Z,P,F,o,T,1.750000000000\n2025-01-01T00:00:00Z,P,F,o,T,2.000000000000\n"
    );
    for order in [[early.clone(), late.clone()], [late, early]] {
        let mut usage = merged(&order).merge(None);
        assert_eq!(rows_csv(&usage), expected);
        assert_eq!(total(&mut usage), "7.750000000000");
        let report = merged_report(&usage);
        assert_eq!(
            (
                report.superseded,
                report.differing.total,
                report.only_earlier.total
            ),
            (1, 1, 0)
        );
        let difference = &report.differing.first[0];
        assert_eq!(difference.counts.consumption.to_string(), "1.750000000000");
        assert_eq!(order[difference.counts.export].0.name, "late");
        assert_eq!(
            difference.superseded.consumption.to_string(),
            "1.500000000000"
        );
        assert_eq!(difference.superseded.date, "2025-01-02T00:00:00Z");
        assert_eq!(difference.superseded.project.as_deref(), Some("P"));
    }
}

#[test]
fn of_two_files_from_disk_the_one_read_later_wins_and_jobs_win_over_both() {
    let line = |amount: &str| format!("2025-01-02T00:00:00Z,P,F,o,T,{amount}\n");
    let [one, two, three] = ["1", "2", "3"].map(line);
    let disks = [(source("a"), one.as_str()), (source("b"), two.as_str())];
    assert_eq!(total(&mut merged(&disks).merge(None)), "2.000000000000");
    let with_job = [
        (job("j", 0, "2025-01-02", "2025-01-02"), three.as_str()),
        disks[0].clone(),
        disks[1].clone(),
    ];
    assert_eq!(total(&mut merged(&with_job).merge(None)), "3.000000000000");
}

#[test]
fn equal_rows_are_counted_once_and_do_not_differ() {
    let line = "2025-01-02T00:00:00Z,null,null,o,T,1.500000000000\n";
    let days = ("2025-01-02", "2025-01-02");
    let same_amount = "2025-01-02T00:00:00Z,null,null,o,T,1.5\n";
    let mut usage = merged(&[
        (job("a", 1, days.0, days.1), line),
        (job("b", 2, days.0, days.1), same_amount),
    ])
    .merge(None);
    assert_eq!(total(&mut usage), "1.500000000000");
    assert_eq!(
        (
            merged_report(&usage).superseded,
            merged_report(&usage).differing.total
        ),
        (1, 0)
    );
}

#[test]
fn a_changed_organization_type_is_a_difference_and_no_other_row() {
    let days = ("2025-01-02", "2025-01-02");
    let mut usage = merged(&[
        (
            job("a", 1, days.0, days.1),
            "2025-01-02T00:00:00Z,P,F,o,Sandbox,1\n",
        ),
        (
            job("b", 2, days.0, days.1),
            "2025-01-02T00:00:00Z,P,F,o,Production,1\n",
        ),
    ])
    .merge(None);
    assert_eq!(total(&mut usage), "1.000000000000");
    let difference = &merged_report(&usage).differing.first[0];
    assert_eq!(difference.counts.org_type.as_deref(), Some("Production"));
    assert_eq!(difference.superseded.org_type.as_deref(), Some("Sandbox"));
}

#[test]
fn the_key_is_the_instant_not_how_it_is_written() {
    let days = ("2025-01-02", "2025-01-02");
    let mut usage = merged(&[
        (
            job("a", 1, days.0, days.1),
            "2025-01-02,P,F,o,T,1\n2025-01-02T12:00:00Z,P,F,o,T,10\n",
        ),
        (
            job("b", 2, days.0, days.1),
            "2025-01-02T00:00:00.000Z,P,F,o,T,2\n",
        ),
    ])
    .merge(None);
    assert_eq!(total(&mut usage), "12.000000000000");
}

#[test]
fn a_row_that_only_the_earlier_job_has_counts_and_is_said() {
    let usage = merged(&[
        (
            job("early", 1, "2025-01-01", "2025-01-02"),
            "2025-01-02T00:00:00Z,gone,F,o,T,1\n2025-01-01T00:00:00Z,P,F,o,T,1\n",
        ),
        (
            job("late", 2, "2025-01-02", "2025-01-03"),
            "2025-01-02T00:00:00Z,P,F,o,T,1\n",
        ),
    ])
    .merge(None);
    let report = merged_report(&usage);
    assert_eq!(report.only_earlier.total, 1);
    assert_eq!(
        report.only_earlier.first[0].project.as_deref(),
        Some("gone")
    );
    assert_eq!(rows_csv(&usage).lines().count(), 4);
}

#[test]
fn duplicates_within_an_export_count_as_in_the_file_and_are_said() {
    let twice = "2025-01-02T00:00:00Z,P,F,o,T,1\n2025-01-02T00:00:00Z,P,F,o,T,2\n";
    let mut usage = merged(&[
        (
            job("early", 1, "2025-01-02", "2025-01-02"),
            "2025-01-02T00:00:00Z,P,F,o,T,50\n2025-01-02T00:00:00Z,P,F,o,T,60\n",
        ),
        (job("late", 2, "2025-01-02", "2025-01-02"), twice),
    ])
    .merge(None);
    assert_eq!(total(&mut usage), "3.000000000000");
    let report = merged_report(&usage);
    assert_eq!(
        (
            report.duplicates.total,
            report.superseded,
            report.differing.total
        ),
        (1, 2, 2)
    );
    assert_eq!(
        report.duplicates.first[0].consumption.to_string(),
        "2.000000000000"
    );
}

#[test]
fn gaps_and_overlaps_of_the_windows_are_said_by_day() {
    let exports = merged(&[
        (job("a", 1, "2025-01-03", "2025-01-10"), ""),
        (job("b", 2, "2025-01-09", "2025-01-12"), ""),
        (job("c", 3, "2025-01-10", "2025-01-15"), ""),
        (job("d", 4, "2025-01-20", "2025-01-20"), ""),
    ]);
    let usage = exports.merge(Some(range("2025-01-01", "2025-01-31")));
    let report = merged_report(&usage);
    assert_eq!(
        report.gaps,
        [
            range("2025-01-01", "2025-01-02"),
            range("2025-01-16", "2025-01-19"),
            range("2025-01-21", "2025-01-31")
        ]
    );
    let overlaps: Vec<_> = report
        .overlaps
        .iter()
        .map(|o| (o.days, o.exports.as_slice()))
        .collect();
    assert_eq!(
        overlaps,
        [
            (range("2025-01-09", "2025-01-09"), [0, 1].as_slice()),
            (range("2025-01-10", "2025-01-10"), &[0, 1, 2]),
            (range("2025-01-11", "2025-01-12"), &[1, 2]),
        ]
    );
    let usage = usage.into_exports().merge(None);
    assert_eq!(
        merged_report(&usage).gaps,
        [range("2025-01-16", "2025-01-19")]
    );
    let usage = usage
        .into_exports()
        .merge(Some(range("2025-01-05", "2025-01-06")));
    assert_eq!(merged_report(&usage).gaps, []);
}

#[test]
fn days_that_only_partial_exports_answer_for_are_incomplete() {
    let partial = |source: Source| Source {
        partial: true,
        ..source
    };
    let usage = merged(&[
        (partial(job("a", 1, "2025-01-01", "2025-01-10")), ""),
        (job("b", 2, "2025-01-05", "2025-01-06"), ""),
        (partial(job("c", 3, "2025-01-06", "2025-01-12")), ""),
    ])
    .merge(None);
    assert_eq!(
        merged_report(&usage).incomplete,
        [
            range("2025-01-01", "2025-01-04"),
            range("2025-01-07", "2025-01-12")
        ]
    );
}

#[test]
fn a_window_that_is_unknown_is_that_of_its_rows() {
    let usage = merged(&[
        (
            source("disk"),
            "2025-01-07T00:00:00Z,P,F,o,T,1\n2025-01-05T00:00:00Z,P,F,o,T,1\n",
        ),
        (source("empty"), ""),
    ])
    .merge(Some(range("2025-01-05", "2025-01-08")));
    assert_eq!(
        merged_report(&usage).windows,
        [
            WindowDays {
                days: Some(range("2025-01-05", "2025-01-07")),
                from_rows: true
            },
            WindowDays {
                days: None,
                from_rows: true
            }
        ]
    );
    assert_eq!(
        merged_report(&usage).gaps,
        [range("2025-01-08", "2025-01-08")]
    );
}

#[test]
fn rows_outside_their_window_count_and_are_said() {
    let mut usage = merged(&[(
        job("a", 1, "2025-01-02", "2025-01-02"),
        "2025-01-03T00:00:00Z,P,F,o,T,1\n2025-01-02T00:00:00Z,P,F,o,T,1\n",
    )])
    .merge(None);
    assert_eq!(merged_report(&usage).outside_window, 1);
    assert_eq!(total(&mut usage), "2.000000000000");
}

#[test]
fn an_export_can_be_removed_and_the_others_merged_again() {
    let mut exports = merged(&[
        (
            job("a", 1, "2025-01-02", "2025-01-02"),
            "2025-01-02T00:00:00Z,P,F,o,T,1\n",
        ),
        (
            job("b", 2, "2025-01-02", "2025-01-02"),
            "2025-01-02T00:00:00Z,P,F,o,T,2\n",
        ),
    ]);
    exports.remove(7);
    exports.remove(1);
    assert_eq!(exports.len(), 1);
    let mut usage = exports.merge(None);
    assert_eq!(total(&mut usage), "1.000000000000");
    assert_eq!(merged_report(&usage).superseded, 0);
}
