import { getElement } from "../dom.js";
import type { OpenFiles } from "../write/open-files.js";

/** What the visitor decides about code that came with a link. */
export interface HeldActions {
  run(): void;
  discard(): void;
}

/** Code from a link, on show: it does not run before the visitor says so. */
export class HeldCode {
  readonly #bar = getElement("held", HTMLElement);

  constructor({ run, discard }: HeldActions) {
    getElement("run-held", HTMLButtonElement).addEventListener("click", run);
    getElement("drop-held", HTMLButtonElement).addEventListener("click", discard);
  }

  show({ list }: OpenFiles): void {
    const names = list.filter(({ isHeld }) => isHeld).map(({ name }) => name);
    this.#bar.hidden = names.length === 0;
    const isFramed = window.top !== window;
    getElement("run-held", HTMLButtonElement).hidden = isFramed;
    getElement("held-text", HTMLElement).textContent = isFramed
      ? `${names.join(", ")} came with a link. Open the link in a tab of its own to run it.`
      : `${names.join(", ")} came with a link and ${names.length === 1 ? "has" : "have"} not run. ` +
        "It will run as a part of this page: read it first.";
  }

  /** Leads the eye and the keyboard to the question. */
  ask(): void {
    this.#bar.scrollIntoView({ block: "nearest" });
    getElement("run-held", HTMLButtonElement).focus();
  }
}
