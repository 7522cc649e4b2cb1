import { fromBase64, toBase64 } from "../share/base64.js";
import { toAbsoluteUrl, toPortableUrl } from "./address.js";
import type { Field, RequestBody, RequestSpec } from "./request.js";

/** A request as JSON: in examples, links and exported files. */
export interface PlainRequest {
  /** What it shows, in a word or two. */
  readonly title?: string | undefined;
  readonly method: string;
  /** Below the page's own folder, or absolute. */
  readonly url: string;
  readonly headers?: readonly (readonly [name: string, value: string])[] | undefined;
  readonly body?: PlainBody | undefined;
}

type PlainBody =
  | { readonly kind: "json" | "text"; readonly text: string }
  | { readonly kind: "form" | "multipart"; readonly fields: readonly PlainField[] }
  | { readonly kind: "file"; readonly file?: PlainFile | undefined };

interface PlainField {
  readonly name: string;
  readonly value: string | PlainFile;
}

/** `text` or `base64`; a file that is too large to come along has neither. */
interface PlainFile {
  readonly name: string;
  readonly type: string;
  readonly text?: string;
  readonly base64?: string;
}

/** Bytes beyond which a file stays behind: links must stay short. */
const LARGEST_FILE = 20_000;

export async function toPlainRequest({ method, url, headers, body }: RequestSpec): Promise<PlainRequest> {
  return {
    method,
    url: toPortableUrl(url),
    ...(headers.length > 0 && { headers }),
    ...(body.kind !== "none" && { body: await toPlainBody(body) }),
  };
}

/** Inverse of {@link toPlainRequest}. */
export function toRequestSpec({ method, url, headers = [], body }: PlainRequest): RequestSpec {
  return { method, url: toAbsoluteUrl(url) ?? "", headers, body: body ? toBody(body) : { kind: "none" } };
}

/**
 * Checks what came from outside.
 * @throws {TypeError} saying what is wrong
 */
export function readPlainRequest(value: unknown): PlainRequest {
  const { title, method, url, headers = [], body } = Object(value);
  const isRequest =
    typeof method === "string" &&
    /^[A-Z]{1,20}$/.test(method) &&
    typeof url === "string" &&
    Array.isArray(headers) &&
    headers.every(isPair) &&
    (body === undefined || isBody(body));
  if (!isRequest) throw new TypeError("a request in it is none");
  return { ...(typeof title === "string" && { title }), method, url, headers, body };
}

async function toPlainBody(body: Exclude<RequestBody, { kind: "none" }>): Promise<PlainBody> {
  if (body.kind === "file") return { kind: "file", ...(body.file && { file: await toPlainFile(body.file) }) };
  if ("text" in body) return body;
  const fields = body.fields.map(async ({ name, value }) => ({
    name,
    value: typeof value === "string" ? value : await toPlainFile(value),
  }));
  return { kind: body.kind, fields: await Promise.all(fields) };
}

async function toPlainFile(file: File): Promise<PlainFile> {
  const { name, type, size } = file;
  if (size > LARGEST_FILE) return { name, type };
  return { name, type, base64: toBase64(new Uint8Array(await file.arrayBuffer())) };
}

function toBody(body: PlainBody): RequestBody {
  if ("text" in body) return body;
  if (body.kind === "file") return { kind: "file", file: body.file && toFile(body.file) };
  const toField = ({ name, value }: PlainField): Field => ({
    name,
    value: typeof value === "string" ? value : (toFile(value) ?? ""),
  });
  return { kind: body.kind, fields: body.fields.map(toField) };
}

function toFile({ name, type, text, base64 }: PlainFile): File | undefined {
  const content = base64 === undefined ? text : fromBase64(base64);
  return content === undefined ? undefined : new File([content], name, { type });
}

function isPair(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every((item) => typeof item === "string");
}

function isBody(value: unknown): boolean {
  const { kind, text, fields, file } = Object(value);
  if (kind === "json" || kind === "text") return typeof text === "string";
  if (kind === "file") return file === undefined || isFile(file);
  return (kind === "form" || kind === "multipart") && Array.isArray(fields) && fields.every(isField);
}

function isField(value: unknown): boolean {
  const { name, value: content } = Object(value);
  return typeof name === "string" && (typeof content === "string" || isFile(content));
}

function isFile(value: unknown): boolean {
  const { name, type, text = "", base64 = "" } = Object(value);
  return [name, type, text, base64].every((item) => typeof item === "string");
}
