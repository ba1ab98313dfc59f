// What axe finds: a text for each thing that is wrong, and for each that it could not decide. The argument says whether
// colours are looked at.
const [colours] = arguments;
const options = {
  // Needs nothing that is not in the page already.
  preload: false,
  elementRef: true,
  resultTypes: ['violations', 'incomplete'],
  rules: {
    'color-contrast': { enabled: colours },
    // Of WCAG 2.2 AA, and not among the rules that axe checks by itself.
    'target-size': { enabled: true },
  },
};
// The browser's calendar, of whose text nothing is to be seen, and texts in pictures, which are looked at below.
const isPassedOver = (id, element) => id === 'color-contrast' && element.matches('input[type=date], svg *');

// axe does not see what is behind a text in a picture: the page is.
const { Color, getContrast, getOwnBackgroundColor } = axe.commons.color;
const faint = () => {
  const page = getOwnBackgroundColor(getComputedStyle(document.documentElement));
  return [...document.querySelectorAll('svg text')].flatMap((text) => {
    const { fill, visibility } = getComputedStyle(text);
    const colour = new Color();
    colour.parseString(fill);
    const contrast = getContrast(page, colour);
    const isSeen = visibility === 'visible' && text.checkVisibility();
    return isSeen && contrast < 4.5 ? [`wrong: “${text.textContent}” has a contrast of ${contrast.toFixed(2)}`] : [];
  });
};

return axe.run(document, options).then(({ violations, incomplete }) => {
  const told = (kind) => ({ id, help, nodes }) =>
    nodes
      .filter(({ element }) => !isPassedOver(id, element))
      .map(({ target, failureSummary }) => `${kind}: ${id} at ${target.join(' ')} (${help}): ${failureSummary}`);
  return [...violations.flatMap(told('wrong')), ...incomplete.flatMap(told('undecided')), ...(colours ? faint() : [])];
});
