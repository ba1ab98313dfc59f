// Collects what live regions say. A region that is inserted together with its text says nothing: it was not live before.
if (!window.announcements) {
  window.announcements = [];
  const live = '[role="status"], [role="alert"], [aria-live="polite"], [aria-live="assertive"]';
  new MutationObserver((records) => {
    // An atomic region is read as a whole, of another the part to which something is added.
    const read = new Set();
    for (const { target, addedNodes } of records) {
      const element = target instanceof Element ? target : target.parentElement;
      const region = element?.closest(live);
      if (region?.getAttribute('aria-atomic') !== 'false') read.add(region);
      else for (const node of addedNodes) read.add(target === region ? node : element);
    }
    for (const node of read) {
      const text = node?.textContent.trim();
      if (text) window.announcements.push(text);
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });
}
