import { EventSourceParserStream } from "eventsource-parser/stream";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { toExampleCall, toExamplePage } from "../../example-call.js";
import type { Answer, ByteStream, Call, ConventionService, Page } from "../convention.js";
import type { Context } from "../hypha/context.js";
import { answerRest } from "./answer.js";

function answerOf(
  members: object,
  call: Partial<Call> = {},
  page: Partial<Page> = {},
  requireContext: ConventionService["requireContext"] = false,
): Promise<Answer> {
  return answerRest({ id: "S", members, requireContext }, toExampleCall(call), toExamplePage(page));
}

const toText = async ({ body }: Answer) => await new Response(body).text();
const toValue = async (answer: Answer): Promise<unknown> => JSON.parse(await toText(answer));
const toBody = (value: unknown): Partial<Call> => ({
  method: "POST",
  headers: [["content-type", "application/json"]],
  body: new TextEncoder().encode(JSON.stringify(value)).buffer,
});
const header = ({ headers }: Answer, name: string) => new Headers(headers).get(name);

/** What a function at /f is called with. */
async function argumentsOf(call: Partial<Call>): Promise<unknown> {
  const f = vi.fn();
  const answer = await answerOf({ f: (...args: unknown[]) => f(...args) }, call);
  return f.mock.calls[0] ?? (await toValue(answer));
}

const add = (a: number, b: number) => a + b;

describe("a function called by its name", () => {
  test.each([
    ["/f", { f: () => "found" }],
    ["/f/", { f: () => "found" }],
    ["/a.b.c", { a: { b: { c: () => "found" } } }],
    ["/a.b", { "a.b": () => "found" }],
    ["/gr%C3%B6%C3%9Fe", { größe: () => "found" }],
    ["/hello-world", { "hello-world": () => "found" }],
  ])("%s is found", async (path, members) => {
    expect(await toValue(await answerOf(members, { path }))).toBe("found");
  });

  test.each([
    ["/g", "g"],
    ["/constructor", "constructor"],
    ["/f.call", "f.call"],
    ["/a", "a"],
    ["/text", "text"],
    ["/", "index"],
    ["/a/b", "a/b"],
  ])("%s is not: 404", async (path, name) => {
    const answer = await answerOf({ f: () => "x", a: { b: () => "x" }, text: "x" }, { path });
    expect([answer.status, header(answer, "x-tabserve-error")]).toEqual([404, "function-not-found"]);
    expect(await toValue(answer)).toEqual({ success: false, detail: `Function not found: ${name}` });
  });

  test.each(["PUT", "DELETE", "HEAD", "OPTIONS"])("cannot be called with %s", async (method) => {
    const answer = await answerOf({ f: () => "x" }, { method });
    expect([answer.status, header(answer, "allow")]).toEqual([405, "GET, POST"]);
  });

  test("is open to other origins", async () => {
    const answer = await answerOf({ f: () => "x" }, { headers: [["origin", "https://other.org"]] });
    expect(header(answer, "access-control-allow-origin")).toBe("https://other.org");
  });
});

test.each(["GET", "HEAD"])("%s without a name is told about the service", async (method) => {
  const info = { id: "W/c:S", name: "S", description: "", type: "functions", config: {}, docs: "" };
  const service = { ...info, app_id: "*", service_schema: {}, url: "https://example.org/W/apps/S/" } as const;
  const members = { index: () => "called" };
  const answer = await answerRest(
    { id: "S", members, requireContext: false, info: service },
    toExampleCall({ method, path: "/" }),
    toExamplePage(),
  );
  expect([answer.status, await toValue(answer)]).toEqual([200, service]);
});

