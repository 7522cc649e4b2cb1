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

/** Bytes of one chunk of a stream. */
export const CHUNK_SIZE = 64 * 1024;

/** A stream of `chunks` chunks, each made when it is asked for. */
export function toStream(chunks: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  let left = chunks;
  return new ReadableStream(
    {
      pull(controller) {
        if (left-- > 0) controller.enqueue(new Uint8Array(CHUNK_SIZE).fill(left));
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

/** One chunk, and nothing after it. */
export function toOpenStream(): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(100)) });
}

/** Reads a body to its end; its length. */
export async function drain(body: ReadableStream<Uint8Array> | null | undefined): Promise<number> {
  const reader = body?.getReader();
  for (let length = 0; ; ) {
    const result = await reader?.read();
    if (!result || result.done) return length;
    length += result.value.byteLength;
  }
}
