//! The status of a job as a chip: text and icon, never colour alone.

use yew::prelude::*;

use metering_core::job::{JobStatus, Submission};

/// How a chip looks.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Look {
    Waiting,
    Working,
    Good,
    Partly,
    Bad,
    Unknown,
}

#[derive(Properties, PartialEq)]
pub(super) struct ChipProps {
    pub(super) look: Look,
    pub(super) text: AttrValue,
}

/// Look and text of the chip of a request.
pub(super) fn of(submission: &Submission) -> (Look, AttrValue) {
    let (look, text) = match submission {
        Submission::Queued { .. } => (Look::Waiting, "Queued"),
        Submission::Held { why: None } => (Look::Waiting, "Not requested"),
        Submission::Held { why: Some(_) } => (Look::Bad, "Not requested"),
        Submission::Sending { .. } => (Look::Working, "Sending…"),
        Submission::Unanswered { .. } => (Look::Unknown, "Unknown"),
        Submission::Accepted(tracked) => {
            let status = &tracked.job.status;
            let look = match status {
                JobStatus::Created => Look::Waiting,
                JobStatus::Processing => Look::Working,
                JobStatus::Success => Look::Good,
                JobStatus::Failed => Look::Bad,
                JobStatus::PartialSuccess => Look::Partly,
                JobStatus::Unknown(_) => Look::Unknown,
            };
            (look, status.label())
        }
    };
    (look, text.to_owned().into())
}

/// A chip.
#[component(Chip)]
pub(super) fn chip(props: &ChipProps) -> Html {
    let (class, path) = match props.look {
        Look::Waiting => ("waiting", "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11"),
        Look::Working => ("working", "M8 2.5a5.5 5.5 0 1 0 5.5 5.5"),
        Look::Good => ("good", "M3 8.5l3.2 3.2L13 4.8"),
        Look::Partly => ("partly", "M8 2.2L14.3 13.4H1.7ZM8 6.4v3.2M8 11.6v.1"),
        Look::Bad => ("bad", "M4 4l8 8M12 4l-8 8"),
        Look::Unknown => (
            "unknown",
            "M5.6 6a2.4 2.4 0 1 1 3.6 2.1c-.8.4-1.2.9-1.2 1.7M8 12.4v.1",
        ),
    };
    html! {
        <span class={format!("chip {class}")}>
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d={path} /></svg>
            { props.text.clone() }
        </span>
    }
}