describe("a query gives", () => {
  test.each([
    ["", []],
    ["_mode=last", []],
    ["a=x", [{ a: "x" }]],
    ["a=1&b=-2.5&c=1e3&d=.5&e=+7", [{ a: 1, b: -2.5, c: 1000, d: 0.5, e: " 7" }]],
    ["a=007&b=%2B7", [{ a: 7, b: 7 }]],
    ["a=&b=true&c=NaN&d=Infinity&e=0x10", [{ a: "", b: "true", c: "NaN", d: "Infinity", e: "0x10" }]],
    ["a=12345678901234567890", [{ a: "12345678901234567890" }]],
    ["a=1&a=2", [{ a: 2 }]],
    ['a={"deep":[1]}', [{ a: { deep: [1] } }]],
    ["a=[1]", [{ a: "[1]" }]],
    ["flag", [{ flag: "" }]],
    ["a=%C3%BC+b", [{ a: "ü b" }]],
  ])("%j: the arguments %j", async (query, args) => {
    expect(await argumentsOf({ query })).toEqual(args);
  });

  test("names that mean something to objects", async () => {
    const [given] = (await argumentsOf({ query: "__proto__=1&constructor=2" })) as [object];
    expect(Object.entries(given)).toEqual([
      ["__proto__", 1],
      ["constructor", 2],
    ]);
  });

  test("what looks like JSON and is none is refused", async () => {
    const answer = await answerOf({ f: () => "x" }, { query: "a={" });
    expect(answer.status).toBe(400);
    expect(await toValue(answer)).toMatchObject({
      detail: expect.stringMatching(/^The parameter a is not JSON: /),
    });
  });
});

describe("a JSON body gives", () => {
  test.each([
    [{ a: 1, b: ["x"] }, [{ a: 1, b: ["x"] }]],
    [{}, []],
    [
      [1, "two", { three: 3 }],
      [1, "two", { three: 3 }],
    ],
    [[], []],
    ["text", ["text"]],
    [7, [7]],
    [null, [null]],
    [{ a: "1" }, [{ a: "1" }]],
  ])("%j: the arguments %j", async (value, args) => {
    expect(await argumentsOf(toBody(value))).toEqual(args);
  });

  test("arguments also as a stream", async () => {
    const body = new Response('{"a":1}').body as ByteStream;
    expect(await argumentsOf({ ...toBody(null), body })).toEqual([{ a: 1 }]);
  });

  test.each([
    ["no body", { body: null }],
    ["an empty body", { body: new ArrayBuffer(0) }],
  ])("none: %s", async (_what, call) => {
    expect(await argumentsOf({ method: "POST", ...call })).toEqual([]);
  });

  test.each(["application/json; charset=utf-8", "Application/JSON", undefined])(
    "with the type %j",
    async (type) => {
      const headers: Call["headers"] = type ? [["Content-Type", type]] : [];
      expect(await argumentsOf({ ...toBody([1]), headers })).toEqual([1]);
    },
  );

  test("what is no JSON is refused", async () => {
    const answer = await answerOf(
      { f: () => "x" },
      { ...toBody(1), body: new TextEncoder().encode("{").buffer },
    );
    expect([answer.status, header(answer, "x-tabserve-error")]).toEqual([400, "bad-request"]);
    expect(await toValue(answer)).toMatchObject({ detail: expect.stringMatching(/^The body is not JSON: /) });
  });

  test("what is of another type is refused", async () => {
    const answer = await answerOf(
      { f: () => "x" },
      { ...toBody(1), headers: [["content-type", "text/plain"]] },
    );
    expect([answer.status, await toValue(answer)]).toEqual([
      415,
      { success: false, detail: "The body has the content type text/plain; send application/json" },
    ]);
  });
});

describe("named arguments (hypha-rpc: by the names of the parameters)", () => {
  class Api {
    async method(a: number, b: number) {
      return [a, b];
    }
  }
  const shorthand = {
    f(a: number, b: number) {
      return [a, b];
    },
  };

  test.each<[string, (...args: never[]) => unknown, string, unknown]>([
    ["an arrow function", (a: number, b: number) => [a, b], "b=2&a=1", [1, 2]],
    ["an async function", async (a: number, b: number) => [a, b], "b=2&a=1", [1, 2]],
    [
      "a function",
      function add(a: number, b: number) {
        return [a, b];
      },
      "b=2&a=1",
      [1, 2],
    ],
    ["a method", shorthand.f, "b=2&a=1", [1, 2]],
    ["a class's method", new Api().method, "b=2&a=1", [1, 2]],
    ["defaults", (a: number, b = 5) => [a, b], "a=1", [1, 5]],
    ["a parameter left out", (a: number, b: number) => [a ?? "none", b], "b=2", ["none", 2]],
    ["names it does not have", (a: number) => [a], "a=1&other=2", [1]],
    ["one object of them", (options: unknown) => options, "a=1&b=2", { a: 1, b: 2 }],
    ["a destructured object", ({ a, b }: { a: number; b: number }) => [a, b], "a=1&b=2", [1, 2]],
    ["a bound function", ((options: unknown) => options).bind(undefined), "options=1", { options: 1 }],
    ["any arguments", (...all: unknown[]) => all, "all=1", [{ all: 1 }]],
    ["no parameter", (() => "called") as () => unknown, "a=1", "called"],
  ])("reach %s", async (_what, f, query, result) => {
    expect(await toValue(await answerOf({ f }, { query }))).toEqual(result);
  });

  test("reach it from a JSON object too", async () => {
    expect(await toValue(await answerOf({ f: add }, toBody({ b: 2, a: 1 })))).toBe(3);
  });
});

