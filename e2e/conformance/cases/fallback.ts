import type { HyphaEvent, StreamingHyphaEvent } from "../../../src/index.js";
import type { Case } from "../case.js";
import { check, checkEqual, sleep, waitUntil } from "../check.js";
import { fetchFrom, fetchText, getApi, serve } from "../workspace.js";

/** What `fetch` does where the page itself answers: as behind a worker, and some of it even where that does not. */

const text = new TextEncoder();

/** A function that tells whether its caller is gone, and answers when it is told to. */
async function serveWaiting() {
  const state = { signals: 0, begun: 0 };
  const { url } = await serve({
    f: (event: HyphaEvent) => {
      state.begun++;
      return new Promise(() => event.signal?.addEventListener("abort", () => state.signals++));
    },
  });
  return { state, url: `${url}f` };
}

const toOutcome = (promise: Promise<Response>) =>
  promise.then(
    ({ status }) => `answered ${status}`,
    (error) => `${error?.name}: ${error?.message}`,
  );

export const fallback: readonly Case[] = [
  {
    name: "fallback: the workspace says that fetch is its transport, and why",
    async run() {
      const { config } = await getApi();
      const { transport, fallback_reason: reason, public_base_url: base } = config;
      // Where another page of the run has registered the worker already, that one is in the way.
      const isThere = await navigator.serviceWorker?.getRegistration();
      const code = isThere ? "other-worker" : "worker-not-found";
      checkEqual([transport, reason?.code, base], ["fetch", code, `${location.origin}/`]);
    },
  },
  {
    name: "fallback: fetch takes a text, a URL and a Request, each relative to the page's base",
    async run() {
      const { url } = await serve({ f: ({ method }: HyphaEvent) => method });
      const { pathname } = new URL(`${url}f`);
      const relative = pathname.slice(1);
      const base = document.head.appendChild(document.createElement("base"));
      base.href = "/";
      const answers = [
        await fetch(`${url}f`),
        await fetch(pathname),
        await fetch(relative),
        await fetch(new URL(pathname, location.href)),
        await fetch(new Request(relative, { method: "POST", body: "x" })),
        await fetch(new Request(relative), { method: "PUT" }),
      ];
      base.remove();
      checkEqual(await Promise.all(answers.map((one) => one.text())), [
        "GET",
        "GET",
        "GET",
        "GET",
        "POST",
        "PUT",
      ]);
    },
  },
  {
    name: "fallback: a response knows its URL and type, and so does its clone",
    async run() {
      const { url } = await serve({ f: () => "text" });
      const response = await fetch(`${url}f?a=1#there`);
      const clone = response.clone();
      for (const one of [response, clone])
        checkEqual([one.url, one.type, one.redirected, one.ok], [`${url}f?a=1`, "basic", false, true]);
      checkEqual([await response.text(), await clone.text()], ["text", "text"]);
      check(response instanceof Response, "it is a Response");
    },
  },
  {
    name: "fallback: redirects are followed into the network, hidden or refused, as redirect says",
    async run() {
      const redirect = (location: string, status = 302) => ({ status, headers: { location } });
      const { url } = await serve({
        out: () => redirect("/alone/text.txt"),
        in: () => redirect("end"),
        post: () => redirect("end", 303),
        again: () => redirect("end", 307),
        round: () => redirect("round"),
        end: ({ method, body }: HyphaEvent) => `${method} ${body ? new TextDecoder().decode(body) : ""}`,
      });
      const out = await fetch(`${url}out`);
      checkEqual(
        [out.url, out.redirected, await out.text()],
        [`${location.origin}/alone/text.txt`, true, "text"],
      );
      const within = await fetch(`${url}in`);
      checkEqual([within.url, within.redirected, await within.text()], [`${url}end`, true, "GET "]);
      const post = { method: "POST", body: "sent" };
      checkEqual(await fetchText(`${url}in`, post), "GET ");
      checkEqual(await fetchText(`${url}post`, { ...post, method: "PUT" }), "GET ");
      checkEqual(await fetchText(`${url}again`, post), "POST sent");
      checkEqual(await fetchText(`${url}again`, { ...post, method: "PUT" }), "PUT sent");
      const manual = await fetch(`${url}in`, { redirect: "manual" });
      checkEqual([manual.type, manual.status, manual.url], ["opaqueredirect", 0, `${url}in`]);
      const refused = await toOutcome(fetch(`${url}in`, { redirect: "error" }));
      check(refused.startsWith("TypeError"), refused);
      const round = await toOutcome(fetch(`${url}round`));
      check(round.startsWith("TypeError"), round);
    },
  },
  {
    name: "fallback: an abort rejects at once with its reason, and fires the handler's signal",
    async run() {
      const { state, url } = await serveWaiting();
      const controller = new AbortController();
      const outcome = toOutcome(fetch(url, { signal: controller.signal }));
      const other = fetch(url);
      await waitUntil(() => state.begun === 2, { what: "both calls" });
      controller.abort();
      check((await outcome).startsWith("AbortError"), await outcome);
      await waitUntil(() => state.signals === 1, { what: "the signal" });
      const late = await toOutcome(fetch(url, { signal: AbortSignal.abort(new RangeError("mine")) }));
      checkEqual([late, state.begun, state.signals], ["RangeError: mine", 2, 1]);
      void other; // ends with the service's deadline
    },
  },
  {
    name: "fallback: AbortSignal.timeout ends a call",
    async run() {
      const { state, url } = await serveWaiting();
      const outcome = await toOutcome(fetch(url, { signal: AbortSignal.timeout(50) }));
      check(outcome.startsWith("TimeoutError"), outcome);
      await waitUntil(() => state.signals === 1, { what: "the signal" });
    },
  },
  {
    name: "fallback: an abort ends a body that is being read, and its generator",
    async run() {
      let isEnded = false;
      const { url } = await serve({
        async *f() {
          try {
            for (;;) {
              yield "more ";
              await sleep(20);
            }
          } finally {
            isEnded = true;
          }
        },
      });
      const controller = new AbortController();
      const response = await fetch(`${url}f`, { signal: controller.signal });
      const reader = response.body?.getReader();
      await reader?.read();
      controller.abort();
      const read = async () => {
        while (!(await reader?.read())?.done);
      };
      const outcome = await read().then(
        () => "read",
        ({ name }) => name,
      );
      checkEqual(outcome, "AbortError");
      await waitUntil(() => isEnded, { what: "the generator's end" });
    },
  },
  {
    name: "fallback: an uploaded stream reaches the handler while it is made",
    differs: {
      firefox: "it has no uploads that stream, and sends the text [object ReadableStream]",
    },
    async run() {
      let isFirstSeen = () => {};
      const firstSeen = new Promise<void>((done) => {
        isFirstSeen = done;
      });
      const { url } = await serve(
        {
          async f({ body }: StreamingHyphaEvent) {
            const reader = body?.getReader();
            const first = await reader?.read();
            isFirstSeen();
            const second = await reader?.read();
            return new TextDecoder().decode(first?.value) + new TextDecoder().decode(second?.value);
          },
        },
        { stream: true },
      );
      const body = new ReadableStream({
        async start(controller) {
          controller.enqueue(text.encode("one "));
          await firstSeen;
          controller.enqueue(text.encode("two"));
          controller.close();
        },
      });
      const init = { method: "POST", body, duplex: "half" } as RequestInit;
      checkEqual(await fetchText(`${url}f`, init), "one two");
    },
  },
  {
    name: "fallback: keepalive, credentials and cache change nothing, a bad request fails as ever",
    async run() {
      const response = await fetchFrom(() => "fine", {
        keepalive: true,
        credentials: "omit",
        cache: "no-store",
        mode: "same-origin",
      });
      checkEqual([response.status, await response.text()], [200, "fine"]);
      const outcome = await toOutcome(fetchFrom(() => "", { method: "GET", body: "x" }));
      check(outcome.startsWith("TypeError"), outcome);
    },
  },
  {
    name: "fallback: a handler's cookie is set before its answer",
    async run() {
      const { url } = await serve({
        set: () => ({ headers: { "set-cookie": "colour=green; Path=/" }, body: "set" }),
        get: ({ headers }: HyphaEvent) => headers.cookie ?? "",
      });
      await fetchText(`${url}set`);
      check(document.cookie.includes("colour=green"), document.cookie);
      check((await fetchText(`${url}get`)).includes("colour=green"), "the next event has it");
    },
  },
  {
    name: "fallback: what is not ours goes to the network, what was thrown stays as it was",
    async run() {
      checkEqual(await fetchText("/alone/text.txt"), "text");
      checkEqual((await fetch("/none.txt")).status, 404);
      const outcome = await toOutcome(fetch("http://["));
      check(outcome.startsWith("TypeError"), outcome);
    },
  },
];
