import type { Answer } from "../conventions/convention.js";
import { sendFlow } from "../flow.js";
import type { WireCall, WireHeaders } from "../protocol.js";
import type { Address } from "../route.js";

/** Methods that ask for nothing to change, so a call may be made again (RFC 9110, 9.2.2). */
const SAFE = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

export function isSafe(method: string): boolean {
  return SAFE.has(method);
}

/** What of a call the request itself says. */
export type WireRequest = Pick<
  WireCall,
  "workspace" | "face" | "serviceId" | "method" | "path" | "query" | "headers" | "body"
>;

/** Request → wire call. Reads the body to its end, unless it is streamed and the engine can (Firefox has no `request.body`). */
export async function toWireRequest(
  request: Request,
  address: Address,
  isStreamed = false,
): Promise<WireRequest> {
  const { method } = request;
  return {
    workspace: address.workspace,
    ...(address.face === "services" && { face: address.face }),
    serviceId: address.serviceId,
    method,
    path: address.path || "/",
    query: address.query,
    headers: [...request.headers],
    body: method === "GET" || method === "HEAD" ? null : await toWireBody(request, isStreamed),
  };
}

async function toWireBody(request: Request, isStreamed: boolean): Promise<WireRequest["body"]> {
  if (isStreamed && request.body) return sendFlow(request.body).take() ?? null;
  return request.arrayBuffer();
}

const encoder = new TextEncoder();

/**
 * Answer → Response. A body of bytes is handed over whole: were it a stream, which Chromium delivers faster, a worker
 * killed the moment after would cut it off.
 */
export function toResponse({ status, statusText, headers, body }: Answer, method: string): Response {
  // A Response adds a content type to a string, which is the handler's to choose.
  const bytes = typeof body === "string" ? encoder.encode(body) : body;
  return new Response(method === "HEAD" ? null : bytes, {
    status,
    headers: hasRepeats(headers) ? [...new Headers(headers)] : headers,
    ...(statusText && { statusText }),
  });
}

/** Chromium passes on the first of repeated headers only, so they are joined, as the Fetch Standard does on reading. */
function hasRepeats(headers: WireHeaders): boolean {
  return new Set(headers.map(([name]) => name.toLowerCase())).size < headers.length;
}
