import type { ByteReader } from "../byte-reader.js";

type Bytes = Uint8Array<ArrayBuffer>;

/** An answer's body between the app that sends it and whoever reads it. */
export class BodyPipe {
  readonly source: ByteReader;
  /** Resolves when the body has ended or failed, or nobody reads it any more. */
  readonly closed: Promise<void>;
  readonly #writer: WritableStreamDefaultWriter<Bytes>;
  #controller: TransformStreamDefaultController<Bytes> | undefined;

  constructor() {
    const { readable, writable } = new TransformStream<Bytes, Bytes>({
      start: (controller) => {
        this.#controller = controller;
      },
    });
    this.source = readable.getReader();
    this.#writer = writable.getWriter();
    this.closed = this.#writer.closed.then(
      () => {},
      () => {},
    );
  }

  /** Resolves when the reader has asked for it, rejects when nobody will. */
  async write(bytes: Bytes): Promise<void> {
    if (bytes.byteLength > 0) await this.#writer.write(bytes);
  }

  /** The clean end, after what was written. */
  end(): Promise<void> {
    return this.#writer.close();
  }

  /** The reader gets the error at once. */
  fail(error: unknown): void {
    this.#controller?.error(error);
  }
}
