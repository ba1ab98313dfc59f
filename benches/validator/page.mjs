// Runs in the page: loads the validators, compares their verdicts, and takes the times.
import { shuffled } from '../lib/stats.mjs';
import {
  CASES, LINES, mixtures, ndjson, ndjsonOfDifferentMistakes, requestsWithThreeProblems, validRequests,
} from './corpus.mjs';

/** Different objects of one shape, so that no validator can learn one by heart. */
const OBJECTS = 256;
/** They take seconds for all lines, and all others would wait. */
const TOO_SLOW = ['yup', 'arktype'];
/** Long against the clock's resolution, short against what disturbs. */
const BATCH_MS = 6;

const validators = new Map();
const inputs = { valid: validRequests(OBJECTS), 'three problems': requestsWithThreeProblems(OBJECTS) };
const files = Object.entries({ usual: ndjson(LINES), different: ndjsonOfDifferentMistakes(LINES) })
  .map(([input, text]) => ({ input, text, bytes: new TextEncoder().encode(text) }));
/** Results end here, so that no engine can leave the work out. */
let sink = 0;

async function load(addresses) {
  for (const [name, address] of Object.entries(addresses)) {
    const { start, ...validator } = await import(address);
    await start?.();
    validators.set(name, validator);
  }
}

/** Every validator has to say of each value what is known of it; all have to find the fields that are wrong. */
function agree() {
  for (const [name, run] of lineRuns()) {
    const { valid, invalid, lines } = run();
    if (valid !== LINES / 2 || invalid !== LINES / 2) throw new Error(`${name} counts ${valid} valid lines and ${invalid} others`);
    const problems = lines?.flatMap((line) => line.problems);
    if (problems && problems.length !== LINES * 1.5) throw new Error(`${name} finds ${problems.length} problems in lines`);
  }
  const plain = validators.get('plain JS, hand-tuned');
  const values = [...CASES, ...mixtures(5000).map((value) => [value, plain.isValid(plain.validate(value))])];
  const found = values.map(([, known]) => (known ? 'valid' : 'problems'));
  for (const [name, { validate, isValid, fields }] of validators) {
    for (const [value, known] of values) {
      if (isValid(validate(value)) !== known) {
        throw new Error(`${name} says ${known ? 'invalid' : 'valid'} of ${JSON.stringify(value)}`);
      }
    }
    for (const value of inputs['three problems']) {
      const names = [...new Set(fields(validate(value)))].sort().join();
      if (names !== 'allLinkedOrgs,jobType,startDate') throw new Error(`${name} finds ${names} in ${JSON.stringify(value)}`);
    }
  }
  return { values: values.length, valid: found.filter((verdict) => verdict === 'valid').length };
}

/** NDJSON by a validator of single values: what its user would write. */
function lineByLine({ text }, validate, isValid) {
  let valid = 0;
  const invalid = [];
  for (let at = 0, line = 1; at < text.length; line += 1) {
    const end = text.indexOf('\n', at);
    const result = checkLine(validate, text.slice(at, end));
    if (isValid(result)) valid += 1;
    else invalid.push({ line, result });
    at = end + 1;
  }
  return { valid, invalid: invalid.length };
}

function checkLine(validate, line) {
  try {
    return validate(JSON.parse(line));
  } catch (error) {
    return { valid: false, success: false, error };
  }
}

function parseLines({ text }) {
  for (let at = 0; at < text.length;) {
    const end = text.indexOf('\n', at);
    sink += JSON.parse(text.slice(at, end)).jobType.length;
    at = end + 1;
  }
}

function parseAsOneArray({ text }) {
  sink += JSON.parse(`[${text.slice(0, -1).replaceAll('\n', ',')}]`).length;
}

/** Microseconds of a call. */
function timeOfCall(validator, objects) {
  const { validate, isValid } = validator;
  let calls = 0;
  const started = performance.now();
  let now = started;
  while (now - started < BATCH_MS) {
    for (const object of objects) if (isValid(validate(object))) sink += 1;
    calls += objects.length;
    now = performance.now();
  }
  return ((now - started) * 1000) / calls;
}

/** Milliseconds of one run. */
function timeOf(run) {
  const started = performance.now();
  const found = run();
  sink += found?.valid ?? 1;
  for (const { problems } of found?.lines ?? []) for (const problem of problems) read(problem);
  return performance.now() - started;
}

/** Looks at each part of a problem: a message may be put together only where it is read. */
function read({ field, code, message }) {
  sink += field.length + code.length + message.charCodeAt(message.length - 1);
}

/** One time of each validator with each input, in an order of chance. */
function calls() {
  const times = [];
  for (const [input, objects] of shuffled(Object.entries(inputs))) {
    for (const [name, validator] of shuffled(validators)) {
      times.push([`${name}/${input}`, timeOfCall(validator, objects)]);
    }
  }
  return times;
}

/** The validators' ways through all lines: in one call where there is one for it. */
function lineRuns() {
  return [...validators].filter(([name]) => !TOO_SLOW.includes(name)).flatMap(([name, { validate, isValid, bulk }]) => (bulk
    ? files.flatMap((file) => Object.entries(bulk)
      .map(([form, run]) => [`${name}, ${form}/${file.input}`, () => run(file.text, file.bytes)]))
    : [[`${name}/usual`, () => lineByLine(files[0], validate, isValid)]]));
}

/** One time of each for all lines, in an order of chance. */
function lines() {
  const runs = [
    ...files.flatMap((file) => [
      [`JSON.parse alone, line by line/${file.input}`, () => parseLines(file)],
      [`JSON.parse alone, as one array/${file.input}`, () => parseAsOneArray(file)],
    ]),
    ...lineRuns(),
  ];
  return shuffled(runs).map(([name, run]) => [name, timeOf(run)]);
}

globalThis.bench = { load, agree, calls, lines, size: files[0].bytes.length };
