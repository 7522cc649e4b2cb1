import type { WireCall } from "./protocol.js";

/** How a request that the browser dispatches once more, to a restarted worker, is known again by both sides. */

/** The parts of a call that its request decides; the worker's numbers change from boot to boot. */
export type RequestParts = Pick<
  WireCall,
  "client" | "method" | "workspace" | "serviceId" | "path" | "query" | "headers"
>;

/** Equal for equal requests of one caller. @param hash of the body, {@link toHash} */
export function toRequestKey(request: RequestParts, hash: string): string {
  const { client, method, workspace, serviceId, path, query, headers } = request;
  return JSON.stringify([client, method, workspace, serviceId, path, query, headers, hash]);
}

/** In place of the hash of a body that comes as a stream, which only its reader has seen. */
export const UNHASHED = "stream";

/** Length and FNV-1a of every byte, four at a time; taken before a handler gets the body and may change it. */
export function toHash(body: ArrayBuffer | null): string {
  if (!body) return "0";
  let hash = 0x811c9dc5;
  const words = new Uint32Array(body, 0, body.byteLength >>> 2);
  for (let i = 0; i < words.length; i++) hash = mix(hash, words[i] ?? 0);
  for (const byte of new Uint8Array(body, words.byteLength)) hash = mix(hash, byte);
  return `${body.byteLength}:${hash >>> 0}`;
}

/** The shift lets the upper bits of a word reach the lower ones of the hash. */
function mix(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ value, 0x01000193);
  return mixed ^ (mixed >>> 15);
}
