import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { toExampleCall, toExamplePage } from "../../example-call.js";
import type { Answer, ByteStream, Call, ConventionService, Page } from "../convention.js";
import type { Context } from "../hypha/context.js";
import { answerAsgi } from "./answer.js";
import type { AsgiReceived } from "./receive.js";
import type { AsgiScope } from "./scope.js";

interface Connection {
  readonly scope: AsgiScope;
  readonly receive: () => Promise<AsgiReceived>;
  readonly send: (message: unknown) => Promise<void>;
}

type App = (connection: Connection, context?: Context) => unknown;

function answerOf(
  app: App,
  call: Partial<Call> = {},
  page: Partial<Page> = {},
  requireContext: ConventionService["requireContext"] = false,
): Promise<Answer> {
  const service = { id: "S", members: { serve: app }, requireContext };
  return answerAsgi(service, toExampleCall({ path: "/api", ...call }), toExamplePage(page));
}

const START = { type: "http.response.start", status: 200, headers: [] };
const body = (text: string, more_body = false) => ({ type: "http.response.body", body: text, more_body });
const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const wait = (milliseconds = 5) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const toText = async (answer: Answer) => await new Response(answer.body).text();

/** What the app finds out. */
async function seen<T>(
  look: (connection: Connection, context?: Context) => T | Promise<T>,
  call: Partial<Call> = {},
  requireContext: ConventionService["requireContext"] = false,
): Promise<T> {
  const found: T[] = [];
  const app: App = async (connection, context) => {
    found.push(await look(connection, context));
    await connection.send(START);
    await connection.send(body(""));
  };
  await answerOf(app, call, {}, requireContext);
  return found[0] as T;
}

describe("ASGI 3, HTTP connection scope:", () => {
  test("every key", async () => {
    const call: Partial<Call> = {
      method: "post",
      path: "/a%20b/%C3%BC/",
      query: "x=%20&y",
      headers: [
        ["X-One", "1"],
        ["x-one", "ü"],
      ],
      caller: "caller",
    };
    expect(await seen(({ scope }) => scope, call)).toEqual({
      type: "http",
      asgi: { version: "3.0", spec_version: "2.3" },
      http_version: "1.1",
      scheme: "https",
      server: ["example.org", 443],
      client: ["caller", 0],
      state: {},
      method: "POST",
      path: "/W/apps/S/a b/ü/",
      raw_path: encode("/W/apps/S/a%20b/%C3%BC/"),
      query_string: encode("x=%20&y"),
      root_path: "/W/apps/S",
      headers: [
        [encode("x-one"), encode("1")],
        [encode("x-one"), new Uint8Array([0xfc])],
      ],
      workspace: "W",
      service_id: "S",
      user: expect.objectContaining({ id: "caller", is_anonymous: true }),
    });
  });

  test.each([
    [{}, "/W/apps/S", "/W/apps/S/api"],
    [{ path: "/" }, "/W/apps/S", "/W/apps/S/"],
    [{ path: "" }, "/W/apps/S", "/W/apps/S"],
    [{ workspace: "my ws", serviceId: "größe" }, "/my ws/apps/größe", "/my ws/apps/größe/api"],
    [{ serviceId: "c1:S", path: "/%2F" }, "/W/apps/c1:S", "/W/apps/c1:S//"],
  ])("%j: the path begins with the root_path %s", async (call, root, path) => {
    expect(await seen(({ scope }) => [scope.root_path, scope.path], call)).toEqual([root, path]);
  });

  test("the root_path begins with the worker's scope", async () => {
    const app: App = async ({ scope, send }) => {
      await send(START);
      await send(body(`${scope.root_path} ${scope.path} ${decode(scope.raw_path)}`));
    };
    const answer = await answerOf(app, {}, { scope: "https://example.org/a%20b/" });
    expect(await toText(answer)).toBe("/a b/W/apps/S /a b/W/apps/S/api /a%20b/W/apps/S/api");
  });

  test("there is no context unless it is asked for", async () => {
    expect(await seen(({ scope }, context) => ["context" in scope, context])).toEqual([false, undefined]);
  });

  test.each([[true], [["serve"]]])(
    "the context is in it and the last argument with require_context %j",
    async (setting) => {
      const [scoped, context] = await seen(({ scope }, context) => [scope.context, context], {}, setting);
      expect(context).toMatchObject({
        ws: "W",
        to: "W/provider",
        method: "services.S.serve",
        user: { is_anonymous: true },
      });
      expect(scoped).toBe(context);
    },
  );
});

