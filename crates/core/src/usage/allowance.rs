//! The allowance: what was consumed of it, at which rate, and until when it lasts.
//!
//! The service does not tell what an organization is entitled to: an administrator types it in.
use std::{collections::BTreeMap, fmt};

use chrono::Months;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Day, DayRange, Ipus, Kind, Usage, merge::join, view::rows_of};

/// What an organization may consume in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "TypedAllowance", rename_all = "camelCase")]
pub struct Allowance {
    ipus: Ipus,
    first_day: Day,
    period: Period,
}

/// How long an allowance is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Period {
    /// A month.
    Monthly,
    /// A year.
    #[default]
    Annual,
}

/// An allowance as it is typed, or stands in `config.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TypedAllowance {
    /// The amount, such as `1200` or `1200.5`.
    pub ipus: String,
    /// The first day of a period, such as `2025-01-01`.
    pub first_day: String,
    /// How long it is for.
    pub period: Period,
}

/// What is wrong with an allowance, for each field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AllowanceProblems {
    /// About the amount.
    pub ipus: Option<AllowanceProblem>,
    /// About the first day.
    pub first_day: Option<AllowanceProblem>,
}

impl fmt::Display for AllowanceProblems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problems = [("ipus", self.ipus), ("firstDay", self.first_day)];
        for (at, (field, problem)) in problems
            .into_iter()
            .filter_map(|(field, problem)| Some((field, problem?)))
            .enumerate()
        {
            write!(f, "{}{field}: {problem}", if at > 0 { " " } else { "" })?;
        }
        Ok(())
    }
}

/// What is wrong with a field of an allowance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AllowanceProblem {
    /// The amount is not a decimal number.
    #[error("Enter the IPUs as a number without separators of thousands, such as 1200 or 1200.5.")]
    NotANumber,
    /// The amount is zero or below.
    #[error("Enter more than 0 IPUs.")]
    NotPositive,
    /// The amount is more than 10¹⁵ IPUs.
    #[error("That is more than any contract has.")]
    TooLarge,
    /// The first day is not a day.
    #[error("Enter the first day of a period, such as 2025-01-01.")]
    NotADay,
}

impl TypedAllowance {
    /// Reads the fields. An amount with a comma is refused, because `1,200` means two things.
    ///
    /// # Errors
    /// What is wrong with each field.
    pub fn read(&self) -> Result<Allowance, AllowanceProblems> {
        let ipus = match self.ipus.trim().parse::<Ipus>() {
            Err(_) => Err(AllowanceProblem::NotANumber),
            Ok(ipus) if ipus <= Ipus::ZERO => Err(AllowanceProblem::NotPositive),
            Ok(ipus) if ipus.trillionths() > Ipus::MAX_ROW => Err(AllowanceProblem::TooLarge),
            Ok(ipus) => Ok(ipus),
        };
        let first_day = self.first_day.trim().parse();
        let first_day: Result<Day, _> = first_day.map_err(|_| AllowanceProblem::NotADay);
        match (ipus, first_day) {
            (Ok(ipus), Ok(first_day)) => Ok(Allowance {
                ipus,
                first_day,
                period: self.period,
            }),
            (ipus, first_day) => Err(AllowanceProblems {
                ipus: ipus.err(),
                first_day: first_day.err(),
            }),
        }
    }
}

impl TryFrom<TypedAllowance> for Allowance {
    type Error = AllowanceProblems;

    fn try_from(typed: TypedAllowance) -> Result<Self, AllowanceProblems> {
        typed.read()
    }
}

impl Allowance {
    /// The amount, more than 0.
    pub fn ipus(&self) -> Ipus {
        self.ipus
    }

    /// The first day of the first period.
    pub fn first_day(&self) -> Day {
        self.first_day
    }

    /// How long it is for.
    pub fn period(&self) -> Period {
        self.period
    }

    /// The period that a day lies in; the first one for days before it.
    ///
    /// A period begins on the same day of the month as the first one, or on the last day of a month that is too short.
    pub fn period_of(&self, day: Day) -> DayRange {
        let months = match self.period {
            Period::Monthly => 1,
            Period::Annual => 12,
        };
        let start = |nth: u32| {
            let months = Months::new(nth.saturating_mul(months));
            self.first_day
                .date()
                .checked_add_months(months)
                .map(Day::new)
        };
        let mut nth = 0;
        while start(nth + 1).is_some_and(|first| first <= day) {
            nth += 1;
        }
        let first = start(nth).unwrap_or(self.first_day);
        DayRange {
            first,
            last: start(nth + 1).and_then(Day::previous).unwrap_or(first),
        }
    }
}

