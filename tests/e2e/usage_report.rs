//! From the form to figures, the allowance, and what leaves the page: paper, pictures, text for a spreadsheet.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bigdecimal::BigDecimal;
use chrono::{Days, NaiveDate, Utc};
use fantoccini::wd::PrintConfiguration;
use serde_json::json;
use simulator::{JobPlan, JobStatus, UsageTotals};

use crate::harness::{Kind, Page, in_browser, in_chromium};
use crate::usage_made::zipped;
use crate::usage_open::whole_table;

/// Requests an export with the form as it is filled in, shows its usage, and gives the simulator's sums.
async fn show_requested(page: &Page) -> UsageTotals {
    page.sim
        .script_next_job(JobPlan::at_once(JobStatus::Success));
    let before = page.sim.jobs().len();
    page.form().button("Request export").click().await;
    let id = page.created_job(before).await.job_id;
    page.job(&id).button("Show usage").click().await;
    page.usage().button(&format!("Close {id}")).is_there().await;
    page.sim.usage_totals(&id).expect("a job")
}

/// The sums of a table by the first words of its rows, as far as they are among these names.
fn by_name(
    table: BTreeMap<String, String>,
    names: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let with_name = |(text, amount): (String, String)| {
        let name = names
            .keys()
            .find(|name| text == **name || text.starts_with(&format!("{name} ")));
        (name.cloned().unwrap_or(text), amount)
    };
    table.into_iter().map(with_name).collect()
}

#[test]
fn each_type_of_data_is_requested_and_shows_the_simulators_own_sums() {
    in_browser(async |page| {
        page.sign_in().await;
        page.fill_range().await;
        for (job_type, tables) in [
            ("Project level", &["By day", "By project"][..]),
            ("Summary", &["By day", "By meter", "By organization"]),
            ("Asset level", &["By day", "By meter", "By project"]),
        ] {
            page.form().field("Job type").choose(job_type).await;
            let totals = show_requested(page).await;
            page.usage().shows(&grouped(&totals.total)).await;
            for table in tables {
                let expected = match *table {
                    "By day" => &totals.by_day,
                    "By meter" => &totals.by_meter,
                    "By project" => &totals.by_project,
                    _ => &totals.by_org,
                };
                let mut found = whole_table(page, table).await;
                if let Some(amount) = found.remove("No project") {
                    found.insert("null".into(), amount);
                }
                if *table == "By organization" {
                    // Their names stand before the IDs.
                    let total: BigDecimal = found.values().map(|text| amount(text)).sum();
                    assert_eq!(
                        (total, found.len()),
                        (amount(&totals.total), expected.len())
                    );
                } else {
                    assert_eq!(&by_name(found, expected), expected, "{job_type}, {table}");
                }
            }
        }
        page.form().field("Job type").choose("Job level").await;
        page.form().field("All meters").choose("TRUE").await;
        let totals = show_requested(page).await;
        let rows = in_groups(&totals.rows.to_string());
        page.usage().shows(&format!(": {rows} rows, ")).await;
    });
}

fn amount(text: &str) -> BigDecimal {
    text.parse().expect("an amount")
}

/// An amount with separators of thousands, as the page writes it.
fn grouped(text: &str) -> String {
    let (whole, decimals) = text.split_once('.').expect("decimals");
    format!("{}.{decimals}", in_groups(whole))
}

/// A whole number with separators of thousands.
fn in_groups(digits: &str) -> String {
    let digits: Vec<char> = digits.chars().collect();
    let groups: Vec<String> = digits
        .rchunks(3)
        .rev()
        .map(|group| group.iter().collect())
        .collect();
    groups.join(",")
}

/// Types a day into a field as a browser does at the end of it; how it is typed differs by language.
async fn choose_day(page: &Page, name: &str, day: NaiveDate) {
    let choose = "const [name, day] = arguments;
        const label = [...document.querySelectorAll('label')].find((label) => label.textContent === name);
        label.control.value = day;
        label.control.dispatchEvent(new InputEvent('input', { bubbles: true }));";
    page.script(choose, vec![json!(name), json!(day.to_string())])
        .await;
}

