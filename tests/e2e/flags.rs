//! The two flags: the words `TRUE` and `FALSE`, or nothing.

use serde_json::{Value, json};
use simulator::Call;

use crate::harness::{Page, in_browser};

/// Requests an export, and gives the two flags of the body that was sent.
async fn sent_flags(page: &Page) -> [Option<Value>; 2] {
    let job = page.request_export().await;
    page.job(&job.job_id).is_there().await;
    let body: Value = page
        .sim
        .requests_of(Call::Submit)
        .pop()
        .expect("a request")
        .json()
        .expect("JSON");
    ["combinedMeterUsage", "allLinkedOrgs"].map(|name| body.get(name).cloned())
}

#[test]
fn a_flag_that_is_not_touched_is_left_out() {
    in_browser(async |page| {
        page.sign_in().await;
        assert_eq!(sent_flags(page).await, [None, None]);
    });
}

#[test]
fn a_flag_is_sent_as_a_word_in_quotation_marks() {
    in_browser(async |page| {
        page.sign_in().await;
        page.form()
            .field("Combined meter usage")
            .choose("TRUE")
            .await;
        page.form().field("All linked orgs").choose("FALSE").await;
        assert_eq!(
            sent_flags(page).await,
            [Some(json!("TRUE")), Some(json!("FALSE"))]
        );
        page.form()
            .field("Combined meter usage")
            .choose("FALSE")
            .await;
        page.form().field("All linked orgs").choose("TRUE").await;
        assert_eq!(
            sent_flags(page).await,
            [Some(json!("FALSE")), Some(json!("TRUE"))]
        );
    });
}

#[test]
fn a_flag_that_is_taken_back_is_left_out() {
    in_browser(async |page| {
        page.sign_in().await;
        let flag = page.form().field("All linked orgs");
        flag.choose("TRUE").await;
        assert!(
            page.shown_body()
                .await
                .contains("\"allLinkedOrgs\": \"TRUE\"")
        );
        flag.choose("Not sent (FALSE)").await;
        assert!(!page.shown_body().await.contains("allLinkedOrgs"));
        assert_eq!(sent_flags(page).await, [None, None]);
    });
}
