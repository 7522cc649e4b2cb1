import type { ConnectOptions, ReadOptions } from "./connect.js";
import { TabserveError } from "./errors.js";
import { findNameProblem } from "./names.js";

/**
 * Looks closely at options that are not the ordinary ones.
 * @throws {TabserveError} `bad-option` naming the option, its value and the remedy; `not-supported` for a token
 */
export function checkOptions(
  given: ConnectOptions,
  { workspace, clientId, script, scope }: ReadOptions,
): void {
  checkName("workspace", workspace);
  if (workspace.startsWith("."))
    throw badOption("workspace", workspace, 'must not start with "."; such names are reserved');
  if (given.client_id !== undefined) checkName("client_id", clientId);
  checkUrl("worker", given.worker, script);
  checkUrl("scope", given.scope, scope);
  if (!scope?.endsWith("/")) throw badOption("scope", given.scope, 'must end with "/"');
  if (given.token !== undefined)
    throw new TabserveError(
      "not-supported",
      "connect() got a token, and tokens are not supported yet; leave it out",
    );
}

function checkName(option: string, name: unknown): void {
  const problem = findNameProblem(name);
  if (problem) throw badOption(option, name, problem);
}

function checkUrl(option: string, given: unknown, url: string | undefined): void {
  if (url === undefined) throw badOption(option, given, "must be a URL or a path");
  // A sandboxed page has no origin, and fails a little later with an error of its own.
  if (origin !== "null" && !url.startsWith(`${origin}/`))
    throw badOption(option, given, `must be on the page's origin, ${origin}`);
  if (url.includes("#")) throw badOption(option, given, 'must not contain "#"');
}

function badOption(option: string, value: unknown, problem: string): TabserveError {
  return new TabserveError(
    "bad-option",
    `connect() got ${option} ${JSON.stringify(String(value))}, which ${problem}`,
  );
}
