import { noteCall } from "./calls-made.js";
import type { Draft } from "./request.js";

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly bytes: ArrayBuffer;
  /** `Content-Type` in lower case, without parameters; `""` when there is none. */
  readonly type: string;
  /** The encoding of text, `utf-8` when the header names none. */
  readonly charset: string;
  /** From the request to the end of the body. */
  readonly milliseconds: number;
  /** Where the answer came from when that is not where the request went. */
  readonly redirectedTo: string | undefined;
}

/** Sends a request past every cache. Rejects as `fetch` does. */
export async function send(draft: Draft, signal: AbortSignal): Promise<Answer> {
  const note = noteCall(draft.method, draft.url);
  try {
    const response = await fetch(draft.url, toInit(draft, signal));
    note({ answered: performance.now(), status: response.status });
    const bytes = await response.arrayBuffer();
    const { start, end = start } = note({ end: performance.now(), bytes: bytes.byteLength });
    return toAnswer(response, bytes, end - start);
  } catch (error) {
    note({ end: performance.now(), failure: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}

function toInit({ method, headers, body }: Draft, signal: AbortSignal): RequestInit {
  return { method, headers, signal, cache: "no-store", ...(body !== undefined && { body }) };
}

function toAnswer(response: Response, bytes: ArrayBuffer, milliseconds: number): Answer {
  const contentType = response.headers.get("content-type") ?? "";
  return {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
    bytes,
    type: contentType.split(";")[0]?.trim().toLowerCase() ?? "",
    charset: /charset="?([^\s;"]+)/i.exec(contentType)?.[1] ?? "utf-8",
    milliseconds,
    redirectedTo: response.redirected ? response.url : undefined,
  };
}