describe("ASGI 3, receive:", () => {
  const toStream = (...chunks: string[]): ByteStream =>
    new ReadableStream({
      pull(controller) {
        const chunk = chunks.shift();
        if (chunk === undefined) controller.close();
        else controller.enqueue(encode(chunk));
      },
    });
  const request = (text: string, more_body: boolean) => ({
    type: "http.request",
    body: encode(text),
    more_body,
  });

  test.each([
    ["no body", null, [request("", false)]],
    ["a whole body", encode("whole").buffer, [request("whole", false)]],
    ["a stream", toStream("one", "two"), [request("one", true), request("two", true), request("", false)]],
    ["an empty stream", toStream(), [request("", false)]],
  ])("%s", async (_what, given, messages) => {
    const received = await seen(
      async ({ receive }) => {
        const all = [];
        do all.push(await receive());
        while (all.at(-1)?.type === "http.request" && (all.at(-1) as { more_body: boolean }).more_body);
        return all;
      },
      { body: given, method: "POST" },
    );
    expect(received).toEqual(messages);
  });

  test("chunks are read one by one, when they are asked for", async () => {
    const pull = vi.fn((controller: ReadableStreamDefaultController) => controller.enqueue(encode("x")));
    const given = new ReadableStream({ pull }, { highWaterMark: 0 });
    await seen(({ receive }) => receive(), { body: given, method: "POST" });
    expect(pull).toHaveBeenCalledTimes(1);
  });

  test("several at the same time get one message each, and none twice", async () => {
    const received = await seen(
      ({ receive }) => {
        const all = [receive(), receive(), receive()];
        return Promise.all(all.map((one) => Promise.race([one, wait(20).then(() => "waits")])));
      },
      { body: toStream("one"), method: "POST" },
    );
    expect(received).toEqual([request("one", true), request("", false), "waits"]);
  });

  test("after the body it waits until the answer is complete, and says so again and again", async () => {
    const events: string[] = [];
    let end: Promise<void> | undefined;
    const app: App = async ({ receive, send }) => {
      await receive();
      const ends = [receive(), receive()].map((one) => one.then(({ type }) => events.push(type)));
      await wait();
      events.push("sends");
      await send(START);
      await send(body("x"));
      end = Promise.all(ends).then(() => void receive().then(({ type }) => events.push(type)));
    };
    await answerOf(app);
    await end;
    await wait();
    expect(events).toEqual(["sends", "http.disconnect", "http.disconnect", "http.disconnect"]);
  });

  test("it says when nobody waits for the answer any more", async () => {
    const controller = new AbortController();
    const app: App = async ({ receive, send }) => {
      await receive();
      setTimeout(() => controller.abort(), 5);
      const { type } = await receive();
      await expect(send(START)).rejects.toThrow("Nobody waits for the answer any more; stop sending");
      return type;
    };
    const report = vi.fn();
    await answerOf(app, {}, { signal: () => controller.signal, report });
    expect(report).not.toHaveBeenCalled();
  });

  test("it says so too when the caller goes during its upload", async () => {
    const given = new ReadableStream({
      start(controller) {
        controller.enqueue(encode("x"));
      },
      pull(controller) {
        controller.error(new Error("gone"));
      },
    });
    const types = await seen(async ({ receive }) => [(await receive()).type, (await receive()).type], {
      body: given,
      method: "POST",
    });
    expect(types).toEqual(["http.request", "http.disconnect"]);
  });

  test("what of the body is unread when the answer is complete is cancelled", async () => {
    const cancel = vi.fn();
    await seen(() => 1, { body: new ReadableStream({ cancel }, { highWaterMark: 0 }), method: "POST" });
    await wait();
    expect(cancel).toHaveBeenCalledTimes(1);
  });
});

