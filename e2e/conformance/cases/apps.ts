import { Hono } from "hono";
import type { HyphaEvent } from "../../../src/index.js";
import type { Case } from "../case.js";
import { check, checkEqual, sleep, waitUntil } from "../check.js";
import { fetchText, getApi, serve } from "../workspace.js";

interface AsgiConnection {
  receive(): Promise<{ type: string }>;
  send(message: object): Promise<void>;
}

export const apps: readonly Case[] = [
  {
    name: "a Hono app answers: JSON in and out, a parameter, a stream",
    async run() {
      const api = await getApi();
      const app = new Hono({ strict: false }).basePath("/W/apps/hono");
      app.post("/users/:id", async (c) => c.json({ id: c.req.param("id"), got: await c.req.json() }, 201));
      app.get("/", (c) => c.text("home"));
      const config = { visibility: "public" } as const;
      const { url } = await api.registerService({ id: "hono", type: "fetch", config, fetch: app.fetch });
      const init = { method: "POST", headers: { "content-type": "application/json" }, body: '{"a":"ü"}' };
      const response = await fetch(`${url}users/7`, init);
      checkEqual([response.status, await response.json()], [201, { id: "7", got: { a: "ü" } }]);
      checkEqual(await fetchText(url), "home");
    },
  },
  {
    name: "an ASGI app streams, and hears that its caller is gone",
    async run() {
      const api = await getApi();
      const heard: string[] = [];
      const serve = async ({ receive, send }: AsgiConnection) => {
        await receive();
        receive().then(({ type }) => heard.push(type));
        await send({ type: "http.response.start", status: 200, headers: [] });
        while (heard.length === 0) {
          await send({ type: "http.response.body", body: "more ", more_body: true });
          await sleep(20);
        }
      };
      const config = { visibility: "public" } as const;
      const { url } = await api.registerService({ id: "asgi", type: "asgi", config, serve });
      const reader = (await fetch(`${url}api`)).body?.getReader();
      await reader?.read();
      await reader?.cancel();
      await waitUntil(() => heard.length === 1, { what: "http.disconnect" });
      checkEqual(heard, ["http.disconnect"]);
    },
  },
  {
    name: "a function is called by its name, and listed",
    async run() {
      const { id } = await serve({ add: (a: number, b: number) => a + b });
      const name = id.split(":")[1];
      checkEqual(await (await fetch(`/W/services/${name}/add?a=1&b=2`)).json(), 3);
      const body = { method: "POST", headers: { "content-type": "application/json" }, body: "[3, 4]" };
      checkEqual(await (await fetch(`/W/services/${name}/add`, body)).json(), 7);
      const listed: { id: string }[] = await (await fetch("/W/services/")).json();
      check(
        listed.some((one) => one.id === id),
        `${id} is listed`,
      );
      checkEqual((await (await fetch(`/W/services/${name}`)).json()).id, id);
    },
  },
  {
    name: "a form by sendBeacon reaches its function",
    workerOnly: "the browser itself sends it",
    async run() {
      const got: (string | null)[] = [];
      const { url } = await serve({
        left: ({ body }: HyphaEvent) => void got.push(body && new TextDecoder().decode(body)),
      });
      check(navigator.sendBeacon(`${url}left`, "bye"), "the beacon is taken");
      await waitUntil(() => got.length === 1, { what: "the beacon" });
      checkEqual(got, ["bye"]);
    },
  },
];
