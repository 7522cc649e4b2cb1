import type { Draft } from "../call/request.js";
import type { LoadAnswer } from "./load-run.js";

/** Milliseconds after which a call of a load test counts as failed. */
const PATIENCE = 30_000;

/** Sends the request once, past every cache, and reads its answer to the end. Never rejects unless the signal fires. */
export async function ask({ url, method, headers, body }: Draft, signal: AbortSignal): Promise<LoadAnswer> {
  const init = { method, headers, ...(body !== undefined && { body }) };
  try {
    const either = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
    const response = await fetch(url, { ...init, cache: "no-store", signal: either });
    await readToEnd(response);
    return { status: response.status };
  } catch (error) {
    signal.throwIfAborted();
    return { status: undefined, failure: error instanceof Error ? error.message : String(error) };
  }
}

/** An event stream may have none: its begin counts. */
async function readToEnd(response: Response): Promise<void> {
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) await response.body?.cancel();
  else await response.arrayBuffer();
}
