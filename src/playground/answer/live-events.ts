import { createParser, type EventSourceMessage } from "eventsource-parser";
import { formatTime } from "../amount.js";
import { createElement } from "../dom.js";
import { follow } from "./follow.js";
import type { LiveView } from "./live-view.js";

/** Events that stay in the page. */
const MOST_EVENTS = 500;

/** Server-sent events as they come, a line for each; the oldest give way. */
export class LiveEvents implements LiveView {
  readonly element = createElement("ol", { className: "events" });
  readonly #panel: HTMLElement;
  readonly #decoder = new TextDecoder();
  readonly #parser = createParser({ onEvent: (event) => this.#onEvent(event) });
  #count = 0;
  #at = 0;

  /** @param panel what scrolls */
  constructor(panel: HTMLElement) {
    this.#panel = panel;
  }

  add(bytes: Uint8Array<ArrayBuffer>, at: number): void {
    this.#at = at;
    follow(this.#panel, () => this.#parser.feed(this.#decoder.decode(bytes, { stream: true })));
  }

  describe(): string {
    return `${this.#count.toLocaleString("en")} ${this.#count === 1 ? "event" : "events"}`;
  }

  #onEvent({ event = "message", id, data }: EventSourceMessage): void {
    this.#count++;
    const name = id === undefined ? event : `${event} ${id}`;
    const parts = [
      createElement("span", { className: "at" }, `+${formatTime(this.#at)}`),
      createElement("span", { className: "name" }, name),
      createElement("code", {}, data),
    ];
    this.element.append(createElement("li", {}, ...parts));
    while (this.element.childElementCount > MOST_EVENTS) this.element.firstElementChild?.remove();
  }
}
