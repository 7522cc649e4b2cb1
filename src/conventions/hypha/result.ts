import type { WireHeaders } from "../../protocol.js";
import { BadResult, describeValue } from "../bad-result.js";
import type { Answer } from "../convention.js";
import { isPlainObject } from "./lookup.js";

/** Statuses that never carry a body (Fetch Standard, null body status). */
const BODILESS = new Set([204, 205, 304]);
/** RFC 9110, 5.6.2: token. */
const TOKEN = /^[!#$%&'*+\-.^_`|~\w]+$/;
/** What `Headers` accepts: Latin-1 without NUL, CR and LF (Fetch Standard, header value). */
const HEADER_VALUE = /^[^\0\r\n\u0100-\uffff]*$/;

/**
 * Turns what a handler returned into an answer (Hypha, serverless functions, and more kinds of values than it takes).
 * Bytes stay the handler's own: whoever sends them makes a copy.
 * @throws {BadResult}
 */
export async function toAnswer(result: unknown): Promise<Answer> {
  if (result === undefined || result === null) return { status: 204, headers: [], body: null };
  if (result instanceof Response) return toAnswerOfResponse(result);
  if (typeof result === "string" || isBytes(result)) return toAnswerOfParts({ body: result });
  refuseUnusable(result, "The result");
  if (isResponseShaped(result)) return toAnswerOfParts(result);
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

function toAnswerOfParts({ status = 200, headers, body }: Parts): Answer {
  const head = { status: toStatus(status), headers: toHeaders(headers) };
  if (body === undefined || body === null || BODILESS.has(head.status)) return { ...head, body: null };
  if (typeof body === "string") return { ...head, body: body === "" ? null : body };
  if (isBytes(body)) return toBytesAnswer(body, head);
  refuseUnusable(body, "body");
  if (Array.isArray(body) && body.length === 0) return { ...head, body: null };
  return toJsonAnswer(body, "body", head);
}

async function toAnswerOfResponse(response: Response): Promise<Answer> {
  if (response.bodyUsed)
    throw new BadResult("The returned Response has had its body read; return a clone() of it");
  if (response.type === "error" || response.status === 0)
    throw new BadResult("The returned Response is a network error; return one with a status in 200-599");
  const { status, statusText } = response;
  const buffer = BODILESS.has(status) ? null : await response.arrayBuffer();
  return {
    status,
    ...(statusText && { statusText }),
    headers: [...response.headers],
    body: buffer?.byteLength ? new Uint8Array(buffer) : null,
  };
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

function withType(headers: WireHeaders, type: string): WireHeaders {
  if (!type || headers.some(([name]) => name.toLowerCase() === "content-type")) return headers;
  return [...headers, ["content-type", type]];
}

function toJson(value: unknown, what: string): string {
  try {
    return JSON.stringify(value, refuseUnserialisable);
  } catch (error) {
    throw new BadResult(`${what} cannot be sent as JSON: ${error instanceof Error ? error.message : error}`);
  }
}

/** JSON.stringify drops functions and symbols silently and has no word for BigInt. */
function refuseUnserialisable(key: string, value: unknown): unknown {
  if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint")
    throw new TypeError(`the value${key && ` of ${JSON.stringify(key)}`} is a ${typeof value}`);
  return value;
}

const STREAMS = "; streamed bodies are not supported yet: return a string, bytes, a Blob or a Response";

function refuseUnusable(value: unknown, what: string): asserts value is object {
  if (typeof value !== "object" || value === null)
    throw new BadResult(
      `${what} is ${describeValue(value)}; return {status, headers, body}, a string, bytes or a Response`,
    );
  if (value instanceof ReadableStream) throw new BadResult(`${what} is a ReadableStream${STREAMS}`);
  if (Symbol.asyncIterator in value || (Symbol.iterator in value && "next" in value))
    throw new BadResult(`${what} is a generator${STREAMS}`);
  if (value instanceof Response) throw new BadResult(`${what} is a Response; return the Response itself`);
  if (!isPlainObject(value) && UNUSABLE.some((kind) => value instanceof kind))
    throw new BadResult(
      `${what} is a ${value.constructor.name}, which JSON cannot hold; return a plain object`,
    );
}

const UNUSABLE = [Map, Set, WeakMap, WeakSet, Promise, Error, RegExp];

function toStatus(status: unknown): number {
  if (typeof status === "number" && Number.isInteger(status) && status >= 200 && status <= 599) return status;
  throw new BadResult(`status is ${describeValue(status)}; it must be an integer in 200-599`);
}

function toHeaders(headers: unknown): WireHeaders {
  if (headers === undefined || headers === null) return [];
  if (headers instanceof Headers) return [...headers];
  if (!isPlainObject(headers))
    throw new BadResult(`headers is ${describeValue(headers)}; it must be an object of strings`);
  return Object.entries(headers).flatMap(([name, value]) =>
    Array.isArray(value)
      ? value.map((one): [string, string] => toHeader(name, one))
      : [toHeader(name, value)],
  );
}

function toHeader(name: string, value: unknown): [string, string] {
  if (!TOKEN.test(name)) throw new BadResult(`headers has the invalid name ${JSON.stringify(name)}`);
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean")
    throw new BadResult(
      `header ${JSON.stringify(name)} is ${describeValue(value)}; use a string, number, boolean or a list of them`,
    );
  const text = String(value);
  if (HEADER_VALUE.test(text)) return [name, text];
  throw new BadResult(
    `header ${JSON.stringify(name)} has the value ${JSON.stringify(text)}; CR, LF, NUL and characters beyond Latin-1 are not allowed`,
  );
}
