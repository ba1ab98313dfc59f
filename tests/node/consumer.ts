// Uses everything that the package declares; only compiled.

import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import init, {
  attach, completeDate, exportRequestSchema, jsonSchema, splitRange, validate, validateText,
} from "metering-export";
import type {
  Attachment, Code, ExportRequest, ExportRequestInput, Field, Flag, Json, JobType, JsonSchema, Options, Params, Problem,
  ProblemOf, Result, Source, SplitOptions, SplitResult, Window,
} from "metering-export";

declare const form: HTMLFormElement;
declare const value: unknown;

const sources: Source[] = ["a", new URL("https://a.com"), new Request("a"), new Response(), new Uint8Array()];
await init();
await init(fetch("validator.wasm"));
for (const source of sources) await init(source);

const options: Options = { maxRangeDays: 31, rangeLimit: "warning", now: new Date() };
const unchecked: Options = { now: null };
const result: Result = validate(value, options);
if (result.valid) {
  const request: ExportRequest = result.request;
  // The type of data tells the fields.
  const flag: Flag | undefined = request.jobType === "SUMMARY" ? request.allLinkedOrgs : undefined;
  const project: "PROJECT_FOLDER" | "SUMMARY" | "ASSET" | undefined = request.jobType;
  const meter: string | undefined = request.jobType === "ASSET" || request.jobType === undefined ? request.meterId : undefined;
  // @ts-expect-error: there are none.
  result.problems.length;
  JSON.stringify([request, flag, project, meter]);
} else {
  const problems: readonly Problem[] = result.problems;
  // @ts-expect-error: there is none.
  result.request.startDate;
  problems.map(say);
}

function say(problem: Problem): string {
  const where: string = problem.field ?? "the request";
  const path: readonly string[] = problem.path;
  // The code tells the parameters.
  switch (problem.code) {
    case "rangeTooLong":
      return `${where}: ${problem.params.days.toFixed()} of ${problem.params.limit.toFixed()}, ${problem.params.latestEnd.trim()}`;
    case "notJson":
      return `${problem.params.reason.trim()} ${problem.params.line ?? 0}:${problem.params.column ?? 0} ${problem.params.offset ?? 0}`;
    case "notADateTime":
      return problem.params.part === "timeZone" ? "zone" : `${problem.params.position ?? 0}`;
    case "unknownField": {
      const meant: Field | undefined = problem.params.meant;
      return meant ?? "";
    }
    default:
      return `${path.join(".")} ${problem.message}`;
  }
}

const code: Code = "required";
const tooLong: ProblemOf<"rangeTooLong"> | undefined = undefined;
const limit: Params["rangeTooLong"]["limit"] = 30;

const text: Result = validateText("{}", unchecked);
const split: SplitResult = splitRange("2024-08-12T00:00:00Z", "2024-12-12T00:00:00Z", { maxRangeDays: 30 });
const jobType: JobType = "SUMMARY";
const splitOptions: SplitOptions = { jobType };
splitRange("2024-08-12T00:00:00Z", "2024-12-12T00:00:00Z", splitOptions);
const windows: readonly Window[] = split.valid ? split.windows : [];
const completed: string = completeDate("2024-08-12", "end");
const schema: JsonSchema = jsonSchema();
const keyword: Json | undefined = schema["required"];

const standard: StandardSchemaV1<ExportRequestInput, ExportRequest> = exportRequestSchema;
const standardJson: StandardJSONSchemaV1<ExportRequestInput, ExportRequest> = exportRequestSchema;
type Inferred = StandardSchemaV1.InferOutput<typeof exportRequestSchema>;
const inferred: Inferred = { startDate: "", endDate: "", jobType: "PROJECT_FOLDER" };
const input: StandardSchemaV1.InferInput<typeof exportRequestSchema> = { ...inferred, callbackUrl: null, allLinkedOrgs: "" };
// As a library that takes any schema does.
async function parse<T extends StandardSchemaV1>(schema: T, value: unknown): Promise<StandardSchemaV1.InferOutput<T>> {
  const parsed = await schema["~standard"].validate(value);
  if (parsed.issues) throw new Error(parsed.issues.map((issue) => issue.message).join());
  return parsed.value;
}
const parsed: ExportRequest = await parse(exportRequestSchema, input);

const attachment: Attachment = attach(form, options);
const checked: Result = attachment.check();
attachment.detach();
export { checked, code, completed, keyword, limit, parsed, standard, standardJson, text, tooLong, windows };
