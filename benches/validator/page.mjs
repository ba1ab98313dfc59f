// Runs in the page: loads the validators, compares their verdicts, and takes the times.
import { shuffled } from '../lib/stats.mjs';
import { CASES, mixtures, requestsWithThreeProblems, validRequests } from './corpus.mjs';

/** Different objects of one shape, so that no validator can learn one by heart. */
const OBJECTS = 256;
/** Long against the clock's resolution, short against what disturbs. */
const BATCH_MS = 6;

const validators = new Map();
const inputs = { valid: validRequests(OBJECTS), 'three problems': requestsWithThreeProblems(OBJECTS) };
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

globalThis.bench = { load, agree, calls };
