import type { WireHeaders } from "../../protocol.js";
import type { Call } from "../convention.js";

const METHODS = "OPTIONS, GET, DELETE, POST, PUT, HEAD, PATCH";
const HEADERS = "Authorization, Origin, X-Requested-With, Content-Type, Accept, User-Agent";

/** Adds DigitalOcean's CORS headers; one that the function set stays as it is. */
export function addCors(headers: WireHeaders, request: Call["headers"]): WireHeaders {
  const asked = request.find(([name]) => name.toLowerCase() === "access-control-request-headers")?.[1];
  const cors: WireHeaders = [
    ["Access-Control-Allow-Origin", "*"],
    ["Access-Control-Allow-Methods", METHODS],
    ["Access-Control-Allow-Headers", asked ?? HEADERS],
  ];
  const set = new Set(headers.map(([name]) => name.toLowerCase()));
  return [...headers, ...cors.filter(([name]) => !set.has(name.toLowerCase()))];
}
