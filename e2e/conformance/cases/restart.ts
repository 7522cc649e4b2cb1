import type { Workspace } from "../../../src/index.js";
import type { Case } from "../case.js";
import { check, checkEqual, waitUntil } from "../check.js";
import { tell } from "../reporter.js";
import { fetchText, importLibrary, toRefusal } from "../workspace.js";

/** These run in a page of their own that outlives the worker: its driver is asked to end it. */

const bootOf = async () => JSON.parse(await fetchText("/.tabserve/apps/loop")).boot as string;

const endWorker = () => tell({ ...conformance, wish: "end-worker" });

/** Calls under way while the worker ends; they answer when `open` is called. */
const gate = { runs: 0, open: () => {} };

const calls: { get?: Promise<Response>; post?: Promise<Response> } = {};

async function provide(): Promise<Workspace> {
  const { connect } = await importLibrary();
  const opened = new Promise<void>((resolve) => {
    gate.open = resolve;
  });
  const api = await connect({ workspace: "restart", client_id: "survivor" });
  await api.registerService({
    ...toService("S", "still here"),
    async wait() {
      gate.runs++;
      await opened;
      return "waited";
    },
  });
  return api;
}

const toService = (id: string, text: string) => ({
  id,
  type: "functions",
  config: { visibility: "public" as const },
  f: () => text,
});

let api: Workspace | undefined;

const NETWORK = "the browser sends what was under way on to the network";

export const restart: readonly Case[] = [
  {
    name: "restart: the next request after the worker ended is answered, by a new worker",
    async run() {
      api = await provide();
      const boot = await bootOf();
      calls.get = fetch("/restart/apps/S/wait");
      calls.post = fetch("/restart/apps/S/wait", { method: "POST", body: "x" });
      await waitUntil(() => gate.runs === 2, { what: "two calls under way" });
      await endWorker();
      checkEqual(await fetchText("/restart/apps/S/f"), "still here");
      check((await bootOf()) !== boot, "the worker is a new one");
    },
  },
  {
    name: "restart: a GET under way meanwhile is answered",
    differs: { webkit: NETWORK },
    async run() {
      gate.open();
      checkEqual(await (await calls.get)?.text(), "waited");
    },
  },
  {
    name: "restart: a POST under way meanwhile is answered",
    differs: { webkit: NETWORK },
    run: async () => checkEqual(await (await calls.post)?.text(), "waited"),
  },
  {
    name: "restart: what is under way never reaches the network",
    differs: { webkit: NETWORK },
    async run() {
      const leaks: string[] = await (await fetch("/conformance/leaks")).json();
      checkEqual(leaks, []);
    },
  },
  {
    name: "restart: the page goes on registering and withdrawing services",
    async run() {
      await api?.registerService(toService("late", "new"));
      checkEqual(await fetchText("/restart/apps/late/f"), "new");
      await api?.unregisterService("S");
      checkEqual(toRefusal(await fetch("/restart/apps/S/f")), { status: 404, code: "service-not-found" });
    },
  },
];
