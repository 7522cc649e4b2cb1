import type { BrowserContext } from "@playwright/test";
import { TabserveError } from "../errors.js";
import { findNameProblem } from "../names.js";

/** Where and how a service answers; every key has a default. */
export interface ServeOptions {
  /** First segment of the URLs. Default `local`. */
  readonly workspace?: string;
  /**
   * The origin, or the URL of a folder, below which it answers: `https://api.example`. Default: every origin that the pages
   * ask, below the folder of Playwright's `baseURL`.
   */
  readonly origin?: string;
  /** The path before the workspace, such as `/shop/`. Default: that of `origin`, else that of `baseURL`. */
  readonly base?: string;
  /**
   * Answer everything below this path, such as `/api/`, instead of `<base><workspace>/apps/<service>/`: for an app that asks
   * the addresses of its own server.
   */
  readonly at?: string;
  /**
   * Where handlers run: in the `test` process, where they see the test's variables, or in the `page` that asks, where they see its
   * globals and nothing else. Default `test`.
   */
  readonly in?: "test" | "page";
  /** Whether pages count as connected to the workspace, and so reach protected services. Default `true`. */
  readonly member?: boolean;
  /** Let requests that no function answers go where they would go without the service. Default `false`: 404. */
  readonly passthrough?: boolean;
  /** Whose pages are answered. Default: the test's own `context`. */
  readonly context?: BrowserContext;
}

/** What of the URLs is the same for several services. */
export interface Place {
  /** `undefined`: every origin. */
  readonly origin: string | undefined;
  /** With a slash on both sides. */
  readonly base: string;
  /** Whether everything below {@link base} is one service's. */
  readonly isMount: boolean;
  /** Absolute URL of what is below it; the origin is a guess when every origin is answered. */
  readonly scope: string;
}

/** @throws {TabserveError} `bad-option` */
export function toPlace(
  { origin, base, at, workspace = "local", in: where = "test" }: ServeOptions,
  baseURL: string | undefined,
): Place {
  const problem = findNameProblem(workspace);
  if (problem) throw bad("workspace", workspace, problem);
  if (where !== "test" && where !== "page") throw bad("in", where, 'must be "test" or "page"');
  if (origin !== undefined && !/^https?:/.test(toUrl(origin)?.protocol ?? ""))
    throw bad("origin", origin, "must be an absolute URL such as https://api.example");
  const start = toUrl(origin ?? baseURL ?? "") ?? new URL("http://localhost/");
  if (at !== undefined && base !== undefined) throw bad("at", at, "goes without base");
  const path = at ?? base ?? new URL(".", start).pathname;
  if (!/^\/(.*\/)?$/.test(path))
    throw bad(at === undefined ? "base" : "at", path, 'must begin and end with "/"');
  const scope = new URL(path, start).href;
  return { origin: origin && start.origin, base: path, isMount: at !== undefined, scope };
}

/** The same for the same place. */
export function toKey({ origin = "*", base, isMount }: Place): string {
  return `${isMount ? "at " : ""}${origin}${base}`;
}

/** Every URL that may be of the place; Playwright asks the test about no others. */
export function toPattern({ origin, base, isMount }: Place): RegExp {
  const start = origin === undefined ? "https?://[^/?#]+" : toLiteral(origin);
  if (isMount) return new RegExp(`^${start}${toLiteral(base)}`);
  return new RegExp(`^${start}${toLiteral(base)}[^/?#]+/(apps|services)/`);
}

function toUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function toLiteral(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function bad(option: string, value: unknown, problem: string): TabserveError {
  return new TabserveError(
    "bad-option",
    `serve() got ${option} ${JSON.stringify(String(value))}, which ${problem}`,
  );
}
