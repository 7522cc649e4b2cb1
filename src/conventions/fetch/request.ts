import { toCallUrl } from "../call-url.js";
import type { Call, Page } from "../convention.js";
import { takesStreams, toFullRequest } from "../full-request.js";

/**
 * The call as a server-side app expects it: the public URL, and every header that the worker was told. Where a `Request`
 * takes no stream the body is read whole: apps make requests of requests, and the body would not be in them.
 * @throws {TypeError} for a method that no browser sends (CONNECT, TRACE, TRACK)
 */
export async function toRequest(call: Call, page: Page): Promise<Request> {
  const { method, body } = call;
  const isReadWhole = body instanceof ReadableStream && !takesStreams();
  return toFullRequest(toCallUrl(call, page), {
    method,
    headers: new Headers(call.headers),
    body: isReadWhole ? await new Response(body).arrayBuffer() : body,
    signal: page.signal?.(),
  });
}
