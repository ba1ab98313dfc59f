// Reads a value for the Wasm, whatever it is. The form is described in src/embed/given.rs.

import { FIELDS } from "./answer.js";

const KNOWN = new Set(FIELDS);
const [ABSENT, BOOLEAN, NUMBER, ARRAY, OBJECT, NULL, STRING, OTHER] = [-1, -2, -3, -4, -5, -6, -7, -8];

/** The fields of a value, each read once, and the names of others; or the type of what is no object. */
export function read(value) {
  const type = value === null ? NULL : typeof value === "string" ? STRING : typeOf(value);
  if (type !== OBJECT) return { given: String(type) };
  try {
    return fields(value, Object.keys(value));
  } catch {
    return fields(...copy(value));
  }
}

function fields({ startDate, endDate, jobType, combinedMeterUsage, allLinkedOrgs, callbackUrl }, names) {
  let numbers = `${length(startDate)},${length(endDate)},${length(jobType)},${length(combinedMeterUsage)},${length(allLinkedOrgs)},${length(callbackUrl)}`;
  let texts = text(startDate) + text(endDate) + text(jobType) + text(combinedMeterUsage) + text(allLinkedOrgs) + text(callbackUrl);
  for (const name of names) {
    if (KNOWN.has(name)) continue;
    numbers += `,${name.length}`;
    texts += name;
  }
  const request = { startDate, endDate, jobType };
  if (combinedMeterUsage != null) request.combinedMeterUsage = combinedMeterUsage;
  if (allLinkedOrgs != null) request.allLinkedOrgs = allLinkedOrgs;
  if (callbackUrl != null) request.callbackUrl = callbackUrl;
  return { given: `${numbers}\n${texts}`, request };
}

function length(value) {
  return typeof value === "string" ? value.length : value == null ? ABSENT : typeOf(value);
}

function text(value) {
  return typeof value === "string" ? value : "";
}

function typeOf(value) {
  switch (typeof value) {
    case "boolean":
      return BOOLEAN;
    case "number":
      return NUMBER;
    case "object":
      try {
        return Array.isArray(value) ? ARRAY : OBJECT;
      } catch {
        // A proxy that was revoked.
        return OTHER;
      }
    default:
      return OTHER;
  }
}

// A field that cannot be read holds another kind of value; names that cannot be read are none.
function copy(value) {
  const copy = {};
  for (const field of FIELDS) {
    try {
      copy[field] = value[field];
    } catch {
      copy[field] = Symbol();
    }
  }
  try {
    return [copy, Object.keys(value)];
  } catch {
    return [copy, []];
  }
}
