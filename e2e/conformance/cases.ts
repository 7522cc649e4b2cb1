import type { Case } from "./case.js";
import { apps } from "./cases/apps.js";
import { bodies } from "./cases/bodies.js";
import { callers } from "./cases/callers.js";
import { connecting } from "./cases/connecting.js";
import { platform } from "./cases/platform.js";
import { refusals } from "./cases/refusals.js";
import { requests } from "./cases/requests.js";
import { restart } from "./cases/restart.js";
import { results } from "./cases/results.js";
import { services } from "./cases/services.js";

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
  restart,
} satisfies Record<string, readonly Case[]>;

export type PageName = keyof typeof PAGES;
