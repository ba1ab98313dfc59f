//! Failures without an answer, what each kind means for a request that was sent, and how long to wait.

use std::time::Duration;

use metering_export::service::{Answer, Bytes, Call, Kind, ServiceError};

use super::CALLS;

const SECOND: Duration = Duration::from_secs(1);

/// Every kind, and whether a request that ended so may have led to a job.
fn kinds() -> Vec<(Kind, bool)> {
    let no_answer = |offline, cross_origin| Kind::NoAnswer {
        offline,
        cross_origin,
    };
    vec![
        (no_answer(false, false), true),
        (no_answer(false, true), true),
        (no_answer(true, false), false),
        (no_answer(true, true), false),
        (Kind::TimedOut { limit: SECOND }, true),
        (
            Kind::BrokenOff {
                received: Bytes::default(),
            },
            true,
        ),
        (Kind::BadRequest, false),
        (Kind::Unauthorized, false),
        (Kind::Forbidden, false),
        (Kind::NotFound, false),
        (Kind::TooManyRequests { retry_after: None }, false),
        (
            Kind::TooManyRequests {
                retry_after: Some(SECOND),
            },
            false,
        ),
        (Kind::Refused, false),
        (Kind::Unavailable { retry_after: None }, true),
        (
            Kind::Unavailable {
                retry_after: Some(SECOND),
            },
            true,
        ),
        (Kind::Html, true),
        (
            Kind::Unreadable {
                why: "it has no jobId".into(),
            },
            true,
        ),
    ]
}

#[test]
fn only_a_lost_or_unreadable_answer_to_a_request_may_stand_for_a_job() {
    for (kind, may_be_a_job) in kinds() {
        for call in CALLS {
            let error = ServiceError::new(call, kind.clone());
            assert_eq!(
                error.may_have_created_a_job(),
                may_be_a_job && call == Call::Submit,
                "{call:?} {kind:?}"
            );
        }
    }
}

#[test]
fn statuses_lead_to_the_kind_that_decides() {
    for (status, kind) in [
        (300, Kind::Refused),
        (308, Kind::Refused),
        (400, Kind::BadRequest),
        (401, Kind::Unauthorized),
        (402, Kind::Refused),
        (403, Kind::Forbidden),
        (404, Kind::NotFound),
        (408, Kind::Unavailable { retry_after: None }),
        (409, Kind::Refused),
        (422, Kind::Refused),
        (429, Kind::TooManyRequests { retry_after: None }),
        (499, Kind::Refused),
        (500, Kind::Unavailable { retry_after: None }),
        (503, Kind::Unavailable { retry_after: None }),
        (999, Kind::Unavailable { retry_after: None }),
    ] {
        assert_eq!(
            super::error(Call::Submit, status, "").kind,
            kind,
            "{status}"
        );
    }
}

#[test]
fn the_service_is_waited_for_at_most_an_hour() {
    let hour = Duration::from_hours(1);
    for (asked, waited) in [
        (None, None),
        (Some(Duration::ZERO), Some(Duration::ZERO)),
        (Some(SECOND), Some(SECOND)),
        (Some(hour), Some(hour)),
        (Some(hour + SECOND), Some(hour)),
        (Some(Duration::MAX), Some(hour)),
    ] {
        for kind in [
            Kind::TooManyRequests { retry_after: asked },
            Kind::Unavailable { retry_after: asked },
        ] {
            assert_eq!(
                ServiceError::new(Call::Status, kind).retry_after(),
                waited,
                "{asked:?}"
            );
        }
    }
    for (kind, _) in kinds() {
        let names_a_time = matches!(
            kind,
            Kind::TooManyRequests {
                retry_after: Some(_)
            } | Kind::Unavailable {
                retry_after: Some(_)
            }
        );
        assert_eq!(
            ServiceError::new(Call::Status, kind.clone())
                .retry_after()
                .is_some(),
            names_a_time,
            "{kind:?}"
        );
    }
}

#[test]
fn no_answer_has_a_text_for_each_cause() {
    const OFFLINE: &str =
        "This computer is offline. Nothing was sent; try again when the network is back.";
    const FOREIGN: &str = "No answer. The service does not let pages of other sites call it: use the proxy of this page's own host as the base URL, and check the network.";
    const SILENT: &str = "No answer from the service. Check the network and that the host of this page passes /saas/ on to the service.";
    for call in CALLS {
        // A refresh comes again by itself.
        let without = if call == Call::Status {
            "This computer is offline."
        } else {
            OFFLINE
        };
        for (offline, cross_origin, text) in [
            (false, false, SILENT),
            (false, true, FOREIGN),
            (true, false, without),
            (true, true, without),
        ] {
            let error = ServiceError::new(
                call,
                Kind::NoAnswer {
                    offline,
                    cross_origin,
                },
            );
            assert_eq!(error.to_string(), text, "{call:?} {offline} {cross_origin}");
            assert_eq!(error.status, None);
        }
        for (seconds, time) in [(1, "a second"), (60, "60 seconds"), (300, "5 minutes")] {
            let limit = Duration::from_secs(seconds);
            let text = if call == Call::Download {
                format!("Nothing more arrived within {time}. Check the network and try again.")
            } else {
                format!("No answer within {time}.")
            };
            assert_eq!(
                ServiceError::new(call, Kind::TimedOut { limit }).to_string(),
                text,
                "{call:?}"
            );
        }
    }
}

#[test]
fn a_service_that_fails_may_have_created_a_job_also_if_it_says_when_to_come_again() {
    for (status, seconds, may_be_a_job) in [
        (503, Some(5), true),
        (503, None, true),
        (500, Some(5), true),
        (502, Some(5), true),
        (429, Some(5), false),
        (429, None, false),
    ] {
        let answer = Answer {
            retry_after: seconds.map(Duration::from_secs),
            ..super::answer(status, "")
        };
        let error = ServiceError::of(Call::Submit, &answer).expect("an error");
        assert_eq!(
            error.may_have_created_a_job(),
            may_be_a_job,
            "{status} {seconds:?}"
        );
    }
}

#[test]
fn a_download_that_breaks_off_says_after_how_much() {
    for (received, whole, text) in [
        (0, None, "0.0 MB"),
        (99_999, None, "0.0 MB"),
        (100_000, Some(15_449_999), "0.1 of 15.4 MB"),
        (4_294_967_296, None, "4294.9 MB"),
    ] {
        let received = Bytes { received, whole };
        let error = ServiceError::new(Call::Download, Kind::BrokenOff { received });
        let text = format!("It broke off after {text}. Check the network and try again.");
        assert_eq!(error.to_string(), text);
    }
}
