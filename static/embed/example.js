import init, { attach, validateText } from "./index.js";

const byId = (id) => document.getElementById(id);

try {
  await init();
  start();
} catch (error) {
  byId("failure").textContent = error.message;
  byId("failure").hidden = false;
}

function start() {
  const form = byId("form");
  const attached = attach(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { request, warnings } = attached.check();
    const lines = warnings.map(({ message }) => message);
    byId("request").replaceChildren(...lines.map((line) => element("p", line, "warning")), body(request));
  });
  form.addEventListener("input", () => byId("request").replaceChildren());
  form.addEventListener("reset", () => byId("request").replaceChildren());

  byId("json").addEventListener("input", judge);
  judge();
}

function judge() {
  const { valid, request, problems = [], warnings } = validateText(byId("json").value);
  const items = [
    ...problems.map((problem) => item(problem, "problem")),
    ...warnings.map((problem) => item(problem, "warning")),
  ];
  const list = document.createElement("ul");
  list.append(...items);
  const heading = valid ? "Valid" : problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  byId("verdict").replaceChildren(
    element("h3", heading, valid ? "good" : "problem"),
    ...(items.length ? [list] : []),
    ...(valid ? [body(request)] : []),
  );
}

function item({ field, message, code }, kind) {
  const line = element("li", "", kind);
  if (field !== null) line.append(element("code", field), " ");
  line.append(message, " ", element("code", code, "code"));
  return line;
}

function body(request) {
  const pre = document.createElement("pre");
  pre.append(element("code", JSON.stringify(request, null, 2)));
  return pre;
}

function element(name, text, className) {
  const element = document.createElement(name);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}