describe("the context, with require_context,", () => {
  test.each([
    ["named arguments", { query: "a=1" }, [1, "services.S.f"]],
    ["no argument", {}, [null, "services.S.f"]],
    ["positional ones", toBody([7]), [7, "services.S.f"]],
  ])("comes last after %s", async (_what, call, result) => {
    const f = (a: unknown, context: Context) => [a, context.method];
    expect(await toValue(await answerOf({ f }, call, {}, true))).toEqual(result);
  });

  test("has whatever name the function gives it", async () => {
    const f = (a: unknown, caller: Context) => [a, caller?.method];
    expect(await toValue(await answerOf({ f }, { query: "a=1" }, {}, true))).toEqual([1, "services.S.f"]);
  });

  test("tells who calls, and has the call's signal", async () => {
    const { signal } = new AbortController();
    const g = (context: Context) => [context.ws, context.to, context.user.id, context.signal === signal];
    const answer = await answerOf({ a: { g } }, { path: "/a.g", caller: "c2" }, { signal: () => signal }, [
      "a",
    ]);
    expect(await toValue(answer)).toEqual(["W", "W/provider", "c2", true]);
  });
});

describe("a result", () => {
  test.each([
    ["an object", { a: [1, "ü"] }, { a: [1, "ü"] }],
    ["a text", "text", "text"],
    ["a number", 0, 0],
    ["false", false, false],
    ["null", null, null],
    ["undefined", undefined, null],
    ["a list", [1, undefined], [1, null]],
    ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["a promise", Promise.resolve(1), 1],
  ])("that is %s is JSON", async (_what, result, value) => {
    const answer = await answerOf({ f: () => result });
    expect([answer.status, header(answer, "content-type")]).toEqual([200, "application/json"]);
    expect(await toValue(answer)).toEqual(value);
  });

  test.each([
    ["a BigInt", 1n, "The result cannot be sent as JSON: the value is a bigint"],
    ["a function inside", { f: add }, 'The result cannot be sent as JSON: the value of "f" is a function'],
    ["bytes", new Uint8Array(1), "The result is a view of bytes, which JSON cannot hold; return plain data"],
    ["a Map", new Map(), "The result is a Map, which JSON cannot hold; return plain data"],
    ["a Response", new Response(), "The result is a Response, which JSON cannot hold; return plain data"],
  ])("that is %s is refused", async (_what, result, detail) => {
    const answer = await answerOf({ f: () => result });
    expect([answer.status, header(answer, "x-tabserve-error")]).toEqual([500, "bad-result"]);
    expect(await toValue(answer)).toEqual({ success: false, detail });
  });

  test.each([
    ["an Error", new TypeError("broken"), "TypeError: broken"],
    ["a text", "broken", "Error: broken"],
  ])("that is thrown, %s, is a failure in Hypha's shape, and reported", async (_what, thrown, detail) => {
    const report = vi.fn();
    const f = () => {
      throw thrown;
    };
    const answer = await answerOf({ f }, {}, { report });
    expect([answer.status, header(answer, "x-tabserve-error")]).toEqual([500, "handler-threw"]);
    expect(await toValue(answer)).toEqual({ success: false, detail });
    expect(report.mock.calls).toEqual([[thrown]]);
  });
});

