import { formatSize } from "../amount.js";
import type { AnswerHead } from "../call/send.js";
import { LiveEvents } from "./live-events.js";
import { LiveText } from "./live-text.js";
import { isTextType, toRemark } from "./text.js";

/** Shows a body while it comes. */
export interface LiveView {
  readonly element: HTMLElement;
  /** @param at milliseconds since the request */
  add(bytes: Uint8Array<ArrayBuffer>, at: number): void;
  /** What has come, in words. */
  describe(): string;
}

/** @param panel what scrolls */
export function toLiveView({ type, charset }: AnswerHead, panel: HTMLElement): LiveView {
  if (type === "text/event-stream") return new LiveEvents(panel);
  return isTextType(type) && type !== "text/html" ? new LiveText(panel, charset) : new LiveCount();
}

/** How much has come of what is shown only when it is whole. */
class LiveCount implements LiveView {
  readonly element = toRemark("The body is coming; it is shown when it is whole.");
  #size = 0;

  add(bytes: Uint8Array): void {
    this.#size += bytes.byteLength;
  }

  describe(): string {
    return formatSize(this.#size);
  }
}
