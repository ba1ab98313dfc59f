//! The switches of the generated data.

mod common;

use std::time::Duration;

use common::usage::{assert_totals, files, rows, sum};
use common::{Admin, start, week};
use serde_json::json;
use simulator::{Dataset, Names, Options, Pace};

#[tokio::test]
async fn holds_as_many_rows_as_asked_for() {
    let dataset = Dataset::with_rows(90_000);
    let sim = start(Options {
        dataset,
        pace: Pace::each(Duration::ZERO),
        ..Options::default()
    })
    .await;
    let admin = Admin::sign_in(&sim).await;
    let body = json!({"startDate": "2024-08-01T00:00:00Z", "endDate": "2024-08-30T23:59:59Z", "jobType": "PROJECT_FOLDER"});
    let job_id = admin.job(&body).await;
    let rows = rows(&files(&admin, &job_id).await);
    assert_eq!(rows.len(), 90_000);
    assert_eq!(
        sum(rows.iter()),
        sim.usage_totals(&job_id).expect("a job").total
    );
}

#[tokio::test]
async fn awkward_names_survive_unless_unquoted() {
    let dataset = Dataset {
        names: Names::Awkward,
        ..Dataset::default()
    };
    let options = Options {
        dataset,
        pace: Pace::each(Duration::ZERO),
        ..Options::default()
    };
    let sim = start(options.clone()).await;
    let admin = Admin::sign_in(&sim).await;
    let job_id = admin.job(&week()).await;
    let quoted = files(&admin, &job_id).await;
    assert_totals(&rows(&quoted), &sim.usage_totals(&job_id).expect("a job"));
    assert!(quoted.values().all(|text| text.contains("\"EMEA, North\"")));

    let dataset = Dataset {
        unquoted: true,
        ..options.dataset
    };
    let sim = start(Options {
        dataset,
        pace: Pace::each(Duration::ZERO),
        ..Options::default()
    })
    .await;
    let admin = Admin::sign_in(&sim).await;
    let job_id = admin.job(&week()).await;
    let unquoted = files(&admin, &job_id).await;
    assert!(
        unquoted
            .values()
            .all(|text| text.contains("Z,EMEA, North,EMEA, North,"))
    );
}

#[tokio::test]
async fn nothing_is_used_on_days_to_come_and_provisional_figures_rise() {
    let dataset = Dataset {
        provisional: true,
        activity: 1_000,
        ..Dataset::default()
    };
    let sim = start(Options {
        dataset,
        pace: Pace::each(Duration::ZERO),
        ..Options::default()
    })
    .await;
    // Noon of a day to come, so that the test does not depend on the hour it runs at.
    let now = chrono::Utc::now();
    let noon = (now.date_naive() + chrono::Days::new(3))
        .and_hms_opt(12, 0, 0)
        .expect("noon")
        .and_utc();
    sim.set_clock_offset((noon - now).num_seconds());
    let day = |days: i64| {
        (noon + chrono::TimeDelta::days(days))
            .format("%Y-%m-%d")
            .to_string()
    };
    let body = json!({
        "startDate": format!("{}T00:00:00Z", day(-5)), "endDate": format!("{}T00:00:00Z", day(5)), "jobType": "PROJECT_FOLDER",
    });
    let admin = Admin::sign_in(&sim).await;
    let early = sim.usage_totals(&admin.job(&body).await).expect("a job");
    assert_eq!(
        early.by_day.keys().next_back(),
        Some(&day(0)),
        "no rows for tomorrow"
    );
    sim.advance(Duration::from_hours(6));
    let admin = Admin {
        session: sim.open_session(),
        ..admin
    };
    let late = sim.usage_totals(&admin.job(&body).await).expect("a job");
    let number = |text: &String| text.parse::<f64>().expect("a number");
    let rises = |days: i64| number(&late.by_day[&day(days)]) / number(&early.by_day[&day(days)]);
    assert!(
        (rises(0) - 1.5).abs() < 0.01 && (rises(-1) - 1.166).abs() < 0.01,
        "{} {}",
        rises(0),
        rises(-1)
    );
    assert_eq!(early.by_day[&day(-2)], late.by_day[&day(-2)]);
}
