//! Something on the page, looked up each time that it is used: the page renders anew as it likes.

mod expect;

use std::fmt;

use fantoccini::Locator as By;
use fantoccini::elements::Element;
use fantoccini::error::CmdError;

use super::kind::Kind;
use super::page::Page;
use super::wait::wait_for;
use super::{command, keys};

/// Something on the page, by kind and accessible name, within something else or not.
#[derive(Clone)]
pub(crate) struct Locator<'p> {
    page: &'p Page,
    steps: Vec<(Kind, String)>,
}

impl<'p> Locator<'p> {
    /// Something on the page.
    pub(crate) fn new(page: &'p Page, kind: Kind, name: &str) -> Self {
        Self {
            page,
            steps: vec![(kind, name.to_owned())],
        }
    }

    /// Something within this.
    pub(crate) fn within(&self, kind: Kind, name: &str) -> Self {
        let mut found = self.clone();
        found.steps.push((kind, name.to_owned()));
        found
    }

    /// A field within this.
    pub(crate) fn field(&self, name: &str) -> Self {
        self.within(Kind::Field, name)
    }

    /// A button within this.
    pub(crate) fn button(&self, name: &str) -> Self {
        self.within(Kind::Button, name)
    }

    /// Opens a menu within this, and chooses from it.
    pub(crate) async fn choose_from(&self, menu: &str, item: &str) {
        self.button(menu).click().await;
        self.within(Kind::MenuItem, item).click().await;
    }

    /// The accessible names of the links within this, in their order.
    pub(crate) async fn link_names(&self) -> Vec<String> {
        self.act("read the links of", async |element| {
            let mut names = Vec::new();
            for link in element.find_all(By::Css(Kind::Link.selector())).await? {
                names.push(command::accessible_name(&link).await?);
            }
            Ok(names)
        })
        .await
    }

    /// A link within this.
    pub(crate) fn link(&self, name: &str) -> Self {
        self.within(Kind::Link, name)
    }

    /// The row with a cell of this very text within this.
    pub(crate) fn table_row(&self, cell: &str) -> Self {
        self.within(Kind::Row, cell)
    }

    /// Clicks it.
    pub(crate) async fn click(&self) {
        self.act("click", async |element| element.click().await)
            .await;
    }

    /// Clicks it twice at once.
    pub(crate) async fn double_click(&self) {
        self.act("double-click", async |element| {
            keys::double_click(element).await
        })
        .await;
    }

    /// Clicks the label around it, as one does where the control itself is not drawn.
    pub(crate) async fn click_label(&self) {
        self.act("click the label of", async |element| {
            element
                .find(By::XPath("ancestor::label"))
                .await?
                .click()
                .await
        })
        .await;
    }

    /// Types at the end of what is in it.
    pub(crate) async fn type_text(&self, text: &str) {
        self.act(&format!("type “{text}” into"), async |element| {
            element.send_keys(text).await
        })
        .await;
    }

    /// Replaces what is in it, by the keyboard.
    pub(crate) async fn fill(&self, text: &str) {
        let typed = format!("{}{}{text}", keys::SELECT_ALL, keys::DELETE);
        self.act(&format!("fill “{text}” into"), async |element| {
            element.send_keys(&typed).await
        })
        .await;
    }

    /// Chooses an option by its text, with the arrow keys: a click on an option is no event `input` in Chromium's driver.
    pub(crate) async fn choose(&self, option: &str) {
        let choose = async |element: &Element| {
            let mut pressed = keys::HOME.to_string();
            for candidate in element.find_all(By::Css("option")).await? {
                if candidate.text().await? == option {
                    return element.send_keys(&pressed).await;
                }
                pressed.push(keys::DOWN);
            }
            panic!("{self} has no option “{option}”");
        };
        self.act(&format!("choose “{option}” in"), choose).await;
    }

    /// What is in a field.
    pub(crate) async fn value(&self) -> String {
        self.act("read", async |element| element.prop("value").await)
            .await
            .unwrap_or_default()
    }

    /// The text in it.
    pub(crate) async fn text(&self) -> String {
        self.act("read", async |element| element.text().await).await
    }

    /// An attribute of it.
    pub(crate) async fn attribute(&self, name: &str) -> Option<String> {
        self.act(&format!("read {name} of"), async |element| {
            element.attr(name).await
        })
        .await
    }

    /// Whether it can be used.
    pub(crate) async fn is_enabled(&self) -> bool {
        self.act("look at", async |element| element.is_enabled().await)
            .await
    }

    /// The texts that describe it, in their order.
    pub(crate) async fn described_by(&self) -> Vec<String> {
        let ids = self.attribute("aria-describedby").await.unwrap_or_default();
        let mut texts = Vec::new();
        for id in ids.split_whitespace() {
            let element = self.page.client().find(By::Id(id)).await;
            let element = element.unwrap_or_else(|error| {
                panic!("{self} is described by {id}, which is not there: {error}")
            });
            texts.push(element.text().await.expect("the text of a description"));
        }
        texts
    }

    /// Does something with it as soon as it is there and lets it be done.
    pub(crate) async fn act<T>(
        &self,
        what: &str,
        act: impl AsyncFn(&Element) -> Result<T, CmdError>,
    ) -> T {
        println!("· {what} {self}");
        wait_for(format!("{self}, to {what} it"), async || {
            self.look(&act)
                .await?
                .ok_or_else(|| "it is not there".to_owned())
        })
        .await
    }

    /// Looks once, and does something with what is found. An error is a reason to look again.
    async fn look<T>(
        &self,
        act: impl AsyncFn(&Element) -> Result<T, CmdError>,
    ) -> Result<Option<T>, String> {
        let text = |error: CmdError| error.to_string();
        match self.find().await.map_err(text)? {
            Some(element) => act(&element).await.map(Some).map_err(text),
            None => Ok(None),
        }
    }

    async fn find(&self) -> Result<Option<Element>, CmdError> {
        let client = self.page.client();
        let mut steps = self.steps.as_slice();
        let mut scope: Option<Element> = None;
        while !steps.is_empty() {
            let path = steps.iter().map(|(kind, name)| kind.step(name)).collect();
            let found = command::find(client, path, scope.as_ref()).await?;
            let (kind, name) = &steps[found.at];
            let mut elements = Vec::new();
            for element in found.elements(client) {
                if found.is_sure || kind.is(&element, name).await? {
                    elements.push(element);
                }
            }
            assert!(
                elements.len() < 2,
                "there is more than one {} “{name}” where {self} is looked for",
                kind.word()
            );
            scope = elements.pop();
            if scope.is_none() {
                return Ok(None);
            }
            steps = &steps[found.at + 1..];
        }
        Ok(scope)
    }
}

impl fmt::Display for Locator<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut preposition = "";
        for (kind, name) in self.steps.iter().rev() {
            write!(f, "{preposition}{} “{name}”", kind.word())?;
            preposition = " in ";
        }
        Ok(())
    }
}
