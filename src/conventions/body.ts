import type { ByteStream } from "./convention.js";

/** Bytes up to which a body may be read whole before its answer is given. */
const SMALL = 65_536;
/** A source of many tiny chunks must not hold up the page's event loop. */
const MOST_READS = 1_000;

/** Where a body's bytes come from; its chunks are given away. */
export type ChunkSource = Pick<ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>, "read" | "cancel">;

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
  source: ChunkSource,
  { isShort, report }: BodyOptions,
): Promise<Uint8Array<ArrayBuffer> | ByteStream | null> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const turn = isShort ? undefined : nextTurn();
  let size = 0;
  for (let reads = 0; size <= SMALL && reads < MOST_READS; reads++) {
    const pending = source.read();
    // A failure is left for the stream to tell.
    const result = await (turn ? Promise.race([pending, turn]) : pending).catch(() => undefined);
    if (!result) return toStream(source, { chunks, pending, report });
    if (result.done) return join(chunks, size);
    if (result.value.byteLength > 0) chunks.push(result.value);
    size += result.value.byteLength;
  }
  return toStream(source, { chunks, pending: undefined, report });
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

interface Rest {
  readonly chunks: Uint8Array<ArrayBuffer>[];
  /** A read that is under way. */
  pending: ReturnType<ChunkSource["read"]> | undefined;
  readonly report: (error: unknown) => void;
}

/** Reads on only when somebody reads it. */
function toStream(source: ChunkSource, rest: Rest): ByteStream {
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const chunk = rest.chunks.shift() ?? (await readChunk(source, rest));
          if (chunk) controller.enqueue(chunk);
          else controller.close();
        } catch (error) {
          rest.report(error);
          source.cancel(error).catch(() => {}); // failed already, as a rule
          throw error;
        }
      },
      cancel: (reason) => source.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** The next chunk with bytes in it; `undefined` at the end. */
async function readChunk(source: ChunkSource, rest: Rest): Promise<Uint8Array<ArrayBuffer> | undefined> {
  for (;;) {
    const { done, value } = await (rest.pending ?? source.read());
    rest.pending = undefined;
    if (done) return undefined;
    if (value.byteLength > 0) return value;
  }
}
