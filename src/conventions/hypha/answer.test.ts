import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { toExampleCall, toExamplePage } from "../../example-call.js";
import type { Answer, Call, ConventionService } from "../convention.js";
import { answerHypha, describeThrown } from "./answer.js";
import type { Context } from "./context.js";
import type { HyphaEvent } from "./event.js";

function toHyphaService(
  members: object,
  requireContext: ConventionService["requireContext"] = false,
): ConventionService {
  return { id: "S", members, requireContext };
}

/** What a handler at /f makes of a call. */
function answerOf(handler: (...args: never[]) => unknown, call: Partial<Call> = {}, page = toExamplePage()) {
  return answerHypha(toHyphaService({ f: handler }), toExampleCall(call), page);
}

function toThenable(then: (resolve: (value: unknown) => void, reject: (reason: unknown) => void) => void) {
  return { then };
}

function throwing(thrown: unknown) {
  return () => {
    throw thrown;
  };
}

function header({ headers }: Answer, name: string): string | null {
  return new Headers(headers).get(name);
}

describe("Hypha, a call: look-up", () => {
  test("percent-decodes the path before it", async () => {
    const service = toHyphaService({ größe: { "a b": () => "found" } });
    const { body } = await answerHypha(
      service,
      toExampleCall({ path: "/gr%C3%B6%C3%9Fe/a%20b" }),
      toExamplePage(),
    );
    expect(body).toBe("found");
  });

  test.each([
    ["/api%2Fusers", { api: { users: () => "found" } }],
    ["/api%2fusers/", { "api/users": () => "found" }],
    ["/a+b", { "a+b": () => "found" }],
    ["/a%2Bb", { "a+b": () => "found" }],
    ["/%E2%98%83", { "☃": () => "found" }],
    ["/100%", { "100%": () => "found" }],
  ])("%s reaches its function", async (path, members) => {
    expect((await answerHypha(toHyphaService(members), toExampleCall({ path }), toExamplePage())).body).toBe(
      "found",
    );
  });

  test("a + in a path stays +", async () => {
    const { status } = await answerHypha(
      toHyphaService({ "a b": () => "x" }),
      toExampleCall({ path: "/a+b" }),
      toExamplePage(),
    );
    expect(status).toBe(404);
  });

  test.each([
    ["/missing", "missing"],
    ["/missing/", "missing"],
    ["/a/b/c", "a/b/c"],
    ["/a%20b", "a b"],
    ["/", "index"],
  ])("%s without a function is 404 and names it", async (path, name) => {
    const { status, body } = await answerHypha(toHyphaService({}), toExampleCall({ path }), toExamplePage());
    expect({ status, body }).toEqual({ status: 404, body: `Function not found: ${name}` });
  });

  test("a missing function is plain text with the host's code", async () => {
    const answer = await answerHypha(toHyphaService({}), toExampleCall(), toExamplePage());
    expect(header(answer, "content-type")).toBe("text/plain; charset=utf-8");
    expect(header(answer, "x-tabserve-error")).toBe("function-not-found");
  });

  test.each(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "PURGE"])(
    "%s reaches the function, which reads event.method",
    async (method) => {
      expect((await answerOf((event: HyphaEvent) => event.method, { method })).body).toBe(method);
    },
  );

  test("a handler's answer carries no code of the host", async () => {
    const answer = await answerOf(() => ({ status: 404, body: "mine" }));
    expect(header(answer, "x-tabserve-error")).toBeNull();
  });
});

