import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { ByteStream } from "./conventions/convention.js";
import { type Inflow, type Outflow, receiveFlow, sendFlow } from "./flow.js";

const flows: { inflow: Inflow; outflow: Outflow }[] = [];

afterEach(() => {
  for (const { inflow, outflow } of flows.splice(0)) {
    inflow.fail(new Error("the test is over"));
    outflow.cancel("the test is over");
  }
});

/** Both ends of a body, over a real port. */
function connect(source: ByteStream) {
  const outflow = sendFlow(source);
  const port = outflow.take();
  if (!port) throw new Error("nothing to take");
  const flow = { outflow, inflow: receiveFlow(port) };
  flows.push(flow);
  return flow;
}

function toSource(chunks: Iterable<Uint8Array<ArrayBuffer>>, cancel: (reason: unknown) => void = () => {}) {
  const iterator = chunks[Symbol.iterator]();
  const pull = (controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>) => {
    const { done, value } = iterator.next();
    if (done) controller.close();
    else controller.enqueue(value);
  };
  return new ReadableStream<Uint8Array<ArrayBuffer>>({ pull, cancel }, { highWaterMark: 0 });
}

function* toChunks(count: number, size: number, onMade: () => void = () => {}) {
  for (let n = 0; n < count; n++) {
    onMade();
    yield new Uint8Array(size).fill(n);
  }
}

const bytesOf = async (stream: ByteStream) => [...new Uint8Array(await new Response(stream).arrayBuffer())];

describe("a body over a port", () => {
  test("arrives as it was sent, however it is cut", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 20 }), async (chunks) => {
        const { inflow, outflow } = connect(toSource(chunks.map((chunk) => new Uint8Array(chunk))));
        expect(await bytesOf(inflow.stream)).toEqual(chunks.flatMap((chunk) => [...chunk]));
        expect(await Promise.all([inflow.ended, outflow.ended])).toEqual([undefined, undefined]);
      }),
      { numRuns: 30 },
    );
  });

  test.each([[[2 ** 22]], [[2 ** 20, 10, 2 ** 20, 1]]])(
    "arrives to its end in chunks of %j bytes",
    async (sizes) => {
      const { inflow } = connect(toSource(sizes.map((size) => new Uint8Array(size))));
      const { byteLength } = await new Response(inflow.stream).arrayBuffer();
      expect(byteLength).toBe(sizes.reduce((sum, size) => sum + size));
    },
  );

  test("of parts of one buffer leaves the buffer to its owner", async () => {
    const whole = new Uint8Array([1, 2, 3, 4]);
    const { inflow } = connect(toSource([whole.subarray(0, 2), whole.subarray(2)]));
    expect(await bytesOf(inflow.stream)).toEqual([1, 2, 3, 4]);
    expect(whole.byteLength).toBe(4);
  });

  test("is taken once", () => {
    const outflow = sendFlow(toSource([]));
    expect(outflow.take()).toBeInstanceOf(MessagePort);
    expect(outflow.take()).toBeUndefined();
  });

  test("is made no further ahead of its reader than the window", async () => {
    let made = 0;
    const size = 64 * 1024;
    const { inflow } = connect(toSource(toChunks(1_000, size, () => made++)));
    const reader = inflow.stream.getReader();
    for (let read = 1; read <= 30; read++) {
      await reader.read();
      await new Promise((done) => setImmediate(done));
      expect(made - read).toBeLessThanOrEqual(10);
    }
  });
});

describe("the end of a body over a port", () => {
  test("a producer that fails makes the reader reject with its message", async () => {
    const failing = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull() {
        throw new RangeError("in the middle");
      },
    });
    const { inflow, outflow } = connect(failing);
    await expect(inflow.stream.getReader().read()).rejects.toThrow("RangeError: in the middle");
    expect(await outflow.ended).toBeInstanceOf(RangeError);
  });

  test("a reader that cancels ends the source, and both ends know why", async () => {
    const onCancel = vi.fn();
    const { inflow, outflow } = connect(toSource(toChunks(1_000, 10), onCancel));
    await inflow.stream.cancel(new Error("enough"));
    expect(await outflow.ended).toMatchObject({ name: "AbortError", message: "Error: enough" });
    expect(await inflow.ended).toMatchObject({ message: "enough" });
    expect(onCancel).toHaveBeenCalledOnce();
  });

  test("a producer that is gone makes a waiting reader reject", async () => {
    const { inflow } = connect(new ReadableStream());
    const read = inflow.stream.getReader().read();
    inflow.fail(new Error("The page is gone"));
    await expect(read).rejects.toThrow("The page is gone");
  });

  test("a consumer that is gone ends the source, also while a chunk is awaited", async () => {
    const cancel = vi.fn();
    const { outflow } = connect(new ReadableStream({ cancel }));
    outflow.cancel(new Error("The worker restarted"));
    expect(await outflow.ended).toMatchObject({ message: "The worker restarted" });
    expect(cancel).toHaveBeenCalledOnce();
  });

  test("a source whose clean-up fails disturbs nobody", async () => {
    const cancel = () => {
      throw new Error("clean-up");
    };
    const { inflow, outflow } = connect(new ReadableStream({ cancel }));
    await inflow.stream.cancel("enough");
    expect(await outflow.ended).toMatchObject({ message: "enough" });
  });
});
