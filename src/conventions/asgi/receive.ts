import type { Call } from "../convention.js";

/** What an app receives (ASGI 3, HTTP: receive events). */
export type AsgiReceived =
  | { readonly type: "http.request"; readonly body: Uint8Array; readonly more_body: boolean }
  | { readonly type: "http.disconnect" };

const DISCONNECT: AsgiReceived = { type: "http.disconnect" };
const EMPTY = new Uint8Array();

/**
 * Gives the request's body once, a message for each chunk, and from then on the end.
 * @param over resolves when the answer is complete or nobody waits for it any more
 */
export function toReceive(body: Call["body"], over: Promise<void>): () => Promise<AsgiReceived> {
  const next = toMessages(body, over);
  return async () => {
    const message = await next();
    if (message) return message;
    await over;
    return { ...DISCONNECT };
  };
}

/** The body's messages; `undefined` after the last one. */
function toMessages(body: Call["body"], over: Promise<void>): () => Promise<AsgiReceived | undefined> {
  let isDone = false;
  const reader = body instanceof ReadableStream ? body.getReader() : undefined;
  const whole = body instanceof ArrayBuffer ? new Uint8Array(body) : EMPTY;
  void over.then(() => {
    isDone = true;
    return reader?.cancel().catch(() => {}); // failed already: nothing to stop
  });
  return async () => {
    if (isDone) return undefined;
    if (!reader) {
      isDone = true;
      return { type: "http.request", body: whole, more_body: false };
    }
    try {
      const { done, value } = await reader.read();
      if (isDone) return undefined; // by another receive() meanwhile, or cut off
      isDone = done;
      return { type: "http.request", body: value ?? EMPTY, more_body: !done };
    } catch {
      isDone = true;
      return { ...DISCONNECT }; // the caller is gone
    }
  };
}
