import type { Case } from "../case.js";
import { check, checkEqual, checkMatch, toCode, waitUntil } from "../check.js";
import { connectFrame, fetchText, getApi, toRefusal, toWindow } from "../workspace.js";

const config = { visibility: "public" } as const;

const toService = (id: string, text: string) => ({ id, type: "functions", config, index: () => text });

/** A frame that provides service `id`; the calls to its `wait` never end by themselves. */
async function provideInFrame(id: string, clientId: string) {
  const { frame, api } = await connectFrame({ client_id: clientId });
  const state = { waiting: 0 };
  await api.registerService({
    id,
    type: "functions",
    config,
    who: () => clientId,
    wait: () => {
      state.waiting++;
      return new Promise(() => {});
    },
  });
  return { frame, state };
}

export const services: readonly Case[] = [
  {
    name: "registerService refuses an id it has, and replaces it with overwrite",
    async run() {
      const api = await getApi();
      const { url } = await api.registerService(toService("twice", "first"));
      checkEqual(await toCode(api.registerService(toService("twice", "second"))), "service-exists");
      checkEqual(await fetchText(url), "first");
      await api.registerService(toService("twice", "third"), { overwrite: true });
      checkEqual(await fetchText(url), "third");
    },
  },
  {
    name: "unregisterService makes the URL 404 at once",
    async run() {
      const api = await getApi();
      const { url, id } = await api.registerService(toService("brief", "here"));
      await api.unregisterService({ id });
      checkEqual(toRefusal(await fetch(url)), { status: 404, code: "service-not-found" });
      checkEqual(await toCode(api.unregisterService("brief")), "service-not-found");
    },
  },
  {
    name: "listServices and service_added tell of another client's service",
    workerOnly: "another page provides",
    async run() {
      const api = await getApi();
      const added: string[] = [];
      api.on("service_added", ({ id }) => added.push(id));
      await api.listServices();
      const { frame } = await provideInFrame("listed", "lister");
      await waitUntil(() => added.includes("W/lister:listed"), { what: "service_added" });
      const ids = (await api.listServices()).map(({ id }) => id);
      check(ids.includes("W/lister:listed"), `${ids} has the service`);
      api.off("service_added");
      frame.remove();
    },
  },
  {
    name: "getService calls a function of an iframe, there and back with bytes and errors",
    workerOnly: "another page provides",
    async run() {
      const { frame, api } = await connectFrame({ client_id: "mathematician" });
      await api.registerService({
        id: "math",
        add: (a: number, b: number) => a + b,
        nested: { twice: (bytes: Uint8Array) => bytes.map((byte) => 2 * byte) },
        fail() {
          throw new RangeError("too far");
        },
      });
      const math = await (await getApi()).getService("math");
      checkEqual(await math.add(2, 3), 5);
      checkEqual([...(await math.nested.twice(new Uint8Array([1, 2])))], [2, 4]);
      toWindow(frame).console.error = () => {};
      checkEqual(await toCode(math.fail()), "handler-threw");
      frame.remove();
    },
  },
  {
    name: "of several providers the newest answers, or whom _mode or the client's name chooses",
    workerOnly: "another page provides",
    async run() {
      const one = await provideInFrame("many", "one");
      const two = await provideInFrame("many", "two");
      const who = (query: string, id = "many") => fetchText(`/W/apps/${id}/who${query}`);
      checkEqual([await who(""), await who("?_mode=last"), await who("?_mode=first")], ["two", "two", "one"]);
      checkEqual(await who("?_mode=exact", "one:many"), "one");
      const ambiguous = toRefusal(await fetch("/W/apps/many/who?_mode=exact"));
      checkEqual(ambiguous, { status: 400, code: "ambiguous" });
      one.frame.remove();
      two.frame.remove();
    },
  },
  {
    name: "503 provider-gone within 1 s when the iframe that runs the call is removed",
    workerOnly: "another page provides",
    async run() {
      const { frame, state } = await provideInFrame("fleeting", "fleeting");
      const calls = [1, 2, 3].map(() => fetch("/W/apps/fleeting/wait", { method: "POST" }));
      await waitUntil(() => state.waiting === 3, { what: "three calls under way" });
      frame.remove();
      const removed = performance.now();
      const answers = (await Promise.all(calls)).map(toRefusal);
      const time = performance.now() - removed;
      checkEqual(answers, Array(3).fill({ status: 503, code: "provider-gone" }));
      check(time < 1000, `${time} ms are less than 1000`);
      checkEqual((await fetch("/W/apps/fleeting/who")).status, 404, "the status of the next call");
    },
  },
  {
    name: "a GET under way moves to another provider when the iframe that runs it is removed",
    workerOnly: "another page provides",
    async run() {
      const api = await getApi();
      await api.registerService({ ...toService("moving", ""), wait: () => "from the page" });
      const { frame, state } = await provideInFrame("moving", "mover");
      const call = fetchText("/W/apps/moving/wait");
      await waitUntil(() => state.waiting === 1, { what: "the call under way" });
      frame.remove();
      checkEqual(await call, "from the page");
    },
  },
  {
    name: "an iframe that navigates away stops providing",
    workerOnly: "another page provides",
    async run() {
      const { frame } = await provideInFrame("leaving", "leaver");
      checkEqual(await fetchText("/W/apps/leaving/who"), "leaver");
      const left = new Promise((done) => frame.addEventListener("load", done, { once: true }));
      frame.src = "/elsewhere.html";
      await left;
      const isGone = async () => (await fetch("/W/apps/leaving/who")).status === 404;
      await waitUntil(isGone, { what: "404 after it left", timeout: 1000 });
      frame.remove();
    },
  },
  {
    name: "registerService tells where a service answers and what it offers",
    async run() {
      const api = await getApi();
      const info = await api.registerService({ ...toService("told ü", ""), api: { v1: () => "" } });
      checkMatch(info, {
        id: "W/me:told ü",
        url: `${origin}/W/apps/told%20%C3%BC/`,
        service_schema: {
          index: { type: "function", function: { name: "index" } },
          api: { v1: { type: "function", function: { name: "v1" } } },
        },
      });
    },
  },
];
