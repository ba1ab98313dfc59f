//! The configurations of `deploy/`, as they are, in real web servers before the simulator.

mod served;

use std::time::Duration;

use simulator::{Call, Fault, FaultKind, JobPlan};

use crate::harness::{
    Front, JOBS_PATH, Kind, LOGIN_PATH, Page, Place, Reason, Server, Setup, Trust, wait_for,
};

const NGINX: Server = Server::Nginx { modules: true };
const NGINX_LIGHT: Server = Server::Nginx { modules: false };
const SUB_PATH: &str = "/tools/metering";

fn behind(server: Server, path: &'static str, test: impl AsyncFnOnce(&Page, &Front)) {
    behind_with(server, path, Trust::Known, test);
}

fn behind_with(
    server: Server,
    path: &'static str,
    trust: Trust,
    test: impl AsyncFnOnce(&Page, &Front),
) {
    let place = Place {
        server,
        path,
        trust,
    };
    Setup::default().behind(place).run(async |page| {
        test(page, page.front.as_ref().expect("a server")).await;
    });
}

/// The whole main job, and what the service sees of it.
async fn main_job(page: &Page, front: &Front) {
    page.sign_in().await;
    page.connection().shows("Signed in as").await;
    // The host has cookies of its own, which are no business of the service.
    page.script("document.cookie = 'of=the host'", Vec::new())
        .await;
    let job = page.request_export().await;
    page.job(&job.job_id).shows("Succeeded").await;
    for request in page.sim.requests() {
        assert_eq!(request.header("host"), Some(front.pod_host()));
        for name in [
            "origin",
            "referer",
            "cookie",
            "authorization",
            "x-forwarded-for",
        ] {
            assert_eq!(request.header(name), None, "{name}");
        }
    }
    let submit = &page.sim.requests_of(Call::Submit)[0];
    assert_eq!(submit.path, JOBS_PATH);
    assert!(submit.header("infa-session-id").is_some());
    let (name, _) = front.pod_host().split_once(':').expect("a port");
    let called = front.pod_called();
    assert!(
        !called.is_empty() && called.iter().all(|found| found == name),
        "{called:?}"
    );
    page.connection().button("Sign out").click().await;
    page.asked(Call::SignOut, 1).await;
    page.script("document.cookie = 'of=; max-age=0'", Vec::new())
        .await;
    // The example with the validator runs under the header's policy too; a violation would be in the console.
    let example = format!("{}embed/", page.url());
    page.client().goto(&example).await.expect("it opens");
    page.find(Kind::Heading, "In a form").is_there().await;
    wait_for("the validator to judge", async || {
        let verdict = "return document.getElementById('verdict')?.textContent ?? ''";
        let verdict = page.script(verdict, Vec::new()).await;
        if verdict
            .as_str()
            .is_some_and(|text| text.contains("problem"))
        {
            Ok(())
        } else {
            Err(verdict.to_string())
        }
    })
    .await;
}

#[test]
fn the_main_job_behind_nginx() {
    behind(NGINX, "", main_job);
}

#[test]
fn the_main_job_behind_nginx_below_a_path() {
    behind(NGINX_LIGHT, SUB_PATH, main_job);
}

#[test]
fn the_main_job_behind_caddy() {
    behind(Server::Caddy, "", main_job);
}

#[test]
fn the_main_job_behind_caddy_below_a_path() {
    behind(Server::Caddy, SUB_PATH, main_job);
}

/// A connection that breaks while the service works is not made up for by the browser: it would create a second job.
async fn one_click_one_post(page: &Page, front: &Front) {
    page.sign_in().await;
    // Connections that were used before are there, if there are any that stay.
    page.sim.script_next_job(JobPlan::held());
    page.request_export().await;
    page.asked(Call::Status, 1).await;
    for posts in 2..4 {
        page.expect_failed_load(Reason::Net("ERR_CONNECTION_RESET"), JOBS_PATH);
        page.sim.add_fault(Fault::once(
            Call::Submit,
            FaultKind::Latency {
                time: Duration::from_secs(20),
                taken: true,
            },
        ));
        page.fill_range().await;
        page.form().button("Request export").click().await;
        page.asked(Call::Submit, posts).await;
        front.cut();
        page.jobs()
            .shows("the service may have created this job")
            .await;
        page.job("none yet").choose_from("More", "Remove").await;
        // Time for a browser to ask again.
        tokio::time::sleep(Duration::from_secs(1)).await;
        let sent = page.sim.requests_of(Call::Submit).len();
        assert_eq!(sent, posts, "one click, one POST");
    }
}

#[test]
fn one_click_is_one_post_behind_nginx() {
    behind(NGINX, "", one_click_one_post);
}

#[test]
fn one_click_is_one_post_behind_caddy() {
    behind(Server::Caddy, "", one_click_one_post);
}

/// A server that does not trust the pod says nothing to it.
async fn distrust(page: &Page, _: &Front) {
    page.expect_failed_load(502, LOGIN_PATH);
    page.connection().field("User name").fill("somebody").await;
    page.connection().field("Password").fill("something").await;
    page.connection().button("Sign in").click().await;
    page.connection().shows("502").await;
    assert!(page.sim.requests().is_empty());
}

#[test]
fn a_pod_of_an_unknown_authority_gets_nothing() {
    behind_with(NGINX, "", Trust::Unknown, distrust);
    behind_with(Server::Caddy, "", Trust::Unknown, distrust);
}

#[test]
fn a_pod_of_another_name_gets_nothing() {
    behind_with(NGINX, "", Trust::OtherName, distrust);
    behind_with(Server::Caddy, "", Trust::OtherName, distrust);
}
