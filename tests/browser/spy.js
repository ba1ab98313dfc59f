// Looks on while the page fetches and stores. Everything that is not looked for stays the browser's own.

let fetches = [];
let config = null;
const realFetch = window.fetch;

window.fetch = (request, init) => {
  if (request instanceof Request && new URL(request.url).pathname.endsWith("/config.json")) {
    return Promise.resolve(new Response(config ?? "", { status: config === null ? 404 : 200 }));
  }
  if (request instanceof Request && !request.url.includes("/simulator/")) {
    fetches.push(request);
    if (request.method === "POST" && request.url.includes("/metering/")) order.push("sent");
  }
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
  undo.push(...["localStorage", "sessionStorage", "indexedDB"].map((name) => own(window, name, { get: denied })));
};

export const fillStorage = () => {
  const value = () => { throw new DOMException("full in the test", "QuotaExceededError"); };
  undo.push(own(Storage.prototype, "setItem", { value, writable: true }));
  undo.push(own(IDBObjectStore.prototype, "put", { value, writable: true }));
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

const answered = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

// The page's database, as another tab has it.
const STORES = ["jobs", "unreadable"];
const withDatabase = async (mode, use) => {
  const request = indexedDB.open("metering-export", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("jobs");
    request.result.createObjectStore("unreadable", { autoIncrement: true });
  };
  const database = await answered(request);
  try {
    const transaction = database.transaction(STORES, mode);
    const completed = new Promise((resolve) => { transaction.oncomplete = resolve; });
    const result = await use(...STORES.map((name) => transaction.objectStore(name)));
    await completed;
    return result;
  } finally {
    database.close();
  }
};

export const clearJobs = () => withDatabase("readwrite", (...stores) => Promise.all(stores.map((store) => answered(store.clear()))));

export const readJobs = () => withDatabase("readonly", (jobs) => answered(jobs.getAll())).then((all) => all.join("\n"));

export const readUnreadable = () => withDatabase("readonly", (_, unreadable) => answered(unreadable.getAll())).then((all) => all.join("\n"));

const channel = new BroadcastChannel("metering-export");

export const putJob = async (key, value, isTold) => {
  await withDatabase("readwrite", (jobs) => answered(value === undefined ? jobs.delete(key) : jobs.put(value, key)));
  if (isTold) channel.postMessage([key]);
};

export const showFromCache = () => window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));

// What is stored for good and what is sent, in order.
let order = [];
export const watchOrder = () => {
  order = [];
  const { put } = IDBObjectStore.prototype;
  const watched = function (value, key) {
    const { transaction } = this;
    if (value.includes('"sending"')) {
      transaction.addEventListener("complete", () => order.push(`stored ${transaction.durability}`));
    }
    return put.call(this, value, key);
  };
  undo.push(own(IDBObjectStore.prototype, "put", { value: watched, writable: true }));
};

export const seenOrder = () => order.join(", ");

export const undoAll = () => {
  for (const back of undo.reverse()) back();
  undo = [];
};
