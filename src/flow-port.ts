import type { ByteStream } from "./conventions/convention.js";
import type { Inflow, Outflow } from "./flow.js";
import type { FlowToConsumer, FlowToProducer } from "./protocol.js";

/** A body in chunks over a port. The producer sends what the consumer has given credit for, so a slow reader bounds memory. */

/** Bytes that may be on their way or wait for the reader; one chunk may be larger. */
const WINDOW = 256 * 1024;

export function sendOverPort(source: ByteStream): Outflow {
  const { port1: port, port2 } = new MessageChannel();
  const reader = source.getReader();
  const { promise: ended, settle } = toEnd(port);
  let credit = 0;
  let isPumping = false;
  let wire: MessagePort | undefined = port2;

  /** One read at a time, as long as there is credit. */
  async function pump(): Promise<void> {
    while (credit > 0) {
      const { done, value } = await reader.read();
      if (done) {
        post(port, { type: "end" });
        return settle(undefined);
      }
      credit -= value.byteLength;
      const bytes = value.slice(); // the handler may fill the same buffer again
      post(port, { type: "chunk", bytes }, [bytes.buffer]);
    }
  }

  function onCredit(bytes: number): void {
    credit += bytes;
    if (isPumping) return;
    isPumping = true;
    pump()
      .catch((error: unknown) => {
        post(port, { type: "error", message: describe(error) });
        settle(error);
      })
      .finally(() => {
        isPumping = false;
      });
  }

  function cancel(reason: unknown): void {
    reader.cancel(reason).catch(() => {}); // how its clean-up goes is the handler's affair
    settle(reason ?? new Error("cancelled"));
  }

  port.onmessage = ({ data }: MessageEvent<FlowToProducer>) => {
    if (data.type === "cancel") cancel(new DOMException(data.reason, "AbortError"));
    else onCredit(data.bytes);
  };
  return {
    ended,
    cancel,
    take() {
      const taken = wire;
      wire = undefined;
      return taken;
    },
  };
}

/** Inverse of {@link sendOverPort}. */
export function receiveFromPort(port: MessagePort): Inflow {
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
