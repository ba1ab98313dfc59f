//! Counts the renders of components, as Yew itself reports them.

use std::num::NonZeroU64;
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber, subscriber};

static RENDERS: AtomicUsize = AtomicUsize::new(0);

/// How many components were rendered since the first call.
pub(crate) fn renders() -> usize {
    static LISTENS: Once = Once::new();
    LISTENS.call_once(|| subscriber::set_global_default(Renders).expect("no other subscriber"));
    RENDERS.load(Ordering::Relaxed)
}

/// Yew opens a span of this name for each render of a component.
struct Renders;

impl Subscriber for Renders {
    fn enabled(&self, span: &Metadata<'_>) -> bool {
        span.is_span() && span.name() == "render" && span.target().starts_with("yew::")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        RENDERS.fetch_add(1, Ordering::Relaxed);
        Id::from_non_zero_u64(NonZeroU64::MIN)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}
