import { BadResult, describeValue } from "../bad-result.js";
import { isChunkSource } from "../chunk-source.js";
import type { Answer } from "../convention.js";
import { toHeaders, withDefault } from "../headers.js";
import { refuseEmptied, toJson } from "../json.js";
import { BODILESS, toAnswerOfResponse } from "../response.js";

export interface ResultOptions {
  /** Whether streams are server-sent events unless they say another content type. */
  readonly isEventService?: boolean;
  /** Gets what a stream's producer threw. */
  readonly report?: (error: unknown) => void;
  /** Told the id of a stream's last event, when the stream ended or was cancelled. */
  readonly onLastEvent?: (id: string, how: "ended" | "cancelled") => void;
}

/**
 * Turns what a handler returned into an answer (Hypha, serverless functions, and more kinds of values than it takes).
 * Bytes stay the handler's own: whoever sends them makes a copy.
 * @throws {BadResult}
 */
export async function toAnswer(result: unknown, options: ResultOptions = {}): Promise<Answer> {
  if (result === undefined || result === null) return { status: 204, headers: [], body: null };
  if (result instanceof Response) return toAnswerOfResponse(result, options.report);
  if (typeof result === "string" || isBytes(result)) return toAnswerOfParts({ body: result }, options);
  refuseUnusable(result, "The result");
  if (isResponseShaped(result)) return toAnswerOfParts(result, options);
  if (isChunkSource(result)) return toAnswerOfParts({ body: result }, options);
  return toJsonAnswer(result, "The result", { status: 200, headers: [] });
}

interface Parts {
  readonly status?: unknown;
  readonly headers?: unknown;
  readonly body?: unknown;
}

function isResponseShaped(result: object): result is Parts {
  return (
    !Array.isArray(result) && (Object.hasOwn(result, "body") || Number.isInteger((result as Parts).status))
  );
}

async function toAnswerOfParts(
  { status = 200, headers, body }: Parts,
  options: ResultOptions,
): Promise<Answer> {
  const head = { status: toStatus(status), headers: toHeaders(headers) };
  if (typeof body === "object" && body !== null && !Array.isArray(body) && isChunkSource(body)) {
    const { toStreamedAnswer } = await import("./streamed.js");
    const answer = toStreamedAnswer(body, head, options);
    return BODILESS.has(head.status) ? dropStream({ ...answer, headers: head.headers }) : answer;
  }
  if (body === undefined || body === null || BODILESS.has(head.status)) return { ...head, body: null };
  if (typeof body === "string") return { ...head, body: body === "" ? null : body };
  if (isBytes(body)) return toBytesAnswer(body, head);
  refuseUnusable(body, "body");
  if (Array.isArray(body) && body.length === 0) return { ...head, body: null };
  return toJsonAnswer(body, "body", head);
}

/** The answer without the stream that nobody will read; its producer is told. */
export function dropStream(answer: Answer): Answer {
  if (!(answer.body instanceof ReadableStream)) return answer;
  answer.body.cancel().catch(() => {}); // it failed already: nobody would have seen it
  return { ...answer, body: null };
}

type Head = Pick<Answer, "status" | "headers">;
type Bytes = ArrayBuffer | ArrayBufferView | Blob;

function isBytes(value: unknown): value is Bytes {
  return value instanceof ArrayBuffer || ArrayBuffer.isView(value) || value instanceof Blob;
}

function toBytesAnswer(body: Bytes, head: Head): Answer {
  if (body instanceof Blob) return { status: head.status, headers: withType(head.headers, body.type), body };
  const bytes = ArrayBuffer.isView(body)
    ? new Uint8Array(body.buffer, body.byteOffset, body.byteLength)
    : new Uint8Array(body);
  return { ...head, body: bytes.byteLength ? toUnshared(bytes) : null };
}

/** No body can be made of shared memory. */
function toUnshared({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array<ArrayBuffer> {
  if (buffer instanceof ArrayBuffer) return new Uint8Array(buffer, byteOffset, byteLength);
  return new Uint8Array(buffer, byteOffset, byteLength).slice();
}

function toJsonAnswer(value: unknown, what: string, head: Head): Answer {
  return {
    status: head.status,
    headers: withType(head.headers, "application/json"),
    body: toJson(value, what),
  };
}

function withType(headers: Head["headers"], type: string): Head["headers"] {
  return type ? withDefault(headers, "content-type", type) : headers;
}

function refuseUnusable(value: unknown, what: string): asserts value is object {
  if (typeof value !== "object" || value === null)
    throw new BadResult(
      `${what} is ${describeValue(value)}; return {status, headers, body}, a string, bytes, a stream or a Response`,
    );
  if (value instanceof Response) throw new BadResult(`${what} is a Response; return the Response itself`);
  refuseEmptied(value, what);
}

/** @throws {BadResult} */
export function toStatus(status: unknown): number {
  if (typeof status === "number" && Number.isInteger(status) && status >= 200 && status <= 599) return status;
  throw new BadResult(`status is ${describeValue(status)}; it must be an integer in 200-599`);
}
