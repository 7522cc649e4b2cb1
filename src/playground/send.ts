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
export async function send({ url, method, headers, body }: Draft, signal: AbortSignal): Promise<Answer> {
  const start = performance.now();
  const init = { method, headers, signal, cache: "no-store", ...(body !== undefined && { body }) } as const;
  const response = await fetch(url, init);
  const bytes = await response.arrayBuffer();
  const milliseconds = performance.now() - start;
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
