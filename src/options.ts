import type { WorkerPlace } from "./environment.js";
import { TabserveError } from "./errors.js";
import { findNameProblem } from "./names.js";

/** How to connect; every key has a default. */
export interface ConnectOptions {
  /** First segment of the URLs. Default `local`. */
  readonly workspace?: string;
  /** Tells providers of one service apart (`clientid:service`). Default: random. */
  readonly client_id?: string;
  /** The worker script, relative to the page's base URL. Default `/tabserve-worker.js`; with `tabserve/vite` below the site's base. */
  readonly worker?: string | URL;
  /** What the worker serves, relative to the worker. Default: its folder. */
  readonly scope?: string | URL;
  /** For people and logs only. */
  readonly name?: string;
  /**
   * What to do where a service worker cannot be had: `fetch` serves this page's own `fetch` and `XMLHttpRequest`, and nothing
   * else (docs/fallback.md). Default: `connect` rejects.
   */
  readonly fallback?: "fetch";
  /** Reserved: workspaces have no tokens yet. */
  readonly token?: string;
}

/** Options with their defaults; a URL that does not parse is `undefined`. */
export interface ReadOptions extends Partial<WorkerPlace> {
  readonly workspace: string;
  readonly clientId: string;
}

/**
 * Looks closely at options that are not the ordinary ones.
 * @throws {TabserveError} `no-page`; `bad-option` naming the option, its value and the remedy; `not-supported` for a token
 */
export function checkOptions(
  given: ConnectOptions,
  { workspace, clientId, script, scope }: ReadOptions,
): void {
  if (typeof document === "undefined")
    throw new TabserveError(
      "no-page",
      "connect() was called where there is no page, on a server or in a web worker; call it in code that runs in the browser's page only",
    );
  checkName("workspace", workspace);
  if (workspace.startsWith("."))
    throw badOption("workspace", workspace, 'must not start with "."; such names are reserved');
  if (given.client_id !== undefined) checkName("client_id", clientId);
  checkUrl("worker", given.worker, script);
  checkUrl("scope", given.scope, scope);
  if (!scope?.endsWith("/")) throw badOption("scope", given.scope, 'must end with "/"');
  if (given.token !== undefined)
    throw new TabserveError(
      "not-supported",
      "connect() got a token, and tokens are not supported yet; leave it out",
    );
}

function checkName(option: string, name: unknown): void {
  const problem = findNameProblem(name);
  if (problem) throw badOption(option, name, problem);
}

function checkUrl(option: string, given: unknown, url: string | undefined): void {
  if (url === undefined) throw badOption(option, given, "must be a URL or a path");
  // A sandboxed page has no origin, and fails a little later with an error of its own.
  if (origin !== "null" && !url.startsWith(`${origin}/`))
    throw badOption(option, given, `must be on the page's origin, ${origin}`);
  if (url.includes("#")) throw badOption(option, given, 'must not contain "#"');
}

/** What `connect` says of an option. @param problem follows "which" */
export function badOption(option: string, value: unknown, problem: string): TabserveError {
  return new TabserveError(
    "bad-option",
    `connect() got ${option} ${JSON.stringify(String(value))}, which ${problem}`,
  );
}
