// Values and answers of the validator, each through the script that pages load.

import assert from "node:assert/strict";
import { join } from "node:path";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";

import Ajv2020 from "ajv/dist/2020.js";

const { default: init, ...api } = await import(pathToFileURL(join(process.env.METERING_EXPORT_EMBED, "index.js")));
const { completeDate, exportRequestSchema, jsonSchema, splitRange, validate, validateText } = api;

before(() => init());

const now = Date.UTC(2026, 0);
const valid = {
  startDate: "2024-08-12T00:00:00Z",
  endDate: "2024-09-10T23:59:59Z",
  jobType: "PROJECT_FOLDER",
  combinedMeterUsage: "TRUE",
  allLinkedOrgs: "FALSE",
  callbackUrl: "https://MyExportJobStatus.com",
};
const codes = ({ problems = [] }) => problems.map(({ field, code }) => `${field} ${code}`);

test("a valid request comes back as it is, without what is not there", () => {
  assert.deepEqual(validate(valid), { valid: true, request: valid, warnings: [] });
  const { startDate, endDate, jobType } = valid;
  const bare = { startDate, endDate, jobType };
  for (const nothing of [{}, { callbackUrl: null, allLinkedOrgs: undefined }]) {
    assert.deepEqual(Object.entries(validate({ ...bare, ...nothing }).request), Object.entries(bare));
  }
});

test("a request is normalized, in the documented order", () => {
  const { request } = validate({ ...valid, startDate: "2024-08-12t02:00:00,50+0200" }, { now });
  assert.equal(JSON.stringify(request), JSON.stringify({ ...valid, startDate: "2024-08-12T00:00:00.500Z" }));
  assert.deepEqual(validate(request, { now }).request, request);
  // A URL is sent as it is typed, whatever browsers make of it.
  assert.equal(validate({ ...valid, callbackUrl: "https://MÜNCHEN.de" }).request.callbackUrl, "https://MÜNCHEN.de");
});

test("optional fields that are empty or blank are left out, whichever way they come", () => {
  const { startDate, endDate, jobType } = valid;
  const blank = { ...valid, combinedMeterUsage: "", allLinkedOrgs: " ", callbackUrl: "  " };
  const request = { startDate, endDate, jobType };
  assert.deepEqual(validate(blank), { valid: true, request, warnings: [] });
  assert.deepEqual(validateText(JSON.stringify(blank)), { valid: true, request, warnings: [] });
  assert.deepEqual(exportRequestSchema["~standard"].validate(blank), { value: request });
  assert.deepEqual(codes(validate({ startDate: "", endDate: " ", jobType: "" })), ["startDate required", "endDate required", "jobType required"]);
});

test("all problems at once, each with its code, parameters and sentence", () => {
  const found = validate({ ...valid, endDate: "2024-09-12T00:00:00Z", combinedMeterUsage: true, allLinkedOrgs: "true" });
  assert.deepEqual(found.problems, [
    {
      field: "endDate",
      path: ["endDate"],
      code: "rangeTooLong",
      params: { days: 31, limit: 30, latestEnd: "2024-09-11T00:00:00Z" },
      message: "The range is 31 days; the service allows at most 30. End it by 2024-09-11T00:00:00Z, or split it.",
    },
    {
      field: "combinedMeterUsage",
      path: ["combinedMeterUsage"],
      code: "wrongType",
      params: { found: "boolean" },
      message: 'A string is expected, not a boolean. The service wants the string "TRUE" or "FALSE", in quotation marks.',
    },
    {
      field: "allLinkedOrgs",
      path: ["allLinkedOrgs"],
      code: "notAFlag",
      params: { found: "true", meant: "TRUE" },
      message: "“true” must be written exactly TRUE.",
    },
  ]);
  assert.equal(found.valid, false);
  assert.ok(!("request" in found));
});