/// What exports tell of a day that they answer for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownDay {
    /// What was consumed.
    pub consumption: Ipus,
    /// Whether that is all of it: the figure does not rise any more.
    pub complete: bool,
}

const NOTHING: KnownDay = KnownDay {
    consumption: Ipus::ZERO,
    complete: false,
};

/// The days that exports answer for. A missing day is unknown, which is not the same as no consumption.
pub type KnownDays = BTreeMap<Day, KnownDay>;

/// How an allowance stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllowanceReport {
    /// The allowance.
    pub allowance: Allowance,
    /// The current period; the first one if that has not begun.
    pub period: DayRange,
    /// The kind of export that it rests on.
    pub kind: Kind,
    /// What was consumed in the period on the days that are known.
    pub consumed: Ipus,
    /// What is left; below zero if more was consumed.
    pub remaining: Ipus,
    /// From the first day of the period that exports answer for to the last.
    pub known: Option<DayRange>,
    /// Days of the period, up to the last whose figures could be complete, that no export answers for.
    pub missing: Vec<DayRange>,
    /// The rates over the last 7 and the last 30 complete days; `None` without such days.
    pub rates: [Option<Rate>; 2],
    /// The fastest and the slowest of the last four weeks of complete days; `None` without a whole week.
    pub weeks: Option<Band>,
    /// The shares of the allowance that people want to hear of.
    pub marks: Vec<Mark>,
    /// The known days of the period in order.
    pub days: Vec<CumulativeDay>,
}

/// How much was consumed in how many days, and what follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// The sum.
    pub consumption: Ipus,
    /// How many complete days it is of.
    pub days: u32,
    /// From the first of them to the last.
    pub range: DayRange,
    /// The day on which the allowance is used up at this rate; `None`: it lasts until the period ends.
    pub runs_out: Option<Day>,
}

impl Rate {
    /// What is consumed in a day, rounded down to the twelfth decimal.
    pub fn per_day(&self) -> Ipus {
        Ipus::from_trillionths(
            self.consumption
                .trillionths()
                .div_euclid(self.days.max(1).into()),
        )
    }
}

/// The fastest and the slowest of some weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// The week with the most consumption.
    pub fastest: Rate,
    /// The week with the least.
    pub slowest: Rate,
}

/// A share of the allowance, and when it was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The share in percent.
    pub percent: u8,
    /// The day on which it was reached. Where days before it are missing, it may have been earlier.
    pub day: Option<Day>,
}

/// What was consumed from the beginning of a period to the end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CumulativeDay {
    /// The day.
    pub day: Day,
    /// What was consumed up to its end, on known days.
    pub consumed: Ipus,
    /// Whether its own figure may still rise.
    pub provisional: bool,
}

impl AllowanceReport {
    /// The day on which all of it was consumed.
    pub fn used_up(&self) -> Option<Day> {
        let whole = self.marks.iter().find(|mark| mark.percent == 100);
        whole.and_then(|mark| mark.day)
    }
}

const MARKS: [u8; 4] = [50, 75, 95, 100];
/// The days that the two rates are over.
const RATES: [usize; 2] = [7, 30];
const WEEK: usize = 7;
const WEEKS: usize = 4;

