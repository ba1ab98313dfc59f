//! Opening files from disk, signed out: the figures are the simulator's own, and what cannot be read is said in words.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;

use crate::harness::{Kind, Page, in_browser};
use crate::usage_made::{Files, csv, of_simulator, zip_of, zipped};

/// Every row of a table over all its pages: the amount by the name.
pub(crate) async fn whole_table(page: &Page, title: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let pages = page.usage().within(Kind::Group, &format!("Pages, {title}"));
    loop {
        for row in page.usage_rows(title).await {
            let name = row[0].replace(" provisional", "");
            found.insert(name, row[1].replace(',', ""));
        }
        let total = page.usage_total(title).await[0].clone();
        let groups = total
            .split(' ')
            .nth(1)
            .and_then(|text| text.replace(',', "").parse().ok());
        let more = usize::from(total.ends_with("rows without one"));
        if groups.is_none_or(|groups: usize| found.len() >= groups + more) {
            return found;
        }
        let first = page.usage_rows(title).await[0][0].clone();
        pages.button("Next").click().await;
        page.usage()
            .within(Kind::Table, title)
            .no_longer_shows(&first)
            .await;
    }
}

#[test]
fn a_file_from_disk_shows_the_simulators_own_sums() {
    in_browser(async |page| {
        let (zip, totals) = of_simulator(page).await;
        let files = Files::new(&[("export.zip", &zip)]);
        page.open_files(&[&files.path("export.zip")]).await;
        page.announces("Usage of 1 export is shown.").await;
        page.find(Kind::Heading, "Usage").has_focus().await;

        let by_day = whole_table(page, "By day").await;
        assert_eq!(by_day, totals.by_day);
        let mut by_project = whole_table(page, "By project").await;
        if let Some(amount) = by_project.remove("No project") {
            by_project.insert("null".into(), amount);
        }
        assert_eq!(by_project, totals.by_project);
        let by_org = whole_table(page, "By organization").await;
        let by_org: BTreeMap<_, _> = by_org
            .into_iter()
            .map(|(name, amount)| {
                (
                    name.split(' ').next().unwrap_or_default().to_owned(),
                    amount,
                )
            })
            .collect();
        assert_eq!(by_org, totals.by_org);
        for table in ["By day", "By project", "By organization"] {
            let total = page.usage_total(table).await;
            assert_eq!(total[1].replace(',', ""), totals.total, "{table}");
            assert_eq!(
                total[3].replace(',', ""),
                totals.rows.to_string(),
                "{table}"
            );
        }
        page.usage().shows("This is not an invoice.").await;
        let asked: Vec<_> = page
            .sim
            .requests()
            .into_iter()
            .map(|asked| asked.path)
            .collect();
        assert_eq!(asked, [""; 0], "nothing is asked of the service");
        assert_eq!(page.violations().await, [""; 0]);
    });
}

#[test]
fn a_file_dropped_anywhere_is_opened() {
    in_browser(async |page| {
        page.drop_file("dropped.zip", &zipped(&csv(3))).await;
        page.usage().shows("dropped.zip: 3 rows, 2025-01-02").await;
        assert_eq!(page.usage_total("By project").await[1], "3.000000000003");
    });
}

#[test]
fn several_files_are_merged_and_what_they_share_counts_once() {
    in_browser(async |page| {
        let files = Files::new(&[("a.zip", &zipped(&csv(3))), ("b.zip", &zipped(&csv(5)))]);
        page.open_files(&[&files.path("a.zip"), &files.path("b.zip")])
            .await;
        page.announces("Usage of 2 exports is shown.").await;
        assert_eq!(page.usage_total("By project").await[1], "10.000000000005");
        page.usage()
            .shows("2025-01-02 is in a.zip and b.zip. Their rows are counted once.")
            .await;
    });
}

#[test]
fn what_cannot_be_read_is_said_and_what_was_shown_stays() {
    in_browser(async |page| {
        let good = zipped(&csv(3));
        let mut damaged = good.clone();
        damaged[80] ^= 0xff;
        let files = Files::new(&[
            ("good.zip", &good),
            ("damaged.zip", &damaged),
            ("cut.zip", &good[..good.len() - 30]),
            ("page.zip", b"<html>Bad gateway</html>"),
            ("other.zip", &zipped("Name,Amount\na,1\n")),
            ("empty.zip", b""),
        ]);
        page.open_files(&[&files.path("good.zip")]).await;
        page.usage().shows("good.zip: 3 rows").await;
        for (name, words) in [
            (
                "damaged.zip",
                "“4wMFqGlxAKVlIFTixlTSOY.csv” in the ZIP file is damaged",
            ),
            ("cut.zip", "cut off"),
            (
                "page.zip",
                "it looks like a web page, perhaps the error page of a gateway",
            ),
            ("other.zip", "The columns are not those of an export"),
            ("empty.zip", "it is empty"),
        ] {
            page.open_files(&[&files.path(name)]).await;
            page.usage()
                .shows(&format!("{name} could not be read."))
                .await;
            page.usage().shows(words).await;
            page.usage().shows("good.zip: 3 rows").await;
        }
    });
}

/// A file of the core's tests.
fn export(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("crates/core/tests/data/exports").join(name)
}

#[test]
fn an_unpacked_csv_dropped_on_the_page_is_read() {
    in_browser(async |page| {
        let csv = std::fs::read(export("unpacked.csv")).expect("a file");
        page.drop_file("unpacked.csv", &csv).await;
        page.usage().shows("unpacked.csv: 3 rows").await;
        assert_eq!(page.usage_total("By project").await[1], "1.079470080004");
    });
}

