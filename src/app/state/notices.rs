//! What the page says by itself: notices to read and dismiss, and announcements to screen readers.

/// How many announcements are kept: more than can be spoken at once.
const KEPT: usize = 8;

/// What the page says by itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notices {
    /// Things to know about the page itself, such as unreadable storage.
    pub shown: Vec<String>,
    /// What is said to screen readers.
    pub announced: Announced,
}

/// The last announcements with their numbers: several at once are all rendered, and equal texts are said twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Announced(Vec<(u32, String)>);

/// What the page has to say.
#[derive(Debug)]
pub enum NoticesAction {
    /// A notice to read. It is announced too: screen readers do not read by themselves what appears.
    Shown {
        /// Whole sentences.
        text: String,
    },
    /// A notice was read.
    Dismissed {
        /// Its place.
        index: usize,
    },
    /// Something to say to screen readers.
    Announced {
        /// Whole sentences.
        text: String,
    },
}

impl Notices {
    pub(super) fn apply(&mut self, action: NoticesAction) {
        match action {
            NoticesAction::Shown { text } => {
                if !self.shown.contains(&text) {
                    self.announced.push(text.clone());
                    self.shown.push(text);
                }
            }
            NoticesAction::Dismissed { index } => {
                if index < self.shown.len() {
                    drop(self.shown.remove(index));
                }
            }
            NoticesAction::Announced { text } => self.announced.push(text),
        }
    }
}

impl Announced {
    fn push(&mut self, text: String) {
        if self.0.len() == KEPT {
            drop(self.0.remove(0));
        }
        self.0.push((self.count() + 1, text));
    }

    /// How many things have been said.
    pub fn count(&self) -> u32 {
        self.0.last().map_or(0, |(number, _)| *number)
    }

    /// The last thing said.
    pub fn last(&self) -> &str {
        self.0.last().map_or("", |(_, text)| text)
    }

    /// The last things said, each with its number.
    pub fn all(&self) -> &[(u32, String)] {
        &self.0
    }
}
