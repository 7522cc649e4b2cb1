import { getElement } from "../dom.js";

const NAMES = ["headers", "body", "history"] as const;

/** A part of the request that is folded away until it is needed. */
export type PartName = (typeof NAMES)[number];

/** What can be unfolded below the request; one part at a time. */
export class Parts {
  #opened: PartName | undefined;
  #onOpen: (name: PartName) => void = () => {};

  constructor() {
    for (const name of NAMES)
      toButton(name).addEventListener("click", () =>
        name === this.#opened ? this.close() : this.open(name),
      );
  }

  /** @param listener called before a part is shown */
  onOpen(listener: (name: PartName) => void): void {
    this.#onOpen = listener;
  }

  open(name: PartName): void {
    this.#onOpen(name);
    this.#show(name);
  }

  close(): void {
    this.#show(undefined);
  }

  /** A word beside the button: what a closed part holds. */
  describe(name: PartName, text: string): void {
    const count = toButton(name).querySelector(".count");
    if (count) count.textContent = text;
  }

  #show(opened: PartName | undefined): void {
    this.#opened = opened;
    for (const name of NAMES) {
      toButton(name).ariaExpanded = String(name === opened);
      getElement(name, HTMLElement).hidden = name !== opened;
    }
  }
}

function toButton(name: PartName): HTMLButtonElement {
  return getElement(`show-${name}`, HTMLButtonElement);
}
