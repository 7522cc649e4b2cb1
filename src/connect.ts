import { serveDownloads } from "./downloads.js";
import type { WorkerPlace } from "./environment.js";
import { TabserveError } from "./errors.js";
import { toTabserveError } from "./failure.js";
import { findNameProblem } from "./names.js";
import { getServed } from "./registration.js";
import { openWorkspace, type Workspace } from "./workspace.js";

/** How to connect; every key has a default. */
export interface ConnectOptions {
  /** First segment of the URLs. Default `local`. */
  readonly workspace?: string;
  /** Tells providers of one service apart (`clientid:service`). Default: random. */
  readonly client_id?: string;
  /** A name for people. */
  readonly name?: string;
  /** The worker script, relative to the page's base URL. Default `/tabserve-worker.js`. */
  readonly worker?: string | URL;
  /** What the worker serves, relative to the worker. Default: its folder. */
  readonly scope?: string | URL;
  /** Reserved for tokens of a workspace. */
  readonly token?: string;
}

/**
 * Registers the worker when it is missing, brings it up to date when it is old, and resolves when this page's requests
 * really go through it.
 * @throws {TabserveError} with a code for each thing that can be wrong; the message says what to do
 */
export async function connect(options: ConnectOptions = {}): Promise<Workspace> {
  const { workspace = "local", client_id: clientId = toRandomId() } = options;
  const place = toWorkerPlace(options);
  checkName("workspace", workspace);
  if (workspace.startsWith("."))
    throw badOption("workspace", workspace, 'must not start with "."; such names are reserved');
  if (options.client_id !== undefined) checkName("client_id", clientId);
  if (options.token !== undefined)
    throw new TabserveError(
      "not-supported",
      "connect() got a token, and tokens are not supported yet; leave it out",
    );
  try {
    const loop = await getServed(place);
    const connected = await openWorkspace({ workspace, clientId, scope: place.scope, loop });
    serveDownloads(place.scope);
    return connected;
  } catch (error) {
    throw await toTabserveError(error);
  }
}

/** `crypto.randomUUID` is missing in insecure contexts, which get an error of their own a little later. */
function toRandomId(): string {
  return crypto.randomUUID?.() ?? "anonymous";
}

function toWorkerPlace({ worker = "/tabserve-worker.js", scope = "." }: ConnectOptions): WorkerPlace {
  const script = toUrl("worker", worker, document.baseURI);
  const place = { script, scope: toUrl("scope", scope, script) };
  if (!place.scope.endsWith("/")) throw badOption("scope", scope, 'must end with "/"');
  for (const [option, url] of Object.entries(place)) {
    if (new URL(url).origin !== new URL(document.baseURI).origin && new URL(url).origin !== location.origin)
      throw badOption(
        option === "script" ? "worker" : option,
        url,
        `must be on the page's origin, ${location.origin}`,
      );
  }
  return place;
}

function toUrl(option: string, value: string | URL, base: string): string {
  try {
    const url = new URL(value, base);
    url.hash = "";
    return url.href;
  } catch {
    throw badOption(option, value, "must be a URL or a path");
  }
}

function checkName(option: string, name: unknown): void {
  const problem = findNameProblem(name);
  if (problem) throw badOption(option, name, problem);
}

function badOption(option: string, value: unknown, problem: string): TabserveError {
  return new TabserveError(
    "bad-option",
    `connect() got ${option} ${JSON.stringify(String(value))}, which ${problem}`,
  );
}
