import { type ByteReader, toLazyStream } from "./byte-reader.js";
import type { ByteStream } from "./convention.js";

/** Bytes up to which a body may be read whole before its answer is given. */
const SMALL = 65_536;
/** A source of many tiny chunks must not hold up the page's event loop. */
const MOST_READS = 1_000;

export interface BodyOptions {
  /** Said to be small (`content-length`): read whole, however long that takes. */
  readonly isShort: boolean;
  /** Gets what a stream fails with. */
  readonly report: (error: unknown) => void;
}

/**
 * A body that is there already becomes bytes, which survive the worker's end; a stream does not. "Already" is the
 * present turn of the event loop: everything made without a wait has arrived by then, and no chunk of a slow
 * stream is held back for longer. Whatever was read by then is what the stream begins with.
 */
export async function toBody(
  source: ByteReader,
  { isShort, report }: BodyOptions,
): Promise<Uint8Array<ArrayBuffer> | ByteStream | null> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const turn = isShort ? undefined : nextTurn();
  let size = 0;
  for (let reads = 0; size <= SMALL && reads < MOST_READS; reads++) {
    const pending = source.read();
    // A failure is left for the stream to tell.
    const result = await (turn ? Promise.race([pending, turn]) : pending).catch(() => undefined);
    if (!result) return toLazyStream(resume(source, chunks, pending), { report });
    if (result.done) return join(chunks, size);
    if (result.value.byteLength > 0) chunks.push(result.value);
    size += result.value.byteLength;
  }
  return toLazyStream(resume(source, chunks), { report });
}

/** Whether a `content-length` promises a body that {@link toBody} should read whole. */
export function isShortLength(length: string | null | undefined): boolean {
  return typeof length === "string" && /^\d+$/.test(length) && Number(length) <= SMALL;
}

/** A message, because browsers make timers of hidden pages wait for a second or more. */
function nextTurn(): Promise<undefined> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(null);
  });
}

function join(chunks: readonly Uint8Array<ArrayBuffer>[], size: number): Uint8Array<ArrayBuffer> | null {
  if (chunks.length < 2) return chunks[0] ?? null;
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/**
 * The whole body again, from its first chunk.
 * @param pending a read that is under way
 */
function resume(
  source: ByteReader,
  chunks: Uint8Array<ArrayBuffer>[],
  pending?: ReturnType<ByteReader["read"]>,
): ByteReader {
  let started = pending;
  return {
    read() {
      const value = chunks.shift();
      if (value) return Promise.resolve({ done: false, value });
      const next = started ?? source.read();
      started = undefined;
      return next;
    },
    cancel: (reason) => source.cancel(reason),
  };
}