#[test]
fn files_as_people_have_them_show_their_totals_in_both_orders() {
    in_browser(async |page| {
        let [newer, older] = ["newest-first (1).zip", "newest-first.zip"];
        let [null, blank] = ["null.zip", "blank.zip"];
        for (names, rows, total) in [
            (&["unquoted-comma.zip"][..], "4", "11.579470080004"),
            (&["semicolon.zip"], "5", "1,246.658940283457"),
            (&["uncounted-row.zip"], "2", "1.079470080001"),
            (&["two-downloads.zip"], "3", "1.079470080004"),
            (&[newer, older], "3", "27.750000000000"),
            (&[older, newer], "3", "27.750000000000"),
            (&[null, blank], "1", "1.000000000000"),
            (&[blank, null], "1", "1.000000000000"),
        ] {
            let paths: Vec<PathBuf> = names.iter().map(|name| export(name)).collect();
            let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
            page.open_files(&paths).await;
            page.usage()
                .shows(&format!("{}: ", names[names.len() - 1]))
                .await;
            let found = page.usage_total("By day").await;
            assert_eq!([&found[1], &found[3]], [total, rows], "{names:?}");
            if names.len() > 1 {
                page.usage().button("Close all").click().await;
            } else {
                page.usage()
                    .button(&format!("Close {}", names[0]))
                    .click()
                    .await;
            }
            page.usage().shows("No export is open.").await;
        }
        page.open_files(&[&export("spreadsheet-dates.zip")]).await;
        page.usage()
            .shows("which can mean 2025-01-02 or 2025-02-01")
            .await;
        page.open_files(&[&export("uncounted-row.zip")]).await;
        page.usage().link("1 row not counted").click().await;
        let list = "Not counted: 1 row that could not be read";
        page.usage().within(Kind::Heading, list).has_focus().await;
        page.open_files(&[&export("summary.zip")]).await;
        page.usage().shows("2.625000000001").await;
        let meters = page.usage_rows("By meter").await;
        assert_eq!(
            [&meters[0][1], &meters[1][1]],
            ["2.125000000001", "0.500000000000"]
        );
    });
}

#[test]
fn of_two_files_that_nothing_tells_apart_one_is_chosen() {
    in_browser(async |page| {
        let header = "Date,Project,Folder,Org ID,Org Type,Consumption (IPUs)";
        let file = |amount: &str| format!("{header}\n2025-01-02T00:00:00Z,P,F,o,T,{amount}\n");
        let [small, large] = ["1", "2"].map(file);
        let files = [("small.csv", &small), ("large.csv", &large)];
        let zip = zip_of(&files, SimpleFileOptions::default());
        page.drop_file("both.zip", &zip).await;
        page.usage()
            .shows("1 row differs between files, and nothing tells which file is newer.")
            .await;
        assert_eq!(page.usage_total("By day").await[1], "2.000000000000");
        page.usage().button("Let small.csv count").click().await;
        page.usage()
            .shows("small.csv counts where nothing tells which file is newer.")
            .await;
        assert_eq!(page.usage_total("By day").await[1], "1.000000000000");
        page.usage().button("Undo the choice").click().await;
        page.usage().button("Let large.csv count").is_there().await;
        assert_eq!(page.usage_total("By day").await[1], "2.000000000000");
    });
}

#[test]
fn a_job_level_file_is_a_table_and_the_kinds_are_shown_one_at_a_time() {
    in_browser(async |page| {
        let jobs = "Task ID,Status,IPU\nt1,Success,1.5\nt2,Failed,0.25\n";
        page.drop_file("jobs.csv", jobs.as_bytes()).await;
        page.usage().shows("2 rows, 1.750000000000 IPUs").await;
        assert_eq!(
            page.usage_rows("Jobs, table 1").await,
            [["t1", "Success", "1.5"], ["t2", "Failed", "0.25"]]
        );
        page.usage().field("Filter").fill("fail").await;
        page.usage().shows("1 row, 0.250000000000 IPUs").await;
        page.usage().button("Clear filter").click().await;
        page.open_files(&[&export("summary.zip")]).await;
        page.usage().shows("2.625000000001").await;
        page.usage().button("Job level").click().await;
        page.usage().shows("2 rows, 1.750000000000 IPUs").await;

        // Back and forth, with the summary beside the projects, which job level does not have.
        page.open_files(&[&export("unpacked.csv")]).await;
        let beside = "Summary beside project level";
        for (kind, total) in [
            ("Project level", "1.079470080004"),
            ("Summary", "2.625000000001"),
        ] {
            page.usage().button(kind).click().await;
            page.usage().within(Kind::Heading, beside).is_there().await;
            assert_eq!(page.usage_total("By day").await[1], total);
            page.usage().button("Job level").click().await;
            page.usage().shows("2 rows, 1.750000000000 IPUs").await;
            page.usage().within(Kind::Heading, beside).is_gone().await;
        }
        // A filter that leaves nothing of one kind.
        page.usage().button("Project level").click().await;
        page.usage().field("Filter").fill("PROJ").await;
        page.usage().button("Summary").click().await;
        page.usage().shows("Nothing matches the filter.").await;
        page.usage().button("Job level").click().await;
        page.usage().shows("0 rows").await;
        page.usage().button("Project level").click().await;
        assert_eq!(page.usage_total("By day").await[1], "1.079470080001");
    });
}
