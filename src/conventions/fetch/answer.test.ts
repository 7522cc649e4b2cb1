import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { toExampleCall, toExamplePage } from "../../example-call.js";
import type { Answer, ByteStream, Call, Page } from "../convention.js";
import { answerFetch } from "./answer.js";
import type { FetchContext } from "./context.js";

type App = (request: Request, env: Record<string, unknown>, context: FetchContext) => unknown;

function answerOf(app: App, call: Partial<Call> = {}, page: Partial<Page> = {}): Promise<Answer> {
  const service = { id: "S", members: { fetch: app }, requireContext: false };
  return answerFetch(service, toExampleCall(call), toExamplePage(page));
}

/** What the app finds out about its request. */
async function seen<T>(look: (request: Request) => T | Promise<T>, call: Partial<Call> = {}): Promise<T> {
  const found: T[] = [];
  await answerOf(async (request) => {
    found.push(await look(request));
    return new Response();
  }, call);
  return found[0] as T;
}

function toStream(...parts: string[]): ByteStream {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull(controller) {
      const part = parts.shift();
      if (part === undefined) controller.close();
      else controller.enqueue(encoder.encode(part));
    },
  });
}

const toBytes = (text: string) => new TextEncoder().encode(text).buffer;
const toText = async ({ body }: Answer) => await new Response(body).text();

describe("an app's request", () => {
  test.each([
    [{}, "https://example.org/W/apps/S/f"],
    [{ path: "/" }, "https://example.org/W/apps/S/"],
    [{ path: "" }, "https://example.org/W/apps/S"],
    [{ path: "//other.org/x" }, "https://example.org/W/apps/S//other.org/x"],
    [{ path: "/a%20b/%2F", query: "x=%20&y" }, "https://example.org/W/apps/S/a%20b/%2F?x=%20&y"],
    [{ workspace: "my ws", serviceId: "größe" }, "https://example.org/my%20ws/apps/gr%C3%B6%C3%9Fe/f"],
  ])("%j has the public URL %s", async (call, url) => {
    expect(await seen((request) => request.url, call)).toBe(url);
  });

  test("has the URL below the worker's scope", async () => {
    const app = (request: Request) => new Response(request.url);
    const answer = await answerOf(app, {}, { scope: "https://example.org/base/" });
    expect(await toText(answer)).toBe("https://example.org/base/W/apps/S/f");
  });

  test.each(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"])(
    "has the method %s",
    async (method) => {
      expect(await seen((request) => request.method, { method })).toBe(method);
    },
  );

  test("has whole bodies", async () => {
    const call = { method: "POST", body: toBytes("grüße") };
    expect(await seen((request) => request.text(), call)).toBe("grüße");
  });

  test("has bodies as they come", async () => {
    const reads: string[] = [];
    const body = new ReadableStream(
      {
        pull(controller) {
          reads.push("read");
          controller.enqueue(new TextEncoder().encode("x"));
        },
      },
      { highWaterMark: 0 },
    );
    const first = await seen(
      async (request) => new TextDecoder().decode((await request.body?.getReader().read())?.value),
      { method: "POST", body },
    );
    expect(first).toBe("x");
    expect(reads.length).toBeLessThan(4);
  });

  test.each(["GET", "HEAD"])("has no body with %s", async (method) => {
    expect(await seen((request) => request.body, { method, body: toBytes("x") })).toBeNull();
  });

  test("has the form that was sent", async () => {
    const form = new FormData();
    form.append("name", "Grüße");
    form.append("file", new File(["content"], "größe.txt", { type: "text/plain" }));
    const sent = new Request("https://example.org/", { method: "POST", body: form });
    const call = { method: "POST", headers: [...sent.headers], body: await sent.arrayBuffer() };
    const found = await seen((request) => request.formData(), call);
    expect(found.get("name")).toBe("Grüße");
    expect(found.get("file")).toMatchObject({ name: "größe.txt", type: "text/plain", size: 7 });
  });

  test("has the call's signal", async () => {
    const controller = new AbortController();
    const app = (request: Request) => {
      controller.abort(new Error("gone"));
      return new Response(String(request.signal.reason));
    };
    const answer = await answerOf(app, {}, { signal: () => controller.signal });
    expect(await toText(answer)).toBe("Error: gone");
  });
});