describe("Hypha, a call: what the handler gets", () => {
  async function argumentsOf(
    requireContext: ConventionService["requireContext"],
    { members = (f: unknown): object => ({ f }), call = {} as Partial<Call> } = {},
  ): Promise<[HyphaEvent, Context]> {
    const handler = vi.fn((_event: unknown, _context?: unknown) => "done");
    await answerHypha(toHyphaService(members(handler), requireContext), toExampleCall(call), toExamplePage());
    return handler.mock.calls[0] as unknown as [HyphaEvent, Context];
  }

  test("without require_context the event alone", async () => {
    expect(await argumentsOf(false)).toHaveLength(1);
  });

  test("without require_context an event without a context", async () => {
    expect((await argumentsOf(false))[0]).not.toHaveProperty("context");
  });

  test("with require_context the same context as last argument and in the event", async () => {
    const [event, context] = await argumentsOf(true, { call: { caller: "caller" } });
    expect(context).toMatchObject({ type: "method", from: "W/caller", to: "W/provider", session: "random" });
    expect(event.context).toBe(context);
  });

  test("the user of the event is the user of the context", async () => {
    const [event, context] = await argumentsOf(true);
    expect(event.user).toBe(context.user);
  });

  test("a caller without credentials is anonymous", async () => {
    const [event] = await argumentsOf(false);
    expect(event.user).toMatchObject({ is_anonymous: true, roles: ["anonymous"] });
  });

  test("a page of the workspace has its permission in user.scope", async () => {
    const [event] = await argumentsOf(false, { call: { member: true } });
    expect(event.user.scope.workspaces).toEqual({ W: "rw" });
  });

  test("context.method has the dotted path of a nested function", async () => {
    const members = (users: unknown) => ({ api: { v1: { users } } });
    const [, context] = await argumentsOf(true, { members, call: { path: "/api/v1/users/" } });
    expect(context.method).toBe("services.S.api.v1.users");
  });

  test("context.method names what was found, such as an index or default", async () => {
    const [, index] = await argumentsOf(true, {
      members: (f) => ({ api: { index: f } }),
      call: { path: "/api" },
    });
    const [, other] = await argumentsOf(true, { members: (f) => ({ default: f }), call: { path: "/x" } });
    expect([index.method, other.method]).toEqual(["services.S.api.index", "services.S.default"]);
  });

  test("context.method has the registered id where the URL names a client too", async () => {
    const [event, context] = await argumentsOf(true, { call: { serviceId: "provider:S" } });
    expect([event.service_id, context.method]).toEqual(["provider:S", "services.S.f"]);
  });

  test("require_context with names gives a context to what is under them", async () => {
    const members = (users: unknown) => ({ api: { users } });
    expect(await argumentsOf(["api"], { members, call: { path: "/api/users" } })).toHaveLength(2);
  });

  test("require_context with names gives none to the others", async () => {
    expect(await argumentsOf(["g"])).toHaveLength(1);
  });

  test("a function of three parameters gets the context third", async () => {
    const handler = (...args: unknown[]) => args.map((one) => (one as { type?: string } | undefined)?.type);
    const three = (a: unknown, b: unknown, c: unknown) => handler(a, b, c);
    const { body } = await answerHypha(toHyphaService({ f: three }, true), toExampleCall(), toExamplePage());
    expect(body).toBe('["http",null,"method"]');
  });

  test("each call has a random session", async () => {
    const sessions = ["one", "two"];
    const page = toExamplePage({ random: () => sessions.shift() ?? "" });
    const service = toHyphaService({ f: (_event: unknown, context: Context) => context.session }, true);
    const answers = [
      await answerHypha(service, toExampleCall(), page),
      await answerHypha(service, toExampleCall(), page),
    ];
    expect(answers.map(({ body }) => body)).toEqual(["one", "two"]);
  });

  test("function_path is there for default only", async () => {
    const [named] = await argumentsOf(false);
    const [fallen] = await argumentsOf(false, {
      members: (f) => ({ default: f }),
      call: { path: "/a%20b/" },
    });
    expect([named.function_path, fallen.function_path]).toEqual([undefined, "/a b"]);
  });

  test("this is undefined", async () => {
    const members = {
      f(this: unknown) {
        return String(this);
      },
    };
    expect((await answerHypha(toHyphaService(members), toExampleCall(), toExamplePage())).body).toBe(
      "undefined",
    );
  });

  test.each(["flag", "a=b=c", "a=1&&b=2", "a=1&", "%", "&", "=", "a=%ff", "?"])(
    "the odd query %s does not fail",
    async (query) => {
      const answer = await answerOf((event: HyphaEvent) => event.query_string, { query });
      expect(answer).toMatchObject({ status: 200, body: query });
    },
  );
});

