import { describeValue } from "../bad-result.js";
import type { Answer } from "../convention.js";
import { toHeader } from "../headers.js";
import { toStatus } from "../hypha/result.js";

/** What an app sends (ASGI 3, HTTP: send events), checked. */
export type AsgiSent =
  | { readonly type: "http.response.start"; readonly head: Head }
  | { readonly type: "http.response.body"; readonly body: Uint8Array<ArrayBuffer>; readonly isLast: boolean };

export type Head = Pick<Answer, "status" | "headers">;

/** Texts and bytes are taken alike, lists from other languages too. @throws {Error} that names what is wrong */
export function parseSent(message: unknown): AsgiSent {
  if (typeof message !== "object" || message === null)
    throw new TypeError(`send() got ${describeValue(message)}; give it a message such as ${EXAMPLE}`);
  const { type, status, headers, body, more_body } = message as Record<string, unknown>;
  if (type === "http.response.start")
    return { type, head: { status: toStatus(status), headers: toPairs(headers) } };
  if (type === "http.response.body") return { type, body: toBytes(body), isLast: !more_body };
  throw new TypeError(
    `send() got a message of the type ${describeValue(type)}; send http.response.start, then http.response.body`,
  );
}

const EXAMPLE = '{ type: "http.response.start", status: 200, headers: [] }';

function toPairs(headers: unknown): Head["headers"] {
  if (headers === undefined || headers === null) return [];
  if (!isIterable(headers))
    throw new TypeError(`headers is ${describeValue(headers)}; it must be a list of [name, value]`);
  const pairs = Array.from(headers, (pair): [string, string] => {
    if (!isIterable(pair))
      throw new TypeError(`headers has ${describeValue(pair)}; each must be [name, value]`);
    const [name, value] = pair;
    return toHeader(toText(name, "a header's name"), toText(value, "a header's value"));
  });
  // "The server must ignore it" (ASGI 3, response start).
  return pairs.filter(([name]) => name.toLowerCase() !== "transfer-encoding");
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}

/** One character for each byte, as headers have them (Infra Standard, isomorphic decode). */
function toText(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  const bytes = toView(value);
  if (bytes) return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  throw new TypeError(`${what} is ${describeValue(value)}; it must be bytes or a string`);
}

/** A copy: the app may use its memory again as soon as it has sent it. */
function toBytes(body: unknown): Uint8Array<ArrayBuffer> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === "string") return new TextEncoder().encode(body);
  const bytes = toView(body);
  if (bytes) return bytes.slice();
  throw new TypeError(`body is ${describeValue(body)}; it must be bytes or a string`);
}

function toView(value: unknown): Uint8Array | undefined {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return undefined;
}
