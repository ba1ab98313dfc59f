//! What can be looked for: kinds of elements as assistive technology tells them apart.

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use serde_json::{Value, json};

use super::command;

/// A kind of element. The browser computes role and name; a selector only says which elements are worth asking for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A part of the page with a heading.
    Region,
    /// Controls that belong together, or the problem summary.
    Group,
    /// A heading of any level.
    Heading,
    /// Something to type into or to choose from.
    Field,
    /// The browser's calendar.
    Calendar,
    /// What opens files from disk.
    FileChooser,
    /// One of several choices.
    Radio,
    /// Something to press.
    Button,
    /// Something to press in a menu that is open.
    MenuItem,
    /// Something that leads elsewhere.
    Link,
    /// A list of names and values.
    Terms,
    /// A table with all its rows.
    Table,
    /// A row of a table, found by the text of one of its cells, or by the ID of its job, which is its tooltip.
    Row,
}

impl Kind {
    /// How messages call it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Group => "group",
            Self::Heading => "heading",
            Self::Field => "field",
            Self::Calendar => "calendar",
            Self::FileChooser => "file chooser",
            Self::Radio => "radio button",
            Self::Button => "button",
            Self::MenuItem => "menu item",
            Self::Link => "link",
            Self::Terms => "list of terms",
            Self::Table => "table",
            Self::Row => "row",
        }
    }

    /// Which elements are worth asking for their role.
    pub(crate) fn selector(self) -> &'static str {
        match self {
            Self::Region => "section, [role=region]",
            Self::Group => "fieldset, [role=group]",
            Self::Heading => "h1, h2, h3, h4, h5, h6, [role=heading]",
            Self::Field => {
                "input:not([type=file]), select, textarea, [role=textbox], [role=combobox]"
            }
            Self::Calendar => "input[type=date]",
            Self::FileChooser => "input[type=file]",
            Self::Radio => "input[type=radio], [role=radio]",
            Self::Button => "button, input[type=submit], input[type=button], [role=button]",
            Self::MenuItem => "[role=menuitem]",
            Self::Link => "a[href], [role=link]",
            Self::Terms => "dl",
            Self::Table => "table",
            Self::Row => "tr, [role=row]",
        }
    }

    /// The roles that it has; none where HTML knows no role, so that each browser has its own word.
    fn roles(self) -> &'static [&'static str] {
        match self {
            Self::Region => &["region"],
            Self::Group => &["group"],
            Self::Heading => &["heading"],
            Self::Field => &["textbox", "combobox"],
            Self::Calendar | Self::FileChooser | Self::Terms => &[],
            Self::Radio => &["radio"],
            Self::Button => &["button"],
            Self::MenuItem => &["menuitem"],
            Self::Link => &["link"],
            Self::Table => &["table"],
            Self::Row => &["row"],
        }
    }

    /// What `find.js` has to know to look for it.
    pub(crate) fn step(self, name: &str) -> Value {
        json!({
            "selector": self.selector(),
            "roles": self.roles(),
            "name": name,
            "isRow": self == Self::Row,
            "isFileChooser": self == Self::FileChooser,
        })
    }

    /// Whether an element is of this kind and goes by this name, as the driver says; `find.js` has looked at the cells of
    /// a row.
    pub(crate) async fn is(self, element: &Element, name: &str) -> Result<bool, CmdError> {
        let is_named = match self {
            Self::Row => true,
            // Firefox adds the button inside of it and what was chosen.
            Self::FileChooser => {
                let label = command::accessible_name(element).await?;
                label == name || label.starts_with(&format!("{name} "))
            }
            _ => command::accessible_name(element).await? == name,
        };
        let roles = self.roles();
        Ok(is_named
            && (roles.is_empty() || roles.contains(&command::role(element).await?.as_str())))
    }
}
