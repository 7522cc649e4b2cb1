import type { RequireContext } from "../convention.js";
import type { User } from "./user.js";

/** Who calls whom, the last argument of a handler with `config.require_context` (Hypha). */
export interface Context {
  readonly type: "method";
  /** `workspace/client id` of the caller. */
  readonly from: string;
  /** `workspace/client id` of the provider. */
  readonly to: string;
  /** `services.<service>.<dotted path>` */
  readonly method: string;
  /** Random for each call. */
  readonly session: string;
  /** The service's workspace. */
  readonly ws: string;
  readonly user: User;
  readonly connection_type: string;
  /** Fires when nobody waits for the answer any more: the deadline passed or the caller is gone. Not enumerable. */
  readonly signal?: AbortSignal;
  /** Writes to the call's record. Not enumerable. */
  log?(...values: unknown[]): void;
  /** As {@link log}, to `stderr`. Not enumerable. */
  error?(...values: unknown[]): void;
}

/** Whether the function at `keys` gets a context. */
export function isContextRequired(setting: RequireContext, keys: readonly string[]): boolean {
  if (typeof setting === "boolean") return setting;
  const [key = ""] = keys;
  // A flat key such as "api/users" counts as being under "api".
  return setting.includes(key) || setting.includes(key.split("/")[0] ?? "");
}

/**
 * Puts the context last: `(event, context)` gets two arguments, `(a, b, c)` gets `(event, undefined, context)`.
 * @param length the function's declared number of parameters
 */
export function toArguments(
  args: readonly unknown[],
  context: Context | undefined,
  length: number,
): unknown[] {
  if (!context) return [...args];
  const last = Math.max(args.length, length - 1);
  const padded: unknown[] = Array.from({ length: last }, (_, i) => args[i]);
  return [...padded, context];
}
