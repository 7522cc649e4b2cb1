/** What every contender answers, byte for byte. */

/** 64 bytes of JSON. */
export const SMALL = JSON.stringify({ message: "Hello World", service: "S", member: false, n: 12345 });

export const JSON_TYPE = { "content-type": "application/json" };
export const BYTES_TYPE = { "content-type": "application/octet-stream" };

/** 16 MiB */
export const LARGE_SIZE = 16 * 1024 * 1024;

let large: Uint8Array<ArrayBuffer> | undefined;

/** 16 MiB without long runs, made when first asked for: a restarted worker does not pay for it. */
export function getLarge(): Uint8Array<ArrayBuffer> {
  if (large) return large;
  large = new Uint8Array(LARGE_SIZE);
  for (let i = 0; i < LARGE_SIZE; i++) large[i] = Math.imul(i, 40503) >>> 9;
  return large;
}

export function toChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i++) sum = (Math.imul(sum, 31) + (bytes[i] ?? 0)) | 0;
  return sum;
}

/** The answer to an upload; the checksum is for the one upload that is not timed. */
export function toReceipt(bytes: Uint8Array, query: string): string {
  return JSON.stringify({ length: bytes.byteLength, ...(query && { checksum: toChecksum(bytes) }) });
}
