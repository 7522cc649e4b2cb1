import type { WireHeaders } from "../../protocol.js";

/**
 * Adds Hypha's CORS headers; one that is set already stays as it is.
 * @param origin of the asking page, when the request tells it
 */
export function addCors(headers: WireHeaders, origin: string | null | undefined): WireHeaders {
  const cors: WireHeaders = [
    ["access-control-allow-origin", origin || "*"],
    ["access-control-allow-methods", "GET,POST,PUT,DELETE,PATCH,HEAD,OPTIONS"],
    ["access-control-allow-headers", "Authorization,Content-Type"],
    ["access-control-expose-headers", "Content-Disposition"],
  ];
  if (origin) cors.push(["access-control-allow-credentials", "true"]);
  const set = new Set(headers.map(([name]) => name.toLowerCase()));
  return [...headers, ...cors.filter(([name]) => !set.has(name))];
}
