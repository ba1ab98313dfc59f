// Reads a value for the Wasm, whatever it is. The form is described in crates/validator/given.rs.

import { FIELDS } from "./answer.js";
import { passNumbers } from "./wasm.js";

const KNOWN = new Set(FIELDS);
const [ABSENT, BOOLEAN, NUMBER, ARRAY, OBJECT, NULL, STRING, OTHER] = [-1, -2, -3, -4, -5, -6, -7, -8];

/**
 * Reads each field of a value once, and passes it: how many bytes that takes, and the request that these fields are if they
 * are one just as they stand.
 */
export function passValue(value) {
  const type = value === null ? NULL : typeof value === "string" ? STRING : typeOf(value);
  if (type !== OBJECT) return { bytes: passNumbers([type], "") };
  let names;
  let request;
  try {
    names = Object.keys(value);
    request = fields(value);
  } catch {
    ({ names, request } = readWithCare(value));
  }
  const { startDate, endDate, jobType, combinedMeterUsage, allLinkedOrgs, callbackUrl } = request;
  const numbers = [
    numberOf(startDate), numberOf(endDate), numberOf(jobType),
    numberOf(combinedMeterUsage), numberOf(allLinkedOrgs), numberOf(callbackUrl),
  ];
  let texts =
    textOf(startDate) + textOf(endDate) + textOf(jobType) +
    textOf(combinedMeterUsage) + textOf(allLinkedOrgs) + textOf(callbackUrl);
  for (const name of names) {
    if (KNOWN.has(name)) continue;
    numbers.push(name.length);
    texts += name;
  }
  return { bytes: passNumbers(numbers, texts), request };
}

function fields({ startDate, endDate, jobType, combinedMeterUsage, allLinkedOrgs, callbackUrl }) {
  const request = { startDate, endDate, jobType };
  if (combinedMeterUsage != null) request.combinedMeterUsage = combinedMeterUsage;
  if (allLinkedOrgs != null) request.allLinkedOrgs = allLinkedOrgs;
  if (callbackUrl != null) request.callbackUrl = callbackUrl;
  return request;
}

// A field that cannot be read holds another kind of value; names that cannot be read are none.
function readWithCare(value) {
  const request = {};
  for (const field of FIELDS) {
    try {
      request[field] = value[field];
    } catch {
      request[field] = Symbol();
    }
  }
  try {
    return { request, names: Object.keys(value) };
  } catch {
    return { request, names: [] };
  }
}

function numberOf(value) {
  return typeof value === "string" ? value.length : value == null ? ABSENT : typeOf(value);
}

function textOf(value) {
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
