import { getElement } from "../dom.js";
import { showNotice } from "../notice.js";
import { toFreeName } from "./file-name.js";
import type { OpenFile, OpenFiles } from "./open-files.js";

/** Makes the buttons around the tabs work. */
export class FileActions {
  readonly #getFiles: () => OpenFiles;
  readonly #dialog = getElement("rename-dialog", HTMLDialogElement);
  readonly #name = getElement("new-name", HTMLInputElement);
  readonly #problem = getElement("rename-problem", HTMLElement);
  #renamed: number | undefined;

  /** @param getFiles asked when a button is pressed */
  constructor(getFiles: () => OpenFiles) {
    this.#getFiles = getFiles;
    for (const id of ["new-file", "nothing-new"]) onClick(id, () => this.#create());
    onClick("rename", () => this.#withCurrent(({ id }) => this.rename(id)));
    onClick("close", () => this.#withCurrent(({ id }) => this.close(id)));
    onClick("rename-cancel", () => this.#dialog.close());
    getElement("rename-form", HTMLFormElement).addEventListener("submit", (event) => this.#onRename(event));
  }

  /** Closes a tab, and offers to open it again. */
  close(id: number): void {
    const files = this.#getFiles();
    const closed = files.close((file) => file.id === id);
    showNotice(`${closed[0]?.name ?? "Nothing"} is closed.`, () => files.reopen(closed));
  }

  /** Asks for another name. */
  rename(id: number): void {
    this.#renamed = id;
    this.#name.value = this.#getFiles().find(id)?.name ?? "";
    this.#showProblem(undefined);
    this.#dialog.showModal();
    this.#name.setSelectionRange(0, this.#name.value.replace(/\.\w+$/, "").length);
  }

  #onRename(event: Event): void {
    if (this.#renamed === undefined) return;
    const problem = this.#getFiles().rename(this.#renamed, this.#name.value.trim());
    if (problem !== undefined) event.preventDefault();
    this.#showProblem(problem);
  }

  #showProblem(problem: string | undefined): void {
    this.#problem.textContent = problem ?? "";
    this.#problem.hidden = problem === undefined;
    this.#name.ariaInvalid = String(problem !== undefined);
  }

  #create(): void {
    const files = this.#getFiles();
    const name = toFreeName(
      "service.ts",
      files.list.map((file) => file.name),
    );
    files.open([{ name, code: toTemplate(name.replace(/\.ts$/, "")) }]);
  }

  #withCurrent(action: (file: OpenFile) => void): void {
    const { current } = this.#getFiles();
    if (current) action(current);
  }
}

function onClick(id: string, action: () => void): void {
  getElement(id, HTMLButtonElement).addEventListener("click", action);
}

/** A service that answers. */
function toTemplate(id: string): string {
  return `export default {
  id: "${id}",
  type: "functions",
  config: { visibility: "public" },

  index: async (event) => ({
    status: 200,
    body: "Hello from ${id}",
  }),
};
`;
}
