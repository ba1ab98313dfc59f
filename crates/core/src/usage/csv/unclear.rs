//! Rows with too many fields, because a name holds a separator that is not in quotes.
//!
//! Every way to give the surplus fields to the names is tried, as far as dates, numbers and IDs then stand where they belong.
//! What all these ways agree on is certain.
use super::{Record, amount_of, header::Layout};
use crate::usage::{
    day::row_date,
    kind::{Dimension, Role},
    names::{is_missing, trimmed},
    tables::{Place, Tables},
};

/// How the fields of a row belong to its columns.
pub(super) struct Unclear {
    /// The first field of each column, and the number of fields; one for each way that fits.
    ways: Vec<Vec<usize>>,
}

/// Steps after which a row is given up.
const STEPS: usize = 10_000;

/// Finds out how the first `fields` fields belong to the columns; `None` unless date, amount and organization are certain.
pub(super) fn split(record: Record<'_>, layout: &Layout, fields: usize) -> Option<Unclear> {
    let mut search = Search {
        record,
        layout,
        fields,
        surplus: fields - layout.fields,
        steps: 0,
        ways: Vec::new(),
    };
    search.column(&mut Vec::new(), 0);
    let unclear = Unclear { ways: search.ways };
    let is_sure = |column: &usize| unclear.is_certain(*column);
    let needed = [layout.date, layout.amount, layout.org_id()];
    let is_certain = search.steps < STEPS && !unclear.ways.is_empty() && needed.iter().all(is_sure);
    (is_certain && !may_go_on(record, layout, unclear.start(layout.amount))).then_some(unclear)
}

/// Whether the amount in this field may go on in the next one, behind a decimal comma.
fn may_go_on(record: Record<'_>, layout: &Layout, amount: usize) -> bool {
    let next = layout.roles.get(layout.amount + 1);
    next.is_some_and(|role| can_hold_separators(*role))
        && !record.get(amount).contains(&b'.')
        && !record.get(amount + 1).is_empty()
        && record.get(amount + 1).iter().all(u8::is_ascii_digit)
}

/// Whether a column may hold separators: people choose what stands in it, or it is not known.
fn can_hold_separators(role: Option<Role>) -> bool {
    role.is_none_or(|role| matches!(role, Role::Name(dimension) if dimension.is_chosen()))
}

struct Search<'a> {
    record: Record<'a>,
    layout: &'a Layout,
    fields: usize,
    surplus: usize,
    steps: usize,
    ways: Vec<Vec<usize>>,
}

impl Search<'_> {
    /// Tries all that the next column can be, with `used` surplus fields before it.
    fn column(&mut self, way: &mut Vec<usize>, used: usize) {
        self.steps += 1;
        if self.steps >= STEPS {
            return;
        }
        let column = way.len();
        let start = column + used;
        if column == self.layout.fields {
            // What is left may stand in columns without a name, or be nothing.
            let has_columns = self.fields <= self.layout.all_fields;
            let mut left = start..self.fields;
            if has_columns || left.all(|at| self.record.get(at).is_empty()) {
                let end = [start];
                self.ways.push(way.iter().chain(&end).copied().collect());
            }
            return;
        }
        let most = match self.layout.roles[column] {
            role if can_hold_separators(role) => self.surplus - used,
            Some(role) if self.fits(role, self.record.get(start)) => 0,
            _ => return,
        };
        way.push(start);
        for more in 0..=most {
            let last = start + more;
            // A separator too many at the end of the row is not part of a name.
            let is_end = last + 1 == self.fields && self.record.get(last).is_empty();
            if more == 0 || !is_end {
                self.column(way, used + more);
            }
        }
        way.pop();
    }

    fn fits(&self, role: Role, text: &[u8]) -> bool {
        let is_number = || amount_of(text, self.layout).is_ok();
        match role {
            Role::Date => row_date(text).is_ok(),
            Role::Amount => is_number(),
            Role::Number => is_missing(text) || is_number(),
            Role::Name(Dimension::OrgId) => is_id(text),
            Role::Name(Dimension::MeterId) => is_missing(text) || is_id(text),
            Role::Name(Dimension::PeriodStart | Dimension::PeriodEnd) => {
                is_missing(text) || row_date(text).is_ok()
            }
            Role::Name(_) | Role::Unused => true,
        }
    }
}

impl Unclear {
    /// The first field of a column that is certain.
    pub(super) fn start(&self, column: usize) -> usize {
        self.ways[0][column]
    }

    fn is_certain(&self, column: usize) -> bool {
        let fields = |way: &Vec<usize>| (way[column], way[column + 1]);
        let first = fields(&self.ways[0]);
        self.ways.iter().all(|way| fields(way) == first)
    }

    /// Whether there are names that cannot be told apart.
    pub(super) fn has_unclear_names(&self) -> bool {
        self.ways.len() > 1
    }

    /// The place of the row. The text of all columns that are not certain is kept as one, with commas: a spreadsheet that has
    /// read a comma as the end of a name may have written another separator.
    pub(super) fn place(
        &self,
        tables: &mut Tables,
        record: Record<'_>,
        layout: &Layout,
    ) -> Option<u32> {
        let text = |from: usize, to: usize| {
            let field = |at| Some(record.get(at)).filter(|field| !is_missing(field));
            let fields: Vec<&[u8]> = (from..to).map(|at| field(at).unwrap_or_default()).collect();
            fields.join(&b',')
        };
        let mut place = Place::new(layout.kind);
        for &(column, dimension) in &layout.dimensions {
            if self.is_certain(column) {
                let text = text(self.start(column), self.ways[0][column + 1]);
                place.set(dimension, layout.intern(tables, dimension, &text)?);
            }
        }
        let mut uncertain = (0..layout.fields).filter(|&column| !self.is_certain(column));
        if let Some(first) = uncertain.next() {
            let last = uncertain.next_back().unwrap_or(first);
            let from = self.ways.iter().map(|way| way[first]).min()?;
            let to = self.ways.iter().map(|way| way[last + 1]).max()?;
            let unclear = tables.names.intern(&text(from, to))?;
            place.set(Dimension::Unclear, unclear);
        }
        tables.places.intern(place)
    }
}

/// Whether a text looks like an ID of the service: 22 letters and digits.
fn is_id(text: &[u8]) -> bool {
    let text = trimmed(text);
    text.len() == 22 && text.iter().all(u8::is_ascii_alphanumeric)
}
