//! Usage over time, stacked and compared, against the simulator's own sums; filters by click; Back and shared links.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::json;
use simulator::UsageTotals;

use crate::harness::{DOWN, Page, in_browser, wait_for};
use crate::usage_made::{Files, of_simulator_days, zipped};

const TABLE: &str = "Organizations by month";

/// Two months of the simulator, as files, and its own sums of each.
async fn two_months(page: &Page) -> (Files, [UsageTotals; 2]) {
    let (august, in_august) = of_simulator_days(page, "2024-08-01", "2024-08-30").await;
    let (september, in_september) = of_simulator_days(page, "2024-09-01", "2024-09-30").await;
    let files = Files::new(&[("august.zip", &august), ("september.zip", &september)]);
    (files, [in_august, in_september])
}

async fn open(page: &Page, files: &Files) {
    let paths = ["august.zip", "september.zip"].map(|name| files.path(name));
    let paths: Vec<_> = paths.iter().map(PathBuf::as_path).collect();
    page.open_files(&paths).await;
    page.announces("Usage of 2 exports is shown.").await;
}

async fn stack(page: &Page) {
    page.usage().field("By").choose("Month").await;
    page.usage()
        .field("Stacked by")
        .choose("Organization")
        .await;
    page.usage().shows("Total, 4 organizations").await;
}

/// The exact amounts of a table, as people see them who rest on its cells: by the name of the row.
async fn exact(page: &Page, table: &str) -> BTreeMap<String, Vec<String>> {
    let script = "
        const table = [...document.querySelectorAll('table')].find((table) => table.ariaLabel === arguments[0]);
        const rows = table ? [...table.rows].slice(1) : [];
        return rows.map((row) => [row.cells[0].innerText.trim(), [...row.cells].slice(1).map((cell) => cell.title)]);";
    let found = page.script(script, vec![json!(table)]).await;
    let found: Vec<(String, Vec<String>)> = serde_json::from_value(found).expect("rows");
    let plain = |cells: Vec<String>| cells.iter().map(|cell| cell.replace(',', "")).collect();
    found
        .into_iter()
        .map(|(name, cells)| (name, plain(cells)))
        .collect()
}

async fn has_rows(page: &Page, table: &str, count: usize) {
    wait_for(format!("{count} rows in {table}"), async || {
        let rows = page.usage_rows(table).await;
        if rows.len() == count {
            Ok(())
        } else {
            Err(format!("{rows:?}"))
        }
    })
    .await;
}

async fn fragment(page: &Page) -> String {
    let hash = page.script("return location.hash", Vec::new()).await;
    hash.as_str().unwrap_or_default().to_owned()
}

#[test]
fn organizations_by_month_are_the_simulators_own_sums() {
    in_browser(async |page| {
        let (files, totals) = two_months(page).await;
        open(page, &files).await;
        stack(page).await;
        let found = exact(page, TABLE).await;
        for (org, august) in &totals[0].by_org {
            let cells = &found[org];
            assert_eq!(
                cells[..2],
                [august.clone(), totals[1].by_org[org].clone()],
                "{org}"
            );
        }
        let below = &found["Total, 4 organizations"];
        assert_eq!(
            below[..2],
            [totals[0].total.clone(), totals[1].total.clone()]
        );

        page.usage()
            .field("Compare with")
            .choose("The period before")
            .await;
        page.usage()
            .shows("2024-09-01 to 2024-09-30 beside 2024-08-01 to 2024-08-31 (incomplete: 30 of 31 days).")
            .await;
        let compared = exact(page, "Organizations compared").await;
        for (org, august) in &totals[0].by_org {
            let cells = &compared[org];
            assert_eq!(
                cells[..2],
                [august.clone(), totals[1].by_org[org].clone()],
                "{org}"
            );
        }
        let total = &compared["Total"];
        assert_eq!(
            total[..2],
            [totals[0].total.clone(), totals[1].total.clone()]
        );
        page.is_accessible("stacked and compared usage").await;
    });
}

