//! What is shown: groups in order, in pages, and the largest of them.
use metering_core::usage::{
    Filter, Grain, GroupBy, GroupName, GroupRow, Page, Query, Sort, SortBy,
};

use super::support::{read_as, rows, sample, source, words};

fn query(by: GroupBy, sort_by: SortBy, descending: bool) -> Query {
    Query {
        by,
        sort: Sort {
            by: sort_by,
            descending,
        },
        skip: 0,
        take: usize::MAX,
    }
}

fn label(row: &GroupRow) -> String {
    let text = |name: &Option<String>| name.clone().unwrap_or("—".into());
    let name = match &row.name {
        GroupName::Period { days, .. } => days.first.to_string(),
        GroupName::Project { project } => text(project),
        GroupName::Folder { project, folder } => format!("{}/{}", text(project), text(folder)),
        GroupName::Organization {
            org_id, org_types, ..
        } => {
            format!("{} {}", text(org_id), org_types.join("+"))
        }
        GroupName::Unclear { .. }
        | GroupName::Meter { .. }
        | GroupName::Asset { .. }
        | GroupName::AssetType { .. }
        | GroupName::Environment { .. }
        | GroupName::Tier { .. } => {
            panic!("no such group in the sample")
        }
    };
    format!("{name} {:.2} {}", row.consumption, row.rows)
}

fn labels(page: &Page) -> Vec<String> {
    page.rows.iter().map(label).collect()
}

#[test]
fn groups_are_sorted_by_what_is_asked() {
    let mut usage = sample();
    let view = usage.view(Filter::default());
    let cases: [(GroupBy, SortBy, bool, &[&str]); 8] = [
        (
            GroupBy::Period(Grain::Day),
            SortBy::Name,
            false,
            &[
                "2025-01-01 2.00 2",
                "2025-01-02 0.75 2",
                "2025-01-03 4.50 3",
            ],
        ),
        (
            GroupBy::Period(Grain::Day),
            SortBy::Consumption,
            true,
            &[
                "2025-01-03 4.50 3",
                "2025-01-01 2.00 2",
                "2025-01-02 0.75 2",
            ],
        ),
        (
            GroupBy::Project,
            SortBy::Consumption,
            true,
            &["Sales 5.50 3", "finance 1.75 2", "— 0.00 2"],
        ),
        (
            GroupBy::Project,
            SortBy::Name,
            false,
            &["finance 1.75 2", "Sales 5.50 3", "— 0.00 2"],
        ),
        (
            GroupBy::Project,
            SortBy::Rows,
            false,
            &["finance 1.75 2", "— 0.00 2", "Sales 5.50 3"],
        ),
        (
            GroupBy::Folder,
            SortBy::Name,
            false,
            &[
                "finance/Daily 2.00 1",
                "finance/— -0.25 1",
                "Sales/Daily 4.50 2",
                "Sales/Hourly 1.00 1",
                "—/— 0.00 2",
            ],
        ),
        (
            GroupBy::Folder,
            SortBy::Consumption,
            false,
            &[
                "finance/— -0.25 1",
                "—/— 0.00 2",
                "Sales/Hourly 1.00 1",
                "finance/Daily 2.00 1",
                "Sales/Daily 4.50 2",
            ],
        ),
        (
            GroupBy::Organization,
            SortBy::Name,
            true,
            &["o2 Production+Sandbox 2.50 3", "o1 Production 4.75 4"],
        ),
    ];
    for (by, sort_by, descending, expected) in cases {
        let page = view.table(query(by, sort_by, descending));
        assert_eq!(
            labels(&page),
            expected,
            "{by:?} by {sort_by:?}, descending: {descending}"
        );
        assert_eq!((page.groups, page.rows_in_all), (expected.len(), 7));
        assert_eq!(page.consumption.to_string(), "7.250000000003");
    }
}

#[test]
fn a_project_opens_to_its_folders() {
    let mut usage = sample();
    let view = usage.view(Filter::default());
    let projects = view.table(query(GroupBy::Project, SortBy::Name, false));
    let folders: Vec<Vec<String>> = projects
        .rows
        .iter()
        .map(|project| {
            let page = view.table(query(
                GroupBy::FoldersOf(project.id),
                SortBy::Consumption,
                true,
            ));
            assert_eq!(
                (page.consumption, page.rows_in_all),
                (project.consumption, project.rows)
            );
            labels(&page)
        })
        .collect();
    assert_eq!(
        folders,
        [
            vec!["finance/Daily 2.00 1", "finance/— -0.25 1"],
            vec!["Sales/Daily 4.50 2", "Sales/Hourly 1.00 1"],
            vec!["—/— 0.00 2"]
        ]
    );
}

#[test]
fn pages_are_parts_of_the_whole_table_in_every_order() {
    let line = |n: u32| {
        let day = n % 28 + 1;
        format!(
            "2025-01-{day:02}T00:00:00Z,P{},F{},o{},T,{}.5\n",
            n % 37,
            n % 11,
            n % 3,
            n % 13
        )
    };
    let lines: Vec<String> = (0..200).map(line).collect();
    let mut usage = rows(&lines.concat()).merge(None);
    let view = usage.view(Filter::default());
    for by in [
        GroupBy::Period(Grain::Day),
        GroupBy::Project,
        GroupBy::Folder,
        GroupBy::Organization,
    ] {
        for sort_by in [SortBy::Name, SortBy::Consumption, SortBy::Rows] {
            for descending in [false, true] {
                let whole = view.table(query(by, sort_by, descending));
                assert_eq!(whole.rows.len(), whole.groups);
                let mut paged = Vec::new();
                for skip in (0..whole.groups + 7).step_by(7) {
                    let page = view.table(Query {
                        skip,
                        take: 7,
                        ..query(by, sort_by, descending)
                    });
                    assert_eq!(
                        (page.groups, page.consumption),
                        (whole.groups, whole.consumption)
                    );
                    paged.extend(page.rows);
                }
                assert_eq!(paged, whole.rows);
                let ids: std::collections::BTreeSet<u32> =
                    whole.rows.iter().map(|row| row.id).collect();
                assert_eq!(ids.len(), whole.groups);
            }
        }
    }
}

#[test]
fn the_largest_and_the_others_are_everything() {
    let mut usage = sample();
    let view = usage.view(Filter::default());
    let top = view.top(GroupBy::Project, 1);
    assert_eq!(
        top.rows.iter().map(label).collect::<Vec<_>>(),
        ["Sales 5.50 3"]
    );
    let others = top.others.unwrap();
    assert_eq!(
        (
            others.groups,
            others.rows,
            others.consumption.to_string().as_str()
        ),
        (2, 4, "1.750000000003")
    );
    assert_eq!(view.top(GroupBy::Project, 3).others, None);
    assert_eq!(
        view.top(GroupBy::Project, 0)
            .others
            .unwrap()
            .consumption
            .to_string(),
        "7.250000000003"
    );
    assert_eq!(view.top(GroupBy::Folder, 100).rows.len(), 5);
}

#[test]
fn ids_survive_reading_and_merging_again() {
    let mut usage = sample();
    let before = usage
        .view(Filter::default())
        .table(query(GroupBy::Project, SortBy::Name, false));
    let exports = read_as(
        usage.into_exports(),
        source("more"),
        b"Date,Project,Folder,Org ID,Consumption (IPUs)\n2025-02-01,Another,F,o1,1\n",
    );
    let mut usage = exports.merge(None);
    let after = usage
        .view(words("finance"))
        .table(query(GroupBy::Project, SortBy::Name, false));
    assert_eq!(after.rows, before.rows[..1]);
}
