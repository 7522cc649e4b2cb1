import type { Answer } from "../call/send.js";
import { copyText } from "../clipboard.js";
import { getElement } from "../dom.js";
import { saveFile } from "../save-file.js";
import { readText } from "./text.js";

/** The buttons that copy and save a body. */
export class BodyTools {
  readonly #copy = getElement("copy-body", HTMLButtonElement);
  readonly #save = getElement("save-body", HTMLButtonElement);
  #answer: Answer | undefined;

  constructor() {
    this.#copy.addEventListener("click", () => {
      const text = this.#answer && readText(this.#answer.bytes, this.#answer.charset);
      if (text !== undefined) copyText(text, this.#copy);
    });
    this.#save.addEventListener("click", () => {
      const { bytes, type, url } = this.#answer ?? {};
      if (bytes) saveFile(new Blob([bytes], { type: type ?? "" }), toFileName(url ?? ""));
    });
  }

  /** The answer whose body it is about; `undefined` while there is none. */
  take(answer: Answer | undefined): void {
    this.#answer = answer;
    const isEmpty = !answer || answer.bytes.byteLength === 0;
    this.#save.hidden = isEmpty;
    this.#copy.hidden = isEmpty || readText(answer.bytes, answer.charset) === undefined;
  }
}

function toFileName(url: string): string {
  const last = new URL(url, document.baseURI).pathname.split("/").filter(Boolean).at(-1);
  return last ?? "answer";
}
