// The page can be seen and typed into before its program is here. What is typed stays in the controls, where src/app/early.rs
// reads it. What is pressed is kept here, and pressed again when the page is live.
const pressed = new Set();

const keep = ({ target }) => {
  const control = target.closest("button, [type=radio]");
  if (control) {
    pressed.delete(control);
    pressed.add(control);
    control.ariaBusy = "true";
  }
};

const fail = () => {
  document.getElementById("not-loaded").hidden = false;
};

addEventListener("click", keep);
addEventListener("error", fail, true);
addEventListener("unhandledrejection", fail);

addEventListener("live", () => {
  performance.mark("live");
  removeEventListener("click", keep);
  removeEventListener("error", fail, true);
  removeEventListener("unhandledrejection", fail);
  for (const control of pressed) {
    control.ariaBusy = null;
    control.click();
  }
}, { once: true });