describe("a call: its signal", () => {
  const { signal } = new AbortController();
  const page = toExamplePage({ signal: () => signal });

  test("is in the event and in the context", async () => {
    const f = (event: HyphaEvent, context: Context) => [event.signal === signal, context.signal === signal];
    expect(await answerHypha(toHyphaService({ f }, true), toExampleCall(), page)).toMatchObject({
      body: "[true,true]",
    });
  });

  test("is left out when an event or a context is listed, copied or sent on", async () => {
    const f = (event: HyphaEvent, context: Context) =>
      [Object.keys(event), Object.keys({ ...context })].flat();
    const { body } = await answerHypha(toHyphaService({ f }, true), toExampleCall(), page);
    expect(body).not.toContain("signal");
  });

  test("is made when a handler looks at it, not before", async () => {
    const make = vi.fn(() => signal);
    await answerOf((event: HyphaEvent) => event.method, {}, toExamplePage({ signal: make }));
    expect(make).not.toHaveBeenCalled();
    await answerOf((event: HyphaEvent) => event.signal?.aborted, {}, toExamplePage({ signal: make }));
    expect(make).toHaveBeenCalledOnce();
  });

  test("is absent where the page has none", async () => {
    expect((await answerOf((event: HyphaEvent) => String(event.signal))).body).toBe("undefined");
  });
});

describe("Hypha, a call: handlers of every kind", () => {
  test.each([
    ["a value", () => "x"],
    ["a promise", async () => "x"],
    ["a thenable", () => toThenable((resolve) => resolve("x"))],
  ])("may return %s", async (_what, handler) => {
    expect(await answerOf(handler)).toMatchObject({ status: 200, body: "x" });
  });

  test("nothing returned is 204", async () => {
    expect(await answerOf(() => {})).toMatchObject({ status: 204, body: null });
  });
});

describe("Hypha, a call: CORS on every answer, errors included", () => {
  const origin = "http://localhost:3000";
  const kinds: [string, string, () => unknown][] = [
    ["a handler's answer", "/f", () => "x"],
    ["an answer without a body", "/f", () => {}],
    ["a missing function", "/missing", () => "x"],
    ["a handler that throws", "/f", throwing(new Error("x"))],
    ["a bad result", "/f", () => 42],
    ["a Response", "/f", () => new Response("x")],
    ["a thrown answer", "/f", throwing({ status: 403 })],
  ];

  test.each(kinds)("%s allows the Origin that asked, with credentials", async (_what, path, handler) => {
    const answer = await answerOf(handler, { path, headers: [["origin", origin]] });
    expect(header(answer, "access-control-allow-origin")).toBe(origin);
    expect(header(answer, "access-control-allow-credentials")).toBe("true");
  });

  test.each(kinds)("%s allows everybody when no Origin was sent", async (_what, path, handler) => {
    const answer = await answerOf(handler, { path });
    expect(header(answer, "access-control-allow-origin")).toBe("*");
    expect(header(answer, "access-control-allow-credentials")).toBeNull();
  });

  test("the Origin is found among other headers", async () => {
    const headers: Call["headers"] = [
      ["accept", "*/*"],
      ["origin", origin],
    ];
    expect(header(await answerOf(() => "x", { headers }), "access-control-allow-origin")).toBe(origin);
  });

  test("a header that the handler set wins", async () => {
    const handler = () => ({ headers: { "Access-Control-Allow-Origin": "https://only.example" }, body: "x" });
    const answer = await answerOf(handler, { headers: [["origin", origin]] });
    expect(header(answer, "access-control-allow-origin")).toBe("https://only.example");
  });
});

