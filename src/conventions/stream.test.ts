import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { ChunkSource } from "./chunk-source.js";
import { toByteStream } from "./stream.js";

async function chunksOf(source: ChunkSource): Promise<string[]> {
  const chunks: string[] = [];
  for await (const chunk of toByteStream(source)) chunks.push(new TextDecoder().decode(chunk));
  return chunks;
}

function readAll(stream: ReadableStream): Promise<string> {
  return new Response(stream).text();
}

describe("A stream of chunks", () => {
  const bytes = new TextEncoder().encode("xhéllox");

  test.each([
    ["text", "héllo"],
    ["bytes", bytes.subarray(1, 7)],
    ["an ArrayBuffer", bytes.slice(1, 7).buffer],
    ["a view of a part", new DataView(bytes.buffer, 1, 6)],
    ["bytes of shared memory", toShared(bytes.subarray(1, 7))],
    ["a Blob", new Blob(["héllo"])],
    ["a promise of text, from a generator that is not async", Promise.resolve("héllo")],
  ])("takes %s", async (_what, chunk) => {
    expect(await chunksOf([chunk].values())).toEqual(["héllo"]);
  });

  test("leaves empty chunks out", async () => {
    const empties = ["", new Uint8Array(), new ArrayBuffer(0), new Blob([])];
    expect(await chunksOf([...empties, "a", ...empties, "b", ...empties].values())).toEqual(["a", "b"]);
  });

  test("passes a large Blob on in pieces, and the chunk after it", async () => {
    const source = [new Blob(["x".repeat(600_000)]), "end"].values();
    const chunks = await chunksOf(source);
    expect(chunks.map((chunk) => chunk.length)).toEqual([262_144, 262_144, 75_712, 3]);
  });

  test("joins a character whose halves come apart", async () => {
    expect((await chunksOf(["a\ud83d", "\ude00b"].values())).join("")).toBe("a😀b");
  });

  test("ends with U+FFFD for half a character", async () => {
    expect((await chunksOf(["a\ud83d"].values())).join("")).toBe("a\ufffd");
  });

  test("copies bytes: the source may fill the same buffer again", async () => {
    const reused = new Uint8Array(1);
    const source = (function* () {
      for (const one of [97, 98, 99]) {
        reused[0] = one;
        yield reused;
      }
    })();
    const kept: Uint8Array[] = [];
    for await (const chunk of toByteStream(source)) kept.push(chunk);
    expect(kept.map((chunk) => chunk[0])).toEqual([97, 98, 99]);
  });

  test.each([
    ["a number", 42, "42"],
    ["null", null, "null"],
    ["undefined", undefined, "undefined"],
    ["an object", { a: 1 }, "an object"],
    ["an array", [1], "an array"],
  ])("fails with %s, which it names", async (_what, chunk, shown) => {
    const stream = toByteStream(["a", chunk].values());
    await expect(readAll(stream)).rejects.toThrow(
      `A chunk of the body is ${shown}; give strings, bytes or Blobs`,
    );
  });
});

