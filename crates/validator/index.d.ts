/** Loads the Wasm, once however often it is called; a load that failed can be tried again. Before it, functions throw. */
export default function init(source?: Source | PromiseLike<Source>): Promise<void>;

/** Where the Wasm is; by default the file `validator.wasm` beside this module. */
export type Source = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/** Checks a value and finds all problems at once. Never throws for a value, whatever it is. */
export function validate(value: unknown, options?: Options): Result;

/** Checks JSON text; what `JSON.parse` refuses is a problem in its words, with its position where it gives one. */
export function validateText(json: string, options?: Options): Result;

/** Cuts a range into windows within the longest one of a job type, so that no day is asked for twice. */
export function splitRange(startDate: string, endDate: string, options?: SplitOptions): SplitResult;

/** Drops blanks around a text, and completes a bare date: to its first second at the start, to its last at the end. */
export function completeDate(text: string, side: "start" | "end"): string;

/** Tells the controls of a form that are named after the fields what is wrong with what is typed. */
export function attach(form: HTMLFormElement, options?: Options): Attachment;

/** The JSON Schema (draft 2020-12) of a request. Its description says what it cannot express. */
export function jsonSchema(): JsonSchema;

/** The rules as Standard Schema and Standard JSON Schema, version 1, for libraries that take these. */
export const exportRequestSchema: ExportRequestSchema;

export interface Options {
  /** The longest range in days, more than 0: by default that of the job type, 30 or 180. */
  readonly maxRangeDays?: number | undefined;
  /** What a longer range is: an error by default. */
  readonly rangeLimit?: "error" | "warning" | undefined;
  /** The present, for the warning that the end has not come yet: the clock by default. `null` leaves it unchecked. */
  readonly now?: Date | number | null | undefined;
}

export interface SplitOptions extends Options {
  /** The type of data, which has a longest range: `PROJECT_FOLDER` by default. */
  readonly jobType?: JobType | undefined;
}

/** The types of data. `JOB_LEVEL` is not sent: the service has a path of its own for it. */
export type JobType = "PROJECT_FOLDER" | "SUMMARY" | "ASSET" | "JOB_LEVEL";

/** A valid request as the service takes it, ready for `JSON.stringify`. Instants end in `Z`. */
export type ExportRequest = ProjectRequest | AssetRequest | JobLevelRequest;

interface RangeRequest {
  startDate: string;
  endDate: string;
  callbackUrl?: string;
}

/** By project and folder, or the summary: POST to `…/license/metering/ExportMeteringData`. */
export interface ProjectRequest extends RangeRequest {
  jobType: "PROJECT_FOLDER" | "SUMMARY";
  combinedMeterUsage?: Flag;
  allLinkedOrgs?: Flag;
}

/** By asset, of one meter or of all: POST to `…/license/metering/ExportMeteringData`. */
export interface AssetRequest extends RangeRequest {
  jobType: "ASSET";
  meterId?: string;
}

/** By job, of one meter or of all: POST to `…/license/metering/ExportServiceJobLevelMeteringData`. */
export interface JobLevelRequest extends RangeRequest {
  jobType?: undefined;
  meterId?: string;
  allMeters?: Flag;
}

export type Flag = "TRUE" | "FALSE";

/** A field of a request. */
export type Field = keyof ExportRequestInput;

/**
 * What a request is made from: an optional field can be `null`, empty or blank, and is left out then. One that the job type
 * does not have is left out too, with a warning.
 */
export interface ExportRequestInput {
  startDate: string;
  endDate: string;
  jobType: JobType;
  combinedMeterUsage?: Flag | "" | null | undefined;
  allLinkedOrgs?: Flag | "" | null | undefined;
  /** Of `ASSET` and `JOB_LEVEL`; without `allMeters`, job-level exports need it. */
  meterId?: string | null | undefined;
  /** Of `JOB_LEVEL`. */
  allMeters?: Flag | "" | null | undefined;
  callbackUrl?: string | null | undefined;
}

export type Result = Valid | Invalid;

export interface Valid {
  readonly valid: true;
  readonly request: ExportRequest;
  readonly problems?: undefined;
  readonly warnings: readonly Problem[];
}