test("options change the rules, and wrong ones are refused", () => {
  const long = { ...valid, endDate: "2024-09-12T00:00:00Z" };
  assert.deepEqual(validate(long, { maxRangeDays: 31 }).valid, true);
  const allowed = validate(long, { rangeLimit: "warning" });
  assert.deepEqual([allowed.valid, allowed.warnings.map(({ code }) => code)], [true, ["rangeTooLong"]]);
  const early = validate(valid, { now: new Date("2024-09-10T23:59:58Z") });
  assert.deepEqual([early.valid, early.warnings.map(({ code }) => code)], [true, ["endInFuture"]]);
  assert.deepEqual(validate(valid, { now: Date.UTC(2024, 8, 11) }).warnings, []);
  const future = { ...valid, startDate: "9000-01-01T00:00:00Z", endDate: "9000-01-02T00:00:00Z" };
  assert.deepEqual(validate(future).warnings.map(({ code }) => code), ["endInFuture"]);
  assert.deepEqual(validate(future, { now: null }).warnings, []);
  assert.equal(validate(valid, null).valid, true);
  for (const options of [{ maxRangeDays: 0 }, { maxRangeDays: "x" }, { maxRangeDays: NaN }, { rangeLimit: "off" }, { now: new Date("x") }]) {
    assert.throws(() => validate(valid, options), TypeError);
  }
});

test("the warning of an end to come follows the clock", (t) => {
  const soon = { ...valid, startDate: new Date(Date.now() - 5e3).toISOString(), endDate: new Date(Date.now() + 3.6e6).toISOString() };
  assert.deepEqual(validate(soon).warnings.map(({ code }) => code), ["endInFuture"]);
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 7.2e6 });
  assert.deepEqual(validate(soon).warnings, []);
});

test("what is no object, and fields that cannot be read, are problems", () => {
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  for (const [value, found] of [
    [null, "null"], [undefined, "other"], [1, "number"], ["{}", "string"], [true, "boolean"], [[valid], "array"], [5n, "other"],
    [Symbol(), "other"], [() => valid, "other"], [revoked.proxy, "other"],
  ]) {
    const [problem, ...more] = validate(value).problems;
    assert.deepEqual([problem.field, problem.path, problem.code, problem.params, more], [null, [], "wrongType", { found }, []]);
  }
  const cyclic = { ...valid };
  cyclic.startDate = cyclic;
  const throwing = new Proxy({}, { get() { throw new Error("no"); }, ownKeys() { throw new Error("no"); } });
  const getter = { ...valid, get endDate() { throw new Error("no"); } };
  assert.deepEqual(codes(validate(cyclic)), ["startDate wrongType"]);
  assert.deepEqual(codes(validate(getter)), ["endDate wrongType"]);
  assert.deepEqual(codes(validate(throwing)), [
    "startDate wrongType", "endDate wrongType", "jobType wrongType", "combinedMeterUsage wrongType", "allLinkedOrgs wrongType",
    "meterId wrongType", "allMeters wrongType", "callbackUrl wrongType",
  ]);
  assert.deepEqual(codes(validate({ ...valid, jobType: 5n, callbackUrl: "\uD800" })), ["jobType wrongType", "callbackUrl notAUrl"]);
});

test("fields are a value’s own", () => {
  const { startDate, endDate, jobType } = valid;
  const inherited = Object.create(valid);
  assert.deepEqual(codes(validate(inherited)), ["startDate required", "endDate required", "jobType required"]);
  Object.defineProperty(Object.prototype, "callbackUrl", { value: "https://evil.example.org", configurable: true, enumerable: true, writable: true });
  try {
    for (const found of [validate({ startDate, endDate, jobType }), validateText(JSON.stringify({ startDate, endDate, jobType }))]) {
      assert.deepEqual(Object.keys(found.request), ["startDate", "endDate", "jobType"]);
    }
    assert.deepEqual(codes(validate({})), ["startDate required", "endDate required", "jobType required"]);
  } finally {
    delete Object.prototype.callbackUrl;
  }
});

