import type { ByteStream } from "./conventions/convention.js";
import type { FlowToConsumer, FlowToProducer } from "./protocol.js";

/**
 * How a body that is a stream crosses between page and worker: in chunks over a port, as many bytes as the consumer has
 * given credit for, so a slow reader bounds memory. The same in every engine (docs/decisions/0008).
 */

/** Bytes that may be on their way or wait for the reader; one chunk may be larger. */
const WINDOW = 512 * 1024;

/** The producer's end. */
export interface Outflow {
  /** The port to transfer to the consumer; `undefined` once it has been taken: a stream flows once. */
  take(): MessagePort | undefined;
  /** Settles when all is handed over (`undefined`), or with the reason why not; never rejects. */
  readonly ended: Promise<unknown>;
  /** The consumer is gone, and cannot say so. */
  cancel(reason: unknown): void;
}

/** The consumer's end. Whoever reads `stream` to its end, or cancels it, is done. */
export interface Inflow {
  readonly stream: ByteStream;
  /** Settles when the stream has ended, however; never rejects. */
  readonly ended: Promise<unknown>;
  /** The producer is gone, and cannot say so: the reader gets the error. */
  fail(error: Error): void;
}

export function sendFlow(source: ByteStream): Outflow {
  const { port1, port2 } = new MessageChannel();
  let wire: MessagePort | undefined = port2;
  const sender = new Sender(source, port1);
  return {
    ended: sender.ended,
    cancel: (reason) => sender.cancel(reason),
    take() {
      const taken = wire;
      wire = undefined;
      return taken;
    },
  };
}

class Sender {
  readonly ended: Promise<unknown>;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  readonly #port: MessagePort;
  readonly #settle: (reason: unknown) => void;
  #credit = 0;
  #isPumping = false;

  constructor(source: ByteStream, port: MessagePort) {
    const { promise, settle } = toEnd(port);
    this.ended = promise;
    this.#settle = settle;
    this.#reader = source.getReader();
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<FlowToProducer>) => {
      if (data.type === "cancel") this.cancel(new DOMException(data.reason, "AbortError"));
      else void this.#onCredit(data.bytes);
    };
  }

  cancel(reason: unknown): void {
    this.#reader.cancel(reason).catch(() => {}); // how its clean-up goes is the handler's affair
    this.#settle(reason ?? new Error("cancelled"));
  }

  async #onCredit(bytes: number): Promise<void> {
    this.#credit += bytes;
    if (this.#isPumping) return;
    this.#isPumping = true;
    try {
      await this.#pump();
    } catch (error) {
      post(this.#port, { type: "error", message: describe(error) });
      this.#settle(error ?? new Error("failed"));
    }
    this.#isPumping = false;
  }

  /** One read at a time, as long as there is credit. */
  async #pump(): Promise<void> {
    while (this.#credit > 0) {
      const { done, value } = await this.#reader.read();
      if (done) {
        post(this.#port, { type: "end" });
        return this.#settle(undefined);
      }
      // As the consumer reckons: what a chunk takes beyond the credit is not owed.
      this.#credit = Math.max(0, this.#credit - value.byteLength);
      // A chunk is ours to give away, but not the buffer of which it is a part.
      const bytes = value.byteLength === value.buffer.byteLength ? value : value.slice();
      post(this.#port, { type: "chunk", bytes }, [bytes.buffer]);
    }
  }
}

/** Inverse of {@link sendFlow}. */
export function receiveFlow(port: MessagePort): Inflow {
  const { promise: ended, settle } = toEnd(port);
  let controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
  /** Credit given and not used yet. */
  let given = 0;

  function give(): void {
    const bytes = (controller?.desiredSize ?? 0) - given;
    if (bytes < WINDOW / 4) return; // a message for every few bytes would cost more than it moves
    given += bytes;
    post(port, { type: "credit", bytes });
  }

  function fail(error: Error): void {
    controller?.error(error);
    settle(error);
  }

  port.onmessage = ({ data }: MessageEvent<FlowToConsumer>) => {
    if (data.type === "error") return fail(new Error(data.message));
    if (data.type === "end") {
      controller?.close();
      return settle(undefined);
    }
    given = Math.max(0, given - data.bytes.byteLength);
    controller?.enqueue(data.bytes);
  };
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      start(own) {
        controller = own;
      },
      pull: give,
      cancel(reason) {
        post(port, { type: "cancel", reason: describe(reason) });
        settle(reason ?? new Error("cancelled"));
      },
    },
    { highWaterMark: WINDOW, size: ({ byteLength }) => byteLength },
  );
  return { stream, ended, fail };
}

/** The port is closed when the first end has come; later ones change nothing. */
function toEnd(port: MessagePort): { promise: Promise<unknown>; settle(reason: unknown): void } {
  let resolve: (reason: unknown) => void = () => {};
  const promise = new Promise<unknown>((done) => {
    resolve = done;
  });
  return {
    promise,
    settle(reason) {
      resolve(reason);
      port.close();
    },
  };
}

function post(
  port: MessagePort,
  message: FlowToConsumer | FlowToProducer,
  transfer: Transferable[] = [],
): void {
  port.postMessage(message, transfer);
}

function describe(reason: unknown): string {
  return reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason);
}
