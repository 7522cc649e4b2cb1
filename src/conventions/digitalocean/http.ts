import type { WireHeaders } from "../../protocol.js";
import { BadResult, describeValue } from "../bad-result.js";
import { toBody } from "../body.js";
import type { Answer, Page } from "../convention.js";
import { parseMediaType } from "../media-type.js";
import { Refusal } from "../refusal.js";
import { BODILESS } from "../response.js";
import { toByteStream } from "../stream.js";
import { decodeBase64 } from "./base64.js";
import { isJson, isTextLike, toUtf8Type } from "./media-type.js";
import { isObject, isRawBody, type RawBody } from "./result.js";

const TYPE = "content-type";
const UNKNOWN_TYPE = "Response did not specify a known content-type.";
const OTHER_TYPE = "Response type in header did not match generated content type.";

type Head = Pick<Answer, "status" | "headers">;

/**
 * `{statusCode, headers, body}` → answer (OpenWhisk, web actions, `.http`).
 * @param report gets what a body's stream fails with
 * @throws {Refusal} 400 for another content type than the body's
 * @throws {BadResult} for what is no answer
 */
export async function toHttpAnswer(value: unknown, report: Page["report"]): Promise<Answer> {
  if (!isObject(value))
    throw new BadResult(`The result is ${describeValue(value)}; return {statusCode, headers, body}`);
  const headers = toHeaders(value.headers);
  const status = toStatus(value.statusCode);
  const { body } = value;
  if (body === undefined || body === null || body === "" || BODILESS.has(status ?? 200)) {
    if (body instanceof ReadableStream) body.cancel().catch(() => {});
    return { status: status ?? 204, headers: headers.filter(([name]) => !isType(name)), body: null };
  }
  const head = { status: status ?? 200, headers };
  if (isRawBody(body)) return toRawAnswer(body, head, report);
  return typeof body === "string" ? toTextAnswer(body, head) : toJsonAnswer(body, head);
}

async function toRawAnswer(
  body: RawBody,
  { status, headers }: Head,
  report: Page["report"],
): Promise<Answer> {
  const fallback = (body instanceof Blob && body.type) || "application/octet-stream";
  const typed = { status, headers: getType(headers) === undefined ? withType(headers, fallback) : headers };
  if (body instanceof Blob) return { ...typed, body };
  if (body instanceof ReadableStream) {
    const reader = toByteStream(body, { report }).getReader();
    // What is there already need not be a stream.
    return { ...typed, body: await toBody(reader, { isShort: false, report: () => {} }) };
  }
  const bytes = ArrayBuffer.isView(body)
    ? new Uint8Array(body.buffer, body.byteOffset, body.byteLength)
    : new Uint8Array(body);
  // No body can be made of shared memory.
  const isShared = !(bytes.buffer instanceof ArrayBuffer);
  return {
    ...typed,
    body: isShared ? bytes.slice() : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length),
  };
}

/** Text, or what text stands for: base64 where the content type says that there are bytes. */
function toTextAnswer(text: string, { status, headers }: Head): Answer {
  const type = parseMediaType(getType(headers) ?? "text/html");
  if (!type) throw refuse(UNKNOWN_TYPE, `the content type is ${JSON.stringify(getType(headers))}`);
  const typed = { status, headers: withType(headers, toUtf8Type(type)) };
  if (isJson(type)) return { ...typed, body: decodeJson(text) ?? text };
  if (isTextLike(type)) return { ...typed, body: text };
  const bytes = decodeBase64(text);
  if (bytes) return { ...typed, body: bytes.byteLength > 0 ? bytes : null };
  throw refuse(
    OTHER_TYPE,
    `body is no base64 but the content type is ${type.essence}; encode it, or return bytes`,
  );
}

/** Some functions send JSON as base64; text that is JSON already never is. */
function decodeJson(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = text.length % 4 === 0 && !isJsonText(text) ? decodeBase64(text) : undefined;
  return bytes && isJsonText(new TextDecoder().decode(bytes)) ? bytes : undefined;
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function toJsonAnswer(value: unknown, { status, headers }: Head): Answer {
  const type = parseMediaType(getType(headers) ?? "application/json");
  if (!type || !isJson(type))
    throw refuse(
      OTHER_TYPE,
      `body is JSON but the content type is ${getType(headers)}; use application/json`,
    );
  return { status, headers: withType(headers, toUtf8Type(type)), body: JSON.stringify(value) };
}

/** An integer from 200 to 599, or a string that is one. */
function toStatus(code: unknown): number | undefined {
  if (code === undefined) return undefined;
  const isText = typeof code === "string" && /^\d+$/.test(code);
  const status = isText ? Number(code) : code;
  if (typeof status === "number" && Number.isInteger(status) && status >= 200 && status <= 599) return status;
  throw new BadResult(`statusCode is ${describeValue(code)}; it must be an integer in 200-599`);
}

function toHeaders(headers: unknown): WireHeaders {
  if (headers === undefined) return [];
  if (!isObject(headers))
    throw new BadResult(`headers is ${describeValue(headers)}; it must be an object of strings`);
  return Object.entries(headers).flatMap(([name, value]) => toRepeats(name, value));
}

/** A list repeats its header, also a list in a list. */
function toRepeats(name: string, value: unknown): WireHeaders {
  if (Array.isArray(value)) return value.flatMap((one) => toRepeats(name, one));
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean")
    throw new BadResult(
      `header ${JSON.stringify(name)} is ${describeValue(value)}; use a string, number, boolean or a list of them`,
    );
  const header: WireHeaders = [[name, String(value)]];
  try {
    new Headers(header);
    return header;
  } catch {
    throw new BadResult(
      `header ${JSON.stringify(name)} cannot be sent with the value ${JSON.stringify(value)}; use a token and Latin-1 text of one line`,
    );
  }
}

function isType(name: string): boolean {
  return name.toLowerCase() === TYPE;
}

/** The first one counts. */
function getType(headers: WireHeaders): string | undefined {
  return headers.find(([name]) => isType(name))?.[1];
}

function withType(headers: WireHeaders, type: string): WireHeaders {
  return [...headers.filter(([name]) => !isType(name)), [TYPE, type]];
}

function refuse(message: string, reason: string): Refusal {
  return new Refusal(400, "bad-result", message, new BadResult(reason));
}
