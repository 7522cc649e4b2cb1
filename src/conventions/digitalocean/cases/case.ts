import type { DigitalOceanConfig } from "../settings.js";

/** One call and all that is to come of it. Data and handlers only, so that any runner can replay it. */
export interface Case {
  /** Of DigitalOcean's or OpenWhisk's behaviour; the heading in the rules. */
  readonly section: string;
  readonly name: string;
  readonly config?: DigitalOceanConfig;
  /** Functions and modules by their names. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly request: CaseRequest;
  readonly outcome: Outcome;
  /** How often the same request is sent first, each after the answer to the last one. */
  readonly before?: number;
  /** How many of the same request are under way when it is sent. */
  readonly during?: number;
}

export interface CaseRequest {
  /** Default `GET`. */
  readonly method?: string;
  /** Below the service. Default `/fn`. */
  readonly path?: string;
  /** Without `?`. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

export interface Outcome {
  readonly status: number;
  /** Only those that matter; `null` for one that must be missing, a list for repeats. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | null>>;
  /** Text, bytes, or the parsed JSON. */
  readonly body?: string | readonly number[] | { readonly json: unknown };
  /** The body is an error with this text and the request's id. */
  readonly error?: string | RegExp;
  /** Whether the function ran. Default: yes. */
  readonly invoked?: boolean;
  /** The event without `http`, exactly. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** `event.http` without its headers, exactly. */
  readonly http?: Readonly<Record<string, unknown>>;
  /** Some of `event.http.headers`; `null` for one that must be missing. */
  readonly seen?: Readonly<Record<string, string | null>>;
}

type Extra = Partial<Pick<Case, "config" | "request" | "members" | "before" | "during">>;
type Make = (name: string, ...rest: [returned: () => unknown, outcome: Outcome, extra?: Extra]) => Case;
type Ask = (name: string, request: CaseRequest, outcome: Outcome, extra?: Extra) => Case;

/** Cases about what a function returns: `/fn` is asked by GET unless the case says otherwise. */
export function returning(section: string): Make {
  return (name, returned, outcome, extra) => ({
    section,
    name,
    members: { fn: returned },
    request: {},
    outcome,
    ...extra,
  });
}

/** Cases about what a function is given: it answers `ok`. */
export function asking(section: string, config?: DigitalOceanConfig): Ask {
  return (name, request, outcome, extra) => ({
    section,
    name,
    members: { fn: () => ({ body: "ok" }) },
    request,
    outcome: { body: outcome.error === undefined ? "ok" : undefined, ...outcome } as Outcome,
    ...(config && { config }),
    ...extra,
  });
}

export const OK = { status: 200 };
