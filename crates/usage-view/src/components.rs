//! What is shown, a component a file.
mod bar_chart;
mod compared;
mod content;
mod day_chart;
mod exports;
mod filter;
mod kept;
mod kinds;
mod listings;
mod looked_at;
mod merged;
mod name;
mod pager;
mod reading;
mod rejected;
mod section;
mod sums_table;
mod totals;

pub use content::Content;
pub use kept::KeptExports;

use bar_chart::BarChart;
use compared::Compared;
use day_chart::DayChart;
use exports::Exports;
use filter::FilterFields;
use kinds::Kinds;
use listings::Listings;
use looked_at::use_looked_at;
use merged::Merged;
use name::Name;
use pager::Pager;
use reading::ReadingProgress;
use rejected::Rejected;
use section::SectionView;
use sums_table::SumsTable;
use totals::TotalsView;
