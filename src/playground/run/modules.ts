import { CodeError, type Place } from "./problem.js";

type Namespace = Readonly<Record<string, unknown>>;

/** What code can import, each fetched when it is first needed; all of it works without a network. */
const MODULES: Readonly<Record<string, () => Promise<Namespace>>> = {
  hono: () => import("hono"),
  "hono/cors": () => import("hono/cors"),
  "hono/etag": () => import("hono/etag"),
  "hono/html": () => import("hono/html"),
  "hono/http-exception": () => import("hono/http-exception"),
  "hono/logger": () => import("hono/logger"),
  "hono/streaming": () => import("hono/streaming"),
  "hono/validator": () => import("hono/validator"),
  "itty-router": () => import("itty-router"),
  idb: () => import("idb"),
  "tabserve/request": () => import("../../request.js"),
};

/** Where code finds the loaded modules: a blob can import by URL only, and a bundled module has none of its own. */
const LOADED = "tabserve-playground:modules";

const urls = new Map<string, Promise<string>>();

/**
 * The URL of a module that re-exports the named one.
 * @throws {CodeError} naming what there is
 */
export function toModuleUrl(specifier: string, place: Place): Promise<string> {
  const load = Object.hasOwn(MODULES, specifier) ? MODULES[specifier] : undefined;
  if (!load) throw new CodeError({ message: describeUnknown(specifier), place });
  const url = urls.get(specifier) ?? wrap(specifier, load);
  urls.set(specifier, url);
  url.catch(() => urls.delete(specifier)); // the next time there may be a network
  return url;
}

async function wrap(specifier: string, load: () => Promise<Namespace>): Promise<string> {
  const namespace = await load();
  const loaded: Record<string, Namespace> = Reflect.get(globalThis, LOADED) ?? {};
  Reflect.set(globalThis, LOADED, { ...loaded, [specifier]: namespace });
  const lines = Object.keys(namespace).map((name) =>
    name === "default" ? "export default m.default;" : `export const ${name} = m.${name};`,
  );
  const head = `const m = globalThis[${JSON.stringify(LOADED)}][${JSON.stringify(specifier)}];`;
  return URL.createObjectURL(new Blob([[head, ...lines].join("\n")], { type: "text/javascript" }));
}

function describeUnknown(specifier: string): string {
  const isOwn = /^\.{0,2}\//.test(specifier);
  const why = isOwn
    ? `"${specifier}" cannot be imported: each tab is a service by itself`
    : `There is no module "${specifier}" here`;
  return `${why}. What can be imported: ${Object.keys(MODULES).join(", ")}, and URLs.`;
}
