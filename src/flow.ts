import type { ByteStream } from "./conventions/convention.js";
import type { FlowToConsumer, FlowToProducer, WireFlow } from "./protocol.js";

/** How a body that is a stream crosses between page and worker: transferred, or in chunks that the consumer gives credit for. */

/** Bytes that may be on their way or wait for the reader; what a slow reader costs in memory. */
const WINDOW = 256 * 1024;

/** The producer's end. */
export interface Outflow {
  /** To be transferred to the consumer. */
  readonly wire: WireFlow;
  /** Settles when all is handed over (`undefined`), or with why not; it never rejects. */
  readonly ended: Promise<unknown>;
  /** The consumer is gone, and cannot say so. */
  cancel(reason: unknown): void;
}

/** The consumer's end. Whoever reads `stream` to its end, or cancels it, is done. */
export interface Inflow {
  readonly stream: ByteStream;
  /** Settles when the stream has ended, however; it never rejects. */
  readonly ended: Promise<unknown>;
  /** The producer is gone, and cannot say so: the reader gets the error. */
  fail(error: Error): void;
}

export function isFlow(body: unknown): body is WireFlow {
  return body instanceof ReadableStream || body instanceof MessagePort;
}

export function sendFlow(source: ByteStream): Outflow {
  return canTransferStreams() ? sendAsStream(source) : sendOverPort(source);
}

/** Inverse of {@link sendFlow}. */
export function receiveFlow(wire: WireFlow): Inflow {
  return wire instanceof MessagePort ? receiveFromPort(wire) : receiveStream(wire);
}

let canTransfer: boolean | undefined;

/** WebKit cannot. */
function canTransferStreams(): boolean {
  if (canTransfer !== undefined) return canTransfer;
  try {
    const stream = new ReadableStream();
    structuredClone(stream, { transfer: [stream] });
    canTransfer = true;
  } catch {
    canTransfer = false;
  }
  return canTransfer;
}

function sendAsStream(source: ByteStream): Outflow {
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
  const controller = new AbortController();
  const ended = source.pipeTo(writable, { signal: controller.signal }).catch((reason: unknown) => reason);
  return { wire: readable, ended, cancel: (reason) => controller.abort(reason) };
}

function receiveStream(source: ByteStream): Inflow {
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
  const controller = new AbortController();
  const ended = source.pipeTo(writable, { signal: controller.signal }).catch((reason: unknown) => reason);
  return { stream: readable, ended, fail: (error) => controller.abort(error) };
}

function sendOverPort(source: ByteStream): Outflow {
  const { port1: port, port2: wire } = new MessageChannel();
  const reader = source.getReader();
  let credit = 0;
  let isPumping = false;
  let end: (reason?: unknown) => void = () => {};
  const ended = new Promise<unknown>((resolve) => {
    end = (reason) => {
      resolve(reason);
      port.close();
    };
  });
  const cancel = (reason: unknown) => {
    reader.cancel(reason).catch(() => {}); // how its clean-up goes is the handler's affair
    end(reason ?? new Error("cancelled"));
  };
  async function pump(): Promise<void> {
    while (credit > 0) {
      const { done, value } = await reader.read();
      if (done) {
        post(port, { type: "end" });
        return end();
      }
      credit -= value.byteLength;
      const bytes = value.slice(); // the handler may fill the same buffer again
      post(port, { type: "chunk", bytes }, [bytes.buffer]);
    }
  }
  port.onmessage = ({ data }: MessageEvent<FlowToProducer>) => {
    if (data.type === "cancel") return cancel(new DOMException(data.reason, "AbortError"));
    credit += data.bytes;
    if (isPumping) return;
    isPumping = true;
    pump()
      .catch((error: unknown) => {
        post(port, { type: "error", message: describe(error) });
        end(error);
      })
      .finally(() => {
        isPumping = false;
      });
  };
  return { wire, ended, cancel };
}

function receiveFromPort(port: MessagePort): Inflow {
  let end: (reason?: unknown) => void = () => {};
  const ended = new Promise<unknown>((resolve) => {
    end = (reason) => {
      resolve(reason);
      port.close();
    };
  });
  let controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
  /** Credit given and not used yet. */
  let given = 0;
  const give = () => {
    const bytes = (controller?.desiredSize ?? 0) - given;
    if (bytes < WINDOW / 4) return;
    given += bytes;
    post(port, { type: "credit", bytes });
  };
  const fail = (error: Error) => {
    controller?.error(error);
    end(error);
  };
  port.onmessage = ({ data }: MessageEvent<FlowToConsumer>) => {
    if (data.type === "error") return fail(new Error(data.message));
    if (data.type === "end") {
      controller?.close();
      return end();
    }
    given -= data.bytes.byteLength;
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
        end(reason ?? new Error("cancelled"));
      },
    },
    { highWaterMark: WINDOW, size: ({ byteLength }) => byteLength },
  );
  return { stream, ended, fail };
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
