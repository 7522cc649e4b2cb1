import { formatTime } from "../amount.js";
import { createElement, getElement } from "../dom.js";
import { toShortUrl } from "./address.js";
import type { PastCall } from "./history-store.js";
import type { RequestSpec } from "./request.js";

/** What can be done with a past call. */
export interface HistoryActions {
  /** Puts it into the form. */
  take(request: RequestSpec): void;
  sendAgain(request: RequestSpec): void;
}

/** The calls that were made from the form, also on earlier visits. */
export class History {
  readonly #container = getElement("history", HTMLElement);
  readonly #actions: HistoryActions;

  constructor(actions: HistoryActions) {
    this.#actions = actions;
  }

  async keep(call: PastCall): Promise<void> {
    const { keepCall } = await import("./history-store.js");
    await keepCall(call).catch(() => {}); // a browser that keeps nothing has no history
    if (!this.#container.hidden) await this.show();
  }

  async show(): Promise<void> {
    const { listCalls } = await import("./history-store.js");
    const calls = await listCalls().catch(() => []);
    this.#container.replaceChildren(...this.#toContent(calls));
  }

  #toContent(calls: readonly PastCall[]): HTMLElement[] {
    if (calls.length === 0) return [createElement("p", { className: "empty" }, "No call was made yet.")];
    const list = createElement("ul", { className: "past" }, ...calls.map((call) => this.#toItem(call)));
    const clear = createElement("button", { type: "button", className: "plain" }, "Clear history");
    clear.addEventListener("click", () => this.#clear());
    return [list, clear];
  }

  #toItem({ at, request, status, milliseconds }: PastCall): HTMLElement {
    const path = toShortUrl(request.url);
    const time = milliseconds === undefined ? "" : formatTime(milliseconds);
    const take = createElement(
      "button",
      { type: "button", className: "call" },
      createElement("span", { className: "method" }, request.method),
      createElement("span", { className: "path" }, path),
      toStatus(status),
      createElement("span", { className: "hint" }, `${time} · ${formatClock(at)}`),
    );
    take.addEventListener("click", () => this.#actions.take(request));
    const label = `Send ${request.method} ${path} again`;
    const again = createElement(
      "button",
      { type: "button", className: "icon", title: "Send again", ariaLabel: label },
      "↻",
    );
    again.addEventListener("click", () => this.#actions.sendAgain(request));
    return createElement("li", { className: "row" }, take, again);
  }

  async #clear(): Promise<void> {
    const { forgetCalls } = await import("./history-store.js");
    await forgetCalls().catch(() => {});
    await this.show();
    getElement("show-history", HTMLButtonElement).focus();
  }
}

function toStatus(status: number | undefined): HTMLElement {
  const element = createElement(
    "span",
    { className: "status" },
    status === undefined ? "failed" : String(status),
  );
  element.dataset.kind = status === undefined ? "failed" : String(status).charAt(0);
  return element;
}

function formatClock(at: number): string {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? date.toLocaleTimeString() : date.toLocaleDateString();
}
