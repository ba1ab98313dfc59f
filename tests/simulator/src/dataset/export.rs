//! The rows of one export.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Dataset, Org, Place};

/// What a missing project or folder looks like.
pub(super) const MISSING: &str = "null";

/// The data of one job.
#[derive(Clone, Debug)]
pub(crate) struct Export {
    dataset: Dataset,
    pub(super) orgs: Vec<Org>,
    places: Vec<Place>,
    first: NaiveDate,
    last: NaiveDate,
    combined: bool,
    created: DateTime<Utc>,
}

/// One row.
pub(super) struct Row<'a> {
    pub(super) date: NaiveDate,
    pub(super) org: &'a Org,
    pub(super) place: &'a Place,
    pub(super) amount: u64,
}

impl Export {
    /// The data from the day of `start` to the day of `end`, both included, as known when the job was `created`.
    pub(crate) fn new(
        dataset: &Dataset,
        orgs: Vec<Org>,
        (start, end): (DateTime<Utc>, DateTime<Utc>),
        combined: bool,
        created: DateTime<Utc>,
    ) -> Self {
        Self {
            orgs,
            places: dataset.places(),
            first: start.date_naive(),
            // Nothing has been used on days to come.
            last: end.date_naive().min(created.date_naive()),
            combined,
            created,
            dataset: dataset.clone(),
        }
    }

    /// The dates, newest first.
    fn dates(&self) -> impl Iterator<Item = NaiveDate> {
        let first = self.first;
        std::iter::successors(Some(self.last), NaiveDate::pred_opt)
            .take_while(move |date| *date >= first)
    }

    /// The rows of these organizations, in the order of the file.
    pub(super) fn rows<'a>(&'a self, orgs: &'a [Org]) -> impl Iterator<Item = Row<'a>> {
        self.dates().flat_map(move |date| {
            orgs.iter().flat_map(move |org| {
                self.places.iter().filter_map(move |place| {
                    let amount = self.dataset.amount(date, org, place, self.created)?;
                    Some(Row {
                        date,
                        org,
                        place,
                        amount,
                    })
                })
            })
        })
    }

    /// The organizations of each CSV file: all in one if combined, else one each.
    pub(super) fn files(&self) -> impl Iterator<Item = &[Org]> {
        self.orgs.chunks(if self.combined {
            self.orgs.len().max(1)
        } else {
            1
        })
    }
}
