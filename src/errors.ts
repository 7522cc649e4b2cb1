/** What failed, for a program to branch on. `docs/errors.md` lists each with its remedy. */
export type TabserveErrorCode =
  | "activation-not-found"
  | "bad-option"
  | "bad-result"
  | "bad-service"
  | "disconnected"
  | "insecure-context"
  | "no-page"
  | "no-service-worker"
  | "not-permitted"
  | "not-served"
  | "not-supported"
  | "other-worker"
  | "page-out-of-scope"
  | "provider-gone"
  | "deadline-exceeded"
  | "handler-threw"
  | "scope-not-allowed"
  | "service-exists"
  | "service-not-found"
  | "function-not-found"
  | "storage-blocked"
  | "worker-failed"
  | "worker-is-html"
  | "worker-not-found"
  | "worker-unreachable"
  | "worker-unresponsive"
  | "worker-version"
  | "worker-wrong-type";

/** The one error this library rejects with. The message says what failed, with which value, and what to do. */
export class TabserveError extends Error {
  override readonly name = "TabserveError";
  readonly code: TabserveErrorCode;

  constructor(code: TabserveErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Guard by name: two copies of the library on one page have two classes. */
export function isTabserveError(value: unknown): value is TabserveError {
  return value instanceof Error && value.name === "TabserveError" && "code" in value;
}

/** Of what is asked after `disconnect()`. */
export function toDisconnected(): TabserveError {
  return new TabserveError("disconnected", "Disconnected; connect() again");
}