test("a field of more than 64 KB is a problem, and is not read on", () => {
  const long = "x".repeat(2 ** 28);
  const value = { startDate: long, endDate: long, jobType: long, combinedMeterUsage: long, allLinkedOrgs: long, callbackUrl: `https://a.com/${long}` };
  assert.deepEqual(codes(validate(value)), [
    "startDate notADateTime", "endDate notADateTime", "jobType unsupportedJobType", "combinedMeterUsage notAFlag",
    "allLinkedOrgs notAFlag", "callbackUrl notAUrl",
  ]);
  assert.deepEqual(codes(validate({ ...valid, callbackUrl: " ".repeat(2 ** 28) })), ["callbackUrl notAUrl"]);
  const url = (length) => "https://a.com/".padEnd(length, "x");
  assert.equal(validate({ ...valid, callbackUrl: url(2 ** 16) }).valid, true);
  assert.deepEqual(codes(validate({ ...valid, callbackUrl: url(2 ** 16 + 1) })), ["callbackUrl notAUrl"]);
  assert.equal(validate({ ...valid, [long.slice(0, 2 ** 22)]: 1 }).valid, true);
});

test("each field is read once", () => {
  let reads = 0;
  const { request } = validate({ ...valid, get startDate() { reads += 1; return reads === 1 ? valid.startDate : "x"; } });
  assert.deepEqual([reads, request.startDate], [1, valid.startDate]);
});

test("fields that the service does not know are named, whatever their names are", () => {
  const names = ["startdate", "y😀", "", "\0", "__proto__", "\uD800", "x".repeat(100_000)];
  const value = { ...valid };
  for (const name of names) Object.defineProperty(value, name, { value: 1, enumerable: true });
  const { valid: isValid, warnings } = validate(value, { now });
  assert.equal(isValid, true);
  assert.deepEqual(warnings.map(({ field }) => field), names.map((name) => name.toWellFormed()));
  assert.deepEqual(warnings[0].params, { meant: "startDate" });
  assert.deepEqual(validateText(JSON.stringify(value), { now }).warnings.map(({ code }) => code), names.map(() => "unknownField"));
});

test("JSON text is checked like its value, and what is not JSON has a place", () => {
  assert.deepEqual(validateText(JSON.stringify(valid, null, 2)), validate(valid));
  const text = '{\n  "startDate": "😀" x\n}';
  const [{ code, params, message }] = validateText(text).problems;
  assert.equal(code, "notJson");
  assert.deepEqual([params.line, params.column, params.offset], [2, 21, 22]);
  assert.equal(text[params.offset], "x");
  assert.throws(() => JSON.parse(text), ({ message }) => message === params.reason);
  assert.equal(message, `This is not JSON. ${params.reason}.`);
  // Where the engine quotes the text instead of saying where, there is no place.
  assert.deepEqual(Object.keys(validateText("x").problems[0].params), ["reason"]);
  for (const text of ["", " ", "{", '{"a"', '{"a":1,}', "{'a':1}", "[1,]", "nul", "01", "1.", "1e", '"\t"', '"\\x"', '"\\u12G4"', "{} {}", "\uFEFF{}", "tru", "-", '{"a":1 "b":2}']) {
    assert.throws(() => JSON.parse(text), SyntaxError);
    assert.deepEqual(codes(validateText(text)), ["null notJson"], JSON.stringify(text));
  }
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  assert.deepEqual(codes(validateText(`{"startDate":${deep}}`)).slice(0, 1), ["startDate wrongType"]);
  assert.deepEqual(validateText(valid), validate(valid));
});