describe("where a browser's Request forbids headers", () => {
  const FORBIDDEN = /^(cookie|origin|referer|host|accept-encoding|connection|sec-.*|proxy-.*)$/i;

  /** Drops forbidden request-headers as browsers do (Fetch Standard, request guard), and knows no streams if so wished. */
  async function loadInBrowser(hasStreams = true): Promise<typeof answerFetch> {
    vi.resetModules();
    const Native = Request;
    class BrowserRequest extends Native {
      constructor(input: Request | string, init: RequestInit & { duplex?: "half" } = {}) {
        const allowed = [...new Headers(init.headers)].filter(([name]) => !FORBIDDEN.test(name));
        const headers = init.headers && { headers: allowed };
        if (hasStreams || !(init.body instanceof ReadableStream)) super(input, { ...init, ...headers });
        else super(input, { method: init.method ?? "GET", ...headers, body: String(init.body) });
      }
    }
    vi.stubGlobal("Request", BrowserRequest);
    return (await import("./answer.js")).answerFetch;
  }

  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  const headers: Call["headers"] = [
    ["cookie", "a=b"],
    ["origin", "https://other.org"],
    ["range", "bytes=0-1"],
    ["referer", "https://example.org/page"],
    ["x-own", "1"],
  ];

  async function seenInBrowser(look: (request: Request) => unknown): Promise<unknown> {
    const answer = await loadInBrowser();
    const app = async (request: Request) => Response.json(await look(request));
    const service = { id: "S", members: { fetch: app }, requireContext: false };
    return JSON.parse(await toText(await answer(service, toExampleCall({ headers }), toExamplePage())));
  }

  test("the app has them all the same", async () => {
    expect(await seenInBrowser((request) => [...request.headers])).toEqual(headers);
  });

  test("a clone has them", async () => {
    expect(await seenInBrowser((request) => [...request.clone().clone().headers])).toEqual(headers);
  });

  test("a clone's are its own", async () => {
    const look = (request: Request) => {
      request.clone().headers.set("cookie", "other");
      return request.headers.get("cookie");
    };
    expect(await seenInBrowser(look)).toBe("a=b");
  });

  test("what is made of the request has those that are allowed", async () => {
    expect(await seenInBrowser((request) => [...new Request(request).headers])).toEqual([
      ["range", "bytes=0-1"],
      ["x-own", "1"],
    ]);
  });

  test.each([true, false])(
    "a streamed body arrives, also in an engine without such requests (%j)",
    async (hasStreams) => {
      const answer = await loadInBrowser(hasStreams);
      const app = async (request: Request) => new Response(await request.text());
      const service = { id: "S", members: { fetch: app }, requireContext: false };
      const call = toExampleCall({ method: "POST", body: toStream("one ", "two") });
      expect(await toText(await answer(service, call, toExamplePage()))).toBe("one two");
    },
  );

  test.each([true, false])("and is in what is made of the request (%j)", async (hasStreams) => {
    const answer = await loadInBrowser(hasStreams);
    const app = async (request: Request) => new Response(await new Request(request).text());
    const service = { id: "S", members: { fetch: app }, requireContext: false };
    const call = toExampleCall({ method: "POST", body: toStream("one ", "two") });
    expect(await toText(await answer(service, call, toExamplePage()))).toBe("one two");
  });
});

describe("an app's env", () => {
  test("is the service's", async () => {
    const env = { greeting: "hi", read: () => 1 };
    const members = { fetch: (_request: Request, given: unknown) => new Response(String(given === env)) };
    const service = { id: "S", members, requireContext: false, env };
    expect(await toText(await answerFetch(service, toExampleCall(), toExamplePage()))).toBe("true");
  });

  test("is an empty object of each call's own otherwise", async () => {
    const app: App = (_request, env) => {
      const before = JSON.stringify(env);
      env.touched = true;
      return new Response(before);
    };
    expect(await toText(await answerOf(app))).toBe("{}");
    expect(await toText(await answerOf(app))).toBe("{}");
  });
});

