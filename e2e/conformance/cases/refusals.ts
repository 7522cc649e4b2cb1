import type { Case } from "../case.js";
import { checkEqual } from "../check.js";
import { connectFrame, getApi, openFrame, serve, toRefusal, toWindow } from "../workspace.js";

/** Paths below `/`, where `S` is a service with the function `f`. */
const REFUSALS: Record<string, [path: string, status: number, code: string]> = {
  "a missing service": ["W/apps/nobody/f", 404, "service-not-found"],
  "a missing function": ["W/apps/S/g", 404, "function-not-found"],
  "a prototype's key": ["W/apps/S/constructor", 404, "function-not-found"],
  "a workspace nobody connected to": ["nowhere/apps/S/f", 404, "workspace-not-found"],
  "an address with two colons": ["W/apps/a:b:S/f", 400, "bad-address"],
  "an unknown mode": ["W/apps/S/f?_mode=best", 400, "bad-address"],
};

/** The status that a frame gets which is connected to nothing. */
async function statusForOutsider(url: string): Promise<number> {
  const frame = await openFrame({ src: "/outsider.html" });
  const { status } = await toWindow(frame).fetch(url);
  frame.remove();
  return status;
}

export const refusals: readonly Case[] = [
  ...Object.entries(REFUSALS).map(([what, [path, status, code]]) => ({
    name: `${status} ${code}: ${what}`,
    async run() {
      const config = { visibility: "public" } as const;
      const api = await getApi();
      await api.registerService({ id: "S", type: "functions", config, f: () => "" }, { overwrite: true });
      checkEqual(toRefusal(await fetch(`/${path}`)), { status, code });
    },
  })),
  {
    name: "500 invalid-service-type: a service that is not made for HTTP",
    async run() {
      const api = await getApi();
      const { url } = await api.registerService({
        id: "rpc",
        config: { visibility: "public" },
        add: () => 1,
      });
      checkEqual(toRefusal(await fetch(`${url}add`)), { status: 500, code: "invalid-service-type" });
    },
  },
  {
    name: "an unconnected iframe reaches public and unlisted services, and gets 403 from protected ones",
    workerOnly: "another page asks",
    async run() {
      const statuses = { public: 200, unlisted: 200, protected: 403 } as const;
      for (const [visibility, status] of Object.entries(statuses)) {
        const { url } = await serve({ index: () => "in" }, { visibility: visibility as "public" });
        checkEqual([visibility, await statusForOutsider(url)], [visibility, status]);
        checkEqual((await fetch(url)).status, 200, `the status for a member of a ${visibility} service`);
      }
    },
  },
  {
    name: "an iframe connected to another workspace gets 403 from a protected service",
    workerOnly: "another page asks",
    async run() {
      const { url } = await serve({ index: () => "in" }, { visibility: "protected" });
      const { frame } = await connectFrame({ workspace: "other" });
      const refusal = toRefusal(await toWindow(frame).fetch(url));
      checkEqual(refusal, { status: 403, code: "not-permitted" });
      frame.remove();
    },
  },
];
