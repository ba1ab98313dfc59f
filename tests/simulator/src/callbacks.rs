//! Posting the status of jobs to their callback URL; only to this machine, since nothing simulated may reach others.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Serialize;
use url::{Host, Url};

use crate::jobs::Job;
use crate::options::Log;
use crate::plan::JobStatus;
use crate::state::World;

/// A status that was posted to a callback URL, or should have been.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Callback {
    /// The job.
    pub job_id: String,
    /// Its callback URL.
    pub url: String,
    /// The status that it took.
    pub status: JobStatus,
    /// What became of it.
    pub outcome: CallbackOutcome,
}

/// What became of a callback.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum CallbackOutcome {
    /// Posted, and answered with this status code.
    Posted(u16),
    /// Not posted, because the URL leads to another machine.
    NotPosted,
    /// Not answered, for this reason.
    Failed(String),
}

/// The client that posts callbacks: directly, following nothing, patient for ten seconds.
pub(crate) fn client() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_secs(10))
        // No certificates: this machine's own servers have none that anybody issued.
        .tls_certs_only([])
        .resolve("localhost", SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
        .build()
}

/// Posts each change of status of a job that has a callback URL, from now until the simulator ends.
pub(crate) fn watch(world: &Arc<World>, job: &Job) {
    let Some(url) = job.asked.callback_url.clone() else {
        return;
    };
    let stop = world.stop.clone();
    let follow = follow(Arc::clone(world), job.id.clone(), url);
    tokio::spawn(async move { stop.run_until_cancelled(follow).await });
}

async fn follow(world: Arc<World>, job_id: String, url: String) {
    let mut moves = world.clock.moves();
    let mut seen = 0;
    loop {
        let now = world.clock.now();
        // Forgotten by a reset.
        let Some(job) = world.state().job(&job_id).cloned() else {
            return;
        };
        for change in job.changes(seen, now) {
            post(&world, &job, &url, change).await;
        }
        seen = job.steps_taken(now);
        let next = job
            .next_change(now)
            .map(|next| (next - now).to_std().unwrap_or_default());
        tokio::select! {
            () = tokio::time::sleep(next.unwrap_or(Duration::MAX)) => (),
            _ = moves.changed() => (),
        }
    }
}

async fn post(world: &World, job: &Job, url: &str, change: DateTime<Utc>) {
    let status = job.status(change).0;
    let outcome = match Url::parse(url) {
        Ok(address) if is_this_machine(&address) => {
            let body = job.status_answer(change).to_string();
            let request = world
                .callback_client
                .post(address)
                .header("content-type", "application/json")
                .body(body);
            match request.send().await {
                Ok(answer) => CallbackOutcome::Posted(answer.status().as_u16()),
                Err(error) => CallbackOutcome::Failed(error.to_string()),
            }
        }
        Ok(_) | Err(_) => CallbackOutcome::NotPosted,
    };
    world.log(Log::Callbacks, || match &outcome {
        CallbackOutcome::Posted(code) => format!("callback {status} of job {} posted to {url}: {code}", job.id),
        CallbackOutcome::NotPosted => format!(
            "callback {status} of job {} not posted to {url}: the simulator posts to this machine only",
            job.id
        ),
        CallbackOutcome::Failed(reason) => format!("callback {status} of job {} to {url} failed: {reason}", job.id),
    });
    let callback = Callback {
        job_id: job.id.clone(),
        url: url.to_owned(),
        status,
        outcome,
    };
    world.state().callbacks.push(callback);
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