describe("an app's context", () => {
  test("keeps the call open until a promise given to waitUntil settles", async () => {
    const open: Promise<unknown>[] = [];
    let done = () => {};
    const later = new Promise<void>((resolve) => {
      done = resolve;
    });
    const app: App = (_request, _env, { waitUntil }) => {
      waitUntil(later);
      return new Response("answered");
    };
    expect(await toText(await answerOf(app, {}, { waitUntil: (promise) => open.push(promise) }))).toBe(
      "answered",
    );
    expect(await Promise.race([open[0], "open"])).toBe("open");
    done();
    expect(await open[0]).toBeUndefined();
  });

  test.each([
    ["a page that counts it", { waitUntil: () => {} }],
    ["a page that does not", {}],
  ])("reports what it rejects with to %s", async (_what, page) => {
    const report = vi.fn();
    const boom = new Error("boom");
    const app: App = (_request, _env, { waitUntil }) => {
      waitUntil(Promise.reject(boom));
      waitUntil("no promise");
      return new Response();
    };
    await answerOf(app, {}, { report, ...page });
    await Promise.resolve();
    expect(report.mock.calls).toEqual([[boom]]);
  });

  test("has the members of a Worker's", async () => {
    const app: App = (request, _env, context) => {
      context.passThroughOnException();
      return Response.json([context.signal.aborted, context.props, request.signal.aborted]);
    };
    expect(await toText(await answerOf(app))).toBe("[false,{},false]");
  });

  test("has the call's signal", async () => {
    const { signal } = new AbortController();
    const app: App = (_request, _env, context) => new Response(String(context.signal === signal));
    expect(await toText(await answerOf(app, {}, { signal: () => signal }))).toBe("true");
  });
});

describe("an app's answer", () => {
  test("is sent as it is: nothing is added", async () => {
    const call = toExampleCall({ headers: [["origin", "https://other.org"]] });
    const answer = await answerOf(
      () => new Response("x", { status: 418, statusText: "Teapot", headers: { a: "1" } }),
      call,
    );
    expect(answer).toEqual({
      status: 418,
      statusText: "Teapot",
      headers: [
        ["a", "1"],
        ["content-type", "text/plain;charset=UTF-8"],
      ],
      body: new TextEncoder().encode("x"),
    });
  });

  test("keeps repeated set-cookie headers apart", async () => {
    const headers: [string, string][] = [
      ["set-cookie", "a=1"],
      ["set-cookie", "b=2; Expires=Wed, 21 Oct 2015 07:28:00 GMT"],
    ];
    expect((await answerOf(() => new Response(null, { headers }))).headers).toEqual(headers);
  });

  test.each([
    ["/elsewhere", () => new Response(null, { status: 302, headers: { location: "/elsewhere" } })],
    ["other", () => new Response(null, { status: 302, headers: { location: "other" } })],
    ["https://example.org/W/apps/S/g", (request: Request) => Response.redirect(new URL("g", request.url))],
  ])("may be a redirect to %s", async (location, app) => {
    expect(await answerOf(app)).toEqual({
      status: 302,
      headers: [["location", location]],
      body: null,
    });
  });

  test.each([204, 205, 304])("of status %i has no body", async (status) => {
    expect((await answerOf(() => new Response(null, { status }))).body).toBeNull();
  });

  test("of a body that comes slowly is a stream", async () => {
    const slow = new ReadableStream({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        controller.enqueue(new TextEncoder().encode("late"));
        controller.close();
      },
    });
    const answer = await answerOf(() => new Response(slow));
    expect(answer.body).toBeInstanceOf(ReadableStream);
    expect(await toText(answer)).toBe("late");
  });

  test("of a short content-length is waited for and whole", async () => {
    const slow = new ReadableStream({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        controller.enqueue(new TextEncoder().encode("late"));
        controller.close();
      },
    });
    const answer = await answerOf(() => new Response(slow, { headers: { "content-length": "4" } }));
    expect(answer.body).toEqual(new TextEncoder().encode("late"));
  });

  test("leaves the app the bytes of the other half of a clone", async () => {
    let kept: Response | undefined;
    const chunk = new TextEncoder().encode("cached");
    const source = new ReadableStream({
      start(controller) {
        controller.enqueue(chunk);
        controller.close();
      },
    });
    const { body } = await answerOf(() => {
      const response = new Response(source);
      kept = response.clone();
      return response;
    });
    (body as Uint8Array).fill(0);
    expect(await kept?.text()).toBe("cached");
    expect(new TextDecoder().decode(chunk)).toBe("cached");
  });

  test("whose stream fails fails for the reader, and is reported", async () => {
    const report = vi.fn();
    const boom = new Error("boom");
    const app = () =>
      new Response(
        new ReadableStream({
          pull() {
            throw boom;
          },
        }),
      );
    const answer = await answerOf(app, {}, { report });
    expect(answer.status).toBe(200);
    await expect(toText(answer)).rejects.toThrow();
    expect(report.mock.calls).toEqual([[boom]]);
  });

  test("whose stream gives texts fails and says what to give", async () => {
    const report = vi.fn();
    const source = new ReadableStream({
      start: (controller) => controller.enqueue("text"),
    });
    await expect(toText(await answerOf(() => new Response(source), {}, { report }))).rejects.toThrow();
    expect(String(report.mock.calls[0])).toBe(
      'TypeError: The body of the returned Response gave "text"; its stream must give Uint8Array, as new TextEncoder().encode() makes',
    );
  });
});

