/** A field of a form. */
export interface Field {
  readonly name: string;
  readonly value: string | File;
}

/** A body as its author thinks of it. */
export type RequestBody =
  | { readonly kind: "none" }
  | { readonly kind: "json" | "text"; readonly text: string }
  /** `application/x-www-form-urlencoded`; files count by their names, as in HTML. */
  | { readonly kind: "form" | "multipart"; readonly fields: readonly Field[] }
  /** The bytes of one file. */
  | { readonly kind: "file"; readonly file: File | undefined };

/** A request as the form says it. */
export interface RequestSpec {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: RequestBody;
}

/** A request as `fetch` takes it; it can be sent any number of times. */
export interface Draft {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly headers: Headers;
  /** `undefined` when the method has none or nothing was given. */
  readonly body: BodyInit | undefined;
}

/** Whether `fetch` refuses a body with this method (Fetch Standard, Request constructor). */
export function isBodiless(method: string): boolean {
  return method === "GET" || method === "HEAD";
}

/** @throws {TypeError} naming the header that is none */
export function toDraft({ method, url, headers, body }: RequestSpec): Draft {
  const list = toHeaders(headers);
  if (isBodiless(method)) return { method, url, headers: list, body: undefined };
  const type = toType(body);
  if (type !== undefined && !list.has("content-type")) list.set("content-type", type);
  return { method, url, headers: list, body: toBodyInit(body) };
}

/** @throws {TypeError} naming the header that is none */
export function toHeaders(pairs: RequestSpec["headers"]): Headers {
  const headers = new Headers();
  for (const [name, value] of pairs) {
    try {
      headers.append(name, value);
    } catch {
      throw new TypeError(
        `${JSON.stringify(`${name}: ${value}`)} is no header: use letters, digits and dashes`,
      );
    }
  }
  return headers;
}

/** What the browser does not add by itself; it knows the types of forms. */
function toType(body: RequestBody): string | undefined {
  if (body.kind === "json") return "application/json";
  return body.kind === "file" && body.file ? body.file.type || "application/octet-stream" : undefined;
}

function toBodyInit(body: RequestBody): BodyInit | undefined {
  if (body.kind === "none") return undefined;
  if (body.kind === "file") return body.file;
  if ("text" in body) return body.text === "" ? undefined : body.text;
  return body.kind === "form" ? new URLSearchParams(body.fields.map(toTextPair)) : toFormData(body.fields);
}

function toTextPair({ name, value }: Field): [string, string] {
  return [name, typeof value === "string" ? value : value.name];
}

function toFormData(fields: readonly Field[]): FormData {
  const data = new FormData();
  for (const { name, value } of fields) data.append(name, value);
  return data;
}
