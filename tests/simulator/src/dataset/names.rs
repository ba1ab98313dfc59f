//! How projects and folders are called.

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

const ASSETS: [&str; 8] = [
    "load_customers",
    "load_orders",
    "sync_prices",
    "merge_accounts",
    "check_addresses",
    "publish_stock",
    "archive_invoices",
    "refresh_dimensions",
];

/// Name of an asset; different for different numbers.
pub(super) fn asset(index: u32) -> String {
    numbered(&ASSETS, index, '_')
}

/// Name of a project; different for different numbers.
pub(super) fn project(index: u32) -> String {
    numbered(&PROJECTS, index, '_')
}

/// Name of a folder; different for different numbers.
pub(super) fn folder(index: u32) -> String {
    numbered(&FOLDERS, index, ' ')
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
