import type { Page, Request as PlaywrightRequest } from "@playwright/test";
import type { Activation } from "../activations/record.js";

/** One call of a served function, for assertions. What comes later is `undefined` until it is there. */
export interface ServedCall {
  /** The service's id. */
  readonly service: string;
  /** `hello-world`, `api.v1.users`; `undefined` also when none ran: the answer is a refusal. */
  readonly function: string | undefined;
  /** Upper case. */
  readonly method: string;
  /** Absolute, as the page asked for it. */
  readonly url: string;
  /** Below the service, percent-encoded. */
  readonly path: string;
  /** Without `?`. */
  readonly query: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** `null` when there is none. */
  readonly body: Uint8Array<ArrayBuffer> | null;
  /** The body as UTF-8. */
  text(): string;
  /** The body as JSON. @throws {SyntaxError} */
  // biome-ignore lint/suspicious/noExplicitAny: what a page sends is known at run time only
  json(): any;
  /** Of the answer. */
  readonly status: number | undefined;
  /** Of the answer; lower-case names. */
  readonly answerHeaders: Readonly<Record<string, string>> | undefined;
  /** `x-tabserve-error`: why the host, not the function, answered. */
  readonly code: string | undefined;
  /** What the handler threw. */
  readonly error: unknown;
  /** What the handler logged: `<time> <stream>: <text>`. */
  readonly logs: readonly string[];
  /** The record that `api.activations` would give in a browser. */
  readonly activation: Activation | undefined;
  /** Whose request it is; `undefined` for a service worker's. */
  readonly page: Page | undefined;
}

/** A call as the fixture fills it in. */
export class CallEntry implements ServedCall {
  readonly service: string;
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | null;
  readonly page: Page | undefined;
  readonly request: PlaywrightRequest;
  /** Tells callers apart, as a page's client id does. */
  readonly caller: string;
  /** Ends the call. */
  readonly controller = new AbortController();
  status: number | undefined;
  answerHeaders: Readonly<Record<string, string>> | undefined;
  code: string | undefined;
  error: unknown;
  activation: Activation | undefined;

  /** @param request in which it began; a redirect makes further calls of it */
  constructor(request: PlaywrightRequest, parts: CallParts) {
    this.service = parts.service;
    this.path = parts.path;
    this.query = parts.query;
    this.headers = parts.headers;
    this.body = parts.body;
    this.request = request;
    this.method = parts.method;
    this.url = parts.url;
    this.page = findPage(request);
    this.caller = this.page ? toCaller(this.page) : "service-worker";
  }

  get function(): string | undefined {
    return this.activation?.name;
  }

  get logs(): readonly string[] {
    return this.activation?.logs ?? [];
  }

  text(): string {
    return new TextDecoder().decode(this.body ?? new Uint8Array());
  }

  json(): unknown {
    return JSON.parse(this.text());
  }

  /** One line of a list. */
  toString(): string {
    const { pathname, search } = new URL(this.url);
    const answer = [this.status ?? "no answer", this.code].filter(Boolean).join(" ");
    return `${this.method} ${pathname}${search} → ${answer}${this.function ? ` by ${this.function}` : ""}`;
  }
}

/** What a call brings. */
export type CallParts = Pick<
  ServedCall,
  "service" | "path" | "query" | "headers" | "body" | "method" | "url"
>;

/** A service worker's request has none, and Playwright says so by an error. */
function findPage(request: PlaywrightRequest): Page | undefined {
  try {
    return request.frame().page();
  } catch {
    return undefined;
  }
}

const callers = new WeakMap<Page, string>();
let count = 0;

function toCaller(page: Page): string {
  const known = callers.get(page);
  if (known) return known;
  count++;
  const caller = `page-${count}`;
  callers.set(page, caller);
  return caller;
}
