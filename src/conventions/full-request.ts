import type { ByteStream } from "./convention.js";

/** What a request is made of. */
export interface RequestParts {
  readonly method: string;
  readonly headers: Headers;
  /** Left out for GET and HEAD. */
  readonly body: ByteStream | Uint8Array | ArrayBuffer | string | null;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A standard `Request`, with all its headers and a body that can be a stream in every engine.
 * @param url absolute
 * @throws {TypeError} for a method that no browser sends (CONNECT, TRACE, TRACK)
 */
export function toFullRequest(url: string, { method, headers, body, signal }: RequestParts): Request {
  const init = { method, headers, ...(signal && { signal }) };
  if (body === null || /^(GET|HEAD)$/i.test(method)) return new FullRequest(url, init, { headers });
  if (!(body instanceof ReadableStream))
    return new FullRequest(url, { ...init, body: body as BodyInit }, { headers }); // any bytes will do
  if (takesStreams()) return new FullRequest(url, { ...init, body, ...HALF }, { headers });
  const type = headers.get("content-type");
  const carrier = new Response(body, type === null ? {} : { headers: { "content-type": type } });
  return new FullRequest(url, init, { headers, carrier });
}

/** What the browser keeps out of its own `Request`. */
interface Beside {
  readonly headers: Headers;
  /** Has the body where a `Request` takes no stream. */
  readonly carrier?: Response | undefined;
}

const BODY_MEMBERS = ["arrayBuffer", "blob", "body", "bodyUsed", "bytes", "formData", "json", "text"];

/**
 * A browser's `Request` drops `cookie`, `origin`, `referer` and other forbidden request-headers (Fetch Standard) without
 * a word. They are kept beside it, also by `clone()`; what is made of it by `new Request(request)` has what is allowed,
 * and no body of a carrier.
 */
class FullRequest extends Request {
  readonly #beside: Beside;

  constructor(input: Request | string, init: RequestInit | undefined, beside: Beside) {
    super(input, init);
    this.#beside = beside;
    const { carrier } = beside;
    if (!carrier) return;
    const read = (member: string) => {
      const value: unknown = Reflect.get(carrier, member);
      return typeof value === "function" ? value.bind(carrier) : value;
    };
    for (const member of BODY_MEMBERS) Object.defineProperty(this, member, { get: () => read(member) });
  }

  override get headers(): Headers {
    return this.#beside.headers;
  }

  override clone(): FullRequest {
    const { headers, carrier } = this.#beside;
    return new FullRequest(super.clone(), undefined, {
      headers: new Headers(headers),
      carrier: carrier?.clone(),
    });
  }
}

/** Required with a stream; TypeScript's `RequestInit` does not know it. */
const HALF = { duplex: "half" };

let isStreamTaken: boolean | undefined;

/**
 * Whether a `Request` can be made with a stream. Firefox makes the text `[object ReadableStream]` of it and gives it a
 * type; WebKit throws or ignores `duplex`.
 */
export function takesStreams(): boolean {
  if (isStreamTaken !== undefined) return isStreamTaken;
  let isDuplexRead = false;
  const init = {
    method: "POST",
    body: new ReadableStream(),
    get duplex() {
      isDuplexRead = true;
      return "half";
    },
  };
  try {
    const { headers } = new Request("https://tabserve.invalid/", init);
    isStreamTaken = isDuplexRead && !headers.has("content-type");
  } catch {
    isStreamTaken = false;
  }
  return isStreamTaken;
}
