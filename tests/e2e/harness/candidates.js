// The elements that match a selector and may have this name: each word of it stands in what names are made of. Asking the
// driver for the name of every element would take most of the tests' time.
const [selector, name, scope] = arguments;
const words = name.split(/\s+/);
const mayHaveIt = (element) => {
  const parts = [element, ...element.querySelectorAll('[aria-label], [alt], [title]'), ...(element.labels ?? [])];
  const ids = element.getAttribute('aria-labelledby')?.split(/\s+/) ?? [];
  const labels = ids.map((id) => document.getElementById(id)).filter(Boolean);
  const texts = [...parts, ...labels].flatMap((part) => [part.textContent, part.ariaLabel, part.alt, part.title]);
  const text = [...texts, element.value, element.placeholder].join(' ');
  return words.every((word) => text.includes(word));
};
return [...(scope ?? document).querySelectorAll(selector)].filter(mayHaveIt);