export interface Invalid {
  readonly valid: false;
  readonly request?: undefined;
  /** At least one, in the order of the fields. */
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** One thing that is wrong, or worth a warning. */
export type Problem = { [C in Code]: ProblemOf<C> }[Code];

export interface ProblemOf<C extends Code> {
  /** The field that it is about, one of a request or not; `null` where it is about the request as a whole. */
  readonly field: string | null;
  /** The same as a path, which is empty where it is about the request as a whole. */
  readonly path: readonly string[];
  /** What it is. A code never changes meaning. */
  readonly code: C;
  /** The particulars. Texts from outside are shortened, and what is invisible in them is named. */
  readonly params: Params[C];
  /** What is wrong, where, and what to do, in a sentence or two. */
  readonly message: string;
}

export type Code = keyof Params;

/** The particulars of each code. */
export interface Params {
  readonly required: None;
  readonly wrongType: { readonly found: JsonType };
  readonly notADateTime: { readonly part: Part; readonly position?: number; readonly character?: string };
  readonly noTimeZone: None;
  readonly impossibleDate: { readonly part: Part; readonly value?: number; readonly min?: number; readonly max?: number };
  readonly endNotAfterStart: { readonly start: string };
  readonly rangeTooLong: { readonly days: number; readonly limit: number; readonly latestEnd: string };
  readonly unsupportedJobType: { readonly found: string; readonly meant?: JobType };
  readonly notAFlag: { readonly found: string; readonly meant?: Flag };
  readonly notAMeterId: { readonly found: string };
  readonly notAUrl: UrlParams;
  readonly urlNotHttp: UrlParams;
  readonly urlNotPublic: UrlParams;
  /**
   * `reason` is what the engine says. Where it says where, `offset` is an index into the text, from 0, and `line` and
   * `column` are from 1; all count as JavaScript does.
   */
  readonly notJson: { readonly reason: string; readonly line?: number; readonly column?: number; readonly offset?: number };
  readonly notApplicable: { readonly jobType: JobType };
  readonly endInFuture: None;
  readonly insecureCallback: None;
  readonly unknownField: { readonly meant?: Field };
}

export type None = Readonly<Record<string, never>>;

/** Types as JSON Schema names them; `other` for what JSON does not have. */
export type JsonType = "boolean" | "number" | "array" | "object" | "null" | "string" | "other";

/** The part of a date-time that is wrong. */
export type Part =
  | "year" | "dateSeparator" | "month" | "day" | "timeMarker" | "time" | "hour" | "timeSeparator" | "minute" | "second"
  | "fraction" | "timeZone" | "offsetHour" | "offsetMinute" | "end";

/** The particulars of a callback URL. */
export interface UrlParams {
  /** What is wrong with it, or why no public service can reach its host. */
  readonly reason: string;
  /** The part of the URL that it is about. */
  readonly found?: string;
  /** Where the character stands, from 1. */
  readonly position?: number;
  /** The character that a URL cannot hold as it is, such as `U+0020`. */
  readonly character?: string;
  /** The host as browsers read it, where that differs, or the IPv4 address that is inside an IPv6 address. */
  readonly address?: string;
}

export type SplitResult = Split | Invalid;

export interface Split {
  readonly valid: true;
  readonly windows: readonly Window[];
  readonly problems?: undefined;
  readonly warnings: readonly Problem[];
}

export interface Window {
  readonly startDate: string;
  readonly endDate: string;
}

export interface Attachment {
  /** Checks what is typed now, and shows all problems. */
  check(): Result;
  /** Leaves the form as it was. */
  detach(): void;
}

export type JsonSchema = { readonly [keyword: string]: Json };
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export interface ExportRequestSchema {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: "metering-export";
    /** The options of `validate` are taken as `libraryOptions`. */
    readonly validate: (
      value: unknown,
      options?: { readonly libraryOptions?: Record<string, unknown> | undefined } | undefined,
    ) => { readonly value: ExportRequest; readonly issues?: undefined } | { readonly issues: readonly Problem[] };
    /** For the targets `draft-2020-12` and `draft-07`; throws for others. */
    readonly jsonSchema: {
      readonly input: (options: { readonly target: string }) => Record<string, unknown>;
      readonly output: (options: { readonly target: string }) => Record<string, unknown>;
    };
    readonly types?: { readonly input: ExportRequestInput; readonly output: ExportRequest } | undefined;
  };
}
