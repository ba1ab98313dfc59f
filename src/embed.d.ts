/** What can be wrong, or is worth a warning. A code never changes meaning. */
export type Code =
  | "required" | "wrongType" | "notADateTime" | "noTimeZone" | "impossibleDate" | "endNotAfterStart" | "rangeTooLong"
  | "unsupportedJobType" | "notAFlag" | "notAUrl" | "urlNotHttp" | "urlNotPublic" | "notJson"
  | "endInFuture" | "insecureCallback" | "unknownField";

/** One thing that is wrong, or worth a warning. */
export interface Problem {
  /** The field it is about, known or not; `null` where it is about the request as a whole. */
  readonly field: string | null;
  /** The field as a path: empty where it is about the request as a whole. */
  readonly path: readonly string[];
  readonly code: Code;
  /** The particulars; each code has its own. */
  readonly params: Readonly<Record<string, string | number>>;
  /** What is wrong, where, and what to do, in a sentence or two. */
  readonly message: string;
}

/** A valid request as the service takes it, ready for `JSON.stringify`. */
export interface ExportRequest {
  startDate: string;
  endDate: string;
  jobType: "PROJECT_FOLDER";
  combinedMeterUsage?: "TRUE" | "FALSE";
  allLinkedOrgs?: "TRUE" | "FALSE";
  callbackUrl?: string;
}

export type Result =
  | { readonly valid: true; readonly request: ExportRequest; readonly warnings: readonly Problem[] }
  | { readonly valid: false; readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] };

export interface Options {
  /** The longest range in days, more than 0; 30 by default. */
  readonly maxRangeDays?: number;
  /** What a longer range is; an error by default. */
  readonly rangeLimit?: "error" | "warning";
  /** The present, for the warning that the end has not come yet; `null` leaves that unchecked. The clock by default. */
  readonly now?: Date | number | null;
}

/** What was found on one line. */
export interface LineResult {
  /** The line, from 1. */
  readonly line: number;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

export interface LinesResult {
  /** How many lines hold something. */
  readonly total: number;
  readonly valid: number;
  readonly invalid: number;
  /** The lines with problems or warnings, in their order. */
  readonly lines: readonly LineResult[];
}

/** Loads the Wasm, once however often it is called; a failed load can be tried again. */
export default function init(source?: InitSource | Promise<InitSource>): Promise<void>;
export type InitSource = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/** Checks a value. Never throws, whatever the value is. */
export function validate(value: unknown, options?: Options): Result;

/** Checks JSON text; what is not JSON is a problem with its position. */
export function validateText(json: string, options?: Options): Result;

/** Checks a JSON text on each line. */
export function validateLines(ndjson: string | Uint8Array, options?: Options): LinesResult;

/** Drops surrounding blanks and completes a bare date: the first second of it at the start, the last at the end. */
export function completeDate(text: string, side: "start" | "end"): string;
