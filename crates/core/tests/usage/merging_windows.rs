//! However a range is cut into windows, their merged exports are those of the whole range.
use std::collections::BTreeMap;

use metering_core::usage::{DayRange, Exports, Filter};
use proptest::prelude::*;

use super::support::{HEADER, job, merged_report, range, read, read_as, rows_csv};

/// Day of January, place, and amount in trillionths.
type Row = (u32, u8, u32);

fn line(&(date, place, amount): &Row) -> String {
    let project = if place % 5 == 0 { "null" } else { "P" };
    format!(
        "2025-01-{date:02}T00:00:00Z,{project},F{place},o{},T,0.{amount:012}\n",
        place % 3
    )
}

fn csv<'a>(rows: impl IntoIterator<Item = &'a Row>) -> String {
    let mut lines: Vec<String> = rows.into_iter().map(line).collect();
    lines.sort_by(|a, b| b.cmp(a));
    format!("{HEADER}{}", lines.concat())
}

fn sorted_lines(csv: &str) -> Vec<String> {
    let mut lines: Vec<String> = csv.lines().map(Into::into).collect();
    lines.sort_unstable();
    lines
}

fn window(first: u32, last: u32) -> (String, String) {
    (format!("2025-01-{first:02}"), format!("2025-01-{last:02}"))
}

/// A row for each key at most, as the service writes them.
fn whole() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::btree_map((1_u32..=31, 0_u8..12), any::<u32>(), 0..150).prop_map(|rows| {
        rows.into_iter()
            .map(|((date, place), amount)| (date, place, amount))
            .collect()
    })
}

/// Windows that cover 1 to 31 January: each begins within the one before it or on the day after.
fn windows() -> impl Strategy<Value = Vec<(u32, u32)>> {
    prop::collection::vec((1_u32..=12, 0_u32..=4), 1..20).prop_map(|steps| {
        let mut windows = Vec::new();
        let mut next = 1_u32;
        for (length, back) in steps.into_iter().chain([(31, 0)]) {
            let first = next.saturating_sub(back).clamp(1, 31);
            let last = (first + length - 1).min(31);
            windows.push((first, last));
            next = next.max(last + 1);
        }
        windows
    })
}

proptest! {
    #[test]
    fn merged_windows_equal_the_whole(
        rows in whole(),
        windows in windows(),
        created in prop::collection::vec(0_i64..5, 21),
        order in any::<prop::sample::Index>(),
    ) {
        let mut exports = Exports::new();
        let turn = order.index(windows.len());
        for number in (turn..windows.len()).chain(0..turn) {
            let (first, last) = windows[number];
            let (from, to) = window(first, last);
            let part = csv(rows.iter().filter(|row| (first..=last).contains(&row.0)));
            exports = read_as(exports, job(&number.to_string(), created[number], &from, &to), part.as_bytes());
        }
        let mut merged = exports.merge(Some(range("2025-01-01", "2025-01-31")));
        let mut expected = read(csv(&rows)).merge(None);
        prop_assert_eq!(sorted_lines(&rows_csv(&merged)), sorted_lines(&rows_csv(&expected)));
        prop_assert_eq!(merged.view(Filter::default()).totals(), expected.view(Filter::default()).totals());
        let covered = |date: u32| windows.iter().filter(|(first, last)| (*first..=*last).contains(&date)).count();
        let report = merged_report(&merged);
        prop_assert_eq!(&report.gaps, &[]);
        prop_assert_eq!((report.differing.total, report.only_earlier.total, report.duplicates.total), (0, 0, 0));
        let twice: usize = rows.iter().map(|row| covered(row.0) - 1).sum();
        prop_assert_eq!(report.superseded, twice as u64);
        let days_twice: u64 = report.overlaps.iter().map(|overlap| overlap.days.days()).sum();
        prop_assert_eq!(days_twice, (1..=31).filter(|&date| covered(date) > 1).count() as u64);
    }

    #[test]
    fn where_exports_disagree_the_last_created_with_the_row_counts(
        exports in prop::collection::vec((0_i64..4, prop::collection::btree_map((1_u32..=6, 0_u8..6), 0_u32..3, 0..20)), 1..6),
    ) {
        let mut all = Exports::new();
        let mut expected = BTreeMap::<(u32, u8), (i64, usize, u32)>::new();
        for (at, (created, rows)) in exports.iter().enumerate() {
            let rows: Vec<Row> = rows.iter().map(|(&(date, place), &amount)| (date, place, amount)).collect();
            all = read_as(all, job("j", created * 10 + i64::try_from(at).unwrap(), "2025-01-01", "2025-01-06"), csv(&rows).as_bytes());
            for (date, place, amount) in rows {
                let found = (created * 10 + i64::try_from(at).unwrap(), at, amount);
                let winner = expected.entry((date, place)).or_insert(found);
                *winner = found.max(*winner);
            }
        }
        let rows: Vec<Row> = expected.iter().map(|(&(date, place), &(_, _, amount))| (date, place, amount)).collect();
        let merged = all.merge(None);
        prop_assert_eq!(sorted_lines(&rows_csv(&merged)), sorted_lines(&csv(&rows)));
    }

    #[test]
    fn every_asked_day_is_in_a_gap_or_in_a_window(windows in prop::collection::vec((1_u32..=31, 0_u32..9), 0..8)) {
        let mut exports = Exports::new();
        for &(first, length) in &windows {
            let (from, to) = window(first, (first + length).min(31));
            exports = read_as(exports, job("j", 1, &from, &to), HEADER.as_bytes());
        }
        let asked = range("2025-01-01", "2025-01-31");
        let usage = exports.merge(Some(asked));
        let report = merged_report(&usage);
        for (date, number) in asked.iter().zip(1_u32..) {
            let covering: Vec<usize> = windows
                .iter()
                .enumerate()
                .filter(|(_, (first, length))| (*first..=first + length).contains(&number))
                .map(|(at, _)| at)
                .collect();
            let has = |days: &DayRange| days.contains(date);
            prop_assert_eq!(report.gaps.iter().any(has), covering.is_empty());
            let overlap = report.overlaps.iter().find(|overlap| has(&overlap.days));
            let found = overlap.map(|overlap| overlap.exports.clone());
            prop_assert_eq!(found, (covering.len() > 1).then_some(covering));
        }
        prop_assert!(report.gaps.windows(2).all(|pair| pair[0].last.next() < Some(pair[1].first)));
    }
}
