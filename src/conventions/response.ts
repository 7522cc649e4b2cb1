import { BadResult, describeValue } from "./bad-result.js";
import { isShortLength, toBody } from "./body.js";
import type { ByteReader } from "./byte-reader.js";
import type { Answer } from "./convention.js";

/** Statuses that never carry a body (Fetch Standard, null body status). */
export const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Sends a `Response` on as it is: status, text, every header, repeated ones too, and the body as it comes.
 * @param report gets what the body fails with
 * @throws {BadResult} when it has no body to send any more, or never was an answer
 */
export async function toAnswerOfResponse(
  response: Response,
  report: (error: unknown) => void = () => {},
): Promise<Answer> {
  const { status, statusText, headers, body } = response;
  if (response.bodyUsed || body?.locked)
    throw new BadResult("The returned Response has had its body read; return a clone() of it");
  if (response.type === "error" || status === 0)
    throw new BadResult("The returned Response is a network error; return one with a status in 200-599");
  if (BODILESS.has(status)) body?.cancel().catch(() => {}); // its source has nothing to do any more
  const isSent = body && !BODILESS.has(status);
  return {
    status,
    ...(statusText && { statusText }),
    headers: [...headers],
    body: isSent
      ? await toBody(toSource(body), { isShort: isShortLength(headers.get("content-length")), report })
      : null,
  };
}

/** Copies: the app may keep what it gave, as the other half of a `clone()` does. */
function toSource(body: ReadableStream<unknown>): ByteReader {
  const reader = body.getReader();
  return {
    cancel: (reason) => reader.cancel(reason).catch(() => {}), // how its clean-up goes is the app's affair
    async read() {
      const { done, value } = await reader.read();
      return done ? { done, value: undefined } : { done, value: toOwnBytes(value) };
    },
  };
}

function toOwnBytes(chunk: unknown): Uint8Array<ArrayBuffer> {
  if (ArrayBuffer.isView(chunk))
    return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength).slice();
  throw new TypeError(
    `The body of the returned Response gave ${describeValue(chunk)}; its stream must give Uint8Array, as new TextEncoder().encode() makes`,
  );
}