#[test]
fn the_allowance_is_judged_by_the_simulators_sums_and_kept() {
    in_browser(async |page| {
        let today = Utc::now().date_naive();
        let before = |days| today - Days::new(days);
        page.sign_in().await;
        page.form()
            .field("Start date")
            .fill(&before(20).to_string())
            .await;
        page.form()
            .field("End date")
            .fill(&before(1).to_string())
            .await;
        page.form().field("Job type").choose("Summary").await;
        let totals = show_requested(page).await;

        page.usage().button("Set an allowance").click().await;
        page.usage().button("Keep allowance").click().await;
        let field = page.usage().field("Allowance (IPUs)");
        field.has_focus().await;
        assert_eq!(
            field.described_by().await,
            ["Enter the IPUs as a number without separators of thousands, such as 1200 or 1200.5."]
        );
        field.fill("1000000").await;
        choose_day(page, "First day of a period", before(20)).await;
        page.usage().field("Period").choose("Annual").await;
        page.usage().button("Keep allowance").click().await;

        let allowance = page.usage().within(Kind::Terms, "Allowance");
        allowance.shows(&grouped(&totals.total)).await;
        let remaining = amount("1000000.000000000000") - amount(&totals.total);
        allowance.shows(&grouped(&remaining.to_string())).await;
        // Today and yesterday are not complete.
        let complete = totals
            .by_day
            .iter()
            .filter(|(day, _)| **day < before(1).to_string());
        let last_7: BigDecimal = complete.rev().take(7).map(|(_, text)| amount(text)).sum();
        let per_day =
            (last_7 / BigDecimal::from(7)).with_scale_round(2, bigdecimal::RoundingMode::HalfEven);
        allowance
            .shows(&format!("{} a day", grouped(&per_day.to_string())))
            .await;
        allowance
            .shows(&format!("7 days, {} to {}", before(8), before(2)))
            .await;
        page.usage().shows("Estimate, from summary exports.").await;
        let rows = page.usage_rows("Cumulative use").await;
        assert_eq!(
            rows[0][..2],
            [format!("{} provisional", before(1)), grouped(&totals.total)]
        );
        page.usage()
            .field("Filter")
            .fill("nothing of this name")
            .await;
        page.usage().shows("Nothing matches the filter.").await;
        allowance.shows(&grouped(&totals.total)).await;

        // What is kept is shown again, with the allowance.
        page.reload().await;
        allowance.shows(&grouped(&totals.total)).await;
        page.usage().button("Change the allowance").click().await;
        page.usage().button("Forget allowance").click().await;
        page.usage().button("Set an allowance").is_there().await;
        allowance.is_gone().await;
    });
}

const ROWS: &str = "Date,Project,Folder,Org ID,Org Type,Consumption (IPUs)\n\
    2025-01-03T00:00:00Z,=1+1,F,4wMFqGlxAKVlIFTixlTSOY,Production,1234.000000000001\n\
    2025-01-02T00:00:00Z,a & <b>,F,4wMFqGlxAKVlIFTixlTSOY,Production,2.5\n";