/// How an allowance stands today, by the days that exports of a kind answer for.
pub fn allowance_report(
    allowance: Allowance,
    kind: Kind,
    days: &KnownDays,
    today: Day,
) -> AllowanceReport {
    let period = allowance.period_of(today);
    let mut sum = 0;
    let cumulative: Vec<CumulativeDay> = days
        .range(period.first..=period.last.max(period.first))
        .map(|(&day, known)| {
            sum += known.consumption.trillionths();
            CumulativeDay {
                day,
                consumed: Ipus::from_trillionths(sum),
                provisional: !known.complete,
            }
        })
        .collect();
    let whole = allowance.ipus.trillionths();
    let marks = MARKS.map(|percent| {
        let is_reached =
            |at: &&CumulativeDay| at.consumed.trillionths() * 100 >= whole * i128::from(percent);
        Mark {
            percent,
            day: cumulative.iter().find(is_reached).map(|at| at.day),
        }
    });
    let complete: Vec<(Day, Ipus)> = days
        .iter()
        .filter(|(_, known)| known.complete)
        .map(|(day, known)| (*day, known.consumption))
        .collect();
    let rate = |days_of: &[(Day, Ipus)]| {
        let range = DayRange {
            first: days_of.first()?.0,
            last: days_of.last()?.0,
        };
        let sum = days_of.iter().map(|(_, amount)| amount.trillionths()).sum();
        let rate = Rate {
            consumption: Ipus::from_trillionths(sum),
            days: u32::try_from(days_of.len()).ok()?,
            range,
            runs_out: None,
        };
        let runs_out = runs_out(whole, period, days, &rate);
        Some(Rate { runs_out, ..rate })
    };
    let weeks: Vec<Rate> = complete
        .rchunks_exact(WEEK)
        .take(WEEKS)
        .filter_map(rate)
        .collect();
    let by_amount = |week: &&Rate| week.consumption;
    let fastest = weeks.iter().max_by_key(by_amount);
    let slowest = weeks.iter().min_by_key(by_amount);
    AllowanceReport {
        allowance,
        period,
        kind,
        consumed: Ipus::from_trillionths(sum),
        remaining: Ipus::from_trillionths(whole - sum),
        known: cumulative
            .first()
            .zip(cumulative.last())
            .map(|(first, last)| DayRange {
                first: first.day,
                last: last.day,
            }),
        missing: missing(period, days, today),
        rates: RATES.map(|count| rate(&complete[complete.len().saturating_sub(count)..])),
        weeks: fastest
            .zip(slowest)
            .map(|(&fastest, &slowest)| Band { fastest, slowest }),
        marks: marks.to_vec(),
        days: cumulative,
    }
}

/// The day on which the allowance is used up, if each day that is not known completely has at least the consumption of `rate`.
fn runs_out(whole: i128, period: DayRange, days: &KnownDays, rate: &Rate) -> Option<Day> {
    // In parts of a trillionth, as many as the rate has days, so that nothing is rounded.
    let parts = i128::from(rate.days);
    let usual = rate.consumption.trillionths();
    let mut sum = 0;
    period.iter().find(|day| {
        sum += match days.get(day) {
            Some(known) if known.complete => known.consumption.trillionths() * parts,
            Some(known) => (known.consumption.trillionths() * parts).max(usual),
            None => usual,
        };
        sum >= whole * parts
    })
}

/// The days of the period whose figures could be complete and of which nothing is known.
fn missing(period: DayRange, days: &KnownDays, today: Day) -> Vec<DayRange> {
    let mut missing = Vec::new();
    let could_be_known = period.iter().take_while(|day| !day.is_provisional(today));
    for day in could_be_known.filter(|day| !days.contains_key(day)) {
        let alone = DayRange {
            first: day,
            last: day,
        };
        join(&mut missing, alone);
    }
    missing
}

impl Usage {
    /// How an allowance stands by the exports of a kind, whatever is filtered; `None` for job level, which has no amounts by day.
    pub fn allowance(
        &self,
        allowance: Allowance,
        kind: Kind,
        today: Day,
    ) -> Option<AllowanceReport> {
        match kind {
            Kind::Job => None,
            Kind::Project | Kind::Summary | Kind::Asset => Some(allowance_report(
                allowance,
                kind,
                &self.known_days(kind, today),
                today,
            )),
        }
    }

    /// The days that the exports of a kind answer for, and those that have rows nevertheless. A job answers for no day after it was created.
    fn known_days(&self, kind: Kind, today: Day) -> KnownDays {
        let mut days = KnownDays::new();
        let windows = self
            .report(kind)
            .into_iter()
            .flat_map(|report| &report.windows);
        for (window, export) in windows.zip(self.exports.reports()) {
            let created = export.source.created.and_then(Day::of_unix_millis);
            let seen = created.map_or(today, |created| created.min(today));
            for day in window.days.into_iter().flat_map(DayRange::iter) {
                if day <= seen {
                    let known = days.entry(day).or_insert(NOTHING);
                    known.complete |= !day.is_provisional(seen);
                }
            }
        }
        let tables = &self.exports.tables;
        let mut by_date = vec![0_i128; tables.dates.len()];
        for (_, date, tally) in rows_of(&self.exports, &self.kept, kind) {
            by_date[date as usize] += tally.consumption().trillionths();
        }
        let consumed = (0..)
            .zip(by_date)
            .filter(|(_, trillionths)| *trillionths != 0);
        for (date, trillionths) in consumed {
            let known = days.entry(tables.dates.day(date)).or_insert(NOTHING);
            let sum = known.consumption.trillionths() + trillionths;
            known.consumption = Ipus::from_trillionths(sum);
        }
        days
    }
}
