import { decodePercent } from "../../route.js";
import type { Callable } from "../hypha/lookup.js";
import type { DigitalOceanState } from "./state.js";

/** What an answer is made of (OpenWhisk, web actions, content extensions). */
export type Extension = "http" | "json" | "html" | "svg" | "text";

const EXTENSION = /^(.+)\.(http|json|html|svg|text)$/s;

/** What an address means. */
export interface Target {
  readonly name: string;
  /** `undefined`: nothing there is reachable by HTTP. */
  readonly fn: Callable | undefined;
  readonly extension: Extension;
  /** Behind the function: `""`, `"/"` or `/a/b`, still percent-encoded. */
  readonly path: string;
}

/**
 * Reads `/function[.ext][/path]`. The exact name comes first, so `t.json` may be a function's name.
 * @param path below the service, percent-encoded
 */
export function findTarget(members: object, path: string, state: DigitalOceanState): Target {
  const [, segment = "", rest = ""] = /^\/([^/]*)(.*)$/s.exec(path) ?? [];
  const name = decodePercent(segment);
  const exact = findFunction(members, name, state);
  if (exact) return { name, fn: exact, extension: "http", path: rest };
  const [, base = name, extension = "http"] = EXTENSION.exec(name) ?? [];
  // Only the alternatives of the pattern.
  return {
    name: base,
    fn: findFunction(members, base, state),
    extension: extension as Extension,
    path: rest,
  };
}

/** A function under its key, or a module's entry point. */
export function findFunction(members: object, name: string, state: DigitalOceanState): Callable | undefined {
  const member = getOwn(members, name);
  if (typeof member === "function") return member;
  if (typeof member !== "object" || member === null) return undefined;
  const entry = getOwn(member, state.getSettings(name).main);
  return typeof entry === "function" ? entry : undefined;
}

function getOwn(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;
}
