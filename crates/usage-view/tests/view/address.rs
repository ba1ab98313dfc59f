//! How usage is looked at, in the address.
use metering_core::usage::{
    Against, ChangeSortBy, Choice, Day, Grain, GroupBy, Kind, Sort, SortBy,
};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use usage_view::{Action, Looks, Section, TimeAction};

use super::support::{ROWS, View, day, rows, with_rows};

fn restore(view: &mut View, pairs: &[(&str, &str)]) {
    let pairs = pairs.iter();
    let pairs = pairs.map(|(name, value)| ((*name).into(), (*value).into()));
    view.act(Action::Restore(pairs.collect()));
}

#[test]
fn a_shared_address_shows_the_same_view() {
    let mut view = with_rows(ROWS);
    view.words("o");
    view.act(Action::Choose(Choice {
        by: GroupBy::Folder,
        names: vec!["Sales".into(), "Daily".into()],
    }));
    view.act(Action::Time(TimeAction::Grain(Grain::Month)));
    view.act(Action::Time(TimeAction::Stack(Some(GroupBy::Organization))));
    view.act(Action::Sort(Section::Projects, SortBy::Name));
    let pairs = view.state.settings.to_pairs();
    let expected = [
        ("usage", "project"),
        ("words", "o"),
        ("grain", "month"),
        ("by", "organization"),
        ("sort-projects", "name"),
        ("only-folder", "Sales\u{1f}Daily"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(pairs, expected);
    let mut other = with_rows(ROWS);
    other.act(Action::Restore(pairs.clone()));
    assert_eq!(other.state.settings.to_pairs(), pairs);
    assert_eq!(other.state.question(), view.state.question());
    assert_eq!(other.page().field("Filter").attr("value"), Some("o"));
}

#[test]
fn what_is_unknown_or_broken_is_left_out() {
    let mut view = with_rows(ROWS);
    restore(
        &mut view,
        &[
            ("usage", "asset"),
            ("grain", "decade"),
            ("by", "meter"),
            ("first", "yesterday"),
            ("last", "2025-01-02"),
            ("page", "0"),
            ("page-projects", "-1"),
            ("columns", "many"),
            ("only-planet", "Earth"),
            ("sort", "largest"),
            ("else", ""),
        ],
    );
    assert_eq!(view.state.kind(), Kind::Project, "no other kind is open");
    assert_eq!(rows(&view.page(), "By day").len(), 2);
    assert_eq!(
        view.page().field("Last day").attr("value"),
        Some("2025-01-02")
    );
}

fn any_day() -> impl Strategy<Value = Day> {
    (0..40_000_i64)
        .prop_map(|days| Day::new(day("1970-01-01").date() + chrono::Duration::days(days)))
}

fn any_sort() -> impl Strategy<Value = Sort> {
    let by = select(vec![SortBy::Name, SortBy::Consumption, SortBy::Rows]);
    (by, any::<bool>()).prop_map(|(by, descending)| Sort { by, descending })
}

const DIMENSIONS: [GroupBy; 8] = [
    GroupBy::Project,
    GroupBy::Folder,
    GroupBy::Organization,
    GroupBy::Meter,
    GroupBy::Asset,
    GroupBy::AssetType,
    GroupBy::Environment,
    GroupBy::Tier,
];

fn settings() -> impl Strategy<Value = Looks> {
    let name = "[^\u{1f}]{0,8}";
    let choice = (
        select(DIMENSIONS.to_vec()),
        prop::collection::vec(name, 1..4),
    )
        .prop_map(|(by, names)| Choice { by, names });
    let filter = (
        select(vec![Kind::Project, Kind::Summary, Kind::Asset, Kind::Job]),
        ".{0,12}",
        option::of(any_day()),
        option::of(any_day()),
        prop::collection::btree_set(choice, 0..4),
    );
    let against = select(vec![
        Against::Before,
        Against::YearBefore,
        Against::DaysBefore,
    ]);
    let changes = select(vec![
        ChangeSortBy::Name,
        ChangeSortBy::Current,
        ChangeSortBy::Base,
        ChangeSortBy::Change,
    ]);
    let time = (
        option::of(select(Grain::ALL.to_vec())),
        option::of(select(DIMENSIONS.to_vec())),
        any::<[bool; 2]>(),
        option::of(any_sort()),
        option::of(any_day()),
        prop::array::uniform2(0..1_000_usize),
        option::of(0..100_usize),
        option::of(against),
        option::of(any_day()),
        option::of((changes, any::<bool>())),
    );
    (filter, time).prop_map(|(filter, time)| {
        let mut settings = Looks::default();
        let of = &mut settings.filter;
        (of.kind, of.text, of.first, of.last) = (filter.0, filter.1, filter.2, filter.3);
        of.chosen = filter.4.into_iter().collect();
        let of = &mut settings.over_time;
        (of.grain, of.stack) = (time.0, time.1);
        [of.share, of.same_days] = time.2;
        (of.table.sort, of.sorted_in) = (time.3, time.4);
        [of.table.page, of.changes_page] = time.5;
        (of.columns, of.against, of.period, of.changes_sort) = (time.6, time.7, time.8, time.9);
        settings
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read(settings in settings()) {
        let read = Looks::of_pairs(&settings.to_pairs());
        prop_assert_eq!(&read.filter, &settings.filter);
        prop_assert_eq!(&read.over_time, &settings.over_time);
        prop_assert_eq!(&read.typed.words, &settings.filter.text);
    }

    #[test]
    fn anything_can_be_read(pairs in prop::collection::vec(("(usage|words|first|last|grain|by|page|columns|only-folder|sort|period)", ".{0,10}"), 0..12)) {
        let _ = Looks::of_pairs(&pairs);
    }
}
