import type { WorkerPlace } from "./environment.js";
import type { ConnectOptions, ReadOptions } from "./options.js";
import { getServed } from "./registration.js";
import { workerUrl } from "./tabserve-worker-url.js";
import { openWorkspace, type Workspace } from "./workspace.js";

/**
 * Registers the worker when it is missing, brings it up to date when it is old, and resolves when this page's requests
 * really go through it.
 * @throws {TabserveError} with a code for each thing that can be wrong; the message says what to do
 */
export async function connect(options: ConnectOptions = {}): Promise<Workspace> {
  const read = readOptions(options);
  if (!isOrdinary(read) || options.token !== undefined) {
    const { checkOptions } = await import("./options.js");
    checkOptions(options, read);
  }
  try {
    // What comes after the worker's start is fetched meanwhile.
    const link = import("./link.js");
    link.catch(() => {}); // whoever waits for it gets it
    // Chromium's alone. Without it such links go to the network, as they do without us.
    const downloads =
      "userAgentData" in navigator ? import("./downloads.js").catch(() => undefined) : undefined;
    const loop = await getServed(read as WorkerPlace);
    const { Link } = await link;
    const workspace = await openWorkspace({
      ...(read as WorkerPlace & ReadOptions),
      join: (owner) => Link.open(owner, loop),
    });
    (await downloads)?.serveDownloads(workspace.config.public_base_url);
    return workspace;
  } catch (error) {
    const { goOn } = await import("./without-worker.js").catch(() => {
      throw error; // without the network that brings its text
    });
    const { fallback } = options;
    return goOn(error, { fallback, read: read as WorkerPlace & ReadOptions, openWorkspace });
  }
}

function readOptions({
  workspace = "local",
  client_id: clientId,
  worker = workerUrl,
  scope = ".",
}: ConnectOptions): ReadOptions {
  // Where there is no page there is no script either, and the close look says so.
  const script = toHref(worker, globalThis.document?.baseURI);
  const scopeHref = toHref(scope, script);
  // `randomUUID` is missing in insecure contexts, which fail a little later with an error of their own.
  return {
    workspace,
    clientId: clientId ?? crypto.randomUUID?.(),
    ...(script && { script }),
    ...(scopeHref && { scope: scopeHref }),
  };
}

function toHref(value: string | URL, base: string | undefined): string | undefined {
  return base && URL.canParse(value, base) ? new URL(value, base).href : undefined;
}

/** What nearly everybody passes; anything else is looked at closely by code that they need not load. */
function isOrdinary({ workspace, clientId, script, scope }: ReadOptions): boolean {
  const isOurs = (url = "") => url.startsWith(`${origin}/`) && !url.includes("#");
  return (
    /\/$/.test(scope ?? "") &&
    isOurs(script) &&
    isOurs(scope) &&
    [workspace, clientId].every((name) => /^[\w-]+$/.test(name))
  );
}