describe("ASGI 3, send:", () => {
  test("status, headers and body, with CORS", async () => {
    const app: App = async ({ send }) => {
      await send({
        type: "http.response.start",
        status: 201,
        headers: [
          [encode("content-type"), encode("text/plain")],
          ["set-cookie", "a=1"],
          [encode("set-cookie"), new Uint8Array([0x62, 0x3d, 0xfc])],
          ["transfer-encoding", "chunked"],
        ],
      });
      await send({ type: "http.response.body", body: encode("created") });
    };
    const { headers, ...rest } = await answerOf(app, { headers: [["origin", "https://other.org"]] });
    expect(rest).toEqual({ status: 201, body: encode("created") });
    expect(headers.slice(0, 4)).toEqual([
      ["content-type", "text/plain"],
      ["set-cookie", "a=1"],
      ["set-cookie", "b=ü"],
      ["access-control-allow-origin", "https://other.org"],
    ]);
  });

  test("the app's own CORS headers win", async () => {
    const app: App = async ({ send }) => {
      await send({ ...START, headers: [["Access-Control-Allow-Origin", "https://mine.org"]] });
      await send(body(""));
    };
    const { headers } = await answerOf(app);
    expect(new Headers(headers).get("access-control-allow-origin")).toBe("https://mine.org");
  });

  test.each([
    ["a string", "grüße"],
    ["bytes", encode("grüße")],
    ["a part of a larger buffer", encode("<grüße>").subarray(1, -1)],
    ["an ArrayBuffer", encode("grüße").buffer],
    ["a view", new DataView(encode("grüße").buffer)],
  ])("a body that is %s", async (_what, given) => {
    const app: App = async ({ send }) => {
      await send(START);
      await send({ type: "http.response.body", body: given });
    };
    expect(await toText(await answerOf(app))).toBe("grüße");
  });

  test("an answer that is there at once is whole, in however many messages", async () => {
    const app: App = async ({ send }) => {
      await send(START);
      for (const word of ["one ", "", "two "]) await send(body(word, true));
      await send({ type: "http.response.body" });
    };
    expect((await answerOf(app)).body).toEqual(encode("one two "));
  });

  test("is not waited for by an app that need not", async () => {
    const app: App = ({ send }) => {
      void send(START);
      void send(body("one ", true));
      return send(body("two"));
    };
    expect(await toText(await answerOf(app))).toBe("one two");
  });

  test("chunks that come slowly arrive one by one", async () => {
    const app: App = async ({ send }) => {
      await send(START);
      for (const word of ["1", "2", "3", "4", "5"]) {
        await wait();
        await send(body(word, true));
      }
      await send(body(""));
    };
    const chunks: string[] = [];
    const reader = ((await answerOf(app)).body as ByteStream).getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read())
      chunks.push(decode(next.value));
    expect(chunks).toEqual(["1", "2", "3", "4", "5"]);
  });

  test("resolves when the reader has room", async () => {
    const sent: number[] = [];
    const app: App = async ({ send }) => {
      await send(START);
      await wait();
      for (let i = 1; i <= 4; i++) {
        await send(body("x", true));
        sent.push(i);
      }
      await send(body(""));
    };
    const reader = ((await answerOf(app)).body as ByteStream).getReader();
    await wait(20);
    const before = sent.length;
    await reader.read();
    await wait();
    expect([before, sent.length]).toEqual([1, 1]);
    await reader.read();
    await wait();
    expect(sent).toEqual([1, 2]);
    await reader.cancel();
  });

  test("takes a copy: the app may use its memory again", async () => {
    const memory = encode("one");
    const app: App = async ({ send }) => {
      await send(START);
      const sent = send({ type: "http.response.body", body: memory });
      memory.fill(0);
      await sent;
    };
    expect(await toText(await answerOf(app))).toBe("one");
  });

  test.each([204, 205, 304])("an answer of status %i carries no body", async (status) => {
    const app: App = async ({ send }) => {
      await send({ ...START, status });
      await send(body("x", true));
      await send(body("y"));
    };
    expect(await answerOf(app)).toMatchObject({ status, body: null });
  });

  test("rejects when the reader is gone, which is no fault of the app's", async () => {
    const report = vi.fn();
    let thrown: unknown;
    const app: App = async ({ send }) => {
      await send(START);
      await wait();
      try {
        for (;;) await send(body("x", true));
      } catch (error) {
        thrown = error;
        throw error;
      }
    };
    const reader = ((await answerOf(app, {}, { report })).body as ByteStream).getReader();
    await reader.read();
    await reader.cancel();
    await wait();
    expect(String(thrown)).toBe("Disconnected: Nobody waits for the answer any more; stop sending");
    expect(report).not.toHaveBeenCalled();
  });

  test("rejects when the call is cancelled while it waits for the reader", async () => {
    const controller = new AbortController();
    let rejected: unknown;
    const app: App = async ({ send }) => {
      await send(START);
      await wait();
      for (;;)
        await send(body("x", true)).catch((error) => {
          rejected = error;
          throw error;
        });
    };
    await answerOf(app, {}, { signal: () => controller.signal });
    await wait(20);
    controller.abort();
    await wait();
    expect(String(rejected)).toMatch("Nobody waits");
  });

  test.each<[string, unknown[], string]>([
    [
      "a body first",
      [body("x")],
      "Error: send() got http.response.body first; send http.response.start before it",
    ],
    ["two starts", [START, START], "Error: send() got http.response.start a second time; send it once"],
    [
      "a body after the last",
      [START, body("x"), body("y")],
      "Error: send() got http.response.body after the last one; set more_body on all others",
    ],
    [
      "an unknown type",
      [{ type: "websocket.accept" }],
      'TypeError: send() got a message of the type "websocket.accept"; send http.response.start, then http.response.body',
    ],
    [
      "no message",
      ["x"],
      'TypeError: send() got "x"; give it a message such as { type: "http.response.start", status: 200, headers: [] }',
    ],
    ["a bad status", [{ ...START, status: 99 }], "BadResult: status is 99; it must be an integer in 200-599"],
    [
      "bad headers",
      [{ ...START, headers: 1 }],
      "TypeError: headers is 1; it must be a list of [name, value]",
    ],
    ["a bad header", [{ ...START, headers: [1] }], "TypeError: headers has 1; each must be [name, value]"],
    ["a bad name", [{ ...START, headers: [["a b", "1"]] }], 'BadResult: headers has the invalid name "a b"'],
    [
      "a bad value",
      [{ ...START, headers: [["a", 1]] }],
      "TypeError: a header's value is 1; it must be bytes or a string",
    ],
    ["a bad body", [START, { ...body(""), body: 1 }], "TypeError: body is 1; it must be bytes or a string"],
  ])("%s is refused, and says why", async (_what, messages, problem) => {
    const problems: unknown[] = [];
    const app: App = async ({ send }) => {
      for (const message of messages) await send(message).catch((error) => problems.push(String(error)));
    };
    const answer = await answerOf(app);
    await toText(answer).catch(() => {});
    expect(problems).toEqual([problem]);
  });
});