test("each type of data has its fields, its longest range and its request", () => {
  const { startDate, callbackUrl } = valid;
  const range = { startDate, endDate: "2024-12-31T23:59:59Z" };
  const meterId = "a2nB20h1o0lc7k3P9xtWS8";
  for (const [value, request] of [
    [{ ...range, jobType: "SUMMARY", allLinkedOrgs: "TRUE", callbackUrl }, { ...range, jobType: "SUMMARY", allLinkedOrgs: "TRUE", callbackUrl }],
    [{ ...valid, jobType: "ASSET", combinedMeterUsage: "", allLinkedOrgs: null, meterId }, { startDate, endDate: valid.endDate, jobType: "ASSET", meterId, callbackUrl }],
    [{ ...range, jobType: "JOB_LEVEL", allMeters: "TRUE" }, { ...range, allMeters: "TRUE" }],
    [{ ...range, jobType: "JOB_LEVEL", meterId, allMeters: "FALSE" }, { ...range, meterId, allMeters: "FALSE" }],
  ]) {
    const found = validate(value, { now });
    assert.equal(JSON.stringify(found.request), JSON.stringify(request));
    assert.deepEqual(found.warnings, []);
  }
  assert.deepEqual(codes(validate({ ...range, jobType: "ASSET" })), ["endDate rangeTooLong"]);
  assert.deepEqual(codes(validate({ ...range, jobType: "JOB_LEVEL" })), ["meterId required"]);
  // What one type does not have was an unknown field before: it is still allowed.
  const { request, warnings } = validate({ ...valid, meterId: 5, allMeters: "x" }, { now });
  assert.deepEqual(request, valid);
  assert.deepEqual(warnings.map(({ field, code, params }) => [field, code, params]), [
    ["meterId", "notApplicable", { jobType: "PROJECT_FOLDER" }], ["allMeters", "notApplicable", { jobType: "PROJECT_FOLDER" }],
  ]);
});

test("ranges are split without a day asked for twice", () => {
  assert.deepEqual(splitRange("2024-08-12T00:00:00Z", "2024-10-12T00:00:00Z", { now }), {
    valid: true,
    windows: [
      { startDate: "2024-08-12T00:00:00Z", endDate: "2024-09-10T23:59:59Z" },
      { startDate: "2024-09-11T00:00:00Z", endDate: "2024-10-10T23:59:59Z" },
      { startDate: "2024-10-11T00:00:00Z", endDate: "2024-10-12T00:00:00Z" },
    ],
    warnings: [],
  });
  assert.equal(splitRange("2024-08-12T00:00:00Z", "2024-10-12T00:00:00Z", { maxRangeDays: 7 }).windows.length, 9);
  const year = (options) => splitRange("2024-01-01T00:00:00Z", "2024-12-31T23:59:59Z", { now, ...options }).windows.map(({ endDate }) => endDate);
  assert.deepEqual(year({ jobType: "SUMMARY" }), ["2024-05-31T23:59:59Z", "2024-10-31T23:59:59Z", "2024-12-31T23:59:59Z"]);
  assert.deepEqual([year({ jobType: "JOB_LEVEL" }).length, year({ jobType: "ASSET" }).length, year({ maxRangeDays: 31 }).length], [3, 13, 12]);
  assert.throws(() => year({ jobType: "USAGE" }), TypeError);
  assert.deepEqual(codes(splitRange("2024-08-12", undefined)), ["startDate notADateTime", "endDate required"]);
  assert.deepEqual(codes(splitRange("2024-08-12T00:00:00Z", "2024-08-12T00:00:00Z")), ["endDate endNotAfterStart"]);
  assert.throws(() => splitRange("", "", { maxRangeDays: 0.5 }), TypeError);
});

test("dates are completed", () => {
  assert.equal(completeDate(" 2024-08-12 ", "start"), "2024-08-12T00:00:00Z");
  assert.equal(completeDate("2024-08-12", "end"), "2024-08-12T23:59:59Z");
  assert.equal(completeDate(" 12 August 😀", "end"), "12 August 😀");
  assert.equal(completeDate("", "end"), "");
});

