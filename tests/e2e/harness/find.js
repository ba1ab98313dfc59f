// Follows a path: each step looks within the element of the step before. Stops at a step that finds none or several. Where
// scripts cannot ask for role and name, stops at the first step, with elements that the driver has to be asked about.
//
// A command for each step and each question would take more time.
const [path, start] = arguments;
const isSure = 'computedName' in Element.prototype;

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
// Chromium adds what was chosen to the name of a file chooser.
const is = (element, { name, roles, isRow, isFileChooser }) => {
  const isNamed = isRow || element.computedName === name || (isFileChooser && element.computedName.startsWith(`${name}: `));
  return isNamed && (roles.length === 0 || roles.includes(element.computedRole));
};

let scope = start ?? document;
for (const [at, step] of path.entries()) {
  const may = step.isRow ? hasCell : mayBeNamed;
  let elements = [...scope.querySelectorAll(step.selector)].filter((element) => may(element, step.name));
  if (isSure) elements = elements.filter((element) => is(element, step));
  if (!isSure || elements.length !== 1 || at === path.length - 1) return { at, isSure, elements };
  [scope] = elements;
}