describe("an ASGI app that fails", () => {
  const broken = new TypeError("broken");

  test("before it starts is answered 500, and reported", async () => {
    const throwing = () => {
      throw broken;
    };
    for (const app of [throwing, async () => throwing()]) {
      const report = vi.fn();
      const { status, headers, body } = await answerOf(app, {}, { report });
      expect([status, body]).toEqual([500, "Internal Server Error: TypeError: broken"]);
      expect(new Headers(headers).get("x-tabserve-error")).toBe("handler-threw");
      expect(new Headers(headers).get("access-control-allow-origin")).toBe("*");
      expect(report.mock.calls).toEqual([[broken]]);
    }
  });

  test.each<[string, App, string]>([
    [
      "sends nothing",
      () => {},
      "serve ended without an answer; send http.response.start, then http.response.body, and wait for both",
    ],
    [
      "sends a bad status",
      ({ send }) => send({ ...START, status: "200" }),
      'status is "200"; it must be an integer in 200-599',
    ],
  ])("because it %s is answered 500 with bad-result", async (_what, app, problem) => {
    const { status, headers, body } = await answerOf(app);
    expect([status, body]).toEqual([500, `Internal Server Error: ${problem}`]);
    expect(new Headers(headers).get("x-tabserve-error")).toBe("bad-result");
  });

  test.each<[string, App, string]>([
    [
      "throws after the start",
      async ({ send }) => {
        await send(START);
        throw broken;
      },
      "TypeError: broken",
    ],
    [
      "throws between chunks",
      async ({ send }) => {
        await send(START);
        await send(body("x", true));
        await wait();
        throw broken;
      },
      "TypeError: broken",
    ],
    [
      "ends before the last chunk",
      async ({ send }) => {
        await send(START);
        await send(body("x", true));
      },
      "Error: serve ended before its answer did; send a last http.response.body without more_body, and wait for it",
    ],
    [
      "ends after the start",
      ({ send }) => send(START),
      "Error: serve ended before its answer did; send a last http.response.body without more_body, and wait for it",
    ],
  ])("because it %s fails its reader, and is reported once", async (_what, app, problem) => {
    const report = vi.fn();
    const answer = await answerOf(app, {}, { report });
    expect(answer.status).toBe(200);
    await expect(toText(answer)).rejects.toThrow();
    expect(report.mock.calls.map(([error]) => String(error))).toEqual([problem]);
  });

  test("after its answer is only reported", async () => {
    const report = vi.fn();
    const app: App = async ({ send }) => {
      await send(START);
      await send(body("whole"));
      await wait();
      throw broken;
    };
    expect(await toText(await answerOf(app, {}, { report }))).toBe("whole");
    await wait(20);
    expect(report.mock.calls).toEqual([[broken]]);
  });

  test("whatever it sends or throws is answered", async () => {
    const messages = fc.array(
      fc.oneof(
        fc.anything(),
        fc.record({
          type: fc.constantFrom("http.response.start", "http.response.body"),
          status: fc.oneof(fc.constant(200), fc.anything()),
          headers: fc.oneof(fc.constant([]), fc.array(fc.tuple(fc.string(), fc.string())), fc.anything()),
          body: fc.oneof(fc.string(), fc.uint8Array(), fc.anything()),
          more_body: fc.boolean(),
        }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(messages, fc.boolean(), async (all, isThrown) => {
        const answer = await answerOf(async ({ send }) => {
          for (const message of all) await send(message).catch(() => {});
          if (isThrown) throw all[0];
        });
        expect(answer.status).toBeGreaterThanOrEqual(200);
        await toText(answer).catch(() => {});
      }),
    );
  });
});

test("an ASGI app keeps its call open until it ends", async () => {
  const open: Promise<unknown>[] = [];
  let done = () => {};
  const background = new Promise<void>((resolve) => {
    done = resolve;
  });
  const app: App = async ({ send }) => {
    await send(START);
    await send(body("answered"));
    await background;
  };
  expect(await toText(await answerOf(app, {}, { waitUntil: (promise) => open.push(promise) }))).toBe(
    "answered",
  );
  expect(await Promise.race([open[0], wait().then(() => "open")])).toBe("open");
  done();
  expect(await open[0]).toBeUndefined();
});
