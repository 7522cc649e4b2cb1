import type { FunctionRun, RunContent } from "../function-run.js";
import { hasRawBody, isObject, type RawBody } from "./result.js";
import type { Ending } from "./run.js";

/** What a record is told of a result; nothing that belongs to the caller, or is large, is copied for it. */
export function toRecorded(
  ending: Ending,
  isResultKept: boolean,
): Pick<FunctionRun, "result"> & Partial<Pick<FunctionRun, "content">> {
  if (ending.statusCode === 2) return { result: { error: ending.refusal.message } };
  const { value, isError } = ending.result;
  if (value instanceof Response) return { result: undefined, content: toResponseContent(value.headers) };
  if (hasRawBody(value)) return { result: undefined, content: toBodyContent(value) };
  if (isError) return { result: { error: value } };
  return isResultKept ? { result: value } : { result: value, content: { type: "application/json" } };
}

function toResponseContent(headers: Headers): RunContent {
  const length = headers.get("content-length");
  return { type: headers.get("content-type") ?? "", ...(length !== null && { size: Number(length) }) };
}

function toBodyContent({
  body,
  headers,
}: {
  readonly body: RawBody;
  readonly headers?: unknown;
}): RunContent {
  const type =
    toType(headers) ?? (body instanceof Blob && body.type ? body.type : "application/octet-stream");
  if (body instanceof ReadableStream) return { type };
  return { type, size: body instanceof Blob ? body.size : body.byteLength };
}

function toType(headers: unknown): string | undefined {
  if (!isObject(headers)) return undefined;
  const name = Object.keys(headers).find((one) => one.toLowerCase() === "content-type");
  return name === undefined ? undefined : String(headers[name]);
}
