import { copyText } from "../clipboard.js";
import { getElement } from "../dom.js";
import { toLink } from "./link.js";
import type { Project } from "./project.js";

/** Characters beyond which some programs cut a link. */
const LONG = 8000;

/** The dialog that has the link. */
export class ShareDialog {
  readonly #dialog = getElement("share-dialog", HTMLDialogElement);
  readonly #link = getElement("share-link", HTMLInputElement);
  readonly #note = getElement("share-note", HTMLElement);

  constructor(getProject: () => Promise<Project>) {
    getElement("share", HTMLButtonElement).addEventListener("click", async () => {
      this.#show(await toLink(await getProject()));
    });
    const copy = getElement("share-copy", HTMLButtonElement);
    copy.addEventListener("click", async () => {
      this.#link.select();
      if (!(await copyText(this.#link.value, copy)))
        this.#note.textContent =
          "The browser does not let this page copy; the link is selected, copy it by hand.";
    });
  }

  #show(link: string): void {
    this.#link.value = link;
    const length = link.length.toLocaleString("en");
    this.#note.textContent =
      link.length > LONG
        ? `${length} characters: some programs cut links of that length. A file is safer; see More, Export.`
        : `${length} characters, readable by whoever has it; nothing is stored on a server.`;
    this.#dialog.showModal();
    this.#link.select();
    this.#link.scrollLeft = 0;
  }
}
