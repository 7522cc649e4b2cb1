import { createElement, getElement } from "../dom.js";
import { type PlainRequest, toRequestSpec } from "./plain-request.js";
import type { RequestSpec } from "./request.js";

/** The requests that go with the code that is shown, each a button. */
export class ReadyRequests {
  readonly #container = getElement("ready", HTMLElement);
  readonly #onPick: (request: RequestSpec) => void;

  constructor(onPick: (request: RequestSpec) => void) {
    this.#onPick = onPick;
  }

  show(requests: readonly PlainRequest[]): void {
    this.#container.hidden = requests.length === 0;
    const label = createElement("span", { className: "hint" }, "Try");
    this.#container.replaceChildren(label, ...requests.map((request) => this.#toButton(request)));
  }

  #toButton(request: PlainRequest): HTMLElement {
    const name = request.title ?? `${request.method} ${request.url}`;
    const button = createElement("button", { type: "button" }, name);
    button.addEventListener("click", () => this.#onPick(toRequestSpec(request)));
    return button;
  }
}
