import { type MimeType, parseMimeType } from "./mime-type.js";
import { Received } from "./received.js";
import type { Sent } from "./sent.js";

/** Milliseconds between two progress events (XMLHttpRequest Standard, send()). */
const PROGRESS_EVERY = 50;

/** What an exchange needs of its XMLHttpRequest. */
export interface ExchangeOwner extends EventTarget {
  readonly upload: EventTarget;
  /** Milliseconds; 0: none. */
  readonly timeout: number;
}

/** How it goes on after `send()`. */
export interface ExchangeRequest {
  /** @throws where `fetch` rejects */
  answer(sent: Sent | undefined, signal: AbortSignal): Promise<Response>;
  readonly sent: Promise<Sent> | undefined;
  /** From `overrideMimeType()`. */
  readonly mimeType: string | undefined;
}

type Failure = "abort" | "error" | "timeout";

/** One request of an XMLHttpRequest, from `send()` to `loadend`: its events, in the order of the standard. */
export class Exchange {
  /** `readyState` */
  state: 0 | 1 | 2 | 3 | 4 = 1;
  /** From the headers on; a failed exchange has none. */
  response: Response | undefined;
  received: Received | undefined;
  readonly #owner: ExchangeOwner;
  readonly #controller = new AbortController();
  readonly #since = performance.now();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isUploading = false;
  #isOver = false;

  constructor(owner: ExchangeOwner) {
    this.#owner = owner;
    this.arm();
  }

  /** Takes the owner's timeout, which counts from the beginning. */
  arm(): void {
    clearTimeout(this.#timer);
    const { timeout } = this.#owner;
    if (timeout === 0 || this.#isOver) return;
    const left = Math.max(0, timeout - (performance.now() - this.#since));
    this.#timer = setTimeout(() => this.fail("timeout"), left);
  }

  /** Never rejects. */
  async run(request: ExchangeRequest): Promise<void> {
    try {
      this.#tell(this.#owner, "loadstart");
      const sent = await request.sent;
      if (sent) this.#tellUpload("loadstart", { total: sent.bytes.byteLength });
      this.#isUploading = sent !== undefined;
      const answer = this.#isOver ? undefined : request.answer(sent, this.#controller.signal);
      if (sent) this.#endUpload(sent.bytes.byteLength);
      const response = await answer;
      if (response && !this.#isOver) await this.#receive(response, request.mimeType);
    } catch {
      this.fail("error");
    }
  }

  /** Without a word: the next request of the same object takes its place. */
  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#controller.abort();
  }

  /** Ends with the events of a failure (XMLHttpRequest Standard, request error steps), unless it has ended. */
  fail(failure: Failure): void {
    if (this.#isOver) return;
    this.stop();
    this.response = undefined;
    this.received = undefined;
    this.#move(4);
    if (this.#isUploading) for (const type of [failure, "loadend"]) this.#tellUpload(type);
    for (const type of [failure, "loadend"]) this.#tell(this.#owner, type);
  }

  /** `abort()`: leaves the object as if nothing had been sent. */
  abort(): void {
    this.fail("abort");
    if (this.state === 4) this.state = 0;
    this.response = undefined;
    this.received = undefined;
  }

  async #receive(response: Response, mimeType: string | undefined): Promise<void> {
    this.response = response;
    const mime: MimeType = parseMimeType(mimeType ?? response.headers.get("content-type"));
    this.received = new Received(mime);
    this.#move(2);
    const total = Number(response.headers.get("content-length") ?? 0);
    await this.#read(response, this.received, total);
    if (this.#isOver) return;
    this.received.end();
    this.stop();
    const { size } = this.received;
    this.#move(4);
    for (const type of ["load", "loadend"]) this.#tell(this.#owner, type, { loaded: size, total });
  }

  async #read({ body }: Response, received: Received, total: number): Promise<void> {
    const reader = body?.getReader();
    let toldAt = Number.NEGATIVE_INFINITY;
    while (reader && !this.#isOver) {
      const { done, value } = await reader.read();
      if (done || this.#isOver) return;
      received.add(value as Uint8Array<ArrayBuffer>); // a Response gives nothing else
      if (performance.now() - toldAt < PROGRESS_EVERY) continue;
      toldAt = performance.now();
      this.#move(3);
      this.#tell(this.#owner, "progress", { loaded: received.size, total });
    }
  }

  #move(state: 2 | 3 | 4): void {
    this.state = state;
    this.#owner.dispatchEvent(new Event("readystatechange"));
  }

  #endUpload(total: number): void {
    this.#isUploading = false;
    for (const type of ["progress", "load", "loadend"]) this.#tellUpload(type, { loaded: total, total });
  }

  #tellUpload(type: string, progress?: { loaded?: number; total?: number }): void {
    this.#tell(this.#owner.upload, type, progress);
  }

  #tell(target: EventTarget, type: string, { loaded = 0, total = 0 } = {}): void {
    target.dispatchEvent(new ProgressEvent(type, { lengthComputable: total > 0, loaded, total }));
  }
}
