import type { ByteStream } from "./convention.js";

/** Where a body's bytes come from, also a stream's own reader; its chunks are given away. */
export type ByteReader = Pick<ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>, "read" | "cancel">;

export interface StreamListeners {
  /** Gets what the source failed with, as the stream's reader does, or what it threw when it was cancelled. */
  readonly report: (error: unknown) => void;
  /** Told once, when the source has ended, failed or been cancelled. */
  readonly onEnd?: (how: "ended" | "cancelled") => void;
}

/**
 * Bytes as a stream, each chunk asked for when somebody wants it. A source that fails, fails the stream: it never just
 * ends; one that fails because its reader went away is not faulted.
 */
export function toLazyStream(source: ByteReader, { report, onEnd = () => {} }: StreamListeners): ByteStream {
  let isCancelled = false;
  /** The next chunk with bytes in it; nothing at the end. */
  const next = async () => {
    while (!isCancelled) {
      const { done, value } = await source.read();
      if (done || value.byteLength > 0) return value;
    }
    return undefined;
  };
  const fail = (error: unknown) => {
    if (isCancelled) return; // a fetch that the cancelling aborted, most often
    onEnd("ended");
    source.cancel(error).catch(() => {}); // it may have ended by that very error
    report(error);
    throw error;
  };
  return new ReadableStream(
    {
      async pull(controller) {
        const bytes = await next().catch(fail);
        if (isCancelled) return;
        if (bytes) return controller.enqueue(bytes);
        controller.close();
        onEnd("ended");
      },
      cancel(reason) {
        isCancelled = true;
        onEnd("cancelled");
        source.cancel(reason).catch(report); // not waited for: the source may be in the middle of something
      },
    },
    { highWaterMark: 0 },
  );
}
