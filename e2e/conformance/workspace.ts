import type { ConnectOptions, ServiceConfig, ServiceInfo, Workspace } from "../../src/index.js";

/** What the cases of one page share: its connection, and frames that have connections of their own. */

export type Library = typeof import("../../src/index.js");

/** The built library, in the way a user's page loads it. */
export function importLibrary(): Promise<Library> {
  const path = "/lib/tabserve.js";
  return import(path);
}

let connection: Promise<Workspace> | undefined;

/** Of a page that is to go without a worker: there is no such script. */
const WITHOUT_WORKER = { worker: "/none.js", fallback: "fetch" } as const;

/** The page's connection to workspace `W`, as client `me`. */
export function getApi(): Promise<Workspace> {
  const isFallback = new URLSearchParams(location.search).get("page") === "fallback";
  const options = { workspace: "W", client_id: "me", ...(isFallback && WITHOUT_WORKER) };
  connection ??= importLibrary().then(({ connect }) => connect(options));
  return connection;
}

let count = 0;

/** Registers a service of a name of its own, public unless `config` says otherwise. */
export async function serve(functions: object, config: ServiceConfig = {}): Promise<ServiceInfo> {
  const api = await getApi();
  return api.registerService({
    ...functions,
    id: `case-${++count}`,
    type: "functions",
    config: { visibility: "public", ...config },
  });
}

/** Serves one handler and fetches its answer. */
export async function fetchFrom(handler: (...args: never[]) => unknown, init: RequestInit = {}) {
  const { url } = await serve({ f: handler });
  return fetch(`${url}f`, init);
}

/** An answer of the host itself. */
export interface Refusal {
  readonly status: number;
  /** `x-tabserve-error` */
  readonly code: string | null;
}

export function toRefusal({ status, headers }: Response): Refusal {
  return { status, code: headers.get("x-tabserve-error") };
}

export async function fetchText(url: string, init?: RequestInit): Promise<string> {
  return (await fetch(url, init)).text();
}

/** Adds an iframe and resolves when it has loaded. */
export async function openFrame(attributes: Partial<HTMLIFrameElement>): Promise<HTMLIFrameElement> {
  const frame = Object.assign(document.createElement("iframe"), attributes);
  const loaded = new Promise((done) => frame.addEventListener("load", done, { once: true }));
  document.body.append(frame);
  await loaded;
  return frame;
}

/** The inside of a frame of this origin. */
export function toWindow(frame: HTMLIFrameElement): Window & typeof globalThis {
  return frame.contentWindow as Window & typeof globalThis;
}

export interface ConnectedFrame {
  readonly frame: HTMLIFrameElement;
  readonly api: Workspace;
}

/** A frame with the library loaded and connected inside: a provider and a caller like any other page. */
export async function connectFrame(
  options: ConnectOptions = {},
  url = "/frame.html",
): Promise<ConnectedFrame> {
  const frame = await openFrame({ src: url });
  const { connect }: Library = await toWindow(frame).eval(`import("/lib/tabserve.js")`);
  return { frame, api: await connect({ workspace: "W", ...options }) };
}
