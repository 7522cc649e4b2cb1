/** A function that a service offers. */
// biome-ignore lint/complexity/noBannedTypes: users register callables of any signature
export type Callable = Function;

/** What a look-up found. */
export interface Found {
  readonly fn: Callable;
  /** Keys from the service to the function. */
  readonly keys: readonly string[];
  /** The path given to a `default` function that stands in for a missing one. */
  readonly functionPath?: string;
}

/**
 * Finds the function for a path below the service (Hypha, serverless functions, look-up order):
 * exact nested key, flat key with slashes, `index` below, then `default`.
 * @param members the service; only own keys of plain objects are entered
 * @param path decoded
 */
export function findFunction(members: object, path: string): Found | undefined {
  const p = toFunctionPath(path);
  return findExact(members, p) ?? findExact(members, `${p}/index`) ?? findDefault(members, p);
}

/** The path as messages name it: no slashes around it, `index` when nothing is left. */
export function toFunctionPath(path: string): string {
  return path.replace(/^\/+|\/+$/g, "") || "index";
}

/** Walks nested plain objects by own, exact keys. */
export function walk(members: object, keys: readonly string[]): Callable | undefined {
  let here: unknown = members;
  for (const key of keys) {
    if (!isPlainObject(here) || !Object.hasOwn(here, key)) return undefined;
    here = here[key];
  }
  return typeof here === "function" ? here : undefined;
}

/** Object literals, `Object.create(null)` and their like from other realms; no arrays, no class instances. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function findExact(members: object, p: string): Found | undefined {
  for (const keys of p.includes("/") ? [p.split("/"), [p]] : [[p]]) {
    const fn = walk(members, keys);
    if (fn) return { fn, keys };
  }
  return undefined;
}

function findDefault(members: object, p: string): Found | undefined {
  const keys = ["default"];
  const fn = walk(members, keys);
  return fn && { fn, keys, functionPath: p === "index" ? "/" : `/${p}` };
}
