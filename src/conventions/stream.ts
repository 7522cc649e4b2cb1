import { BadResult, describeValue } from "./bad-result.js";
import { type ByteReader, type StreamListeners, toLazyStream } from "./byte-reader.js";
import { type ChunkSource, isReadableStream } from "./chunk-source.js";
import type { ByteStream } from "./convention.js";

export interface StreamOptions extends Partial<StreamListeners> {
  /** Sent before the source is asked for anything. */
  readonly preamble?: string;
  /** Makes text or bytes of what the source gives; default: it must give them itself. */
  readonly encode?: (value: unknown) => unknown;
}

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The chunks of a source as bytes, each asked for when the reader wants it. Bytes are copied, so that the source may
 * fill the same buffer again. A source that throws, or gives no text or bytes, fails the stream: it never just ends.
 * @throws {BadResult} when somebody else reads the source already
 */
export function toByteStream(
  source: ChunkSource,
  { report = () => {}, onEnd = () => {}, ...options }: StreamOptions = {},
): ByteStream {
  return toLazyStream(new Encoder(source, options), { report, onEnd });
}

/** Bytes of a Blob that are in memory at one time. */
const BLOB_PIECE = 256 * 1024;

class Encoder implements ByteReader {
  readonly #source: AsyncIterator<unknown> | Iterator<unknown>;
  readonly #encode: (value: unknown) => unknown;
  readonly #text = new TextPieces();
  #preamble: string;
  /** What is left of a Blob. */
  #rest: Blob | undefined;

  constructor(
    source: ChunkSource,
    { preamble = "", encode = (value) => value }: Pick<StreamOptions, "preamble" | "encode">,
  ) {
    this.#source = toIterator(source);
    this.#preamble = preamble;
    this.#encode = encode;
  }

  async read(): Promise<ReadableStreamReadResult<Bytes>> {
    const bytes = this.#preamble ? this.#takePreamble() : await (this.#nextOfBlob() ?? this.#nextOfSource());
    return bytes ? { done: false, value: bytes } : { done: true, value: undefined };
  }

  /** `finally` blocks run. */
  async cancel(reason: unknown): Promise<void> {
    await this.#source.return?.(reason);
  }

  #takePreamble(): Bytes {
    const bytes = this.#text.encode(this.#preamble);
    this.#preamble = "";
    return bytes;
  }

  #nextOfBlob(): Promise<Bytes> | undefined {
    if (!this.#rest) return undefined;
    const piece = this.#rest.slice(0, BLOB_PIECE);
    this.#rest = this.#rest.size > BLOB_PIECE ? this.#rest.slice(BLOB_PIECE) : undefined;
    return piece.arrayBuffer().then((buffer) => new Uint8Array(buffer));
  }

  async #nextOfSource(): Promise<Bytes | undefined> {
    const { done, value } = await this.#source.next();
    if (done) return this.#text.end();
    const chunk = this.#encode(await value);
    if (typeof chunk === "string") return this.#text.encode(chunk);
    if (!(chunk instanceof Blob)) return toBytes(chunk);
    this.#rest = chunk;
    return new Uint8Array();
  }
}

/** For `for await`; what a generator that is not async yields may be a promise still. */
export function iterate(source: ChunkSource): AsyncIterable<unknown> {
  // `for await` waits for what `next` gives, promise or not.
  return { [Symbol.asyncIterator]: () => toIterator(source) as AsyncIterator<unknown> };
}

function toIterator(source: ChunkSource): AsyncIterator<unknown> | Iterator<unknown> {
  if (isReadableStream(source)) return readChunks(source);
  if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
  if (Symbol.iterator in source) return source[Symbol.iterator]();
  return source;
}

/** Not the stream's own iterator: WebKit has none, and its `return()` waits for a read under way. */
function readChunks(stream: ReadableStream<unknown>): AsyncIterator<unknown> {
  if (stream.locked)
    throw new BadResult("The returned ReadableStream is locked: somebody reads it; return it unread");
  const reader = stream.getReader();
  return {
    next: async () => {
      const { done, value } = await reader.read();
      return done ? { done, value: undefined } : { done, value };
    },
    return: async (reason) => {
      await reader.cancel(reason);
      return { done: true, value: undefined };
    },
  };
}

function toBytes(chunk: unknown): Bytes {
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk.slice());
  if (ArrayBuffer.isView(chunk))
    return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength).slice();
  throw new BadResult(
    `A chunk of the body is ${describeValue(chunk)}; give strings, bytes or Blobs, or set the content type text/event-stream or application/x-ndjson to send values`,
  );
}

/** Text cut anywhere: half a surrogate pair waits for the other half. */
class TextPieces {
  readonly #encoder = new TextEncoder();
  #half = "";

  encode(piece: string): Bytes {
    const text = this.#half + piece;
    const end = /[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length;
    this.#half = text.slice(end);
    return this.#encoder.encode(text.slice(0, end));
  }

  /** What waits still; `undefined` when nothing does. */
  end(): Bytes | undefined {
    const half = this.#half;
    this.#half = "";
    return half ? this.#encoder.encode(half) : undefined;
  }
}
