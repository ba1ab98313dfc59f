//! Every state of the page, seen in every look: axe finds nothing wrong, and everything is in its place.

mod announced;
mod colours;
mod connection;
mod focus;
mod form;
mod jobs;
mod motion;
mod width;
