import type { Context, HyphaEvent } from "../../../src/index.js";
import type { Case } from "../case.js";
import { check, checkEqual, checkMatch } from "../check.js";
import { fetchFrom, fetchText, serve } from "../workspace.js";

const METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"];

const SIZES = [0, 1, 65_537, 4 * 2 ** 20];

/** A body of which no two stretches are the same. */
const toBytes = (size: number) => new Uint8Array(size).map((_, i) => (i * 31 + (i >> 8)) & 255);

const checkSame = (got: Uint8Array, sent: Uint8Array) => {
  checkEqual(got.length, sent.length, "the length");
  checkEqual(
    got.findIndex((byte, i) => byte !== sent[i]),
    -1,
    "the first wrong byte",
  );
};

const toEcho = ({ body, ...event }: HyphaEvent) => ({ ...event, size: body?.byteLength ?? null });

const echo = async (path: string, init: RequestInit = {}) => {
  const { url } = await serve({
    index: toEcho,
    f: toEcho,
    api: { v1: { users: toEcho }, "a b": { ü: toEcho } },
  });
  return (await fetch(url + path, init)).json();
};

export const requests: readonly Case[] = [
  ...METHODS.map((method) => ({
    name: `${method} reaches the function`,
    run: async () => checkEqual((await echo("f", { method })).method, method, "the method"),
  })),
  {
    name: "HEAD answers without a body",
    async run() {
      const response = await fetchFrom(() => "the body", { method: "HEAD" });
      checkEqual([response.status, await response.text()], [200, ""]);
    },
  },
  ...SIZES.flatMap((size) => [
    {
      name: `an upload of ${size} bytes arrives unchanged`,
      async run() {
        const sent = toBytes(size);
        let got: Uint8Array | null | undefined;
        const keep = ({ body }: HyphaEvent) => {
          got = body;
        };
        await fetchFrom(keep, { method: "POST", body: sent });
        if (size === 0) checkEqual(got, null, "an empty body");
        else checkSame(got ?? new Uint8Array(), sent);
      },
    },
    {
      name: `a download of ${size} bytes arrives unchanged`,
      async run() {
        const sent = toBytes(size);
        const response = await fetchFrom(() => ({ body: sent }));
        checkSame(new Uint8Array(await response.arrayBuffer()), sent);
      },
    },
  ]),
  {
    name: "an upload of a form with a file arrives whole",
    async run() {
      const form = new FormData();
      form.append("file", new Blob(["content"], { type: "text/x" }), "a.txt");
      let received: FormData | undefined;
      await fetchFrom(
        async ({ body, headers }: HyphaEvent) => {
          const type = headers["content-type"] ?? "";
          received = await new Response(body as Uint8Array<ArrayBuffer>, {
            headers: { "content-type": type },
          }).formData();
        },
        { method: "POST", body: form },
      );
      const file = received?.get("file");
      check(file instanceof File, "a file arrives");
      checkEqual([file.name, await file.text()], ["a.txt", "content"]);
    },
  },
  {
    name: "the event carries the request",
    async run() {
      const init = { method: "POST", body: "text", headers: { "X-Mine": "a, b" } };
      const event = await echo("f?q=1&flag", init);
      checkMatch(event, {
        type: "http",
        http_version: "1.1",
        scheme: "http",
        server: ["localhost", Number(location.port)],
        client: ["me", 0],
        method: "POST",
        path: "/f",
        query_string: "q=1&flag",
        size: 4,
        workspace: "W",
      });
      checkMatch(event.headers, { "x-mine": "a, b", "content-type": "text/plain;charset=UTF-8" });
    },
  },
  {
    name: "a path is decoded segment by segment",
    async run() {
      checkMatch(await echo("api/a%20b/%C3%BC"), { path: "/api/a b/ü", raw_path: "/api/a%20b/%C3%BC" });
      checkMatch(await echo("api/v1/users"), { path: "/api/v1/users" });
      checkMatch(await echo(""), { path: "/" });
    },
  },
  {
    name: "GET without the slash leads to the slash and keeps the query",
    async run() {
      const { url } = await serve({ index: () => "home" });
      const response = await fetch(`${url.slice(0, -1)}?a=1&b=%20`);
      checkEqual([response.url, await response.text()], [`${url}?a=1&b=%20`, "home"]);
      const manual = await fetch(url.slice(0, -1), { redirect: "manual" });
      checkEqual(manual.type, "opaqueredirect", "the type");
    },
  },
  {
    name: "a response after such a redirect says that it was redirected",
    differs: { webkit: "redirected is false when a worker made the redirect" },
    async run() {
      const { url } = await serve({ index: () => "home" });
      checkEqual((await fetch(url.slice(0, -1))).redirected, true, "redirected");
    },
  },
  {
    name: "POST without the slash is dispatched as /",
    async run() {
      const { url } = await serve({ index: ({ method, path }: HyphaEvent) => `${method} ${path}` });
      checkEqual(await fetchText(url.slice(0, -1), { method: "POST", body: "x" }), "POST /");
    },
  },
  {
    name: "a handler with require_context gets who called what",
    async run() {
      const say = (event: HyphaEvent, context: Context) => ({
        context,
        same: event.context?.session === context.session,
      });
      const { url, id } = await serve({ api: { deep: say } }, { require_context: true });
      const { context, same } = await (await fetch(`${url}api/deep`)).json();
      const name = id.split(":")[1];
      checkMatch(context, { from: "W/me", to: "W/me", method: `services.${name}.api.deep`, ws: "W" });
      checkEqual(same, true, "event.context");
    },
  },
  {
    name: "50 requests at once are all answered, each with its own",
    async run() {
      const { url } = await serve({ f: ({ query_string }: HyphaEvent) => query_string });
      const numbers = Array.from({ length: 50 }, (_, i) => String(i));
      checkEqual(await Promise.all(numbers.map((n) => fetchText(`${url}f?${n}`))), numbers);
    },
  },
];
