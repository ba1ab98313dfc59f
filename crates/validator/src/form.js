// Binds the rules to the controls of a form.

let count = 0;

/** Checks what is typed into the fields of a form by a function, and tells their controls. */
export function bind(form, fields, validate) {
  const id = `export-request-${++count}`;
  // Fields whose problems are shown: those that somebody has filled in, and all of them after a submit attempt.
  const seen = new Set();
  const changed = new Map();
  const stop = new AbortController();

  const check = () => {
    const result = validate(typed(form, fields));
    for (const field of fields) {
      const control = controlOf(form, field);
      if (!control) continue;
      const message = result.problems?.find((problem) => problem.field === field)?.message ?? "";
      control.setCustomValidity?.(message);
      show(control, field, seen.has(field) ? message : "");
    }
    return result;
  };

  const show = (control, field, message) => {
    let shown = changed.get(control);
    if (!shown) {
      if (!message) return;
      changed.set(control, (shown = place(form, control, field, `${id}-${field}`)));
    }
    shown.text.textContent = message;
    shown.text.hidden = !message;
    attribute(control, "aria-invalid", message ? "true" : shown.invalid);
    const others = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((each) => each && each !== shown.text.id);
    attribute(control, "aria-describedby", (message ? [...others, shown.text.id] : others).join(" ") || null);
  };

  // A text that appears while a button is pressed would move the button away, and nothing would be clicked.
  let pressed = false;
  const press = { capture: true, signal: stop.signal };
  document.addEventListener("pointerdown", () => (pressed = true), press);
  for (const type of ["pointerup", "pointercancel"]) {
    document.addEventListener(type, () => setTimeout(() => {
      pressed = false;
      if (!stop.signal.aborted) check();
    }), press);
  }

  const on = (type, listener) => form.addEventListener(type, listener, { capture: true, signal: stop.signal });
  on("input", check);
  on("change", ({ target }) => {
    seen.add(target.name);
    if (!pressed) check();
  });
  // Not shown yet when the browser is about to say it: it does so for each control when the form was to be sent.
  on("invalid", ({ target }) => {
    seen.add(target.name);
    check();
  });
  on("submit", (event) => {
    for (const field of fields) seen.add(field);
    const { problems } = check();
    if (!problems) return;
    // A form with `novalidate` gets here.
    event.preventDefault();
    controlOf(form, problems[0].field)?.focus();
  });
  // The controls are empty again only after the event.
  on("reset", () => setTimeout(() => {
    if (stop.signal.aborted) return;
    seen.clear();
    check();
  }));

  check();
  return {
    check() {
      for (const field of fields) seen.add(field);
      return check();
    },
    detach() {
      stop.abort();
      for (const field of fields) controlOf(form, field)?.setCustomValidity?.("");
      for (const [control, { text, isOurs }] of changed) {
        show(control, control.name, "");
        if (isOurs) text.remove();
      }
    },
  };
}

function controlOf(form, field) {
  const found = form.elements.namedItem(field);
  return found instanceof RadioNodeList ? found[0] : found;
}

// What the form would send, where a box that is ticked means TRUE.
function typed(form, fields) {
  const values = {};
  for (const [name, value] of new FormData(form)) if (fields.includes(name)) values[name] = value === "on" ? "TRUE" : value;
  return values;
}

// Where the problem of a control is said: the form's own place for it, or one behind the control or its label.
function place(form, control, field, id) {
  const invalid = control.getAttribute("aria-invalid");
  const own = form.querySelector(`[data-problem="${field}"]`);
  const text = own ?? document.createElement("p");
  text.id ||= id;
  if (!own) {
    text.className = "export-request-problem";
    (control.closest("label") ?? control).after(text);
  }
  return { text, invalid, isOurs: !own };
}

function attribute(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
