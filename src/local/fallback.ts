import { serveDownloads } from "../downloads.js";
import type { WorkerPlace } from "../environment.js";
import type { TabserveError } from "../errors.js";
import type { ReadOptions } from "../options.js";
import { toRandomId } from "../random-id.js";
import type { openWorkspace, Workspace } from "../workspace.js";
import type { Target } from "./answerer.js";
import { LocalHost } from "./host.js";
import { patchPage } from "./patch.js";

/** One for each scope, as there would be one worker: all connections of the page share it. */
const hosts = new Map<string, LocalHost>();

let restore: (() => void) | undefined;

/** What a connection is made of and with. */
export interface FallbackOpening {
  readonly read: WorkerPlace & ReadOptions;
  /** Handed over: were it imported, every page would load one file more. */
  readonly openWorkspace: typeof openWorkspace;
}

/**
 * Connects a page that has no worker: its own `fetch` and `XMLHttpRequest` are answered here, until its last connection is
 * closed. Says so on the console, in `config`, and by `tabserve-fallback`, an event of the window.
 * @param reason why there is no worker
 */
export async function openFallback(
  { read, openWorkspace }: FallbackOpening,
  reason: TabserveError,
): Promise<Workspace> {
  const { scope, workspace, clientId = toRandomId() } = read;
  const host = hosts.get(scope) ?? openHost(scope);
  const opened = await openWorkspace({
    ...{ workspace, clientId, scope, transport: "fetch" },
    join: (owner) => host.join(owner),
  });
  Object.assign(opened.config, { fallback_reason: reason });
  // biome-ignore lint/suspicious/noConsole: a site that should have a worker must not lose it without a word
  console.warn(`tabserve: only fetch and XMLHttpRequest of this page are served. ${reason.message}`);
  const detail: FallbackEvent["detail"] = { workspace: opened, reason };
  dispatchEvent(new CustomEvent("tabserve-fallback", { detail }));
  return opened;
}

/** What the window tells, for code that does not call `connect` itself. */
export type FallbackEvent = CustomEvent<{ readonly workspace: Workspace; readonly reason: TabserveError }>;

function openHost(scope: string): LocalHost {
  const onEmpty = () => {
    hosts.delete(scope);
    if (hosts.size > 0) return;
    restore?.();
    restore = undefined;
  };
  const host = new LocalHost(scope, { onEmpty });
  hosts.set(scope, host);
  restore ??= patchPage(findTarget);
  serveDownloads(scope);
  return host;
}

function findTarget(url: URL): Target | undefined {
  for (const host of hosts.values()) {
    const address = host.parse(url);
    if (address) return { host, address };
  }
  return undefined;
}
