import type { App, AppCase } from "../../src/conventions/fetch/apps/case.js";
import { createH3App, h3Cases } from "../../src/conventions/fetch/apps/h3.js";
import { createHonoApp } from "../../src/conventions/fetch/apps/hono.js";
import { honoCases } from "../../src/conventions/fetch/apps/hono-cases.js";
import { createIttyApp, ittyCases } from "../../src/conventions/fetch/apps/itty.js";

/** Real apps as services of the connected page: asked directly and by `fetch`, each case of their tables. */

const APPS: Record<AppName, readonly [create: (base: string) => App, cases: readonly AppCase[]]> = {
  hono: [createHonoApp, honoCases],
  "itty-router": [createIttyApp, ittyCases],
  h3: [createH3App, h3Cases],
};

export type AppName = "hono" | "itty-router" | "h3";

/** What can be told apart of an answer. */
export interface Seen {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly text: string;
}

/** How one case went. */
export interface Outcome {
  readonly name: string;
  readonly status: number;
  /** Asked in the page, without a worker between. */
  readonly direct: Seen;
  readonly through: Seen;
}

declare global {
  /** Registers the app as `/W/apps/<name>/` and asks all that a page can ask. */
  var answerBothWays: (name: AppName) => Promise<Outcome[]>;
}

globalThis.answerBothWays = async (name) => {
  const [create, cases] = APPS[name];
  const base = `/W/apps/${name}`;
  const app = create(base);
  const config = { visibility: "public" } as const;
  await api.registerService({ id: name, type: "fetch", config, fetch: app.fetch });
  const outcomes: Outcome[] = [];
  for (const { name, path, status, init, outOfReach } of cases) {
    if (outOfReach) continue;
    const url = location.origin + base + path;
    const direct = await see(await app.fetch(new Request(url, init)));
    const through = await see(await fetch(url, init));
    outcomes.push({ name, status, direct, through });
  }
  return outcomes;
};

async function see(response: Response): Promise<Seen> {
  const { status, statusText, headers } = response;
  const bytes = new Uint8Array(await response.arrayBuffer());
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return { status, statusText, headers: [...headers], text };
}
