import { BadResult, describeValue } from "../bad-result.js";

/** What a function gave, after JSON had its say. */
export interface Result {
  /** Whether it had a key `error`, whose value then is all there is (OpenWhisk, application error). */
  readonly isError: boolean;
  /** A JSON value whose `body` may be {@link RawBody}, or a `Response`. `{}` for nothing. */
  readonly value: unknown;
}

/** A body that is sent as it is. */
export type RawBody = ArrayBuffer | ArrayBufferView | Blob | ReadableStream<Uint8Array<ArrayBuffer>>;

/** @throws {BadResult} for what JSON cannot hold */
export function toResult(returned: unknown): Result {
  if (returned instanceof Response) return { isError: false, value: returned };
  try {
    const value = toData(returned);
    if (!isObject(value) || !Object.hasOwn(value, "error")) return { isError: false, value };
    const source = isObject(returned) ? returned.error : undefined;
    return { isError: true, value: hasRawBody(source) ? toData(source) : value.error };
  } catch (error) {
    if (error instanceof BadResult) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new BadResult(`The result cannot be sent as JSON: ${reason}`);
  }
}

/** A value as JSON keeps it; bytes and streams as `body` stay as they are. */
function toData(value: unknown): unknown {
  if (isRawBody(value))
    throw new BadResult(`The result is ${describeKind(value)}; return it as {body: …} or as a Response`);
  if (!hasRawBody(value)) return toJsonValue(value) ?? {};
  const { body, ...rest } = value;
  return { ...Object(toJsonValue(rest)), body };
}

function toJsonValue(value: unknown): unknown {
  if (isObject(value) && value.body instanceof Response)
    throw new BadResult("body is a Response; return the Response itself");
  const json = JSON.stringify(value);
  return json === undefined ? undefined : JSON.parse(json);
}

export function isRawBody(value: unknown): value is RawBody {
  return (
    value instanceof ArrayBuffer ||
    ArrayBuffer.isView(value) ||
    value instanceof Blob ||
    value instanceof ReadableStream
  );
}

export function hasRawBody(value: unknown): value is Record<string, unknown> & { readonly body: RawBody } {
  return isObject(value) && isRawBody(value.body);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describeKind(value: object): string {
  return `a ${value.constructor?.name ?? describeValue(value)}`;
}