#[test]
fn a_click_filters_a_chip_takes_it_back_and_so_does_back() {
    in_browser(async |page| {
        let (files, totals) = two_months(page).await;
        open(page, &files).await;
        stack(page).await;
        let org = totals[0].by_org.keys().next().expect("an organization");
        let filter = page.usage().within(crate::harness::Kind::Table, TABLE);
        filter.button(&format!("Filter by {org}")).click().await;
        has_rows(page, TABLE, 1).await;
        assert!(
            fragment(page)
                .await
                .contains(&format!("only-organization={org}"))
        );
        page.script("history.back()", Vec::new()).await;
        has_rows(page, TABLE, 4).await;
        page.script("history.forward()", Vec::new()).await;
        has_rows(page, TABLE, 1).await;
        page.usage()
            .button(&format!("Remove Organization: {org}"))
            .click()
            .await;
        has_rows(page, TABLE, 4).await;

        // A search among what can be chosen; several of one kind.
        page.usage().button("Organizations").click().await;
        page.usage().field("Search organizations").fill(org).await;
        wait_for("one organization that matches", async || {
            let count = "return document.querySelectorAll('fieldset li').length";
            match page.script(count, Vec::new()).await.as_u64() {
                Some(1) => Ok(()),
                other => Err(format!("{other:?}")),
            }
        })
        .await;
        page.script(
            "document.querySelector('fieldset li input').click()",
            Vec::new(),
        )
        .await;
        has_rows(page, TABLE, 1).await;
        page.is_accessible("what can be filtered by").await;
        page.usage().button("Clear filter").click().await;
        has_rows(page, TABLE, 4).await;

        // A part of a bar shows its days and its group.
        let bar = "document.querySelector('.picture [data-bar]').dispatchEvent(new MouseEvent('click', { bubbles: true }))";
        page.script(bar, Vec::new()).await;
        page.usage()
            .button("Remove Days: 2024-08-01 to 2024-08-31")
            .is_there()
            .await;
        has_rows(page, TABLE, 1).await;
    });
}

#[test]
fn a_shared_link_shows_the_same_view() {
    in_browser(async |page| {
        let (files, totals) = two_months(page).await;
        open(page, &files).await;
        stack(page).await;
        page.usage().button("Share").click().await;
        page.usage().field("Filter").fill("o").await;
        wait_for("the words in the address", async || {
            let fragment = fragment(page).await;
            if fragment.ends_with("words=o&grain=month&by=organization&share=yes") {
                Ok(())
            } else {
                Err(fragment)
            }
        })
        .await;
        let shown = page.usage_rows(TABLE).await;
        assert!(!fragment(page).await.contains(&totals[0].total));

        page.reload().await;
        open(page, &files).await;
        has_rows(page, TABLE, shown.len()).await;
        assert_eq!(page.usage_rows(TABLE).await, shown);
        page.usage().field("Filter").holds("o").await;
        page.usage().field("Stacked by").holds("organization").await;
    });
}

#[test]
fn arrow_keys_move_the_label_from_the_bar_that_the_mouse_rests_on() {
    in_browser(async |page| {
        let rows = "Date,Project,Folder,Org ID,Org Type,Consumption (IPUs)\n\
            2025-01-02,P,F,o,T,1\n2025-01-03,P,F,o,T,2\n2025-01-04,P,F,o,T,4\n";
        page.drop_file("made.zip", &zipped(rows)).await;
        page.usage().shows("made.zip: 3 rows").await;
        let bars =
            "[...document.querySelectorAll('[aria-label^=\"Consumption by day\"] [role=img]')]";
        let rest = format!(
            "const bars = {bars};
            bars[2].dispatchEvent(new MouseEvent('mouseover', {{ bubbles: true }}));
            bars[0].focus();"
        );
        page.script(&rest, Vec::new()).await;
        page.press([DOWN]).await;
        let labels =
            "return [...document.querySelectorAll('svg text')].map((text) => text.textContent)
            .filter((text) => text.includes(' IPUs'))";
        wait_for("the label of the second bar", async || {
            let found = page.script(labels, Vec::new()).await;
            if found == json!(["2025-01-03: 2 IPUs"]) {
                Ok(())
            } else {
                Err(found.to_string())
            }
        })
        .await;
    });
}