#[test]
fn all_rows_of_each_table_are_copied_for_a_spreadsheet() {
    in_browser(async |page| {
        let mut rows = ROWS.to_owned();
        for at in 0..30 {
            let _ = writeln!(
                rows,
                "2024-12-{:02}T00:00:00Z,P{at:02},F,4wMFqGlxAKVlIFTixlTSOY,Production,1",
                at + 1
            );
        }
        page.drop_file("made.zip", &zipped(&rows)).await;
        page.permit("clipboard-write", true).await;
        page.permit("clipboard-read", true).await;
        let copied = async |table: &str, rows: usize| {
            let button = page.usage().button(&format!("Copy as TSV, {table}"));
            button.click().await;
            page.announces(&format!("Copied {rows} rows.")).await;
            let read = "return navigator.clipboard.readText()";
            let text = page.script(read, Vec::new()).await;
            let text = text.as_str().expect("a text").to_owned();
            assert_eq!(text.lines().count(), rows + 1, "{text}");
            text
        };
        let projects = copied("By project", 32).await;
        let first = "Project\tConsumption (IPUs)\tShare (%)\tRows\n\
            '=1+1\t1234.000000000001\t97.4\t1\n\
            a & <b>\t2.500000000000\t0.2\t1\n\
            P00\t1.000000000000\t0.1\t1\n";
        assert!(projects.starts_with(first), "{projects}");
        let days = copied("Over time", 32).await;
        assert!(
            days.ends_with("\n2024-12-01\t1.000000000000\t0.1\t1\n"),
            "{days}"
        );
        page.usage().field("Stacked by").choose("Project").await;
        page.usage()
            .field("Compare with")
            .choose("The period before")
            .await;
        page.usage().field("By").choose("Month").await;
        page.usage()
            .shows("2025-01-01 to 2025-01-31 (incomplete")
            .await;
        let cross = copied("Over time", 32).await;
        let head = "Project\t2024-12-01 to 2024-12-31\t2025-01-01 to 2025-01-31\tTotal (IPUs)\n";
        assert!(cross.starts_with(head), "{cross}");
        let changes = copied("Compared", 32).await;
        assert!(
            changes.contains("\nP29\t1.000000000000\t0.000000000000\t-1.000000000000\n"),
            "{changes}"
        );

        page.permit("clipboard-write", false).await;
        page.usage().button("Copy as TSV, By project").click().await;
        let name = "usage-project-level-by-project_2024-12-01_2025-01-03";
        page.usage()
            .shows(&format!(
                "The browser did not let the page copy, so {name}.tsv is saved."
            ))
            .await;
        let (_, saved) = page.saved_file(name, ".tsv").await;
        assert_eq!(String::from_utf8(saved).expect("UTF-8"), projects);
    });
}

#[test]
fn a_chart_is_saved_as_svg_and_copied_as_png() {
    in_browser(async |page| {
        page.drop_file("made.zip", &zipped(ROWS)).await;
        page.usage().button("Save as SVG, By project").click().await;
        let name = "usage-project-level-by-project_2025-01-02_2025-01-03";
        let (_, svg) = page.saved_file(name, ".svg").await;
        let svg = String::from_utf8(svg).expect("UTF-8");
        for part in [
            "<title>Consumption by project, in IPUs</title>",
            "<desc>By project, project level, 2025-01-02 to 2025-01-03</desc>",
            "a &amp; &lt;b&gt;",
            // The picture says itself what it is of.
            ">Consumption by project, in IPUs</text>",
            ">By project, project level, 2025-01-02 to 2025-01-03</text>",
            ">IPUs. The parts of a bar are the folders of the project, largest first.</text>",
            "fill=\"rgb(52, 71, 196)\"",
        ] {
            assert!(svg.contains(part), "{part} in {svg}");
        }
        for part in ["class=", "style", "var(", "tabindex"] {
            assert!(!svg.contains(part), "{part} in {svg}");
        }
        // A picture is XML, or cannot be decoded.
        let decode = "const image = new Image();
            image.src = URL.createObjectURL(new Blob([arguments[0]], { type: 'image/svg+xml' }));
            image.decode().then(() => done([image.width, image.height]), (error) => done(String(error)));";
        let size = page.script_until_done(decode, vec![json!(svg)]).await;
        let size: [f64; 2] = serde_json::from_value(size).expect("a size");
        assert!(size[0] > 200.0 && size[1] > 80.0, "{size:?}");

        page.usage().field("Stacked by").choose("Project").await;
        page.usage().shows("Projects").await;
        page.usage().button("Save as SVG, Over time").click().await;
        let over_time = "usage-project-level-over-time_2025-01-02_2025-01-03";
        let (_, svg) = page.saved_file(over_time, ".svg").await;
        let svg = String::from_utf8(svg).expect("UTF-8");
        // Each group has its colour in a bar and in the legend, with its name.
        for colour in ["rgb(52, 71, 196)", "rgb(11, 127, 127)"] {
            let fill = format!("fill=\"{colour}\"");
            assert_eq!(svg.matches(&fill).count(), 2, "{colour} in {svg}");
        }
        for name in [">=1+1</text>", ">a &amp; &lt;b&gt;</text>"] {
            assert!(svg.contains(name), "{name} in {svg}");
        }

        page.permit("clipboard-write", false).await;
        page.usage().button("Copy as PNG, By project").click().await;
        page.usage()
            .shows(&format!(
                "The browser did not let the page copy, so {name}.png is saved."
            ))
            .await;
        let (_, png) = page.saved_file(name, ".png").await;
        let png = png::Decoder::new(std::io::Cursor::new(png))
            .read_info()
            .expect("a PNG");
        let (width, height) = png.info().size();
        assert!(
            f64::from(width) >= size[0] && f64::from(height) >= size[1],
            "{width} × {height}"
        );
        assert_eq!(page.violations().await, [""; 0]);
    });
}

