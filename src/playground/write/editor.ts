import type { Place, Problem } from "../run/problem.js";
import { type Surface, toPlainSurface } from "./surface.js";

/** The code of one file at a time: a plain text field at once, a code editor as soon as it is loaded. */
export class Editor {
  readonly #field: HTMLTextAreaElement;
  readonly #onEdit: (fileId: number, code: string) => void;
  #surface: Surface;
  #shown: number | undefined;
  #marks: readonly Problem[] = [];

  /** @param onEdit called at every change that is typed */
  constructor(field: HTMLTextAreaElement, onEdit: (fileId: number, code: string) => void) {
    this.#field = field;
    this.#onEdit = onEdit;
    this.#surface = toPlainSurface(field, () => this.#tell());
  }

  /** Shows a file, with marks at its problems. */
  show(fileId: number, code: string, problems: readonly Problem[]): void {
    this.#shown = undefined; // what changes now is not typed
    this.#surface.show(fileId, code);
    this.#shown = fileId;
    if (problems.length + this.#marks.length > 0) this.#surface.mark(problems);
    this.#marks = problems;
  }

  goTo(place: Place): void {
    this.#surface.goTo(place);
  }

  /** Loads the code editor and takes it into use when nobody is typing. */
  async upgrade(): Promise<void> {
    const { openCodeMirror } = await import("./code-mirror.js");
    if (document.activeElement === this.#field)
      await new Promise((done) => this.#field.addEventListener("blur", done, { once: true }));
    this.#surface = openCodeMirror(this.#field, () => this.#tell());
    if (this.#shown !== undefined) this.#surface.show(this.#shown, this.#field.value);
    this.#surface.mark(this.#marks);
  }

  #tell(): void {
    if (this.#shown !== undefined) this.#onEdit(this.#shown, this.#surface.code);
  }
}
