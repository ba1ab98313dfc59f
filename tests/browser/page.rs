//! The page in a corner of the document, and hands that type and click.

use gloo_timers::future::TimeoutFuture;
use metering_export::app::App;
use wasm_bindgen::JsCast;
use web_sys::{
    Document, Element, HtmlElement, HtmlInputElement, HtmlLabelElement, HtmlSelectElement,
    InputEvent, InputEventInit, Storage,
};
use yew::AppHandle;

use crate::{simulator, spy, until};

/// ID of the element that the page is mounted into.
const ROOT: &str = "mounted";

/// The page, until this is dropped.
pub(crate) struct Page {
    root: Element,
    app: Option<AppHandle<App>>,
}

impl Page {
    /// A page that nobody has used before, with the simulator as its service.
    pub(crate) async fn new() -> Self {
        simulator::reset().await;
        spy::undo_all();
        session_storage().clear().expect("an empty storage");
        spy::clear_jobs().await;
        Self::open().await
    }

    /// Opens the page as the browser finds it: after a reload, with what is stored.
    pub(crate) async fn open() -> Self {
        let config =
            serde_json::json!({"loginUrl": simulator::login(), "apiBaseUrl": simulator::base()});
        spy::set_config(Some(config.to_string()));
        let page = Self::mount();
        let base = simulator::base();
        until("the page has read config.json", || {
            let login = page.find_field("Login URL").map(|field| value(&field));
            let pasted = page.find_field("API base URL").map(|field| value(&field));
            login.or(pasted).is_some_and(|url| url.starts_with(&base))
        })
        .await;
        page
    }

    /// Mounts the page without waiting for anything.
    pub(crate) fn mount() -> Self {
        // A test that failed leaves its page behind.
        if let Some(old) = document().get_element_by_id(ROOT) {
            old.remove();
        }
        spy::forget_fetches();
        let root = document().create_element("div").expect("an element");
        root.set_id(ROOT);
        document()
            .body()
            .expect("a body")
            .append_child(&root)
            .expect("a place");
        let app = yew::Renderer::<App>::with_root(root.clone()).render();
        Self {
            root,
            app: Some(app),
        }
    }

    /// Closes the page.
    pub(crate) fn close(self) {
        drop(self);
    }

    /// Every element that a selector finds.
    pub(crate) fn all(&self, selector: &str) -> Vec<HtmlElement> {
        let found = self.root.query_selector_all(selector).expect("a selector");
        (0..found.length())
            .filter_map(|index| found.get(index)?.dyn_into().ok())
            .collect()
    }

