import type { FunctionLog } from "../function-log.js";

/** Second argument of a handler. Its eight values are enumerable, what else there is stays out of JSON. */
export interface DigitalOceanContext {
  /** 32 hex digits. */
  readonly activationId: string;
  /** The page's origin. */
  readonly apiHost: string;
  /** `""` unless the function is annotated `provide-api-key`; it opens nothing. */
  readonly apiKey: string;
  /** Epoch milliseconds. */
  readonly deadline: number;
  /** `/<namespace>/<package>/<function>` */
  readonly functionName: string;
  /** Semver; the patch counts the registrations. */
  readonly functionVersion: string;
  readonly namespace: string;
  /** 32 hex digits; the `code` of an error answer. */
  readonly requestId: string;
  getRemainingTimeInMillis(): number;
  /** Fires at the deadline, and when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string>>;
  /** Writes to the call's record. */
  log(...values: unknown[]): void;
  /** As {@link log}, to `stderr`. */
  error(...values: unknown[]): void;
}

export type ContextValues = Pick<
  DigitalOceanContext,
  | "activationId"
  | "apiHost"
  | "apiKey"
  | "deadline"
  | "functionName"
  | "functionVersion"
  | "namespace"
  | "requestId"
>;

export function toContext(
  values: ContextValues,
  own: {
    readonly environment: Readonly<Record<string, string>>;
    readonly log: FunctionLog;
    readonly now: () => number;
    readonly signal: () => AbortSignal;
  },
): DigitalOceanContext {
  const hidden = {
    getRemainingTimeInMillis: { value: () => values.deadline - own.now() },
    signal: { get: own.signal },
    environment: { value: { ...own.environment } },
    log: { value: (...line: unknown[]) => own.log.write("stdout", line) },
    error: { value: (...line: unknown[]) => own.log.write("stderr", line) },
  };
  // The hidden properties are what is missing to the type.
  return Object.defineProperties({ ...values }, hidden) as DigitalOceanContext;
}
