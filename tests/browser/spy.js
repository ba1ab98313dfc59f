// Looks on while the page fetches and stores. Everything that is not looked for stays the browser's own.

let fetches = [];
let config = null;
const realFetch = window.fetch;

window.fetch = (request, init) => {
  if (request instanceof Request && new URL(request.url).pathname.endsWith("/config.json")) {
    return Promise.resolve(new Response(config ?? "", { status: config === null ? 404 : 200 }));
  }
  if (request instanceof Request && !request.url.includes("/simulator/")) fetches.push(request);
  return realFetch(request, init);
};

export const forgetFetches = () => { fetches = []; };

export const setConfig = (text) => { config = text ?? null; };

export const countFetches = () => fetches.length;

export const fetched = (index) => {
  const { method, url, cache, credentials, redirect, referrerPolicy, signal } = fetches[index];
  return JSON.stringify({ method, url, cache, credentials, redirect, referrerPolicy, aborted: signal.aborted });
};

const own = (object, name, descriptor) => {
  const before = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { configurable: true, ...descriptor });
  return () => (before ? Object.defineProperty(object, name, before) : delete object[name]);
};

let undo = [];

const denied = () => { throw new DOMException("denied by the test", "SecurityError"); };

export const denyStorage = () => {
  undo.push(...["localStorage", "sessionStorage"].map((name) => own(window, name, { get: denied })));
};

export const fillStorage = () => {
  const value = () => { throw new DOMException("full in the test", "QuotaExceededError"); };
  undo.push(own(Storage.prototype, "setItem", { value, writable: true }));
};

export const takeLocksAway = () => {
  undo.push(own(navigator, "locks", { get: () => undefined }));
};

export const goOffline = () => {
  undo.push(own(navigator, "onLine", { get: () => false }));
};

export const lendClipboard = () => {
  const clipboard = { text: null, writeText: async (text) => { clipboard.text = text; } };
  undo.push(own(navigator, "clipboard", { get: () => clipboard }));
};

export const copied = () => navigator.clipboard.text ?? undefined;

export const denyClipboard = () => {
  const clipboard = { writeText: () => Promise.reject(new DOMException("denied by the test", "NotAllowedError")) };
  undo.push(own(navigator, "clipboard", { get: () => clipboard }));
};

export const hidePage = (hidden) => {
  undoAll();
  if (hidden) undo.push(own(document, "hidden", { get: () => true }));
  document.dispatchEvent(new Event("visibilitychange"));
};

export const advanceClock = (millis) => {
  undoAll();
  const real = Date.now;
  undo.push(own(Date, "now", { value: () => real() + millis, writable: true }));
};

export const storeFromOtherTab = (key, newValue) => {
  localStorage.setItem(key, newValue);
  window.dispatchEvent(new StorageEvent("storage", { key, newValue, storageArea: localStorage }));
};

export const undoAll = () => {
  for (const back of undo.reverse()) back();
  undo = [];
};
