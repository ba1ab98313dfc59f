// Follows a path of elements, each within the one before: the elements that its last step leads to, or the step that leads
// to none or several. Where the browser tells scripts no roles and names, it stops at the first step, with elements that may
// be meant.
//
// A command for each step and each question would take most of the tests' time.
const [path, start] = arguments;
const is_sure = 'computedName' in Element.prototype;

// Each word stands in what names are made of.
const mayBeNamed = (element, name) => {
  const parts = [element, ...element.querySelectorAll('[aria-label], [alt], [title]'), ...(element.labels ?? [])];
  const ids = element.getAttribute('aria-labelledby')?.split(/\s+/) ?? [];
  const labels = ids.map((id) => document.getElementById(id)).filter(Boolean);
  const texts = [...parts, ...labels].flatMap((part) => [part.textContent, part.ariaLabel, part.alt, part.title]);
  const text = [...texts, element.value, element.placeholder].join(' ');
  return name.split(/\s+/).every((word) => text.includes(word));
};
const hasCell = (row, text) => [...row.querySelectorAll('td, th')].some(
  (cell) => cell.innerText.trim() === text || cell.querySelector(`[title="Job ID: ${CSS.escape(text)}"]`),
);
const is = (element, { name, is_row, may_go_on, roles }) => {
  const isNamed = is_row || element.computedName === name || (may_go_on && element.computedName.startsWith(`${name}: `));
  return isNamed && (roles.length === 0 || roles.includes(element.computedRole));
};

let scope = start ?? document;
for (const [at, step] of path.entries()) {
  const may = step.is_row ? hasCell : mayBeNamed;
  let elements = [...scope.querySelectorAll(step.selector)].filter((element) => may(element, step.name));
  if (is_sure) elements = elements.filter((element) => is(element, step));
  if (!is_sure || elements.length !== 1 || at === path.length - 1) return { at, is_sure, elements };
  [scope] = elements;
}
