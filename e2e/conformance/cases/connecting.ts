import type { Case } from "../case.js";
import { check, checkEqual, checkMatch, toCode, waitUntil } from "../check.js";
import {
  connectFrame,
  fetchText,
  getApi,
  importLibrary,
  openFrame,
  toRefusal,
  toWindow,
} from "../workspace.js";

const greet = (text: string) => ({
  id: "greeter",
  type: "functions",
  config: { visibility: "public" as const },
  index: () => text,
});

const buildOf = async (scope: string) =>
  JSON.parse(await fetchText(`${scope}.tabserve/apps/loop`)).build as string;

export const connecting: readonly Case[] = [
  {
    name: "connect resolves on the first visit, without a reload",
    async run() {
      checkEqual(navigator.serviceWorker.controller, null, "the controller before");
      const api = await getApi();
      check(navigator.serviceWorker.controller !== null, "the page is controlled");
      checkMatch(api.config, { workspace: "W", client_id: "me", public_base_url: `${origin}/` });
    },
  },
  {
    name: "the example of Hypha's documentation answers",
    async run() {
      const api = await getApi();
      await api.register_service({
        id: "hello-functions",
        type: "functions",
        config: { visibility: "public", require_context: true },
        "hello-world": async () => ({
          status: 200,
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ message: "Hello World" }),
        }),
        index: async () => ({ status: 200, body: "Home page" }),
      });
      const response = await fetch("/W/apps/hello-functions/hello-world/");
      checkEqual(await response.json(), { message: "Hello World" });
      checkEqual(await fetchText("/W/apps/hello-functions/"), "Home page");
    },
  },
  {
    name: "a second connection of the page has a workspace of its own",
    async run() {
      const { connect } = await importLibrary();
      const second = await connect({ workspace: "V" });
      await second.registerService(greet("from V"));
      checkEqual(await fetchText("/V/apps/greeter/"), "from V");
      checkMatch(toRefusal(await fetch("/W/apps/greeter/")), { status: 404, code: "service-not-found" });
      await second.disconnect();
    },
  },
  {
    name: "a disconnected page provides nothing, and says so",
    async run() {
      const { connect } = await importLibrary();
      const api = await connect({ workspace: "left" });
      await api.registerService(greet("still here"));
      checkEqual(await fetchText("/left/apps/greeter/"), "still here");
      await api.disconnect();
      const isGone = async () => (await fetch("/left/apps/greeter/")).status === 404;
      await waitUntil(isGone, { what: "404 after disconnect()", timeout: 1000 });
      checkEqual(await toCode(api.listServices()), "disconnected");
    },
  },
  {
    name: "an iframe connects as a client of its own",
    async run() {
      const { frame, api } = await connectFrame({ client_id: "framed" });
      await api.registerService(greet("from the frame"));
      checkEqual(await fetchText("/W/apps/framed:greeter/"), "from the frame");
      frame.remove();
    },
  },
  {
    name: "a page below another worker's scope connects to the worker of its own folder",
    async run() {
      const { frame, api } = await connectFrame({ worker: "tabserve-worker.js" }, "/nested/frame.html");
      await api.registerService(greet("from below"));
      checkEqual(api.config.public_base_url, `${origin}/nested/`, "the address");
      const inner = toWindow(frame);
      checkEqual(await inner.eval(`fetch("W/apps/greeter/").then((r) => r.text())`), "from below");
      frame.remove();
    },
  },
  {
    name: "a worker of another build is updated before connect resolves",
    async run() {
      const options = { worker: "tabserve-worker.js", workspace: "W" };
      const { frame } = await connectFrame(options, "/stale/frame.html");
      const old = await toWindow(frame).eval(`fetch(".tabserve/apps/loop").then((r) => r.json())`);
      checkEqual(old.build, "000000000000", "the first build");
      await fetch("/stale/renew", { method: "POST" });
      const next = await connectFrame(options, "/stale/frame.html");
      await next.api.registerService(greet("updated"));
      const inner = toWindow(next.frame);
      checkEqual(await inner.eval(`fetch("W/apps/greeter/").then((r) => r.text())`), "updated");
      const { build } = await inner.eval(`fetch(".tabserve/apps/loop").then((r) => r.json())`);
      checkEqual(build, await buildOf("/"), "the build after the update");
      frame.remove();
      next.frame.remove();
    },
  },
  {
    name: "connect tells what is wrong: worker-not-found, worker-wrong-type, page-out-of-scope, bad-option",
    async run() {
      const { connect } = await importLibrary();
      const frame = await openFrame({ src: "/alone/frame.html" });
      const inner: typeof import("../../../src/index.js") =
        await toWindow(frame).eval(`import("/lib/tabserve.js")`);
      const fail = (worker: string) => toCode(inner.connect({ worker }));
      checkEqual(await fail("/alone/missing.js"), "worker-not-found");
      checkEqual(await fail("/alone/text.txt"), "worker-wrong-type");
      checkEqual(await fail("/elsewhere/tabserve-worker.js"), "page-out-of-scope");
      checkEqual(await toCode(connect({ workspace: "a/b" })), "bad-option");
      frame.remove();
    },
  },
];