/** Everything that needs no waiting has happened by then. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

function toShared(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}

describe("A stream's producer", () => {
  test("is asked for one chunk at a time, when the reader wants it", async () => {
    const next = vi.fn(() => ({ done: false, value: "x" }));
    const reader = toByteStream({ next }).getReader();
    await nextTurn();
    expect(next).toHaveBeenCalledTimes(0);
    await reader.read();
    await nextTurn();
    expect(next).toHaveBeenCalledTimes(1);
  });

  test("that throws makes the reader reject with what it threw, after the chunks before", async () => {
    const broken = new Error("half way");
    const report = vi.fn();
    const source = (async function* () {
      yield "first";
      throw broken;
    })();
    const reader = toByteStream(source, { report }).getReader();
    expect((await reader.read()).value).toEqual(new TextEncoder().encode("first"));
    await expect(reader.read()).rejects.toBe(broken);
    expect(report).toHaveBeenCalledExactlyOnceWith(broken);
  });

  test("that is a failing stream makes the reader reject with the same error", async () => {
    const broken = new Error("half way");
    const source = new ReadableStream({ pull: () => Promise.reject(broken) });
    await expect(readAll(toByteStream(source))).rejects.toBe(broken);
  });

  test("that gave a bad chunk is ended", async () => {
    const end = vi.fn();
    const source = (function* () {
      try {
        yield 42;
      } finally {
        end();
      }
    })();
    await expect(readAll(toByteStream(source))).rejects.toThrow("is 42");
    expect(end).toHaveBeenCalledOnce();
  });

  test("runs its finally blocks when the reader goes away", async () => {
    const end = vi.fn();
    const source = (async function* () {
      try {
        for (;;) yield "x";
      } finally {
        end();
      }
    })();
    const reader = toByteStream(source).getReader();
    await reader.read();
    await reader.cancel();
    expect(end).toHaveBeenCalledOnce();
  });

  test("that is a stream is cancelled at once, with the reason, also in the middle of a read", async () => {
    const cancel = vi.fn();
    const reader = toByteStream(new ReadableStream({ cancel })).getReader();
    const read = reader.read();
    await nextTurn();
    await reader.cancel("gone");
    expect(cancel).toHaveBeenCalledWith("gone");
    expect((await read).done).toBe(true);
  });

  test("that still gives a chunk after the reader went away is not faulted", async () => {
    const report = vi.fn();
    let give = (_chunk: { done: boolean; value: string }) => {};
    const next = () => new Promise<{ done: boolean; value: string }>((resolve) => (give = resolve));
    const reader = toByteStream({ next }, { report }).getReader();
    void reader.read();
    await nextTurn();
    await reader.cancel();
    give({ done: false, value: "late" });
    await nextTurn();
    expect(report).not.toHaveBeenCalled();
  });

  test("that fails because the reader went away is not faulted", async () => {
    const report = vi.fn();
    const controller = new AbortController();
    const next = () =>
      new Promise<IteratorResult<unknown>>((_resolve, reject) => {
        controller.signal.onabort = () => reject(controller.signal.reason);
      });
    const reader = toByteStream({ next }, { report }).getReader();
    void reader.read();
    await nextTurn();
    await reader.cancel();
    controller.abort();
    await nextTurn();
    expect(report).not.toHaveBeenCalled();
  });

  test("is not asked for more empty chunks once the reader went away", async () => {
    const next = vi.fn(async () => {
      await nextTurn();
      return { done: false, value: "" };
    });
    const reader = toByteStream({ next }).getReader();
    void reader.read();
    await nextTurn();
    await reader.cancel();
    await nextTurn();
    const calls = next.mock.calls.length;
    await nextTurn();
    await nextTurn();
    expect(next).toHaveBeenCalledTimes(calls);
  });

  test("whose clean-up throws after the reader went away is reported", async () => {
    const broken = new Error("clean-up");
    const report = vi.fn();
    const source = (async function* () {
      try {
        yield "x";
      } finally {
        // biome-ignore lint/correctness/noUnsafeFinally: what is tested
        throw broken;
      }
    })();
    const reader = toByteStream(source, { report }).getReader();
    await reader.read();
    await reader.cancel();
    await nextTurn();
    expect(report).toHaveBeenCalledExactlyOnceWith(broken);
  });

  test("that is busy does not keep the reader from going away", async () => {
    const source = (async function* () {
      yield "x";
      await new Promise(() => {});
    })();
    const reader = toByteStream(source).getReader();
    await reader.read();
    void reader.read();
    await nextTurn();
    expect(await reader.cancel()).toBeUndefined();
  });
});

describe("A stream of any values", () => {
  test("ends, or fails with an Error", async () => {
    const chunk = fc.oneof({ weight: 9, arbitrary: fc.string({ unit: "binary" }) }, fc.anything());
    await fc.assert(
      fc.asyncProperty(fc.array(chunk, { maxLength: 5 }), async (chunks) => {
        const outcome = await readAll(toByteStream(chunks.values())).catch((error: unknown) => error);
        return typeof outcome === "string" || outcome instanceof Error;
      }),
    );
  });

  test("text cut anywhere arrives whole", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: "binary" })), fc.nat(9), async (texts, size) => {
        const whole = texts.join("").replace(/^\ufeff/, "");
        const pieces = whole.match(new RegExp(`[^]{1,${size + 1}}`, "g")) ?? [];
        expect(await readAll(toByteStream(pieces.values()))).toBe(whole);
      }),
    );
  });
});
