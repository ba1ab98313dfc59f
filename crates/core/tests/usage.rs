//! What an export holds: ZIP, CSV, exact sums, merging, and the way back to CSV.
#![cfg(not(target_arch = "wasm32"))]

mod usage {
    mod allowance;
    mod amounts;
    mod as_people_have_them;
    mod cases;
    mod csv_files;
    mod csv_rejected;
    mod csv_rules;
    mod days;
    mod forms;
    mod groups;
    mod job_level;
    mod kept;
    mod made;
    mod merging;
    mod merging_windows;
    mod over_time;
    pub(crate) mod support;
    mod views;
    mod writing;
    mod zip_damage;
    mod zip_files;
    mod zip_reader;
    mod zip_refused;
}
