import type { Answer } from "../convention.js";
import type { HostErrorCode } from "../refusal.js";

/** An answer that the host makes: a text, and the code in a header of its own. */
export function toFailure(
  status: number,
  code: HostErrorCode,
  text: string,
  type = "text/plain; charset=utf-8",
): Answer {
  return {
    status,
    headers: [
      ["content-type", type],
      ["x-tabserve-error", code],
    ],
    body: text,
  };
}
