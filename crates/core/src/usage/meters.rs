//! The meters that exports name.
use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{
    Usage,
    kind::Dimension,
    tables::{MISSING, Tables},
};

/// A meter of the service.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Meter {
    /// Its ID.
    pub id: String,
    /// Its name, where an export has it.
    pub name: Option<String>,
}

impl Usage {
    /// The meters that the exports name, by ID.
    pub fn meters(&self) -> Vec<Meter> {
        let tables: &Tables = &self.exports().tables;
        // There are many places and few meters: names become text once for each meter.
        let mut numbers = FxHashMap::<u32, u32>::default();
        for place in tables.places.iter() {
            let name = numbers.entry(place.get(Dimension::MeterId)).or_default();
            if *name == MISSING {
                *name = place.get(Dimension::MeterName);
            }
        }
        let text = |number| tables.name(number).map(Cow::into_owned);
        let meters = numbers.into_iter();
        let meters = meters.filter_map(|(id, name)| Some((text(id)?, text(name))));
        let meters: BTreeMap<_, _> = meters.collect();
        let meters = meters.into_iter();
        meters.map(|(id, name)| Meter { id, name }).collect()
    }
}
