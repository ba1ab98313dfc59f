// The schema is compiled in the page, which takes `unsafe-eval`.
import Ajv from 'ajv';
import { formats, keyword, resultOf, schema } from '../ajv-schema.mjs';

const ajv = new Ajv({ allErrors: true, formats });
ajv.addKeyword(keyword);

export const validate = resultOf(ajv.compile(schema));
export { fields, isValid } from '../ajv-schema.mjs';
