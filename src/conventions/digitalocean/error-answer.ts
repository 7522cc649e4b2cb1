import type { Answer } from "../convention.js";
import type { Refusal } from "../refusal.js";

/** Every error body is JSON with exactly `error` and `code`. */
export function toErrorAnswer({ status, code, message }: Refusal, requestId: string): Answer {
  return {
    status,
    headers: [
      ["content-type", "application/json"],
      ["x-tabserve-error", code],
    ],
    body: JSON.stringify({ error: message, code: requestId }),
  };
}