describe("Hypha, what a handler may throw", () => {
  class TeapotError extends Error {
    override name = "TeapotError";
  }

  test.each([
    ["an Error", new Error("boom"), "Error: boom"],
    ["an Error of another type", new TypeError("bad"), "TypeError: bad"],
    ["an Error with a name of its own", new TeapotError("hot"), "TeapotError: hot"],
    ["a DOMException", new DOMException("no", "AbortError"), "AbortError: no"],
    ["a string", "boom", "Error: boom"],
    ["a number", 42, "Error: 42"],
    ["a symbol", Symbol("s"), "Error: Symbol(s)"],
    ["nothing", undefined, "Error: undefined"],
    ["null", null, "Error: null"],
    ["a plain object", { code: 1 }, "Error: [object Object]"],
    ["an object without a text", Object.create(null), "Error: a value without a text"],
    ["an Error whose status is no integer", Object.assign(new Error("x"), { status: "404" }), "Error: x"],
  ])("%s: 500 with its name and message", async (_what, thrown, text) => {
    const { status, body } = await answerOf(throwing(thrown));
    expect({ status, body }).toEqual({ status: 500, body: `Internal Server Error: ${text}` });
  });

  test("a rejection is the same as a throw", async () => {
    const { status, body } = await answerOf(async () => throwing(new RangeError("late"))());
    expect({ status, body }).toEqual({ status: 500, body: "Internal Server Error: RangeError: late" });
  });

  test("the answer is plain text with the host's code", async () => {
    const answer = await answerOf(throwing(new Error("x")));
    expect(header(answer, "content-type")).toBe("text/plain; charset=utf-8");
    expect(header(answer, "x-tabserve-error")).toBe("handler-threw");
  });

  test("the stack goes to the report, never into the answer", async () => {
    const error = new Error("boom");
    const report = vi.fn();
    const { body } = await answerOf(throwing(error), {}, toExamplePage({ report }));
    expect(report.mock.calls).toEqual([[error]]);
    expect(body).not.toContain("answer.test");
  });

  test.each([undefined, null, "text"])("a thrown %j is reported too", async (thrown) => {
    const report = vi.fn();
    await answerOf(throwing(thrown), {}, toExamplePage({ report }));
    expect(report.mock.calls).toEqual([[thrown]]);
  });

  test("a default parameter that throws counts as the handler", async () => {
    const handler = (_event: unknown, value = throwing(new Error("boom"))()) => value;
    expect(await answerOf(handler)).toMatchObject({ status: 500 });
  });

  test.each([
    ["a plain object", { status: 403, body: "no" }, { status: 403, body: "no" }],
    ["without a body", { status: 403 }, { status: 403, body: null }],
    ["without a body, with a message", { status: 403, message: "x" }, { status: 403, body: null }],
    ["an Error", Object.assign(new Error("no tea"), { status: 418 }), { status: 418, body: "no tea" }],
    [
      "an Error with a body",
      Object.assign(new Error("x"), { status: 418, body: "b" }),
      { status: 418, body: "b" },
    ],
    ["a body of JSON", { status: 422, body: { field: "a" } }, { status: 422, body: '{"field":"a"}' }],
    ["a status without a body", Object.assign(new Error("x"), { status: 204 }), { status: 204, body: null }],
  ])("a value with an integer status becomes that answer: %s", async (_what, thrown, expected) => {
    expect(await answerOf(throwing(thrown))).toMatchObject(expected);
  });

  test("an Error's message is sent as text, never to be taken for HTML", async () => {
    const { headers } = await answerOf(throwing(Object.assign(new Error("<b>"), { status: 400 })));
    expect(headers).toContainEqual(["content-type", "text/plain; charset=utf-8"]);
  });

  test("a value with a status keeps its headers", async () => {
    const thrown = { status: 401, headers: { "WWW-Authenticate": "Basic" } };
    expect(header(await answerOf(throwing(thrown)), "www-authenticate")).toBe("Basic");
  });

  test("a Response becomes the answer", async () => {
    const answer = await answerOf(throwing(new Response("gone", { status: 410 })));
    expect(answer.status).toBe(410);
    expect(await new Response(answer.body).text()).toBe("gone");
  });

  test("an answer that was thrown is neither reported nor the host's", async () => {
    const report = vi.fn();
    const answer = await answerOf(throwing({ status: 403 }), {}, toExamplePage({ report }));
    expect(report).not.toHaveBeenCalled();
    expect(header(answer, "x-tabserve-error")).toBeNull();
  });

  test.each([
    ["a status outside 200-599", { status: 42 }, "status is 42; it must be an integer in 200-599"],
    ["a body that is a function", { status: 400, body: () => {} }, "body is a function"],
    ["a header with LF", { status: 400, headers: { a: "\n" } }, 'header "a" has the value'],
  ])("a value with %s is a bad result", async (_what, thrown, text) => {
    const answer = await answerOf(throwing(thrown));
    expect(header(answer, "x-tabserve-error")).toBe("bad-result");
    expect(answer.body).toMatch(`Internal Server Error: ${text}`);
  });

  test("an Error whose getters throw is still answered", async () => {
    const thrown = Object.defineProperty(new Error("x"), "status", { get: throwing(new Error("getter")) });
    expect(await answerOf(throwing(thrown))).toMatchObject({
      status: 500,
      body: "Internal Server Error: Error: x",
    });
  });
});

