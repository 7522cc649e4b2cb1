import type { WireAnswer, WireCall } from "../src/protocol.js";
import type { Address } from "../src/route.js";

/** Methods that ask for nothing to change, so a call may be made again (RFC 9110, 9.2.2). */
const SAFE = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

export function isSafe(method: string): boolean {
  return SAFE.has(method);
}

/** What of a call the request itself says. */
export type WireRequest = Pick<
  WireCall,
  "workspace" | "serviceId" | "method" | "path" | "query" | "headers" | "body"
>;

/** Request → wire call. Reads the body to its end. */
export async function toWireRequest(request: Request, address: Address): Promise<WireRequest> {
  const { method } = request;
  return {
    workspace: address.workspace,
    serviceId: address.serviceId,
    method,
    path: address.path || "/",
    query: address.query,
    headers: [...request.headers],
    body: method === "GET" || method === "HEAD" ? null : await request.arrayBuffer(),
  };
}

/** Wire answer → Response. */
export function toResponse({ status, statusText, headers, body }: WireAnswer, method: string): Response {
  return new Response(method === "HEAD" ? null : body, {
    status,
    headers,
    ...(statusText && { statusText }),
  });
}
