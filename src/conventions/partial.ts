import type { WireHeaders } from "../protocol.js";
import type { Answer, Call } from "./convention.js";
import { isFresh, isSameRepresentation } from "./freshness.js";
import { findHeader, withDefault } from "./headers.js";

/**
 * Answers the conditions and the range of a GET or HEAD in the order of RFC 9110, 13.2.2.
 * @param answer a handler's, of status 200
 */
export function toPartialAnswer(call: Call, answer: Answer): Answer {
  if (isFresh(call.headers, answer.headers)) return toNotModified(answer);
  const range = findHeader(call.headers, "range");
  const body = toSliceable(answer.body);
  // Of other methods than GET, RFC 9110 leaves ranges undefined (14.2).
  if (range === undefined || !body || call.method.toUpperCase() !== "GET" || refusesRanges(answer))
    return answer;
  if (!isSameRepresentation(findHeader(call.headers, "if-range"), answer.headers)) return answer;
  return toRangeAnswer(answer, body, parseRange(range, body.size));
}

function toNotModified({ headers, body }: Answer): Answer {
  if (body instanceof ReadableStream) body.cancel().catch(() => {}); // it failed already: nobody would have seen it
  const hasTag = findHeader(headers, "etag") !== undefined;
  const kept = withoutContent(headers).filter(([name]) => !hasTag || name.toLowerCase() !== "last-modified");
  return { status: 304, headers: kept, body: null };
}

/** What describes a body that is not sent (RFC 9110, 15.4.5); everything else of the answer stays. */
const CONTENT = /^(content-(?!location|security)|accept-ranges$)/i;

function withoutContent(headers: WireHeaders): WireHeaders {
  return headers.filter(([name]) => !CONTENT.test(name));
}

/** A body of which parts can be had; never read for that. */
interface Sliceable {
  readonly size: number;
  slice(first: number, end: number): Blob | Uint8Array<ArrayBuffer>;
}

/** An empty body has no part: it is sent as it is. */
function toSliceable(body: Answer["body"]): Sliceable | undefined {
  if (body instanceof Blob) return body.size > 0 ? body : undefined;
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  if (!(bytes instanceof Uint8Array) || bytes.length === 0) return undefined;
  return { size: bytes.length, slice: (first, end) => bytes.subarray(first, end) };
}

/** `accept-ranges: none` of the handler. */
function refusesRanges({ headers }: Answer): boolean {
  return findHeader(headers, "accept-ranges")?.trim().toLowerCase() === "none";
}

type Range = { readonly first: number; readonly end: number } | "ignored" | "unsatisfiable";

/**
 * One range of bytes, with RFC 9110's rules (14.1.2): an end beyond the body's is the body's. What else a header may say
 * (another unit, several ranges, nonsense) is ignored, as 14.2 allows: the answer is whole.
 */
function parseRange(text: string, size: number): Range {
  const match = /^\s*bytes=\s*(\d*)-(\d*)\s*$/i.exec(text);
  const [, from = "", to = ""] = match ?? [];
  if (from === "" && to === "") return "ignored";
  if (from === "")
    return to.match(/[1-9]/) ? { first: Math.max(0, size - Number(to)), end: size } : "unsatisfiable";
  const first = Number(from);
  const last = to === "" ? size - 1 : Number(to);
  if (to !== "" && last < first) return "ignored";
  return first < size ? { first, end: Math.min(last, size - 1) + 1 } : "unsatisfiable";
}

function toRangeAnswer(answer: Answer, body: Sliceable, range: Range): Answer {
  if (range === "ignored") return answer;
  if (range === "unsatisfiable") {
    const headers = withoutContent(answer.headers);
    return { status: 416, headers: [...headers, ["content-range", `bytes */${body.size}`]], body: null };
  }
  const { first, end } = range;
  const headers = withDefault(answer.headers, "accept-ranges", "bytes");
  return {
    status: 206,
    headers: [
      ...headers.filter(([name]) => !/^content-(range|length)$/i.test(name)),
      ["content-range", `bytes ${first}-${end - 1}/${body.size}`],
      ["content-length", String(end - first)],
    ],
    body: body.slice(first, end),
  };
}
