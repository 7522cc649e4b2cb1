import { noteCall } from "../calls-made.js";
import type { Draft } from "./request.js";

/** What is known of an answer when its body begins. */
export interface AnswerHead {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** `Content-Type` in lower case, without parameters; `""` when there is none. */
  readonly type: string;
  /** The encoding of text, `utf-8` when the header names none. */
  readonly charset: string;
  /** Where the answer came from. */
  readonly url: string;
  readonly isRedirected: boolean;
  /** Milliseconds from the request to the headers. */
  readonly waited: number;
}

/** A piece of the body as it came. */
export interface Chunk {
  readonly size: number;
  /** Milliseconds since the request. */
  readonly at: number;
}

/** An answer that has ended, one way or another. */
export interface Answer extends AnswerHead {
  /** The body, or its beginning: see {@link MOST_KEPT}. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Bytes that came. */
  readonly size: number;
  /** The first of them: see {@link MOST_CHUNKS}. */
  readonly chunks: readonly Chunk[];
  /** How many there were. */
  readonly chunkCount: number;
  /** Milliseconds from the request to the end of the body. */
  readonly milliseconds: number;
  /** Why the body is not whole; `undefined` when it is. */
  readonly broken: string | undefined;
}

/** Hears of an answer while it comes. */
export interface AnswerListener {
  onHead(head: AnswerHead): void;
  /** @param at milliseconds since the request */
  onChunk(bytes: Uint8Array<ArrayBuffer>, at: number): void;
}

/** Bytes of a body that are kept: one that never ends must not fill the memory. */
export const MOST_KEPT = 16_000_000;

const MOST_CHUNKS = 1000;

/** What a body that was stopped is broken by. */
export const STOPPED = "Stopped";

/**
 * Sends a request past every cache. Rejects as `fetch` does when there is no answer; a body that breaks off is an
 * {@link Answer} all the same.
 */
export async function send(draft: Draft, signal: AbortSignal, listener: AnswerListener): Promise<Answer> {
  const note = noteCall(draft.method, draft.url);
  try {
    const response = await fetch(draft.url, toInit(draft, signal));
    const answered = performance.now();
    const { start } = note({ answered, status: response.status });
    const head = toHead(response, answered - start);
    listener.onHead(head);
    const body = new Body(start, listener);
    const broken = await body.read(response, signal);
    const end = performance.now();
    note({ end, bytes: body.size, failure: broken });
    return { ...head, ...body.toParts(), milliseconds: end - start, broken };
  } catch (error) {
    note({ end: performance.now(), failure: signal.aborted ? STOPPED : toText(error) });
    throw error;
  }
}

function toInit({ method, headers, body }: Draft, signal: AbortSignal): RequestInit {
  return { method, headers, signal, cache: "no-store", ...(body !== undefined && { body }) };
}

function toHead(response: Response, waited: number): AnswerHead {
  const contentType = response.headers.get("content-type") ?? "";
  return {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
    type: contentType.split(";")[0]?.trim().toLowerCase() ?? "",
    charset: /charset="?([^\s;"]+)/i.exec(contentType)?.[1] ?? "utf-8",
    url: response.url,
    isRedirected: response.redirected,
    waited,
  };
}

/** Reads a body to its end, and keeps what fits. */
class Body {
  readonly #start: number;
  readonly #listener: AnswerListener;
  readonly #kept: Uint8Array<ArrayBuffer>[] = [];
  readonly #chunks: Chunk[] = [];
  #keptSize = 0;
  #count = 0;
  size = 0;

  constructor(start: number, listener: AnswerListener) {
    this.#start = start;
    this.#listener = listener;
  }

  /** @returns why it broke off */
  async read({ body }: Response, signal: AbortSignal): Promise<string | undefined> {
    const reader = body?.getReader();
    try {
      for (let step = await reader?.read(); step && !step.done; step = await reader?.read())
        this.#add(step.value);
      return undefined;
    } catch (error) {
      return signal.aborted ? STOPPED : toText(error);
    }
  }

  toParts(): Pick<Answer, "bytes" | "size" | "chunks" | "chunkCount"> {
    const bytes = new Uint8Array(this.#keptSize);
    let at = 0;
    for (const part of this.#kept) {
      bytes.set(part, at);
      at += part.byteLength;
    }
    return { bytes, size: this.size, chunks: this.#chunks, chunkCount: this.#count };
  }

  #add(bytes: Uint8Array<ArrayBuffer>): void {
    const at = performance.now() - this.#start;
    this.size += bytes.byteLength;
    this.#count++;
    if (this.#count <= MOST_CHUNKS) this.#chunks.push({ size: bytes.byteLength, at });
    const part = bytes.subarray(0, MOST_KEPT - this.#keptSize);
    if (part.byteLength > 0) this.#kept.push(part);
    this.#keptSize += part.byteLength;
    this.#listener.onChunk(bytes, at);
  }
}

function toText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
