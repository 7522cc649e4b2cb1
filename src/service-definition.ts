import type { RequireContext } from "./conventions/convention.js";
import type { Visibility } from "./protocol.js";

/** What a page registers: settings, and functions under their names, nested as deep as wanted. */
export interface ServiceDefinition {
  /** Its place in the URL; a class instance may leave it out and is called `default`. */
  readonly id?: string;
  /** Default: the id. */
  readonly name?: string;
  readonly description?: string;
  /**
   * What answers HTTP: `functions`, one by one; `fetch`, an app with `fetch(request, env, ctx)`; `asgi`, one with
   * `serve({scope, receive, send})`. `generic`, the default, is for `getService` only.
   */
  readonly type?: string;
  readonly docs?: string;
  readonly config?: ServiceConfig;
  // biome-ignore lint/suspicious/noExplicitAny: handlers of any signature, whose parameters TypeScript would otherwise demand
  readonly [member: string]: any;
}

export interface ServiceConfig {
  /** Default `protected`: pages connected to the workspace only. */
  readonly visibility?: Visibility;
  /** Give handlers a context as last argument: all of them, or those under these top-level names. */
  readonly require_context?: RequireContext;
  /** Seconds a handler has for its answer; then the caller gets 504. Default 30. */
  readonly timeout?: number;
  /** Refuse a second provider of this id in the workspace. */
  readonly singleton?: boolean;
  /** Hand request bodies over as they come, as a stream. Types `fetch` and `asgi` always do. */
  readonly stream?: boolean;
  /** How handlers are called and answer; `digitalocean` is for the type `functions`. Default `hypha`. */
  readonly convention?: "hypha" | "digitalocean";
  /** Whether each call leaves a record. Default `true`. */
  readonly activations?: boolean;
  /** Make what handlers stream server-sent events, unless they say another content type. */
  readonly sse?: boolean;
  readonly [key: string]: unknown;
}
