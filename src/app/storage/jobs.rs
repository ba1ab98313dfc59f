//! The jobs as they are stored.

use serde::Serialize;
use serde_json::Value;

use metering_core::job::{Entry, ExportJob, JobList, Key, Refusal, Submission, Tracked, Window};
use metering_core::request::date_time;

/// One entry of the list.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SavedJob<'a> {
    request: Option<&'a str>,
    sent_at: Option<String>,
    job: Option<&'a ExportJob>,
    refreshed_at: Option<String>,
    /// Why there is no answer.
    unanswered: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    window: Option<SavedWindow>,
    /// Why it was not sent, or not for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    waits: Option<SavedWait<'a>>,
}

/// Which part of a split export an entry is.
#[derive(Serialize)]
struct SavedWindow {
    export: String,
    number: u32,
    of: u32,
    round: u32,
}

/// A request that is queued or held.
#[derive(Serialize)]
struct SavedWait<'a> {
    held: bool,
    words: Option<&'a str>,
    until: Option<String>,
    active: Option<usize>,
    refusals: u32,
}

/// What is stored of the list.
pub(super) fn form(jobs: &JobList) -> impl Serialize {
    let entries = jobs.entries().iter();
    entries.map(|entry| SavedJob::of(entry)).collect::<Vec<_>>()
}

impl<'a> SavedJob<'a> {
    fn of(entry: &'a Entry) -> Self {
        let tracked = entry.tracked();
        Self {
            request: entry.body.as_deref(),
            sent_at: entry.sent_at.map(date_time::text),
            job: tracked.map(|tracked| &tracked.job),
            refreshed_at: tracked
                .and_then(|tracked| tracked.refreshed_at)
                .map(date_time::text),
            unanswered: match &entry.submission {
                Submission::Unanswered { why } => Some(why),
                Submission::Queued { .. }
                | Submission::Held { .. }
                | Submission::Sending
                | Submission::Accepted(_) => None,
            },
            window: entry.window.map(|window| SavedWindow {
                export: date_time::text(window.export),
                number: window.number,
                of: window.of,
                round: window.round,
            }),
            waits: SavedWait::of(entry),
        }
    }
}

impl<'a> SavedWait<'a> {
    fn of(entry: &'a Entry) -> Option<Self> {
        let (held, words, refusal) = match &entry.submission {
            Submission::Queued { refusal } => (false, None, refusal.as_ref()),
            Submission::Held { why } => (true, why.as_deref(), None),
            Submission::Sending | Submission::Unanswered { .. } | Submission::Accepted(_) => {
                return None;
            }
        };
        Some(Self {
            held,
            words: words.or_else(|| refusal.map(|refusal| refusal.words.as_str())),
            until: refusal
                .and_then(|refusal| refusal.until)
                .map(date_time::text),
            active: refusal.and_then(|refusal| refusal.active),
            refusals: entry.refusals,
        })
    }
}

/// The list of jobs from its stored form.
pub(super) fn read(saved: &Value) -> Option<JobList> {
    let mut jobs = JobList::default();
    for saved in saved.as_array()?.iter().rev() {
        let text = |name| saved.get(name).and_then(Value::as_str);
        let waits = saved.get("waits");
        let submission = match (saved.get("job"), waits) {
            (None | Some(Value::Null), Some(waits)) => waiting(waits),
            (None | Some(Value::Null), None) => Submission::Unanswered {
                // Stored while it was on its way, if no reason is there.
                why: text("unanswered")
                    .unwrap_or("The page was closed before the answer arrived.")
                    .to_owned(),
            },
            (Some(job), _) => Submission::Accepted(Tracked::new(
                ExportJob::read(&job.to_string()).ok()?,
                date_time::parse(text("refreshedAt").unwrap_or_default()).ok(),
            )),
        };
        jobs.put_first(Entry {
            key: Key::default(), // the list names it
            window: saved.get("window").and_then(window),
            body: text("request").map(str::to_owned),
            sent_at: date_time::parse(text("sentAt").unwrap_or_default()).ok(),
            refusals: waits.map_or(0, |waits| number(waits, "refusals").unwrap_or_default()),
            submission,
        });
    }
    Some(jobs)
}

fn number(of: &Value, name: &str) -> Option<u32> {
    u32::try_from(of.get(name)?.as_u64()?).ok()
}

fn window(saved: &Value) -> Option<Window> {
    Some(Window {
        export: date_time::parse(saved.get("export")?.as_str()?).ok()?,
        number: number(saved, "number")?,
        of: number(saved, "of")?,
        round: number(saved, "round")?,
    })
}

fn waiting(saved: &Value) -> Submission {
    let text = |name| Some(saved.get(name)?.as_str()?.to_owned());
    let words = text("words");
    if saved.get("held").and_then(Value::as_bool) == Some(true) {
        return Submission::Held { why: words };
    }
    let refusal = words.map(|words| Refusal {
        words,
        until: text("until").and_then(|text| date_time::parse(&text).ok()),
        active: number(saved, "active").and_then(|active| usize::try_from(active).ok()),
    });
    Submission::Queued { refusal }
}
