//! How projects and folders are called.

/// The kind of names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Names {
    /// Names as administrators give them.
    #[default]
    Plain,
    /// Names with commas, quotes, line ends, formulas, markup, emoji and right-to-left marks among them.
    Awkward,
}

const PROJECTS: [&str; 16] = [
    "FINANCE",
    "SALES_OPS",
    "HR_CORE",
    "SUPPLY_CHAIN",
    "CUSTOMER_360",
    "MARKETING",
    "LOGISTICS",
    "DATA_LAKE",
    "PRICING",
    "RISK",
    "PROCUREMENT",
    "Kundenstamm Süd",
    "Field Service",
    "MDM",
    "E-COMMERCE",
    "Archive",
];

const FOLDERS: [&str; 10] = [
    "Ingestion",
    "Staging",
    "Curated",
    "Reports",
    "Nightly",
    "Quality",
    "Exports",
    "Reference data",
    "Test",
    "Müll",
];

const AWKWARD: [&str; 10] = [
    "EMEA, North",
    "the \"new\" one",
    "=1+1",
    "@SUM(A1:A9)",
    "<script>alert('x')</script>",
    "two\nlines",
    "日本 🚚",
    "\u{202e}txet\u{202c}",
    " padded ",
    "-2+3",
];

impl Names {
    /// Name of a project; different for different numbers.
    pub(super) fn project(self, index: u32) -> String {
        match self {
            Self::Plain => numbered(&PROJECTS, index, '_'),
            Self::Awkward => numbered(&AWKWARD, index, ' '),
        }
    }

    /// Name of a folder; different for different numbers.
    pub(super) fn folder(self, index: u32) -> String {
        match self {
            Self::Plain => numbered(&FOLDERS, index, ' '),
            Self::Awkward => numbered(&AWKWARD, index, ' '),
        }
    }
}

/// The words in turn; from the second round on with the number of the round.
fn numbered(words: &[&str], index: u32, joint: char) -> String {
    let index = usize::try_from(index).unwrap_or(usize::MAX);
    let word = words[index % words.len()];
    match index / words.len() {
        0 => word.to_owned(),
        round => format!("{word}{joint}{}", round + 1),
    }
}