#[test]
fn a_chart_comes_to_the_clipboard_as_a_picture() {
    in_chromium(async |page| {
        page.drop_file("made.zip", &zipped(ROWS)).await;
        page.permit("clipboard-write", true).await;
        page.permit("clipboard-read", true).await;
        page.usage().button("Copy as PNG, Over time").click().await;
        page.announces("Copied the chart.").await;
        let types = page
            .script(
                "return navigator.clipboard.read().then(([item]) => item.types)",
                Vec::new(),
            )
            .await;
        assert_eq!(types, json!(["image/png"]));
        assert_eq!(page.violations().await, [""; 0]);
    });
}

#[test]
fn a_report_on_paper_has_the_figures_and_nothing_to_press() {
    in_chromium(async |page| {
        let mut rows = ROWS.to_owned();
        for at in 0..20 {
            let _ = writeln!(
                rows,
                "2025-01-02T00:00:00Z,P{at:02},F,4wMFqGlxAKVlIFTixlTSOY,Production,1"
            );
        }
        page.drop_file("made.zip", &zipped(&rows)).await;
        page.usage().field("Filter").fill("4wMF").await;
        page.usage().shows("Filtered total, 22 projects").await;
        // All rows of a table are there when the browser is told to print, by the keys and by the button.
        let asked = async |press: &str| {
            let asked = "window.print = () => done(document.body.innerText.includes('P19'));";
            page.script_until_done(&format!("{asked} {press}"), Vec::new())
                .await
        };
        let keys = "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'p', ctrlKey: true, bubbles: true }))";
        assert_eq!(asked(keys).await, true);
        page.script("dispatchEvent(new Event('afterprint'))", Vec::new())
            .await;
        let button = "[...document.querySelectorAll('button')].find((button) => button.textContent === 'Print report').click()";
        assert_eq!(asked(button).await, true);

        page.chromium("Emulation.setEmulatedMedia", json!({"media": "print"}))
            .await;
        let text = page
            .script("return document.body.innerText", Vec::new())
            .await;
        let text = text.as_str().unwrap_or_default();
        for part in [
            "Metering usage: project level; 2025-01-02 to 2025-01-03; filter “4wMF”",
            "1,256.500000000001",
            "P19",
            "By organization",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        for part in [
            "Sign in",
            "Export request",
            "Print report",
            "Export CSV",
            "Clear filter",
            "Close",
        ] {
            assert!(!text.contains(part), "{part} in {text}");
        }
        page.chromium("Emulation.setEmulatedMedia", json!({"media": ""}))
            .await;
        let pdf = page.client().print(PrintConfiguration::default()).await;
        let pdf = pdf.expect("a PDF");
        let pages = pdf
            .windows(12)
            .filter(|part| part.starts_with(b"/Type /Page\n"))
            .count();
        assert!(
            pdf.starts_with(b"%PDF-") && pages >= 4,
            "{pages} pages, a section each"
        );
        page.usage().shows("1 to 10 of 22").await;
    });
}
