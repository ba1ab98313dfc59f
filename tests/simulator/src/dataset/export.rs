//! The rows of one export.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::meters::{METERS, Meter};
use super::{Dataset, Org, Place};

/// What a missing project or folder looks like.
pub(super) const MISSING: &str = "null";

/// What an export holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    /// `PROJECT_FOLDER`: by project and folder.
    ProjectFolder,
    /// `SUMMARY`: by meter, with what carries no project.
    Summary,
    /// `ASSET`: by asset.
    Asset,
    /// Each run of an asset; an endpoint of its own, without a `jobType`.
    JobLevel,
}

/// The data of one job.
#[derive(Clone, Debug)]
pub(crate) struct Export {
    pub(super) kind: Kind,
    dataset: Dataset,
    pub(super) orgs: Vec<Org>,
    places: Vec<Place>,
    /// The meter that was asked for; all if none was.
    meter: Option<&'static Meter>,
    first: NaiveDate,
    last: NaiveDate,
    combined: bool,
    created: DateTime<Utc>,
}

/// One row.
pub(super) struct Row<'a> {
    pub(super) date: NaiveDate,
    pub(super) org: &'a Org,
    /// In units of 10⁻¹² IPU.
    pub(super) amount: u64,
    /// Nothing in a summary.
    pub(super) place: Option<&'a Place>,
    /// Nothing at project level.
    pub(super) meter: Option<&'static Meter>,
    /// Which asset of its place; nothing at project level and in a summary.
    pub(super) asset: Option<u32>,
}

impl Export {
    /// The data from the day of `start` to the day of `end`, both included, as known when the job was `created`.
    pub(crate) fn new(
        dataset: &Dataset,
        (kind, meter): (Kind, Option<&'static Meter>),
        orgs: Vec<Org>,
        (start, end): (DateTime<Utc>, DateTime<Utc>),
        combined: bool,
        created: DateTime<Utc>,
    ) -> Self {
        Self {
            kind,
            orgs,
            places: dataset.places(),
            meter,
            first: start.date_naive(),
            // Nothing has been used on days to come.
            last: end.date_naive().min(created.date_naive()),
            combined,
            created,
            dataset: dataset.clone(),
        }
    }

    /// The rows of a file, in its order: newest date first.
    pub(super) fn rows<'a>(&'a self, file: &File<'a>) -> impl Iterator<Item = Row<'a>> {
        let (orgs, meter) = (file.orgs, file.meter);
        let first = self.first;
        let dates = std::iter::successors(Some(self.last), NaiveDate::pred_opt);
        let days = dates
            .take_while(move |date| *date >= first)
            .flat_map(move |date| orgs.iter().map(move |org| (date, org)));
        days.flat_map(move |(date, org)| {
            let rows: Box<dyn Iterator<Item = Row<'a>>> = match self.kind {
                Kind::ProjectFolder => Box::new(self.by_place(date, org)),
                Kind::Asset | Kind::JobLevel => Box::new(self.by_asset(date, org)),
                Kind::Summary => Box::new(self.by_meter(date, org).into_iter()),
            };
            rows.filter(move |row| meter.is_none() || row.meter == meter)
        })
    }

    fn by_place<'a>(&'a self, date: NaiveDate, org: &'a Org) -> impl Iterator<Item = Row<'a>> {
        self.places.iter().filter_map(move |place| {
            Some(Row {
                date,
                org,
                amount: self.dataset.amount(date, org, place, self.created)?,
                place: Some(place),
                meter: None,
                asset: None,
            })
        })
    }

    /// Each place has one to three assets, which share its amount; each has a meter that carries a project.
    fn by_asset<'a>(&'a self, date: NaiveDate, org: &'a Org) -> impl Iterator<Item = Row<'a>> {
        let meters: Vec<_> = Meter::with_project().collect();
        self.by_place(date, org).flat_map(move |whole| {
            let index = whole.place.map_or(0, |place| place.index);
            let assets = 1 + index % 3;
            let share = whole.amount / u64::from(assets);
            let meters = meters.clone();
            (0..assets).map(move |asset| Row {
                amount: match asset {
                    0 => whole.amount - share * u64::from(assets - 1),
                    _ => share,
                },
                meter: usize::try_from(index + asset)
                    .ok()
                    .map(|sum| meters[sum % meters.len()]),
                asset: Some(asset),
                ..whole
            })
        })
    }

    /// What the assets of each meter used, and the meters without assets.
    fn by_meter<'a>(&'a self, date: NaiveDate, org: &'a Org) -> Vec<Row<'a>> {
        let assets: Vec<_> = self.by_asset(date, org).collect();
        let row = |(index, meter): (usize, &'static Meter)| {
            let amount = if meter.asset_type.is_some() {
                let own = assets.iter().filter(|row| row.meter == Some(meter));
                own.map(|row| row.amount).sum()
            } else {
                let place = self
                    .dataset
                    .without_place(u32::try_from(index).unwrap_or_default());
                self.dataset
                    .amount(date, org, &place, self.created)
                    .unwrap_or_default()
            };
            (amount > 0).then_some(Row {
                date,
                org,
                amount,
                place: None,
                meter: Some(meter),
                asset: None,
            })
        };
        METERS.iter().enumerate().filter_map(row).collect()
    }

    /// The files of the ZIP: one for all organizations if combined, else one each; at job level one for each meter, because
    /// each has columns of its own.
    pub(super) fn files(&self) -> impl Iterator<Item = File<'_>> {
        let orgs = self.orgs.chunks(if self.combined {
            self.orgs.len().max(1)
        } else {
            1
        });
        orgs.flat_map(|orgs| {
            let meters = match (self.kind, self.meter) {
                (Kind::JobLevel, None) => METERS
                    .iter()
                    .filter(|meter| meter.has_jobs())
                    .map(Some)
                    .collect(),
                (_, meter) => vec![meter],
            };
            meters.into_iter().map(move |meter| File { orgs, meter })
        })
    }
}

/// A CSV file of the ZIP.
pub(super) struct File<'a> {
    pub(super) orgs: &'a [Org],
    /// The only meter in it, if there is only one.
    pub(super) meter: Option<&'static Meter>,
}
