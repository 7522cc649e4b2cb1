import type { ByteStream } from "./conventions/convention.js";
import { receiveFromPort, sendOverPort } from "./flow-port.js";
import type { WireFlow } from "./protocol.js";

/** How a body that is a stream crosses between page and worker: transferred, or over a port where the engine cannot. */

/** The producer's end. */
export interface Outflow {
  /** What to transfer to the consumer; `undefined` once it has been taken: a stream flows once. */
  take(): WireFlow | undefined;
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

export function isFlow(body: unknown): body is WireFlow {
  return body instanceof ReadableStream || body instanceof MessagePort;
}

export function sendFlow(source: ByteStream): Outflow {
  if (!canTransferStreams()) return sendOverPort(source);
  const { stream, ended, fail } = pipe(source);
  return { take: once(stream), ended, cancel: fail };
}

/** Inverse of {@link sendFlow}. */
export function receiveFlow(wire: WireFlow): Inflow {
  return wire instanceof MessagePort ? receiveFromPort(wire) : pipe(wire);
}

/**
 * A stream that can be ended from outside. Not `pipeTo`: its abort waits for a chunk that is being written, which a dead
 * consumer never takes.
 */
function pipe(source: ByteStream) {
  const reader = source.getReader();
  let settle: (reason: unknown) => void = () => {};
  const ended = new Promise<unknown>((resolve) => {
    settle = resolve;
  });
  let controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
  const cancel = (reason: unknown) => {
    settle(reason ?? new Error("cancelled"));
    return reader.cancel(reason);
  };
  const stream: ByteStream = new ReadableStream(
    {
      start(own) {
        controller = own;
      },
      async pull(own) {
        const { done, value } = await reader.read().catch((error: unknown) => {
          settle(error ?? new Error("failed"));
          throw error;
        });
        if (!done) return own.enqueue(value);
        own.close();
        settle(undefined);
      },
      cancel,
    },
    { highWaterMark: 0 },
  );
  const fail = (reason: unknown) => {
    cancel(reason).catch(() => {}); // how its clean-up goes is the handler's affair
    controller?.error(reason);
  };
  return { stream, ended, fail };
}

function once<T>(value: T): () => T | undefined {
  let left: T | undefined = value;
  return () => {
    const taken = left;
    left = undefined;
    return taken;
  };
}

let canTransfer: boolean | undefined;

/** WebKit cannot. */
function canTransferStreams(): boolean {
  if (canTransfer === undefined) {
    const stream = new ReadableStream();
    try {
      structuredClone(stream, { transfer: [stream] });
      canTransfer = true;
    } catch {
      canTransfer = false;
    }
  }
  return canTransfer;
}
