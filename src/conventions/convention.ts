import type { ServiceInfo, WireAnswer, WireCall } from "../protocol.js";
import type { FunctionLog } from "./function-log.js";
import type { FunctionRun } from "./function-run.js";
import type { LastEvents } from "./last-events.js";

/** One request on its way to a handler, as a convention gets it. */
export interface Call extends Omit<WireCall, "body"> {
  /** `null` when the request has none. A stream for services that take bodies as they come; it rejects when the caller is gone. */
  readonly body: ArrayBuffer | ByteStream | null;
}

/** What a convention makes of a handler's result. */
export interface Answer extends Omit<WireAnswer, "body"> {
  /** Bytes and blobs stay the handler's: the page sends a copy. A stream's chunks are given away. */
  readonly body: string | Uint8Array<ArrayBuffer> | Blob | ByteStream | null;
}

/** Cancelled when nobody reads any more; fails when its producer fails. */
export type ByteStream = ReadableStream<Uint8Array<ArrayBuffer>>;

/** `config.require_context` (Hypha): for every function, or for these top-level keys and what is under them. */
export type RequireContext = boolean | readonly string[];

/** A service as a convention calls it. */
export interface ConventionService {
  readonly id: string;
  /** Own keys only. */
  readonly members: object;
  readonly requireContext: RequireContext;
  /** Second argument of a `fetch` app; never leaves the page. */
  readonly env?: object;
  /** What is told about the service. */
  readonly info?: ServiceInfo;
  /** The service's settings, checked; `{}` when absent. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** What a convention needs of its page. */
export interface Page {
  /** Absolute URL of the worker's scope. */
  readonly scope: string;
  /** Absolute URL of the service, with a slash at its end. Default: that of the URL grammar, below {@link scope}. */
  readonly mount?: string;
  readonly clientId: string;
  /** Of event streams, for readers that come back. */
  readonly lastEvents?: LastEvents;
  /** Gets what a handler threw; its stack never goes into the answer. */
  readonly report: (error: unknown) => void;
  readonly random: () => string;
  /** The call's; made when a handler first looks at it. Fires when nobody waits for the answer, or reads it, any more. */
  readonly signal?: () => AbortSignal;
  /** The call counts as running until this settles, also when its answer is given; never rejects. */
  readonly waitUntil?: (promise: Promise<unknown>) => void;
  /** Epoch milliseconds; default `Date.now`. */
  readonly now?: () => number;
  /** Of the browser; for conventions whose handlers always see one. */
  readonly userAgent?: string;
  /** The call's, for conventions that do not {@link record} runs themselves. */
  readonly log?: FunctionLog;
  /** Told of every function that ran, once it has ended. */
  readonly record?: (run: FunctionRun) => void;
}

/** One call through a convention: from the request to the answer. Never rejects: the handler's faults become answers here. */
export type Convention = (service: ConventionService, call: Call, page: Page) => Promise<Answer>;
