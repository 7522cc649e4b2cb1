import type { Activation } from "../../index.js";
import type { CallMade } from "../calls-made.js";
import type { WorkerReport } from "./worker-report.js";

/** A call of this page with what worker and provider know of it. */
export interface SeenCall {
  readonly call: CallMade;
  /** `undefined` until the worker has told, and in a worker that does not. */
  readonly report: WorkerReport | undefined;
  /** `undefined` until it is written, and when no function ran. */
  readonly activation: Activation | undefined;
}

/** Where the URL of a call leads: `<base><workspace>/apps/<service>/<path>`. */
export interface CalledFunction {
  readonly workspace: string;
  /** The service's own id, without a client's. */
  readonly service: string;
  /** Decoded segments below the service. */
  readonly path: readonly string[];
}

const GRAMMAR = /^([^/]+)\/(?:apps|services)\/([^/]+)(?:\/(.*))?$/;

/**
 * @param base absolute URL with a trailing slash, below which workspaces are
 * @returns `undefined` for a URL that no function answers
 */
export function parseCallUrl(url: string, base: string): CalledFunction | undefined {
  const [bare = ""] = url.split(/[?#]/);
  const match = bare.startsWith(base) ? GRAMMAR.exec(bare.slice(base.length)) : null;
  if (!match) return undefined;
  const [, workspace = "", service = "", path = ""] = match;
  const id = decode(service);
  return {
    workspace: decode(workspace),
    service: id.slice(id.indexOf(":") + 1),
    path: path.split("/").filter(Boolean).map(decode),
  };
}

/** `service/function`, as a call is called in lists: by its record, else by its URL. */
export function nameCall({ call, activation }: SeenCall, base: string): string {
  if (activation) return nameActivation(activation);
  const called = parseCallUrl(call.url, base);
  return called ? [called.service, ...called.path].join("/") : new URL(call.url).pathname;
}

/** `service/function` */
export function nameActivation({ namespace, name, annotations }: Activation): string {
  const path = annotations.find(({ key }) => key === "path")?.value;
  return typeof path === "string" && path.startsWith(`${namespace}/`)
    ? path.slice(namespace.length + 1)
    : name;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // no escape, though it looks like one
  }
}
