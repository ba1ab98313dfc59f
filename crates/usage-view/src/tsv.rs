//! Tables as they are shown, as text with tabs for a spreadsheet.
use web_sys::Element;

use crate::dom::all;
use metering_core::usage::neutralized;

/// The tables within an element, with an empty line between them.
pub(crate) fn of_tables(place: &Element) -> String {
    let tables = all(place, "table").map(|table| {
        // What spans columns is no row of figures.
        let rows = all(&table, "tr").filter(|row| all(row, "td[colspan]").next().is_none());
        rows.map(|row| line(all(&row, "th, td").map(|cell| text(&cell))))
            .collect::<String>()
    });
    tables.collect::<Vec<_>>().join("\n")
}

/// What a cell says, and whether it is a figure. The title of a rounded amount is the exact one.
fn text(cell: &Element) -> (String, bool) {
    let shown = cell.text_content().unwrap_or_default();
    let is_figure = cell.class_list().contains("figure");
    let exact = cell.get_attribute("title");
    let exact = exact.filter(|_| is_figure && !shown.ends_with('%'));
    (exact.unwrap_or(shown), is_figure)
}

fn line(cells: impl Iterator<Item = (String, bool)>) -> String {
    let cells = cells.map(|(text, is_figure)| cell(&text, is_figure));
    cells.collect::<Vec<_>>().join("\t") + "\n"
}

/// A cell without what would end it, figures without separators of thousands, texts without what would be run as a formula.
fn cell(text: &str, is_figure: bool) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    let number = text.replace(',', "");
    let digits = number.trim_start_matches('-').trim_end_matches('%');
    if is_figure && digits.parse::<f64>().is_ok() {
        number
    } else {
        neutralized(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_numbers_and_texts_are_no_formulas() {
        for (text, is_figure, expected) in [
            ("1,234.000000000001", true, "1234.000000000001"),
            ("-1,234.5", true, "-1234.5"),
            ("12.5%", true, "12.5%"),
            ("–", true, "–"),
            ("-1", false, "'-1"),
            ("=HYPERLINK(\"x\")", false, "'=HYPERLINK(\"x\")"),
            ("=1+1", true, "'=1+1"),
            ("Sales\t\n Daily ", false, "Sales Daily"),
            ("a,b", false, "a,b"),
        ] {
            assert_eq!(cell(text, is_figure), expected, "{text:?}");
        }
    }

    #[test]
    fn a_line_has_a_tab_between_cells() {
        let cells = [("P", false), ("1,000", true), ("", false)];
        let cells = cells.map(|(text, is_figure)| (text.to_owned(), is_figure));
        assert_eq!(line(cells.into_iter()), "P\t1000\t\n");
    }
}
