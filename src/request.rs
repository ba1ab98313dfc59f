//! Checked export requests.
