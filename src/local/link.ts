import { toDisconnected } from "../errors.js";
import type { HostLink } from "../link.js";
import type { Host } from "../protocol.js";

/** A connection's way to a host of its own realm, which cannot die without it. */
export class LocalLink implements HostLink {
  readonly #host: Host;
  readonly #onClose: () => void;
  #isOpen = true;

  constructor(host: Host, onClose: () => void) {
    this.#host = host;
    this.#onClose = onClose;
  }

  /** @throws {TabserveError} `disconnected` */
  async ask<T>(question: (host: Host) => PromiseLike<T>): Promise<T> {
    if (!this.#isOpen) throw toDisconnected();
    return question(this.#host);
  }

  /** @throws {TabserveError} `disconnected` */
  async askUnbounded<T>(question: (host: Host) => PromiseLike<T>): Promise<T> {
    return this.ask(question);
  }

  keepAwake(): void {}

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#onClose();
  }
}
