import { BadResult } from "../bad-result.js";
import type { Answer } from "../convention.js";

/** Statuses that never carry a body (Fetch Standard, null body status). */
const BODILESS = new Set([204, 205, 304]);

/**
 * Sends a `Response` on as it is.
 * @throws {BadResult} when it has no body to send any more, or never was an answer
 */
export function toResponseAnswer(response: Response): Answer {
  const { status, statusText, headers, body } = response;
  if (response.bodyUsed || body?.locked)
    throw new BadResult("The returned Response has had its body read; return a clone() of it");
  if (response.type === "error" || status === 0)
    throw new BadResult("The returned Response is a network error; return one with a status in 200-599");
  if (BODILESS.has(status)) body?.cancel().catch(() => {});
  return {
    status,
    ...(statusText && { statusText }),
    headers: [...headers],
    body: BODILESS.has(status) ? null : body,
  };
}
