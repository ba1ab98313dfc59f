//! Every state of the page, seen in every look: axe finds nothing wrong, and everything is in its place.

mod announced;
mod colours;
mod connection;
mod embed_page;
mod focus;
mod form;
mod jobs;
mod jobs_with_data;
mod motion;
mod usage;
mod width;
