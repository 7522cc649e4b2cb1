import { formatServiceUrl } from "../../route.js";
import type { ByteStream, Call, Page } from "../convention.js";

/**
 * The call as a server-side app expects it: the public URL, and every header that the worker was told.
 * @throws {TypeError} for a method that no browser sends (CONNECT, TRACE, TRACK)
 */
export async function toRequest(call: Call, page: Page): Promise<Request> {
  const base = formatServiceUrl(page.scope, call.workspace, call.serviceId).slice(0, -1);
  const url = `${base}${call.path}${call.query && `?${call.query}`}`;
  const headers = new Headers(call.headers);
  const signal = page.signal?.();
  const init = { method: call.method, headers, ...(signal && { signal }) };
  if (call.body === null || /^(GET|HEAD)$/i.test(call.method)) return new AppRequest(url, init, headers);
  if (call.body instanceof ReadableStream) return toStreamingRequest(url, init, call.body);
  return new AppRequest(url, { ...init, body: call.body }, headers);
}

/**
 * A browser's `Request` drops `cookie`, `origin`, `referer` and the other forbidden request-headers (Fetch Standard)
 * without a word; a server's has them. So they are kept beside it, also by `clone()`. What is made of one by
 * `new Request(request)` has what the browser allows.
 */
class AppRequest extends Request {
  readonly #headers: Headers;

  constructor(input: Request | string, init: RequestInit | undefined, headers: Headers) {
    super(input, init);
    this.#headers = headers;
  }

  override get headers(): Headers {
    return this.#headers;
  }

  override clone(): AppRequest {
    return new AppRequest(super.clone(), undefined, new Headers(this.#headers));
  }
}

/**
 * Firefox makes the text `[object ReadableStream]` of a stream and WebKit throws; both without looking at `duplex`, which
 * an engine with streams requires. For them the body is read whole.
 */
async function toStreamingRequest(
  url: string,
  init: RequestInit & { readonly headers: Headers },
  body: ByteStream,
): Promise<Request> {
  let isStreaming = false;
  const streaming = {
    ...init,
    body,
    get duplex() {
      isStreaming = true;
      return "half";
    },
  };
  try {
    const request = new AppRequest(url, streaming, init.headers);
    if (isStreaming) return request;
  } catch {} // what else is wrong is so below, too
  return new AppRequest(url, { ...init, body: await new Response(body).arrayBuffer() }, init.headers);
}
