import { formatSize } from "../amount.js";
import { createElement } from "../dom.js";
import { follow } from "./follow.js";
import type { LiveView } from "./live-view.js";

/** Pieces of text that stay in the page. */
const MOST_PIECES = 500;

/** Text as it comes; the oldest gives way. */
export class LiveText implements LiveView {
  readonly element = createElement("pre", { className: "live" });
  readonly #panel: HTMLElement;
  readonly #decoder: TextDecoder;
  #size = 0;
  #count = 0;

  /** @param panel what scrolls */
  constructor(panel: HTMLElement, charset: string) {
    this.#panel = panel;
    this.#decoder = toDecoder(charset);
  }

  add(bytes: Uint8Array<ArrayBuffer>): void {
    this.#size += bytes.byteLength;
    this.#count++;
    follow(this.#panel, () => this.element.append(this.#decoder.decode(bytes, { stream: true })));
    while (this.element.childNodes.length > MOST_PIECES) this.element.firstChild?.remove();
  }

  describe(): string {
    return `${formatSize(this.#size)} in ${this.#count} ${this.#count === 1 ? "chunk" : "chunks"}`;
  }
}

function toDecoder(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
