// The page can be seen and typed into before its program is here. What is typed stays in the controls, where src/app/early.rs
// reads it; what is pressed is kept here, and pressed again when the page is live. Until then the export request is checked
// by the validator for other pages: the same rules, a sixth of the size.

const pressed = new Set();
// The button whose request was answered here, until somebody goes on with the form.
let answered;

const goOn = () => {
  pressed.delete(answered);
  answered = undefined;
};

const keep = ({ target }) => {
  const control = target.closest("button, [type=radio]");
  if (!control) return;
  goOn();
  pressed.delete(control);
  pressed.add(control);
  control.ariaBusy = "true";
};

// Dates that a button is to fill in are not there yet: only the program can answer.
const wait = (event) => {
  if ([...pressed].some(({ form, type }) => form === event.target && type === "button")) event.stopImmediatePropagation();
};

const answer = ({ submitter, defaultPrevented }) => {
  if (!defaultPrevented) return;
  answered = submitter;
  submitter.ariaBusy = null;
};

const fail = () => {
  document.getElementById("not-loaded").hidden = false;
};

const live = new AbortController();
const on = (type, listener, capture) => addEventListener(type, listener, { capture, signal: live.signal });
on("click", keep);
on("submit", wait, true);
on("submit", answer);
on("input", goOn);
on("focusin", goOn);
on("error", fail, true);
on("unhandledrejection", fail);

addEventListener("live", () => {
  performance.mark("live");
  live.abort();
  document.getElementById("not-loaded").hidden = true;
  for (const control of pressed) {
    control.ariaBusy = null;
    control.click();
  }
}, { once: true });

if (document.readyState === "loading") await new Promise((parsed) => addEventListener("DOMContentLoaded", parsed));
// The program, behind what is needed before it.
document.head.append(document.getElementById("program").content);
const validator = document.getElementById("validator");
if (validator) await check();

// What was typed in this tab before comes back with the program: fields that are empty now are not to be complained of.
function isRestored() {
  try {
    return sessionStorage.getItem("metering-export.typed.v1") !== null;
  } catch {
    return false;
  }
}

async function check() {
  let hydrates = false;
  addEventListener("hydrate", () => (hydrates = true), { once: true });
  const config = fetch("config.json", { cache: "no-cache" }).then((response) => response.json()).catch(() => null);
  const { default: init, attach } = await import(validator.href);
  await init();
  const rangeLimit = (await config)?.rangeLimit === "warning" ? "warning" : "error";
  if (hydrates || isRestored()) return;

  const form = document.getElementById("startDate").form;
  const places = [...form.querySelectorAll(".field")].map(placeIn);
  const attached = attach(form, { rangeLimit });
  // The program finds the form as it is in the HTML, and shows again what is shown of it.
  addEventListener("hydrate", () => {
    for (const { dataset, hidden } of places) form.elements[dataset.problem].toggleAttribute("data-problem", !hidden);
    attached.detach();
    for (const place of places) place.remove();
  }, { once: true });
  const submit = form.querySelector("[type=submit]");
  if (pressed.has(submit)) submit.click();
}

// Where the problem of a field is said, as src/app/field.rs has it.
function placeIn(field) {
  const control = field.querySelector("[id]");
  const place = document.createElement("p");
  Object.assign(place, { id: `${control.id}-problem`, className: "problem", hidden: true });
  place.dataset.problem = control.name;
  (control.closest(".date") ?? control).after(place);
  return place;
}