describe("Hypha, an unusable result", () => {
  test.each([
    ["a status out of range", { status: 700 }, "status is 700; it must be an integer in 200-599"],
    ["a header name", { headers: { "a b": "1" }, body: "x" }, 'headers has the invalid name "a b"'],
    [
      "a number",
      42,
      "The result is 42; return {status, headers, body}, a string, bytes, a stream or a Response",
    ],
    ["a BigInt", { n: 1n }, 'The result cannot be sent as JSON: the value of "n" is a bigint'],
  ])("%s: 500 plain text that names it, with the host's code", async (_what, result, text) => {
    const answer = await answerOf(() => result);
    expect(answer).toMatchObject({ status: 500, body: `Internal Server Error: ${text}` });
    expect(header(answer, "content-type")).toBe("text/plain; charset=utf-8");
    expect(header(answer, "x-tabserve-error")).toBe("bad-result");
  });
});

describe("Hypha, a range of an answer", () => {
  test("has the part and the CORS headers", async () => {
    const answer = await answerOf(() => "0123456789", { headers: [["Range", "bytes=2-3"]] });
    expect([answer.status, header(answer, "content-range")]).toEqual([206, "bytes 2-3/10"]);
    expect(header(answer, "access-control-allow-origin")).toBe("*");
    expect(await new Response(answer.body).text()).toBe("23");
  });
});

describe("Hypha, event.url", () => {
  test("is the address asked for, below the worker's scope", async () => {
    const page = toExamplePage({ scope: "https://example.org/sub/" });
    const answer = await answerOf((event: HyphaEvent) => event.url, { path: "/f/", query: "a=1" }, page);
    expect(answer.body).toBe("https://example.org/sub/W/apps/S/f/?a=1");
  });

  test("is not enumerable", async () => {
    const answer = await answerOf((event: HyphaEvent) => Object.keys(event));
    expect(JSON.parse(String(answer.body))).not.toContain("url");
  });
});

describe("Hypha, a streamed answer", () => {
  test("what its producer throws reaches the reader and the page's console", async () => {
    const report = vi.fn();
    const broken = new Error("half way");
    const handler = async function* () {
      yield "first";
      throw broken;
    };
    const answer = await answerOf(handler, {}, toExamplePage({ report }));
    await expect(new Response(answer.body).text()).rejects.toBe(broken);
    expect(report).toHaveBeenCalledExactlyOnceWith(broken);
  });

  test("carries the CORS headers", async () => {
    const answer = await answerOf(function* () {
      yield "x";
    });
    expect(header(answer, "access-control-allow-origin")).toBe("*");
  });

  test("to HEAD has no body, and its producer is told", async () => {
    const cancel = vi.fn();
    const answer = await answerOf(() => new ReadableStream({ cancel }), { method: "HEAD" });
    expect(answer.body).toBeNull();
    expect(cancel).toHaveBeenCalledOnce();
  });

  test("of a service with config.sse is an event stream", async () => {
    const service = { id: "S", requireContext: false, config: { sse: true } } as const;
    const f = function* () {
      yield { n: 1 };
    };
    const answer = await answerHypha({ ...service, members: { f } }, toExampleCall(), toExamplePage());
    expect(header(answer, "content-type")).toBe("text/event-stream");
    expect(await new Response(answer.body).text()).toBe(':\n\ndata: {"n":1}\n\n');
  });

  test("thrown with a status is streamed too", async () => {
    const body = (function* () {
      yield "busy";
    })();
    const answer = await answerOf(throwing({ status: 503, body }));
    expect([answer.status, await new Response(answer.body).text()]).toEqual([503, "busy"]);
  });
});

