//! What is in the form, and what follows from it.

use metering_core::request::{Code, Draft, Field, Input, RangeLimit, Rules};
use metering_export::app::state::{FormAction, FormState};

use super::{END, LATE_END, START, at};

fn typed(form: &mut FormState, field: Field, text: &str) {
    let text = text.to_owned();
    form.apply(FormAction::Typed { field, text });
}

fn form(fields: &[(Field, &str)]) -> FormState {
    let mut form = FormState::default();
    for (field, text) in fields {
        typed(&mut form, *field, text);
    }
    form
}

fn codes(form: &FormState) -> Vec<Code> {
    let checked = form.evaluate(&Rules::default(), None).checked;
    let problems = checked.result.err().unwrap_or_default();
    problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn a_new_form_has_its_job_type_and_nothing_else() {
    let form = FormState::default();
    for field in Field::ALL {
        let expected = if field == Field::JobType {
            "PROJECT_FOLDER"
        } else {
            ""
        };
        assert_eq!(form.text(field), expected, "{field:?}");
        assert!(!form.shows(field), "{field:?}");
    }
    assert_eq!(codes(&form), [Code::Required, Code::Required]);
}

#[test]
fn what_was_typed_stays_as_typed_and_is_completed_beside_it() {
    let form = form(&[
        (Field::StartDate, "  2024-08-12 "),
        (Field::EndDate, "2024-09-10"),
        (Field::CallbackUrl, " https://MyExportJobStatus.com "),
        (Field::CombinedMeterUsage, "TRUE"),
        (Field::AllLinkedOrgs, " "),
    ]);
    assert_eq!(form.text(Field::StartDate), "  2024-08-12 ");
    assert_eq!(
        form.text(Field::CallbackUrl),
        " https://MyExportJobStatus.com "
    );
    let expected = Draft {
        start_date: Input::from("2024-08-12T00:00:00Z"),
        end_date: Input::from("2024-09-10T23:59:59Z"),
        job_type: Input::from("PROJECT_FOLDER"),
        combined_meter_usage: Input::from("TRUE"),
        all_linked_orgs: Input::Absent,
        callback_url: Input::from("https://MyExportJobStatus.com"),
        ..Draft::default()
    };
    assert_eq!(form.evaluate(&Rules::default(), None).sent, expected);
    assert_eq!(codes(&form), []);
}

#[test]
fn what_a_job_type_does_not_have_is_kept_and_not_sent() {
    let mut form = form(&[
        START,
        (Field::AllLinkedOrgs, "TRUE"),
        (Field::AllMeters, "TRUE"),
    ]);
    for (job_type, fields) in [
        ("PROJECT_FOLDER", [true, true, false]),
        ("ASSET", [true, false, false]),
        ("JOB_LEVEL", [false, false, true]),
    ] {
        typed(&mut form, Field::JobType, job_type);
        let sent = form.evaluate(&Rules::default(), None).sent;
        let is_sent = [sent.job_type, sent.all_linked_orgs, sent.all_meters]
            .map(|input| input != Input::Absent);
        assert_eq!(is_sent, fields, "{job_type}");
        assert_eq!(form.text(Field::AllLinkedOrgs), "TRUE");
    }
}

#[test]
fn a_field_that_is_emptied_is_absent_again() {
    let mut form = form(&[START, END, (Field::AllLinkedOrgs, "TRUE")]);
    typed(&mut form, Field::AllLinkedOrgs, "");
    assert_eq!(
        form.evaluate(&Rules::default(), None).sent.all_linked_orgs,
        Input::Absent
    );
    typed(&mut form, Field::StartDate, "");
    assert_eq!(codes(&form), [Code::Required]);
}

#[test]
fn the_days_are_counted_as_soon_as_both_dates_can_be_read() {
    for (start, end, days) in [
        ("2024-08-12", "2024-09-10", Some(30)),
        ("2024-08-12", "2024-09-11", Some(31)),
        ("2024-08-12", "2024-08-12", Some(1)),
        ("2024-08-12T00:00:00Z", "2024-08-13T00:00:00Z", Some(1)),
        ("2024-08-12T00:00:00Z", "2024-08-13T00:00:01Z", Some(2)),
        ("2024-08-12T00:00:00+02:00", "2024-08-12", Some(2)),
        ("2024-02-01", "2024-03-01", Some(30)),
        ("0001-01-01", "9999-12-31", Some(3_652_059)),
        ("2024-08-12", "2024-08-11", None),
        ("2024-08-12T10:00:00Z", "2024-08-12T10:00:00Z", None),
        ("2024-08-12", "", None),
        ("", "2024-08-12", None),
        ("2024-08-12", "2024-13-01", None),
        ("12.08.2024", "2024-09-10", None),
        ("2024-08-12T00:00", "2024-09-10", Some(30)),
    ] {
        let form = form(&[(Field::StartDate, start), (Field::EndDate, end)]);
        let expected = days.map(|days| (days, 30));
        assert_eq!(
            form.evaluate(&Rules::default(), None).days,
            expected,
            "{start} to {end}"
        );
    }
}

#[test]
fn the_limit_is_that_of_the_rules() {
    let rules = Rules {
        max_range: Some(chrono::TimeDelta::days(7)),
        ..Rules::default()
    };
    assert_eq!(
        form(&[START, END]).evaluate(&rules, None).days,
        Some((30, 7))
    );
}

#[test]
fn too_long_a_range_is_several_exports_or_one_with_a_warning() {
    let mut form = form(&[START, LATE_END]);
    let evaluated = form.evaluate(&Rules::default(), None);
    assert_eq!(evaluated.plan.expect("a plan").len(), 2);
    assert_eq!(evaluated.checked.warnings, []);

    form.as_one = Some(true);
    let evaluated = form.evaluate(&Rules::default(), None);
    assert_eq!(evaluated.plan, None);
    let checked = evaluated.checked;
    assert_eq!(checked.result.map(|request| request.days()), Ok(31));
    assert_eq!(checked.warnings.len(), 1);
    assert_eq!(checked.warnings[0].code, Code::RangeTooLong);
}

#[test]
fn a_deployment_can_leave_the_limit_to_the_service() {
    let rules = Rules {
        range_limit: RangeLimit::Warning,
        ..Rules::default()
    };
    let mut form = form(&[START, LATE_END]);
    let evaluated = form.evaluate(&rules, None);
    assert_eq!(evaluated.plan, None);
    assert!(evaluated.checked.result.is_ok());
    assert_eq!(evaluated.checked.warnings[0].code, Code::RangeTooLong);

    form.as_one = Some(false);
    assert!(form.evaluate(&rules, None).plan.is_some());
}

#[test]
fn a_range_of_thousands_of_exports_is_a_problem() {
    let form = form(&[START, (Field::EndDate, "9999-12-31")]);
    assert_eq!(codes(&form), [Code::RangeTooLong]);
}

#[test]
fn sending_as_one_waives_the_limit_alone() {
    let mut form = form(&[START, LATE_END, (Field::AllLinkedOrgs, "yes")]);
    form.as_one = Some(true);
    assert_eq!(codes(&form), [Code::NotAFlag]);
}

#[test]
fn the_limit_is_that_of_the_job_type() {
    let type_of = |name| [START, LATE_END, (Field::JobType, name)];
    for (name, plan) in [
        ("PROJECT_FOLDER", true),
        ("ASSET", true),
        ("SUMMARY", false),
    ] {
        let evaluated = form(&type_of(name)).evaluate(&Rules::default(), None);
        assert!(evaluated.checked.result.is_ok(), "{name}");
        assert_eq!(evaluated.plan.is_some(), plan, "{name}");
    }
}

#[test]
fn an_end_that_has_not_come_yet_is_a_warning_once_the_time_is_known() {
    let form = form(&[START, END]);
    for (now, warnings) in [
        (None, vec![]),
        (Some("2024-09-10T23:59:58Z"), vec![Code::EndInFuture]),
        (Some("2024-09-11T00:00:00Z"), vec![]),
    ] {
        let checked = form.evaluate(&Rules::default(), now.map(at)).checked;
        assert!(checked.result.is_ok());
        let codes: Vec<_> = checked
            .warnings
            .iter()
            .map(|warning| warning.code)
            .collect();
        assert_eq!(codes, warnings, "{now:?}");
    }
}

#[test]
fn problems_are_shown_for_fields_that_were_left_and_for_all_after_an_attempt() {
    let mut form = FormState::default();
    form.left.push(Field::EndDate);
    let shown = |form: &FormState| Field::ALL.map(|field| form.shows(field));
    let end_alone = Field::ALL.map(|field| field == Field::EndDate);
    assert_eq!(shown(&form), end_alone);
    form.attempts = 1;
    assert_eq!(shown(&form), [true; Field::ALL.len()]);
}
