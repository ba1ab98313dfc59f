// What does not fit: text and controls that are cut off, that lie over one another, or that make the page scroll sideways.
const complaints = [];
const root = document.documentElement;
const CONTROLS = 'input, select, textarea, button, progress';
const style = (element) => getComputedStyle(element);
const ancestors = function* (element) {
  for (let each = element; each && each !== root; each = each.parentElement) yield each;
};
// For screen readers only.
const isHidden = (element) => [...ancestors(element)].some((each) => style(each).clipPath === 'inset(50%)');
const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !isHidden(element);
const scrolls = (element) => /auto|scroll/.test(style(element).overflowX) && element.scrollWidth > element.clientWidth;

const boxes = [];
const add = (element, name, rect) => {
  if (rect.width > 0 && rect.height > 0) boxes.push({ element, name, rect });
};
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const text = texts.currentNode;
  if (!text.textContent.trim() || text.parentElement.closest('script, noscript, option, textarea') || !isShown(text.parentElement)) continue;
  const range = document.createRange();
  range.selectNodeContents(text);
  for (const rect of range.getClientRects()) add(text.parentElement, `“${text.textContent.trim().slice(0, 60)}”`, rect);
}
for (const control of document.querySelectorAll(CONTROLS)) {
  if (!isShown(control)) continue;
  const name = control.getAttribute('aria-label') ?? control.labels?.[0]?.textContent ?? control.textContent;
  add(control, `${control.localName} “${name}”`, control.getBoundingClientRect());
}

if (root.scrollWidth > root.clientWidth) {
  complaints.push(`the page is ${root.scrollWidth} px wide in a window of ${root.clientWidth} px`);
}
for (const { element, name, rect } of boxes) {
  const around = [...ancestors(element)];
  if ((rect.left < -1 || rect.right > root.clientWidth + 1) && !around.some(scrolls)) {
    complaints.push(`${name} lies beside the page: ${Math.round(rect.left)} to ${Math.round(rect.right)} px of ${root.clientWidth}`);
  }
  for (const each of around) {
    const { overflowX, overflowY } = style(each);
    const edge = each.getBoundingClientRect();
    const cut = (overflow) => overflow === 'hidden' || overflow === 'clip';
    const sideways = rect.left < edge.left - 1 || rect.right > edge.right + 1;
    const upright = rect.top < edge.top - 1 || rect.bottom > edge.bottom + 1;
    if ((cut(overflowX) && sideways) || (cut(overflowY) && upright)) {
      complaints.push(`${name} is cut off by ${each.localName}.${each.className}`);
    }
  }
}
// A menu lies over what is below its button.
const menu = (element) => element.closest('[role=menu]');
// The browser's calendar lies over the end of its own field.
const isCalendar = (a, b) => a.type === 'date' && a.parentElement === b.parentElement;
boxes.forEach((a, index) => {
  for (const b of boxes.slice(index + 1)) {
    const width = Math.min(a.rect.right, b.rect.right) - Math.max(a.rect.left, b.rect.left);
    const height = Math.min(a.rect.bottom, b.rect.bottom) - Math.max(a.rect.top, b.rect.top);
    // Boxes of lines are a little higher than their letters.
    if (width <= 2 || height <= 0.25 * Math.min(a.rect.height, b.rect.height)) continue;
    if (a.element.contains(b.element) || b.element.contains(a.element)) continue;
    if (menu(a.element) !== menu(b.element)) continue;
    if (isCalendar(a.element, b.element) || isCalendar(b.element, a.element)) continue;
    complaints.push(`${a.name} and ${b.name} lie over one another`);
  }
});
return [...new Set(complaints)];
