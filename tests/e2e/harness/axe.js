// What axe finds: a text for each thing that is wrong, and for each that it could not decide.
const options = {
  // Needs nothing that is not in the page already.
  preload: false,
  resultTypes: ['violations', 'incomplete'],
  // Of WCAG 2.2 AA, and not among the rules that axe checks by itself.
  rules: {
    // Forced colours are the person's own, and computed styles do not tell them.
    'color-contrast': { enabled: !matchMedia('(forced-colors: active)').matches },
    'target-size': { enabled: true } },
};
// The browser's calendar: nothing of its text is to be seen, that of the field under it is.
const isUnseen = (id, { target }) => id === 'color-contrast' && /^input\[name="pick-/.test(target[0]);
return axe.run(document, options).then(({ violations, incomplete }) => {
  const told = (kind) => ({ id, help, nodes }) =>
    nodes.filter((node) => !isUnseen(id, node)).map(({ target, failureSummary }) => `${kind} ${id} at ${target.join(' ')} (${help}): ${failureSummary}`);
  return [...violations.flatMap(told('wrong:')), ...incomplete.flatMap(told('undecided:'))];
});
