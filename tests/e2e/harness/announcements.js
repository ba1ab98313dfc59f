// Collects what live regions say. A region that is inserted together with its text says nothing: it was not live before.
if (!window.announcements) {
  window.announcements = [];
  const live = '[role="status"], [role="alert"], [aria-live="polite"], [aria-live="assertive"]';
  new MutationObserver((records) => {
    const regions = new Set();
    for (const { target } of records) {
      const element = target instanceof Element ? target : target.parentElement;
      regions.add(element?.closest(live));
    }
    for (const region of regions) {
      const text = region?.textContent.trim();
      if (text) window.announcements.push(text);
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });
}