describe("an app that gives no answer", () => {
  async function refusalOf(app: App): Promise<unknown> {
    const report = vi.fn();
    const answer = await answerOf(app, {}, { report });
    return [
      answer.status,
      new Headers(answer.headers).get("x-tabserve-error"),
      answer.body,
      report.mock.calls.length,
    ];
  }

  const used = () => {
    const response = new Response("x");
    void response.text();
    return response;
  };
  const locked = () => {
    const response = new Response("x");
    response.body?.getReader();
    return response;
  };

  test.each([
    ["nothing", () => undefined, "fetch returned undefined; return a Response"],
    ["null", () => null, "fetch returned null; return a Response"],
    ["a text", () => "hello", 'fetch returned "hello"; return a Response'],
    ["an object", () => ({ status: 200, body: "x" }), "fetch returned an object; return a Response"],
    ["a function", () => () => new Response(), "fetch returned a function; return a Response"],
    ["a read Response", used, "The returned Response has had its body read; return a clone() of it"],
    ["a Response being read", locked, "The returned Response has had its body read; return a clone() of it"],
    [
      "a network error",
      () => Response.error(),
      "The returned Response is a network error; return one with a status in 200-599",
    ],
    [
      "a status that cannot be sent",
      () => ({ status: 101, headers: new Headers(), arrayBuffer() {} }),
      "fetch returned a Response of status 101; return one in 200-599",
    ],
  ])("but %s is answered with bad-result", async (_what, app, problem) => {
    expect(await refusalOf(app)).toEqual([500, "bad-result", `Internal Server Error: ${problem}`, 0]);
  });

  test.each([
    ["an Error", new TypeError("broken"), "TypeError: broken"],
    ["a text", "broken", "Error: broken"],
    ["a Response", new Response(), "Error: [object Response]"],
    ["nothing", undefined, "Error: undefined"],
  ])("but throws %s is answered with handler-threw, and reported", async (_what, thrown, text) => {
    const throwing = () => {
      throw thrown;
    };
    for (const app of [throwing, async () => throwing()])
      expect(await refusalOf(app)).toEqual([500, "handler-threw", `Internal Server Error: ${text}`, 1]);
  });

  test("of this realm, but one like it, is understood", async () => {
    const other = new Response("from elsewhere", { status: 201 });
    const { status, headers, body } = other;
    const alike = {
      status,
      headers,
      body,
      statusText: "",
      bodyUsed: false,
      type: "default",
      arrayBuffer() {},
    };
    const answer = await answerOf(() => alike);
    expect([answer.status, await toText(answer)]).toEqual([201, "from elsewhere"]);
  });

  test("whatever it gives or throws, is answered", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.anything({ withBigInt: true, withNullPrototype: true }),
        fc.boolean(),
        async (value, isThrown) => {
          const answer = await answerOf(() => {
            if (isThrown) throw value;
            return value;
          });
          expect(answer.status).toBe(500);
        },
      ),
    );
  });

  test("is answered whatever the request is", async () => {
    const texts = fc.record({
      method: fc.string(),
      path: fc.string().map((path) => `/${path}`),
      query: fc.string(),
    });
    await fc.assert(
      fc.asyncProperty(texts, async (call) => {
        const { status } = await answerOf(() => new Response(), call);
        expect([200, 500]).toContain(status);
      }),
    );
  });
});