describe("a generator's values are server-sent events:", () => {
  async function readEvents(answer: Answer): Promise<{ events: unknown[]; end: string }> {
    const events: unknown[] = [];
    const parsed = (answer.body as ByteStream)
      .pipeThrough(
        new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>,
      )
      .pipeThrough(new EventSourceParserStream());
    const reader = parsed.getReader();
    for (;;) {
      const next = await reader.read().catch((error: unknown) => String(error));
      if (typeof next === "string") return { events, end: next };
      if (next.done) return { events, end: "done" };
      events.push(next.value.event ? [next.value.event, next.value.data] : next.value.data);
    }
  }

  test.each([
    [
      "a generator",
      function* () {
        yield* [1, "two\nlines", { three: 3 }, undefined];
      },
    ],
    [
      "an async generator",
      async function* () {
        yield* [1, "two\nlines"];
        yield { three: 3 };
        yield undefined;
      },
    ],
  ])("%s", async (_what, f) => {
    const answer = await answerOf({ f });
    expect([answer.status, header(answer, "content-type")]).toEqual([200, "text/event-stream"]);
    expect(header(answer, "cache-control")).toBe("no-cache");
    expect(await readEvents(answer)).toEqual({
      events: ["1", '"two\\nlines"', '{"three":3}', "null", "[DONE]"],
      end: "done",
    });
  });

  test("as text, with a comment that brings the headers out", async () => {
    const f = function* () {
      yield { a: 1 };
    };
    expect(await toText(await answerOf({ f }))).toBe(':\n\ndata: {"a":1}\n\ndata: [DONE]\n\n');
  });

  test.each([
    ["throws", new Error("boom"), '{"error":"Error: boom"}', "Error: boom"],
    [
      "gives what is no JSON",
      1n,
      '{"error":"BadResult: A value cannot be sent as JSON: the value is a bigint"}',
      "BadResult: A value cannot be sent as JSON: the value is a bigint",
    ],
  ])("one that %s ends in an error event and a failure, never cleanly", async (_what, last, data, end) => {
    const report = vi.fn();
    const f = async function* () {
      yield 1;
      if (last instanceof Error) throw last;
      yield last;
    };
    const answer = await answerOf({ f }, {}, { report });
    expect(await readEvents(answer)).toEqual({ events: ["1", ["error", data]], end });
    expect(report.mock.calls.map(([error]) => String(error))).toEqual([end]);
  });

  test("each is made when it is asked for, and the generator ends with its reader", async () => {
    const log: unknown[] = [];
    const f = function* () {
      try {
        for (let i = 1; ; i++) {
          log.push(i);
          yield i;
        }
      } finally {
        log.push("ended");
      }
    };
    const reader = ((await answerOf({ f })).body as ByteStream).getReader();
    expect(log).toEqual([]);
    for (let i = 0; i < 3; i++) await reader.read();
    expect(log).toEqual([1, 2]);
    await reader.cancel();
    await vi.waitFor(() => expect(log).toEqual([1, 2, "ended"]));
  });

  test("cancelling does not wait for a generator that is busy", async () => {
    const f = async function* () {
      yield 1;
      await new Promise(() => {});
    };
    const reader = ((await answerOf({ f })).body as ByteStream).getReader();
    for (let i = 0; i < 2; i++) await reader.read();
    void reader.read();
    await new Promise((resolve) => setTimeout(resolve));
    expect(await reader.cancel()).toBeUndefined();
  });
});

test("whatever is asked is answered", async () => {
  const calls = fc.record({
    method: fc.constantFrom("GET", "POST", "PATCH"),
    path: fc.oneof(
      fc.constant("/f"),
      fc.string().map((path) => `/${path}`),
    ),
    query: fc.oneof(fc.string(), fc.json()),
    body: fc.oneof(fc.string(), fc.json()).map((text) => new TextEncoder().encode(text).buffer),
  });
  await fc.assert(
    fc.asyncProperty(calls, async (call) => {
      const { status } = await answerOf({ f: (...args: unknown[]) => args }, call);
      expect([200, 400, 404, 405]).toContain(status);
    }),
  );
});

test("whatever a function gives or throws is answered", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.anything({ withBigInt: true, withMap: true, withTypedArray: true }),
      fc.boolean(),
      async (value, isThrown) => {
        const f = () => {
          if (isThrown) throw value;
          return value;
        };
        expect([200, 500]).toContain((await answerOf({ f })).status);
      },
    ),
  );
});
