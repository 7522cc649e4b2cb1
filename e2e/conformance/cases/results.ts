import type { Case } from "../case.js";
import { check, checkEqual } from "../check.js";
import { fetchFrom, fetchText, serve, toRefusal } from "../workspace.js";

const encode = (text: string) => new TextEncoder().encode(text);

const fail = (error: unknown) => () => {
  throw error;
};

/** What a handler returns, and what its caller sees: status, content type, body. */
const ANSWERS: Record<string, [handler: () => unknown, status: number, type: string | null, body: string]> = {
  "a string": [() => "ü", 200, null, "ü"],
  bytes: [() => ({ body: encode("bytes") }), 200, null, "bytes"],
  "a view into other bytes": [
    () => ({ body: new DataView(encode("xdatax").buffer, 1, 4) }),
    200,
    null,
    "data",
  ],
  "a Blob": [() => ({ body: new Blob(["b"], { type: "text/x" }) }), 200, "text/x", "b"],
  "a Response": [
    () => new Response("tea", { status: 418, headers: { "content-type": "text/tea" } }),
    418,
    "text/tea",
    "tea",
  ],
  "an object without a body": [() => ({ message: "hi" }), 200, "application/json", '{"message":"hi"}'],
  "an object as body": [() => ({ status: 201, body: [1] }), 201, "application/json", "[1]"],
  nothing: [() => undefined, 204, null, ""],
  "204 with a body": [() => ({ status: 204, body: "dropped" }), 204, null, ""],
  "304 with a body": [() => ({ status: 304, body: "dropped" }), 304, null, ""],
  "an Error with a status": [
    fail(Object.assign(new Error("no such user"), { status: 404 })),
    404,
    "text/plain",
    "no such user",
  ],
};

/** What a handler does wrong, and the start of the text its caller gets. */
const FAULTS: Record<string, [handler: () => unknown, code: string, text: string]> = {
  "a bigint in a result": [() => ({ n: 1n }), "bad-result", '"n" is a bigint'],
  "a status of 99": [() => ({ status: 99, body: "x" }), "bad-result", "status is 99"],
  "a header with a line break": [() => ({ headers: { "x-a": "a\r\nb" }, body: "x" }), "bad-result", '"x-a"'],
  "a header beyond Latin-1": [() => ({ headers: { "x-a": "日本" }, body: "x" }), "bad-result", '"x-a"'],
  "an Error": [fail(new TypeError("boom")), "handler-threw", "Internal Server Error: TypeError: boom"],
  "a rejected string": [() => Promise.reject("nope"), "handler-threw", "Internal Server Error: Error: nope"],
};

/** The library reports a handler's error to the console of its page. */
async function withoutConsole(run: () => Promise<void>): Promise<void> {
  const { error } = console;
  console.error = () => {};
  try {
    await run();
  } finally {
    console.error = error;
  }
}

export const results: readonly Case[] = [
  ...Object.entries(ANSWERS).map(([what, [handler, status, type, body]]) => ({
    name: `a handler answers with ${what}`,
    async run() {
      const response = await fetchFrom(handler);
      const contentType = response.headers.get("content-type");
      checkEqual([response.status, await response.text()], [status, body]);
      check(
        type ? (contentType?.startsWith(type) ?? false) : contentType === null,
        `${contentType} is ${type}`,
      );
    },
  })),
  ...Object.entries(FAULTS).map(([what, [handler, code, text]]) => ({
    name: `500 ${code}: ${what}`,
    run: () =>
      withoutConsole(async () => {
        const response = await fetchFrom(handler);
        const body = await response.clone().text();
        checkEqual(toRefusal(response), { status: 500, code });
        check(body.includes(text), `${body} contains ${text}`);
      }),
  })),
  {
    name: "504 deadline-exceeded: a handler that never answers",
    async run() {
      const { url } = await serve({ f: () => new Promise(() => {}) }, { timeout: 0.2 });
      checkEqual(toRefusal(await fetch(`${url}f`)), { status: 504, code: "deadline-exceeded" });
    },
  },
  {
    name: "a handler's headers arrive, and those of the host beside them",
    async run() {
      const { headers } = await fetchFrom(() => ({ headers: { "X-Made": ["a", "b"] }, body: "x" }));
      checkEqual([headers.get("x-made"), headers.get("access-control-allow-origin")], ["a, b", "*"]);
    },
  },
  {
    name: "a handler's redirect is followed",
    async run() {
      const { url } = await serve({
        from: () => ({ status: 302, headers: { location: "there" } }),
        there: () => "arrived",
      });
      checkEqual(await fetchText(`${url}from`), "arrived");
    },
  },
  {
    name: "bytes that were answered stay the handler's own",
    async run() {
      const bytes = encode("kept");
      const { url } = await serve({ f: () => ({ body: bytes }) });
      for (let i = 0; i < 2; i++) checkEqual(await fetchText(`${url}f`), "kept");
    },
  },
];
