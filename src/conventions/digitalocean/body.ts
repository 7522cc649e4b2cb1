import type { Call } from "../convention.js";
import { type MediaType, parseMediaType } from "../media-type.js";
import { Refusal } from "../refusal.js";
import { encodeBase64 } from "./base64.js";
import { FORM, isJson, isTextLike } from "./media-type.js";

/** What a request's body adds to the event. */
export interface ParsedBody {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly http: { readonly body?: string; readonly isBase64Encoded?: boolean };
}

/** The value of a body that is not spread, among the parameters. */
const BODY = "__ow_body";

const NOTHING: ParsedBody = { parameters: {}, http: {} };

/**
 * The body's bytes.
 * @param most bytes; `undefined` for no limit
 * @throws {Refusal} 413, 400 when the caller is gone before its end
 */
export async function readBody(
  body: Call["body"],
  most: number | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(
    body instanceof ReadableStream ? await readStream(body) : (body ?? new ArrayBuffer(0)),
  );
  if (most === undefined || bytes.byteLength <= most) return bytes;
  const message = `Request larger than allowed: ${bytes.byteLength} > ${most} bytes.`;
  throw new Refusal(413, "payload-too-large", message);
}

async function readStream(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<ArrayBuffer> {
  try {
    return await new Response(body).arrayBuffer();
  } catch (error) {
    throw toMalformed(error);
  }
}

/**
 * `web: true`: objects and forms become parameters, everything else stays one value.
 * @throws {Refusal} 400 for malformed JSON
 */
export function parseBody(bytes: Uint8Array, contentType: string | undefined): ParsedBody {
  if (bytes.byteLength === 0) return NOTHING;
  const type = toMediaType(contentType);
  if (!type || !isTextLike(type)) {
    const body = encodeBase64(bytes);
    return { parameters: { [BODY]: body }, http: { body, isBase64Encoded: true } };
  }
  const body = decodeText(bytes);
  if (isJson(type)) return parseJson(body);
  // The last of a repeated name wins.
  if (type.essence === FORM) return { parameters: Object.fromEntries(new URLSearchParams(body)), http: {} };
  return { parameters: { [BODY]: body }, http: { body } };
}

/** `web: "raw"`: text as it is, other bytes as base64. */
export function toRawBody(bytes: Uint8Array, contentType: string | undefined): Required<ParsedBody["http"]> {
  if (bytes.byteLength === 0) return { body: "", isBase64Encoded: false };
  const type = toMediaType(contentType);
  const isText = type !== undefined && isTextLike(type);
  return { body: isText ? decodeText(bytes) : encodeBase64(bytes), isBase64Encoded: !isText };
}

function parseJson(body: string): ParsedBody {
  const value = toValue(body);
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return { parameters: { ...value }, http: {} };
  return { parameters: { [BODY]: value }, http: { body } };
}

function toValue(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw toMalformed(error);
  }
}

function toMalformed(error: unknown): Refusal {
  const reason = error instanceof Error ? error.message : String(error);
  return new Refusal(400, "bad-request", `The request content was malformed:\n${reason}`);
}

function toMediaType(contentType: string | undefined): MediaType | undefined {
  return contentType === undefined ? undefined : parseMediaType(contentType);
}

function decodeText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
