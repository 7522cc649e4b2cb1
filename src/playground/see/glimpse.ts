import type { Activation } from "../../index.js";
import { parseLogLine } from "./log-line.js";

/** What a record says in a few words: its error, else the last line of its log. */
export function toGlimpse({ response, logs }: Activation): string {
  const { success, result } = response;
  if (!success && hasKey(result, "error")) return describeError(result.error);
  return parseLogLine(logs.at(-1) ?? "").text;
}

/** Of Hypha's functions an error is a status with a body. */
function describeError(error: unknown): string {
  if (typeof error === "string") return error;
  if (!hasKey(error, "status") || !hasKey(error, "body")) return JSON.stringify(error);
  const { status, body } = error;
  return `${status}: ${typeof body === "string" ? body : JSON.stringify(body)}`;
}

function hasKey<Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> {
  return typeof value === "object" && value !== null && key in value;
}