describe("Hypha, a call never rejects", () => {
  const boom = throwing(new Error("trap"));
  /** Made at the last moment: fast-check looks into its values too. */
  const hostile = fc.constantFrom<(() => unknown)[]>(
    () => Object.defineProperty({ status: 200 }, "body", { get: boom, enumerable: true }),
    () => Object.defineProperty({ body: "x" }, "status", { get: boom }),
    () => Object.defineProperty({ body: "x" }, "headers", { get: boom }),
    () => ({ body: "x", headers: Object.defineProperty({}, "a", { get: boom, enumerable: true }) }),
    () => ({ deep: Object.defineProperty({}, "a", { get: boom, enumerable: true }) }),
    () => new Proxy({}, { get: boom }),
    () => toThenable(boom),
    () => toThenable((_resolve, reject) => reject({ status: 1 })),
    () => new Proxy({}, { ownKeys: boom }),
    () => new Proxy({}, { has: boom }),
    () => new Proxy({ body: "x" }, { get: boom }),
    () => new Proxy({}, { getOwnPropertyDescriptor: boom }),
    () => ({ toString: boom, [Symbol.toPrimitive]: boom }),
    () => Object.defineProperty(new Error("x"), "message", { get: boom }),
    () => Object.defineProperty(new Error("x"), "name", { get: () => Symbol("s") }),
    () => Object.assign(new Error("x"), { name: Object.create(null) }),
    () => new Proxy(() => {}, { get: boom }),
  );
  const plain = fc.oneof(
    fc.anything({ withBigInt: true, withMap: true, withNullPrototype: true, withTypedArray: true }),
    fc.record({ status: fc.anything(), headers: fc.anything(), body: fc.anything() }, { requiredKeys: [] }),
  );
  const status = fc.integer({ min: 190, max: 610 });
  const value = fc.oneof(
    hostile,
    plain.map((one) => () => one),
    fc.tuple(status, hostile).map(([one, make]) => () => ({ status: one, body: make() })),
  );
  const makesResponse = async (handler: () => unknown): Promise<boolean> => {
    const { body, ...init } = await answerOf(handler);
    return new Response(body, init).status === init.status;
  };

  test("whatever the handler returns, the answer makes a Response", async () => {
    await fc.assert(
      fc.asyncProperty(value, (make) => makesResponse(make)),
      { numRuns: 500 },
    );
  });

  test("whatever the handler throws, the answer makes a Response", async () => {
    await fc.assert(
      fc.asyncProperty(value, (make) => makesResponse(() => throwing(make())())),
      { numRuns: 500 },
    );
  });

  test("whatever the path, the answer makes a Response", async () => {
    const service = toHyphaService({ f: () => "x", api: { v1: { f: () => "x" } } });
    const segment = fc.oneof(fc.constantFrom("", "f", "api", "v1", "%", "%2F", "__proto__"), fc.string());
    const path = fc.array(segment).map((segments) => `/${segments.join("/")}`);
    await fc.assert(
      fc.asyncProperty(path, async (one) => {
        const { body, ...init } = await answerHypha(service, toExampleCall({ path: one }), toExamplePage());
        return [200, 404].includes(new Response(body, init).status);
      }),
    );
  });
});

describe("describeThrown", () => {
  test.each([
    [new SyntaxError("x"), "SyntaxError: x"],
    ["text", "Error: text"],
    [undefined, "Error: undefined"],
    [{ toString: throwing(new Error("x")) }, "Error: a value without a text"],
  ])("%o is %s", (thrown, text) => {
    expect(describeThrown(thrown)).toBe(text);
  });
});
