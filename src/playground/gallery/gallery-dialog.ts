import { createElement, getElement } from "../dom.js";
import type { CodeFile } from "../write/open-files.js";
import type { Example } from "./gallery.js";

/** The dialog that offers the examples; they are loaded when it is opened first. */
export class GalleryDialog {
  readonly #dialog = getElement("gallery", HTMLDialogElement);
  readonly #list = getElement("gallery-list", HTMLElement);
  readonly #onPick: (files: readonly CodeFile[]) => void;

  /** @param onPick gets the files of the example that was chosen */
  constructor(onPick: (files: readonly CodeFile[]) => void) {
    this.#onPick = onPick;
    for (const id of ["examples", "nothing-examples"])
      getElement(id, HTMLButtonElement).addEventListener("click", () => this.#open());
    this.#dialog.addEventListener("click", ({ target }) => target === this.#dialog && this.#dialog.close());
  }

  async #open(): Promise<void> {
    const { EXAMPLES } = await import("./gallery.js");
    if (this.#list.childElementCount === 0)
      this.#list.append(...EXAMPLES.map((example) => this.#toItem(example)));
    this.#dialog.showModal();
    this.#list.querySelector("button")?.focus();
  }

  #toItem(example: Example): HTMLElement {
    const button = createElement(
      "button",
      { type: "button" },
      createElement("strong", {}, example.title),
      createElement("span", {}, example.about),
      createElement("small", {}, example.convention),
    );
    button.addEventListener("click", async () => {
      const { loadExample } = await import("./gallery.js");
      this.#dialog.close();
      this.#onPick(await loadExample(example));
    });
    return createElement("li", {}, button);
  }
}