test("the schema says of each request what the rules say, as far as it can", () => {
  const schema = jsonSchema();
  assert.equal(schema.$schema, "https://json-schema.org/draft/2020-12/schema");
  const check = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
  const dates = ["2024-08-12T00:00:00Z", "2024-08-12t00:00:00z", "2024-08-12T00:00:00.5Z", "2024-08-12T00:00:00,1234567890123+0200", "2024-08-12T00:00:00-05", "2024-08-12", "2024-08-12T00:00Z", "2024-08-12 00:00:00Z", "2024-08-12T00:00:00", "2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z", "2024-08-32T00:00:00Z", "2024-08-12T24:00:00Z", "2024-08-12T00:60:00Z", "2024-08-12T00:00:60Z", "0000-08-12T00:00:00Z", "2024-08-12T00:00:00+24:00", "2024-08-12T00:00:00+02:60", "", "x", 5, null, {}];
  const cases = [
    ...dates.map((startDate) => ({ ...valid, startDate })),
    ...["PROJECT_FOLDER", "SUMMARY", "ASSET", "JOB_LEVEL", "project_folder", "", null, 1].map((jobType) => ({ ...valid, jobType })),
    ...["TRUE", "FALSE", "true", "", "x", null, true].map((allLinkedOrgs) => ({ ...valid, allLinkedOrgs })),
    ...["https://a.com", "HTTP://a.com/x?y#z", "ftp://a.com", "a.com", "https://", "https://a.com/ x", "https://a.com\\", "https://a.com/{", "https://a.com/%7B", "https://a.com/%", "", " ", null, 1].map((callbackUrl) => ({ ...valid, callbackUrl })),
    ...["ASSET", "JOB_LEVEL"].flatMap((jobType) => ["a2nB20h1o0lc7k3P9xtWS8", "a b", " ", "", null, 1].flatMap((meterId) =>
      ["TRUE", "FALSE", "true", "", null].map((allMeters) => ({ ...valid, jobType, meterId, allMeters })))),
    { ...valid, meterId: "a b", allMeters: 1 },
    {}, [], null, "x", { ...valid, unknown: 1 },
  ];
  for (const value of cases) assert.equal(check(value), validate(value, { maxRangeDays: 1e6 }).valid, JSON.stringify(value));
  // What its description says that it cannot express.
  for (const value of [{ ...valid, endDate: "2025-02-29T00:00:00Z" }, { ...valid, endDate: valid.startDate }, { ...valid, endDate: "2024-10-01T00:00:00Z" }, { ...valid, callbackUrl: "http://localhost" }]) {
    assert.deepEqual([check(value), validate(value).valid], [true, false]);
  }
});

test("the rules as a Standard Schema", () => {
  const { version, vendor, validate: check, jsonSchema: { input, output } } = exportRequestSchema["~standard"];
  assert.deepEqual([version, vendor], [1, "metering-export"]);
  assert.deepEqual(check(valid), { value: valid });
  const { issues } = check({ ...valid, startDate: 1 });
  assert.deepEqual(issues.map(({ path, message }) => [path, message]), [
    [["startDate"], 'A string is expected, not a number. Write an instant such as "2024-08-12T00:00:00Z".'],
  ]);
  assert.equal(check({ ...valid, endDate: "2024-09-12T00:00:00Z" }, { libraryOptions: { maxRangeDays: 31 } }).issues, undefined);
  assert.deepEqual(input({ target: "draft-2020-12" }), jsonSchema());
  assert.equal(output({ target: "draft-07" }).$schema, "http://json-schema.org/draft-07/schema#");
  assert.throws(() => input({ target: "openapi-3.0" }), /draft-07/);
});

test("nothing that comes in makes it throw, and value and text agree", () => {
  // Marsaglia's xorshift, so that a failure can be repeated.
  let state = 2463534242;
  const random = (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const pieces = ["2024-08-12", "T00:00:00", "Z", "+02:00", "TRUE", "PROJECT_FOLDER", "https://", "a.com", "[::1]", "\\", "\"", "\uD800", "😀", "\0", "\n", " ", "x", "0", "-", ".", "é", ""];
  const texts = () => Array.from({ length: random(5) }, () => pieces[random(pieces.length)]).join("");
  const values = [texts, texts, texts, () => null, () => random(9), () => true, () => [texts()], () => ({ a: texts() })];
  const names = [...Object.keys(valid), ...Object.keys(valid), "startdate", "x", "é", "__proto__"];
  for (let round = 0; round < 5_000; round++) {
    const value = random(2) ? { ...valid } : {};
    for (let count = random(5); count > 0; count--) {
      const name = names[random(names.length)];
      Object.defineProperty(value, name, { value: values[random(values.length)](), enumerable: true, configurable: true, writable: true });
    }
    const json = JSON.stringify(value);
    const found = validate(value, { now });
    assert.deepEqual(validateText(json, { now }), found, json);
    if (found.valid) assert.deepEqual(validate(found.request, { now }).request, found.request);
    const cut = json.slice(0, random(json.length));
    assert.equal(validateText(cut).valid, false);
  }
});