    /// The texts of every element that a selector finds.
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).iter().map(text).collect()
    }

    /// The IDs of the jobs in the table, from the top.
    pub(crate) fn job_ids(&self) -> Vec<String> {
        let names = self.all("tr.job .job-id").into_iter();
        let titles = names.filter_map(|name| name.get_attribute("title"));
        titles
            .map(|title| title.trim_start_matches("Job ID: ").to_owned())
            .collect()
    }

    /// The whole text of the page.
    pub(crate) fn text(&self) -> String {
        self.root.text_content().unwrap_or_default()
    }

    /// Opens the menu of the only job, and chooses from it.
    pub(crate) async fn choose(&self, item: &str) {
        self.click("More");
        until("the menu is open", || !self.all("[role=menu]").is_empty()).await;
        self.click(item);
    }

    /// Waits until the page says something.
    pub(crate) async fn says(&self, words: &str) {
        until(&format!("the page says {words:?}"), || {
            self.text().contains(words)
        })
        .await;
    }

    /// The control of a label; a radio button is none.
    fn find_field(&self, label: &str) -> Option<HtmlElement> {
        let is_it = |found: &HtmlElement| text(found) == label;
        let labels = self.all("label[for]").into_iter().find(is_it)?;
        labels.dyn_into::<HtmlLabelElement>().ok()?.control()
    }

    /// The control of a label.
    pub(crate) fn field(&self, label: &str) -> HtmlElement {
        self.find_field(label)
            .unwrap_or_else(|| panic!("no field {label:?}"))
    }

    /// What is in a field.
    pub(crate) fn value(&self, label: &str) -> String {
        value(&self.field(label))
    }

    /// What a field is described by, one text for each element.
    pub(crate) fn descriptions(&self, label: &str) -> Vec<String> {
        let ids = self
            .field(label)
            .get_attribute("aria-describedby")
            .unwrap_or_default();
        let elements = ids
            .split_whitespace()
            .map(|id| document().get_element_by_id(id).expect("an element"));
        elements
            .map(|element| element.text_content().unwrap_or_default())
            .collect()
    }

    /// Types a text into a field in place of what is there, or chooses it, and waits until the page has taken it.
    pub(crate) async fn fill(&self, label: &str, text: &str) {
        type_into(&self.field(label), text);
        // The page shows what it has taken.
        TimeoutFuture::new(0).await;
        until(&format!("{label} holds {text:?}"), || {
            self.value(label) == text
        })
        .await;
    }

    /// The button of a name, the first of several.
    pub(crate) fn button(&self, name: &str) -> HtmlElement {
        let found = self
            .all("button")
            .into_iter()
            .find(|button| text(button) == name);
        found.unwrap_or_else(|| panic!("no button {name:?}"))
    }

    /// Clicks a button.
    pub(crate) fn click(&self, name: &str) {
        self.button(name).click();
    }

    /// The request body as it is shown.
    pub(crate) fn body(&self) -> String {
        self.texts("section[aria-labelledby=body-title] pre")
            .concat()
    }

    /// Pastes a session ID and connects.
    pub(crate) async fn connect(&self) {
        self.way("session");
        until("a session ID can be pasted", || {
            self.find_field("Session ID").is_some()
        })
        .await;
        self.fill("Session ID", &simulator::session_id().await)
            .await;
        self.click("Connect");
        self.says("Connected with a pasted session").await;
    }

    /// Chooses one of the two ways to connect.
    pub(crate) fn way(&self, value: &str) {
        let radio = self.all(&format!("input[type=radio][value={value}]"));
        radio.first().expect("a radio button").click();
    }

    /// Fills in a range of thirty days.
    pub(crate) async fn fill_range(&self) {
        self.fill("Start date", "2024-08-12").await;
        self.fill("End date", "2024-09-10").await;
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.root.remove();
    }
}

/// Types a text as the browser tells of it.
pub(crate) fn type_into(control: &HtmlElement, text: &str) {
    match control.dyn_ref::<HtmlInputElement>() {
        Some(input) => input.set_value(text),
        None => control.unchecked_ref::<HtmlSelectElement>().set_value(text),
    }
    let init = InputEventInit::new();
    init.set_bubbles(true);
    let event = InputEvent::new_with_event_init_dict("input", &init).expect("an event");
    control.dispatch_event(&event).expect("a listener");
}

fn value(control: &HtmlElement) -> String {
    match control.dyn_ref::<HtmlInputElement>() {
        Some(input) => input.value(),
        None => control.unchecked_ref::<HtmlSelectElement>().value(),
    }
}

fn text(element: &HtmlElement) -> String {
    element.text_content().unwrap_or_default()
}

/// The ID of the element that has the focus.
pub(crate) fn focused() -> String {
    document()
        .active_element()
        .map(|element| element.id())
        .unwrap_or_default()
}

pub(crate) fn document() -> Document {
    gloo_utils::document()
}

pub(crate) fn session_storage() -> Storage {
    gloo_utils::window()
        .session_storage()
        .ok()
        .flatten()
        .expect("a storage")
}

/// Everything that is stored, as one text.
pub(crate) async fn stored() -> String {
    let storage = session_storage();
    let mut all = spy::jobs().await;
    for index in 0..storage.length().expect("a length") {
        let key = storage.key(index).ok().flatten().expect("a key");
        all.push_str(&storage.get_item(&key).ok().flatten().expect("a value"));
    }
    all
}

/// Waits until what is stored is like this.
pub(crate) async fn until_stored(what: &str, is_so: impl Fn(&str) -> bool) {
    for _ in 0..3_000 {
        if is_so(&stored().await) {
            return;
        }
        TimeoutFuture::new(20).await;
    }
    panic!("not within a minute: {what}");
}
