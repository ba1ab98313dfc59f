//! What a test expects of something on the page; each waits until it is so.

use super::Locator;
use crate::harness::wait::wait_for;

impl Locator<'_> {
    /// Waits until its text contains the given text.
    pub(crate) async fn shows(&self, text: &str) {
        println!("· {self} shows “{text}”");
        wait_for(format!("{self} to show “{text}”"), async || match self
            .look(async |element| element.text().await)
            .await?
        {
            Some(found) if found.contains(text) => Ok(()),
            Some(found) => Err(format!("“{found}”")),
            None => Err("it is not there".into()),
        })
        .await;
    }

    /// Waits until its text holds another no longer.
    pub(crate) async fn no_longer_shows(&self, text: &str) {
        println!("· {self} shows “{text}” no longer");
        wait_for(
            format!("{self} to show “{text}” no longer"),
            async || match self.look(async |element| element.text().await).await? {
                Some(found) if !found.contains(text) => Ok(()),
                Some(found) => Err(format!("“{found}”")),
                None => Err("it is not there".into()),
            },
        )
        .await;
    }

    /// Waits until its value is the given one.
    pub(crate) async fn holds(&self, value: &str) {
        println!("· {self} holds “{value}”");
        wait_for(format!("{self} to hold “{value}”"), async || {
            let found = self
                .look(async |element| element.prop("value").await)
                .await?
                .flatten();
            if found.as_deref() == Some(value) {
                Ok(())
            } else {
                Err(format!("{found:?}"))
            }
        })
        .await;
    }

    /// Waits until it is there.
    pub(crate) async fn is_there(&self) {
        println!("· {self} is there");
        wait_for(self, async || {
            self.look(async |_| Ok(()))
                .await?
                .ok_or_else(|| "it is not there".to_owned())
        })
        .await;
    }

    /// Waits until it is gone.
    pub(crate) async fn is_gone(&self) {
        println!("· {self} is gone");
        wait_for(format!("{self} to go"), async || {
            match self.look(async |_| Ok(())).await? {
                Some(()) => Err("it is there".to_owned()),
                None => Ok(()),
            }
        })
        .await;
    }

    /// Waits until it has the focus.
    pub(crate) async fn has_focus(&self) {
        println!("· {self} has the focus");
        wait_for(format!("{self} to have the focus"), async || {
            let active = self
                .page
                .client()
                .active_element()
                .await
                .map_err(|error| error.to_string())?;
            match self
                .look(async |element| Ok(element.element_id() == active.element_id()))
                .await?
            {
                Some(true) => Ok(()),
                Some(false) => Err(format!("it is with {:?}", self.page.focused().await)),
                None => Err("it is not there".into()),
            }
        })
        .await;
    }
}
