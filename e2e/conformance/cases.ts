import type { Case } from "./case.js";
import { apps } from "./cases/apps.js";
import { bodies } from "./cases/bodies.js";
import { callers } from "./cases/callers.js";
import { connecting } from "./cases/connecting.js";
import { fallback } from "./cases/fallback.js";
import { platform } from "./cases/platform.js";
import { refusals } from "./cases/refusals.js";
import { requests } from "./cases/requests.js";
import { restart } from "./cases/restart.js";
import { results } from "./cases/results.js";
import { services } from "./cases/services.js";
import { xhr } from "./cases/xhr.js";

/** What a page does without a worker as well; where engines differ there, their workers do. */
const anywhere: readonly Case[] = [...requests, ...results, ...bodies, ...apps, ...refusals, ...services]
  .filter(({ workerOnly }) => workerOnly === undefined)
  .map(({ name, run }) => ({ name, run }));

/** Pages of cases, by the name in their address; a page runs its cases in order. */
export const PAGES = {
  main: [
    ...connecting,
    ...callers,
    ...requests,
    ...results,
    ...bodies,
    ...apps,
    ...refusals,
    ...services,
    ...platform,
  ],
  fallback: [...fallback, ...xhr, ...anywhere],
  // The last: in WebKitGTK it ends the driver's session.
  restart,
} satisfies Record<string, readonly Case[]>;

export type PageName = keyof typeof PAGES;
