import { describe, expect, test, vi } from "vitest";
import { isShortLength, toBody } from "./body.js";
import type { ByteReader } from "./byte-reader.js";
import type { ByteStream } from "./convention.js";

const bytes = (...values: number[]) => new Uint8Array(values);
const wait = (milliseconds = 5) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What a body is made of: bytes at once, a number of milliseconds to wait, or an error. */
async function* produce(parts: readonly (Uint8Array<ArrayBuffer> | number | Error)[]) {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    if (typeof part === "number") await wait(part);
    else yield part;
  }
}

function toSource(...parts: Parameters<typeof produce>[0]): ByteReader {
  const chunks = produce(parts);
  return {
    async read() {
      const { done, value } = await chunks.next();
      return done ? { done, value: undefined } : { done: false, value: value as Uint8Array<ArrayBuffer> };
    },
    async cancel() {
      await chunks.return(undefined);
    },
  };
}

const options = { isShort: false, report: () => {} };

async function toStream(
  source: ByteReader,
  report: (error: unknown) => void = () => {},
): Promise<ByteStream> {
  const body = await toBody(source, { ...options, report });
  if (body instanceof ReadableStream) return body;
  throw new Error(`no stream but ${body}`);
}

async function readAll(stream: ByteStream): Promise<number[]> {
  return [...new Uint8Array(await new Response(stream).arrayBuffer())];
}

describe("a body that is there already becomes bytes:", () => {
  test.each([
    ["one chunk", [bytes(1, 2)], [1, 2]],
    ["several chunks", [bytes(1), bytes(2, 3), bytes(4)], [1, 2, 3, 4]],
    ["chunks among empty ones", [bytes(), bytes(1), bytes(), bytes(2)], [1, 2]],
  ])("%s", async (_what, parts, expected) => {
    const body = await toBody(toSource(...parts), options);
    expect(body).toBeInstanceOf(Uint8Array);
    expect([...(body as Uint8Array)]).toEqual(expected);
  });

  test.each([
    ["nothing", []],
    ["empty chunks", [bytes(), bytes()]],
  ])("%s is no body", async (_what, parts) => {
    expect(await toBody(toSource(...parts), options)).toBeNull();
  });

  test.each([
    ["a text", () => new Response("text")],
    ["bytes", () => new Response(bytes(1, 2, 3))],
    ["a form", () => new Response(new URLSearchParams("a=b"))],
    ["a stream filled without a wait", () => new Response(new Response("text").body)],
  ])("that of a Response of %s", async (_what, make) => {
    const reader = make().body?.getReader() as ByteReader;
    expect(await toBody(reader, options)).toBeInstanceOf(Uint8Array);
  });

  test("64 KiB of it", async () => {
    expect(await toBody(toSource(new Uint8Array(65_536)), options)).toHaveLength(65_536);
  });
});

describe("a body that takes time becomes a stream:", () => {
  test.each([
    ["before the first chunk", [20, bytes(1), bytes(2)], [1, 2]],
    ["between chunks", [bytes(1), 20, bytes(2), bytes(), 1, bytes(3)], [1, 2, 3]],
    ["before the end", [bytes(1), bytes(2), 20], [1, 2]],
  ])("%s", async (_what, parts, expected) => {
    expect(await readAll(await toStream(toSource(...parts)))).toEqual(expected);
  });

  test("more than 64 KiB", async () => {
    const stream = await toStream(toSource(new Uint8Array(65_536), bytes(7)));
    const all = await readAll(stream);
    expect([all.length, all.at(-1)]).toEqual([65_537, 7]);
  });

  test("an endless one of tiny or empty chunks", async () => {
    for (const chunk of [bytes(1), bytes()]) {
      const stream = await toStream({
        read: async () => ({ done: false, value: chunk }),
        cancel: async () => {},
      });
      expect(stream).toBeInstanceOf(ReadableStream);
    }
  });
});

describe("a stream", () => {
  test("gives its first chunk out while the second is not there yet", async () => {
    let release = () => {};
    const second = new Promise<void>((resolve) => {
      release = resolve;
    });
    const chunks = (async function* () {
      yield bytes(1);
      await second;
      yield bytes(2);
    })();
    const source = { read: () => chunks.next(), cancel: async () => {} } as unknown as ByteReader;
    const reader = (await toStream(source)).getReader();
    expect((await reader.read()).value).toEqual(bytes(1));
    release();
    expect((await reader.read()).value).toEqual(bytes(2));
    expect((await reader.read()).done).toBe(true);
  });

  test("keeps its answer waiting neither for the first chunk", async () => {
    const body = await toBody({ read: () => new Promise(() => {}), cancel: async () => {} }, options);
    expect(body).toBeInstanceOf(ReadableStream);
  });

  test("reads on only when it is read", async () => {
    const read = vi.fn(async () => ({ done: false as const, value: new Uint8Array(40_000) }));
    const stream = await toStream({ read, cancel: async () => {} });
    const before = read.mock.calls.length;
    await wait();
    expect(read).toHaveBeenCalledTimes(before);
    const reader = stream.getReader();
    for (let i = 0; i <= before; i++) await reader.read();
    expect(read).toHaveBeenCalledTimes(before + 1);
  });

  test("cancels its source with the reason", async () => {
    const cancel = vi.fn(async () => {});
    const stream = await toStream({ read: () => new Promise(() => {}), cancel });
    await stream.cancel("enough");
    expect(cancel).toHaveBeenCalledWith("enough");
  });

  test("whose reader goes away in the middle of a read has not failed", async () => {
    const report = vi.fn();
    const reader = (await toStream(new ReadableStream<never>().getReader(), report)).getReader();
    const read = reader.read();
    await wait();
    await reader.cancel();
    expect((await read).done).toBe(true);
    await wait();
    expect(report).not.toHaveBeenCalled();
  });
});

describe("a source that fails", () => {
  test.each([
    ["at once", [], []],
    ["after chunks", [bytes(1), bytes(2)], [1, 2]],
    ["later", [bytes(1), 20, bytes(2), 1], [1, 2]],
  ])("%s: the reader gets what came before and then the error", async (_what, parts, expected) => {
    const boom = new Error("boom");
    const report = vi.fn();
    const reader = (await toStream(toSource(...parts, boom), report)).getReader();
    const seen: number[] = [];
    const end = await (async () => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return "a clean end";
        seen.push(...value);
      }
    })().catch((error: unknown) => error);
    expect({ seen, end }).toEqual({ seen: expected, end: boom });
    expect(report.mock.calls).toEqual([[boom]]);
  });
});

describe("a body that is said to be short", () => {
  test("is waited for", async () => {
    const body = await toBody(toSource(bytes(1), 20, bytes(2), 5), { ...options, isShort: true });
    expect([...(body as Uint8Array)]).toEqual([1, 2]);
  });

  test("and is not becomes a stream", async () => {
    const parts = Array.from({ length: 70 }, () => new Uint8Array(1_000));
    const body = await toBody(toSource(...parts), { ...options, isShort: true });
    expect(await readAll(body as ByteStream)).toHaveLength(70_000);
  });

  test.each([
    ["0", true],
    ["65536", true],
    ["65537", false],
    ["", false],
    ["-1", false],
    ["1e3", false],
    ["ten", false],
    [null, false],
    [undefined, false],
  ])("content-length %j: %j", (length, isShort) => {
    expect(isShortLength(length)).toBe(isShort);
  });
});
