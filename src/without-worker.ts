import { describeFailure } from "./diagnose.js";
import { TabserveError } from "./errors.js";
import { ConnectFailure } from "./failure.js";
import type { FallbackOpening } from "./local/fallback.js";
import { badOption } from "./options.js";
import type { Workspace } from "./workspace.js";

/** What the browser does not let a page have, whatever the site does. */
const REFUSED: readonly string[] = ["insecure-context", "no-service-worker", "storage-blocked"];

/** What `connect` was asked for. */
interface Wanted extends FallbackOpening {
  readonly fallback: unknown;
}

/**
 * What comes after a failure to connect: this page without a worker, when `fallback` says so, else the error.
 * @throws {TabserveError} what failed; `bad-option` for an unknown `fallback`
 */
export async function goOn(failure: unknown, { fallback, ...opening }: Wanted): Promise<Workspace> {
  const error = toDescribed(failure);
  if (fallback === undefined) throw REFUSED.includes(error.code) ? withRemedy(error) : error;
  if (fallback !== "fetch") throw badOption("fallback", fallback, 'must be "fetch" or left out');
  const { openFallback } = await import("./local/fallback.js");
  return openFallback(opening, error);
}

function toDescribed(failure: unknown): TabserveError {
  if (failure instanceof ConnectFailure) return describeFailure(failure.code, failure.detail);
  if (failure instanceof TabserveError) return failure;
  const message = `Connecting failed unexpectedly (${failure}); reload the page, and report it with the cause if it stays`;
  return new TabserveError("worker-failed", message, { cause: failure });
}

function withRemedy({ code, message, cause }: TabserveError): TabserveError {
  const remedy =
    'or connect({ fallback: "fetch" }), which serves the fetch and XMLHttpRequest of this page alone';
  return new TabserveError(code, `${message}; ${remedy}`, { cause });
}
